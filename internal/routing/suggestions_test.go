package routing

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"mahalle/internal/citypack"
	"mahalle/internal/journal"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/dbtest"
	"mahalle/internal/platform/jobs"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/web"
)

// fewSubjects is a city of eight subjects, quickly learned.
func fewSubjects() *citypack.Pack {
	p := *packs()["manisa"]
	p.Subjects = slices.DeleteFunc(slices.Clone(p.Subjects), func(s Subject) bool { return !strings.Contains("SU01 SU02 YL01 TM01 VT01 VT02 PB01 ID01", s.Code) })
	return &p
}

// archive is closed requests of a demonstration: its stories of some subjects,
// told n times with other words around them.
func archive(n int) func(context.Context, int, func(text, subject string)) error {
	return func(_ context.Context, most int, each func(text, subject string)) error {
		told := 0
		for i := 0; told < min(n, most); i++ {
			for _, story := range packs()["manisa"].Demo.Texts {
				switch story.Subject {
				case "SU01", "YL01", "TM01", "VT01", "ID01": // of the last the sender is hidden
					each(fmt.Sprintf("%s daire %c sokak %d", story.Text, 'a'+i%20, i), story.Subject)
					told++
				}
			}
		}
		each("su yok", "SU01")                    // too short
		each("bu konu artık yok efendim", "XX99") // not offered
		return nil
	}
}

func TestACityLearnsFromItsClosedRequestsAndSuggests(t *testing.T) {
	dbtest.Every(t, func(t *testing.T, d *db.DB) {
		ctx := entered(t, "manisa")
		s, other := New(d, journal.New()), New(d, journal.New())
		settle(t, d, s, ctx, fewSubjects())
		settle(t, d, other, ctx, fewSubjects())
		s.Join(Needs{ClosedCases: archive(700)})
		words := "geceden beri köpekler havlıyor, sürü halinde geziyorlar"
		if _, ok := other.guess(ctx, words); ok {
			t.Error("something is suggested before anything was learned")
		}
		if err := s.Learn(ctx); err != nil {
			t.Fatal(err)
		}
		l := s.lesson(ctx)
		if l.model == nil || l.cases < 500 || l.report.Subjects != 4 || !l.learned.Equal(clock.Now(ctx)) {
			t.Fatalf("learned %d cases, %d subjects at %s", l.cases, l.report.Subjects, l.learned)
		}
		later := clock.With(ctx, monday.Add(2*lookAgain))
		if b := other.lesson(later); b.model == nil || b.cases != l.cases {
			t.Error("another node does not see what was learned")
		}
	}, Schema, jobs.Schema)
}

func TestAHiddenSubjectIsNotLearned(t *testing.T) {
	s := New(nil, journal.New())
	ctx := entered(t, "manisa")
	s.cities["manisa"] = bookOf(t, packs()["manisa"])
	s.Join(Needs{ClosedCases: archive(10)})
	cases, err := s.casesToLearn(ctx)
	if err != nil || len(cases) < 10 {
		t.Fatalf("%d cases, %v", len(cases), err)
	}
	for _, c := range cases {
		if sub, ok := s.Subject("manisa", c.Subject); !ok || sub.Is("identity_hidden") || sub.Is("confidential") || len(strings.Fields(c.Text)) < 3 {
			t.Errorf("learned %q of %s", c.Text, c.Subject)
		}
	}
}

func TestWithTooFewRequestsOnlyTheirNumberIsKept(t *testing.T) {
	dbtest.Every(t, func(t *testing.T, d *db.DB) {
		ctx := entered(t, "manisa")
		s := New(d, journal.New())
		settle(t, d, s, ctx, fewSubjects())
		s.Join(Needs{ClosedCases: archive(60)})
		if err := s.Learn(ctx); err != nil {
			t.Fatal(err)
		}
		if l := s.lesson(ctx); l.model != nil || l.cases < 60 || l.learned.IsZero() {
			t.Errorf("%+v", l)
		}
		body := open(t, s, ctx, http.MethodGet, suggestionsAddress).Body.String()
		if !strings.Contains(body, "500") || strings.Contains(body, "<table") {
			t.Error("the page does not tell how many are needed")
		}
	}, Schema, jobs.Schema)
}

func TestTheHeadOfADepartmentHasItLearnedAnewAndSeesWhatCameOut(t *testing.T) {
	dbtest.Every(t, func(t *testing.T, d *db.DB) {
		ctx := entered(t, "manisa")
		s := New(d, journal.New())
		settle(t, d, s, ctx, fewSubjects())
		s.Join(Needs{ClosedCases: archive(700)})
		if got := open(t, s, ctx, http.MethodPost, suggestionsAddress+"/learn"); got.Code != http.StatusSeeOther {
			t.Fatalf("status %d", got.Code)
		}
		if body := open(t, s, ctx, http.MethodGet, suggestionsAddress).Body.String(); !strings.Contains(body, `id="learning"`) {
			t.Error("the page does not tell that learning is asked for")
		}
		r := &jobs.Runner{DB: d, Cities: func() []*tenant.City { return []*tenant.City{tenant.From(ctx)} }}
		s.Register(r)
		now := clock.With(ctx, monday.Add(time.Minute))
		r.Round(now)
		body := open(t, s, now, http.MethodGet, suggestionsAddress).Body.String()
		for _, want := range []string{"<table", "Yolda çukur", "kapalı", "açık"} {
			if !strings.Contains(body, want) {
				t.Errorf("the page lacks %q", want)
			}
		}
		if strings.Contains(body, `id="learning"`) {
			t.Error("it is still learning")
		}
		if body := open(t, s, now, http.MethodGet, suggestionsAddress+"?only=on").Body.String(); strings.Contains(body, "kapalı</") {
			t.Error("the list of what is on has something off")
		}
	}, Schema, jobs.Schema)
}

// open asks for a page as somebody who may edit routing.
func open(t testing.TB, s *Service, ctx context.Context, method, path string) *httptest.ResponseRecorder {
	t.Helper()
	c := tenant.From(ctx)
	r := &web.Router{Catalog: catalog(), Cities: func(string) (*tenant.City, bool) { return c, true },
		WhoIs: func(context.Context, string) (access.Actor, error) {
			return access.Actor{Kind: access.Staff, Permissions: map[access.Permission]bool{CanEdit: true}}, nil
		}}
	s.Routes(r)
	req := httptest.NewRequest(method, path, nil).WithContext(clock.With(context.Background(), clock.Now(ctx)))
	req.Header.Set("Accept", "text/html")
	req.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: "x"})
	w := httptest.NewRecorder()
	r.ServeHTTP(w, req)
	return w
}

func TestAFormAsksWhileWordsAreTyped(t *testing.T) {
	s, ctx := New(nil, journal.New()), entered(t, "manisa")
	s.cities["manisa"] = bookOf(t, packs()["manisa"])
	if got := open(t, s, ctx, http.MethodGet, "/report/suggest?words=su+yok"); got.Header().Get("Location") != "/report?q=su+yok" {
		t.Errorf("without script it leads to %q", got.Header().Get("Location"))
	}
	c := tenant.From(ctx)
	r := &web.Router{Catalog: catalog(), Cities: func(string) (*tenant.City, bool) { return c, true }}
	s.Routes(r)
	req := httptest.NewRequest(http.MethodGet, "/report/suggest?words=su+yok", nil)
	req.Header.Set("Accept", "application/json")
	w := httptest.NewRecorder()
	r.ServeHTTP(w, req)
	var got struct{ Subjects []offerJSON }
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || len(got.Subjects) == 0 || got.Subjects[0].Code != "SU01" || got.Subjects[0].Learned {
		t.Errorf("%s, %v", w.Body, err)
	}
}

func TestWhatIsNamedStandsBeforeWhatIsGuessed(t *testing.T) {
	of := func(codes ...string) (all []Offer) {
		for _, c := range codes {
			all = append(all, Offer{Subject: Subject{Code: c}})
		}
		return all
	}
	for name, tt := range map[string]struct {
		offers []Offer
		named  int
		guess  string
		want   string
	}{
		"nothing was found":             {nil, 0, "A", "A*"},
		"one was named":                 {of("B", "C"), 1, "A", "B A* C"},
		"the guess is the one named":    {of("A", "C"), 1, "A", "A C"},
		"the guess was found further":   {of("B", "C", "A"), 1, "A", "B A* C"},
		"nothing was named, some alike": {of("B", "C"), 0, "C", "C* B"},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, o := range place(tt.offers, tt.named, Subject{Code: tt.guess}) {
				mark := ""
				if o.Learned {
					mark = "*"
				}
				got = append(got, o.Subject.Code+mark)
			}
			if strings.Join(got, " ") != tt.want {
				t.Errorf("%v, want %s", got, tt.want)
			}
		})
	}
}

func TestAModelThisProgramCannotReadIsLeftOut(t *testing.T) {
	dbtest.Every(t, func(t *testing.T, d *db.DB) {
		ctx := entered(t, "manisa")
		s := New(d, journal.New())
		settle(t, d, s, ctx, packs()["manisa"])
		err := d.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.ExecContext(ctx, `INSERT INTO routing_models (tenant_id, learned_at, cases, report, model) VALUES ($1, 5, 900, '{}', $2)`,
				tx.Tenant(), []byte("mahalle-suggest of tomorrow"))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if offers := s.Offers(ctx, "yolda çukur var", 3); len(offers) == 0 || offers[0].Subject.Code != "YL01" {
			t.Errorf("offers %v", offers)
		}
	}, Schema)
}
