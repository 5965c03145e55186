package routing

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/journal"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/dbtest"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/jobs"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/ui"
	"mahalle/internal/platform/web"
	"mahalle/internal/routing/rules"
)

// desk is Manisa with its rules in a database, and somebody who edits them.
type desk struct {
	t      *testing.T
	s      *Service
	d      *db.DB
	ctx    context.Context
	router *web.Router
	office rules.Office
	who    access.Actor
}

var admin = access.Actor{Kind: access.Staff, Person: "p1", Permissions: map[access.Permission]bool{CanEdit: true, editsAll: true}}

func newDesk(t *testing.T, d *db.DB) *desk {
	p, ctx := packs()["manisa"], entered(t, "manisa")
	k := &desk{t: t, s: New(d, journal.New()), d: d, ctx: ctx, office: officeOf(p), who: admin}
	settle(t, d, k.s, ctx, p)
	k.s.Join(Needs{
		Office: func(context.Context) (rules.Office, error) { return k.office, nil },
		Districts: func(_ city.Tenant, l i18n.Locale) (all []District) {
			for _, one := range p.Districts {
				all = append(all, District{one.Code, l.Text(one.Name)})
			}
			return all
		},
		Units: func(context.Context) (all []ui.Option) {
			for _, u := range p.Units {
				all = append(all, ui.Option{Value: u.Code, Label: u.Name.TR})
			}
			return all
		},
		HoodOf: func(_ city.Tenant, code string) (string, bool) {
			for _, n := range p.Neighbourhoods {
				if n.Code == code {
					return n.District, true
				}
			}
			return "", false
		},
		Neighbourhoods: func(_ city.Tenant, l i18n.Locale, district string) (all []District) {
			for _, n := range p.Neighbourhoods {
				if n.District == district {
					all = append(all, District{n.Code, l.Text(n.Name)})
				}
			}
			return all
		},
		Questions: func(_ context.Context, subject string) ([]Question, error) {
			if subject != "YL01" {
				return nil, nil
			}
			return []Question{{"size", "Çukurun boyu", []District{{"large", "Büyük"}, {"small", "Küçük"}}}}, nil
		},
		PastCases: func(ctx context.Context, since time.Time, _ bool, count func(int), each func(PastCase)) error {
			count(30)
			for i := range 30 {
				each(PastCase{Case: Case{Subject: "YL01", District: "turgutlu", At: since.Add(time.Hour)}, Number: fmt.Sprintf("MNS-%02d", i), Unit: "ilce-turgutlu", Secret: i == 0})
			}
			return nil
		},
	})
	k.router = &web.Router{Catalog: catalog(), Cities: func(string) (*tenant.City, bool) { return tenant.From(ctx), true },
		WhoIs: func(context.Context, string) (access.Actor, error) { return k.who, nil }}
	k.s.Routes(k.router)
	return k
}

func (k *desk) ask(method, path string, fields url.Values) *httptest.ResponseRecorder {
	k.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(fields.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: "x"})
	w := httptest.NewRecorder()
	k.router.ServeHTTP(w, r.WithContext(clock.With(r.Context(), monday)))
	return w
}

// do posts and wants to be led on.
func (k *desk) do(path string, fields url.Values) {
	k.t.Helper()
	if w := k.ask("POST", rulesAddress+path, fields); w.Code != http.StatusSeeOther {
		k.t.Fatalf("%s answers %d: %.3000s", path, w.Code, w.Body)
	}
}

func (k *desk) draft() draft {
	k.t.Helper()
	d, err := draftOf(k.ctx, k.d.Read(k.ctx))
	if err != nil {
		k.t.Fatal(err)
	}
	return d
}

func (k *desk) revision() url.Values { return url.Values{"revision": {fmt.Sprint(k.draft().Revision)}} }

func (k *desk) owner(c Case) Decision {
	k.t.Helper()
	d, err := k.s.Decide(k.ctx, c)
	if err != nil {
		k.t.Fatal(err)
	}
	return d
}

func pothole(more url.Values) url.Values {
	f := url.Values{"subject": {"YL01"}, "unit": {"zabita-denetim"}, "place": {"turgutlu"}, "why_tr": {"Turgutlu’da zabıta bakar."}}
	for name, values := range more {
		f[name] = values
	}
	return f
}

var engines = []db.Schema{Schema, jobs.Schema, journal.Schema}

func TestRulesAreWrittenTriedAndBroughtIntoForce(t *testing.T) {
	dbtest.Every(t, func(t *testing.T, d *db.DB) {
		k := newDesk(t, d)
		c := Case{Subject: "YL01", District: "turgutlu"}
		was := k.owner(c)
		k.do("/draft/new", pothole(k.revision()))
		if k.owner(c).Unit != was.Unit {
			t.Fatal("a draft decides already")
		}
		if err := k.s.Publish(k.ctx, k.draft().Revision, rules.World{}, k.office); fault.KindOf(err) != fault.Conflict {
			t.Errorf("published unseen: %v", err)
		}
		body := k.ask("GET", simulationAddress, nil).Body.String()
		for _, want := range []string{"30 başvuru", "MNS-01", rulesAddress + "/publish", "ilce-turgutlu"} {
			if want != "30 başvuru" && !strings.Contains(body, want) {
				t.Errorf("the simulation does not tell %q", want)
			}
		}
		if strings.Contains(body, "MNS-00") {
			t.Error("a secret request is an example")
		}
		k.do("/publish", k.revision())
		now := k.owner(c)
		if now.Unit != "zabita-denetim" || k.s.Why("manisa", was.Rule) != was.Why || k.s.Why("manisa", now.Rule).TR != "Turgutlu’da zabıta bakar." {
			t.Errorf("decides %+v; the old reason is %q", now, k.s.Why("manisa", was.Rule).TR)
		}
		entries, err := journal.Of(k.ctx, d.Read(k.ctx), "rules", 5)
		if err != nil || len(entries) != 1 || entries[0].Kind != "rules.published" {
			t.Errorf("the journal tells %v, %v", entries, err)
		}
		other := New(d, journal.New()) // another node
		if err := other.Load(k.ctx); err != nil || other.of("manisa").version != 2 {
			t.Errorf("another node decides by version %d, %v", other.of("manisa").version, err)
		}
		k.do("/versions/1/restore", nil)
		k.ask("GET", simulationAddress, nil)
		k.do("/publish", k.revision())
		if again := k.owner(c); again.Rule != was.Rule {
			t.Errorf("after going back rule %d decides, want %d", again.Rule, was.Rule)
		}
		settle(t, d, k.s, k.ctx, packs()["manisa"])
		if k.s.of("manisa").version != 3 {
			t.Error("a pack that is loaded again took the place of what people published")
		}
	}, engines...)
}

func TestADraftIsChangedStepByStepAndTakenBack(t *testing.T) {
	dbtest.Every(t, func(t *testing.T, d *db.DB) {
		k := newDesk(t, d)
		first, second := k.draft().Set.Rules[0], k.draft().Set.Rules[1]
		k.do("/draft/0/down", k.revision())
		if got := k.draft().Set.Rules; got[0].ID != second.ID || got[1].ID != first.ID {
			t.Error("the rule did not move down")
		}
		k.do("/draft/1/up", k.revision())
		k.do("/draft/0/turn", k.revision())
		if !k.draft().Set.Rules[0].Off {
			t.Error("the rule is not off")
		}
		n := len(k.draft().Set.Rules)
		k.do("/draft/0/remove", k.revision())
		if len(k.draft().Set.Rules) != n-1 {
			t.Error("the rule is still there")
		}
		k.do("/undo", nil)
		k.do("/undo", nil)
		if got := k.draft().Set.Rules[0]; got.ID != first.ID || got.Off {
			t.Errorf("taken back it is %+v", got)
		}
		stale := url.Values{"revision": {"1"}}
		if w := k.ask("POST", rulesAddress+"/draft/0/down", stale); w.Code != http.StatusSeeOther || k.draft().Set.Rules[0].ID != first.ID {
			t.Errorf("an old page changed the draft: %d", w.Code)
		}
		k.do("/discard", nil)
		if k.draft().begun() {
			t.Error("the draft is still there")
		}
	}, engines...)
}

func TestWhatIsWrongWithADraftStandsBesideTheRuleAndKeepsItBack(t *testing.T) {
	dbtest.Every(t, func(t *testing.T, d *db.DB) {
		k := newDesk(t, d)
		k.do("/draft/new", pothole(k.revision()))
		k.do("/draft/new", pothole(url.Values{"revision": k.revision()["revision"], "unit": {"yol-bakim"}}))
		for lang, want := range map[string]string{"tr": "kuralla çelişiyor", "fa": "در تضاد است", "en": "Contradicts rule"} {
			if body := k.ask("GET", rulesAddress+"?lang="+lang, nil).Body.String(); !strings.Contains(body, want) || strings.Contains(body, "⟦") {
				t.Errorf("in %s the page does not say %q", lang, want)
			}
		}
		if body := k.ask("GET", simulationAddress, nil).Body.String(); strings.Contains(body, rulesAddress+"/publish") {
			t.Error("a draft that contradicts itself can be published")
		}
		k.do("/publish", k.revision())
		if k.s.of("manisa").version != 1 {
			t.Error("it was published")
		}
	}, engines...)
}

func TestAHeadChangesTheRulesOfTheOwnDepartmentOnly(t *testing.T) {
	dbtest.Every(t, func(t *testing.T, d *db.DB) {
		k := newDesk(t, d)
		k.who = access.Actor{Kind: access.Staff, Person: "p2", Unit: "ulasim", Units: []string{"ulasim", "yol-bakim"}, Permissions: map[access.Permission]bool{CanEdit: true}}
		if w := k.ask("POST", rulesAddress+"/draft/new", pothole(k.revision())); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "kendi daireniz") {
			t.Errorf("a rule of others was written: %d", w.Code)
		}
		k.do("/draft/new", pothole(url.Values{"revision": k.revision()["revision"], "unit": {"yol-bakim"}}))
		for i, r := range k.draft().Set.Rules {
			if r.Unit == "teftis" {
				if w := k.ask("POST", fmt.Sprintf("%s/draft/%d/remove", rulesAddress, i), k.revision()); w.Code != http.StatusForbidden {
					t.Errorf("a rule of the inspectors was taken away: %d", w.Code)
				}
			}
		}
		k.who.Permissions = nil
		if w := k.ask("POST", rulesAddress+"/undo", nil); w.Code != http.StatusForbidden {
			t.Errorf("somebody without the right changed the draft: %d", w.Code)
		}
	}, engines...)
}

func TestTheFormOfARuleKeepsWhatWasTypedAndSaysWhatIsWrong(t *testing.T) {
	dbtest.Every(t, func(t *testing.T, d *db.DB) {
		k := newDesk(t, d)
		for name, tt := range map[string]struct {
			more url.Values
			want string
		}{
			"no subject":          {url.Values{"subject": {""}}, "Konuyu listeden seçin"},
			"no unit":             {url.Values{"unit": {""}}, "Sorumlu birimi listeden seçin"},
			"no reason":           {url.Values{"why_tr": {" "}}, "nedeni bir cümleyle"},
			"an hour nobody has":  {url.Values{"from": {"25:00"}}, "18:30 gibi yazın"},
			"a place nobody knew": {url.Values{"hoods": {"Xqz"}}, "“Xqz” bulunamadı"},
		} {
			f := pothole(tt.more)
			f.Set("revision", "0")
			w := k.ask("POST", rulesAddress+"/draft/new", f)
			if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), tt.want) {
				t.Errorf("%s: %d, without %q", name, w.Code, tt.want)
			}
		}
		f := pothole(url.Values{"revision": {"0"}, "hoods": {"Subaşı (Turgutlu)\n"}, "place": nil, "day": {dayKeys[6], dayKeys[0]}, "from": {"۱۸:۳۰"}, "to": {"8.00"},
			"outside": {"yol-bakim"}, "street": {"metro"}, "kind": {"complaint"}, "answer_size": {"large"}})
		k.do("/draft/new", f)
		dr := k.draft()
		for i, r := range dr.Set.Rules {
			if r.ID != 0 {
				continue
			}
			want := Rule{Subject: "YL01", Places: []string{"turgutlu-subasi"}, Street: "metro", Kind: "complaint", Unit: "zabita-denetim", Why: r.Why,
				Answers: []rules.Answer{{Question: "size", Value: "large"}}, Time: rules.Time{Days: rules.On(0, 6), From: 18*60 + 30, To: 8 * 60, Outside: "yol-bakim"}}
			if !r.Same(want) {
				t.Errorf("written %+v", r)
			}
			body := k.ask("GET", fmt.Sprintf("%s/draft/%d?lang=fa", rulesAddress, i), nil).Body.String()
			if !strings.Contains(body, "18:30") || strings.Contains(body, "⟦") {
				t.Error("the form does not hold what was written")
			}
		}
	}, engines...)
}

func TestADeadRuleIsPassedOverToldOnceAndCounted(t *testing.T) {
	dbtest.Every(t, func(t *testing.T, d *db.DB) {
		k := newDesk(t, d)
		c := Case{Subject: "YL01", District: "turgutlu", Street: "metro"}
		was := k.owner(c)
		k.office.Units[was.Unit] = rules.Vacated
		k.s.forgetOffice("manisa")
		if now := k.owner(c); now.Unit == was.Unit {
			t.Fatalf("%s is left by everybody and gets a request", now.Unit)
		}
		for range 2 {
			if err := k.s.WatchRules(k.ctx); err != nil {
				t.Fatal(err)
			}
		}
		dead, err := k.s.deadSince(k.ctx)
		if err != nil || len(dead) == 0 || k.s.Alarms(access.With(k.ctx, admin)) != len(dead) || k.s.Alarms(k.ctx) != 0 {
			t.Fatalf("dead are %v, %v; counted %d", dead, err, k.s.Alarms(access.With(k.ctx, admin)))
		}
		entries, _ := journal.Of(k.ctx, d.Read(k.ctx), "rules", 50)
		if len(entries) != len(dead) {
			t.Errorf("%d were told of %d", len(entries), len(dead))
		}
		if body := k.ask("GET", rulesAddress+"?only=alarms&lang=en", nil).Body.String(); !strings.Contains(body, "Nobody is left in") || !strings.Contains(body, "Passed over since") {
			t.Error("the page does not raise the alarm")
		}
		k.office.Units[was.Unit] = rules.Staffed
		if err := k.s.WatchRules(k.ctx); err != nil {
			t.Fatal(err)
		}
		if dead, _ := k.s.deadSince(k.ctx); len(dead) != 0 || k.owner(c).Unit != was.Unit {
			t.Errorf("still dead: %v", dead)
		}
	}, engines...)
}

func TestTheOldRuleOfARequestStaysReadable(t *testing.T) {
	dbtest.Every(t, func(t *testing.T, d *db.DB) {
		k := newDesk(t, d)
		was := k.owner(Case{Subject: "YL01", District: "turgutlu"})
		k.do("/draft/new", pothole(k.revision()))
		k.ask("GET", simulationAddress, nil)
		k.do("/publish", k.revision())
		body := k.ask("GET", fmt.Sprintf("/staff/routing/try?lang=en&subject=YL01&district=turgutlu&at=2026-11-23T09:00&rule=%d", was.Rule), nil).Body.String()
		if !strings.Contains(body, "then:") || !strings.Contains(body, was.Why.EN) || !strings.Contains(body, rulesAddress+"/versions/") {
			t.Error("the way a request came is not told")
		}
		for _, lang := range city.Langs {
			for _, path := range []string{rulesAddress + "/versions", rulesAddress + "/versions/1", rulesAddress + "?show=live", rulesAddress + "/draft/new"} {
				w := k.ask("GET", path+sep(path)+"lang="+string(lang), nil)
				if w.Code != 200 || strings.Contains(w.Body.String(), "⟦") {
					t.Errorf("%s in %s answers %d", path, lang, w.Code)
				}
			}
		}
	}, engines...)
}

func TestPlacesAreKeptUnderANameForOtherRules(t *testing.T) {
	dbtest.Every(t, func(t *testing.T, d *db.DB) {
		k := newDesk(t, d)
		f := pothole(url.Values{"revision": {"0"}, "place": {"turgutlu", "akhisar"}, "list_name": {"Ova ilçeleri"}})
		k.do("/draft/new", f)
		lists := k.draft().Set.Lists
		if len(lists) != 1 || lists[0].Name.TR != "Ova ilçeleri" || len(lists[0].Places) != 2 {
			t.Fatalf("kept %+v", lists)
		}
		if body := k.ask("GET", rulesAddress, nil).Body.String(); !strings.Contains(body, "Ova ilçeleri") {
			t.Error("the list is not named beside its rule")
		}
		k.ask("GET", simulationAddress, nil)
		k.do("/publish", k.revision())
		for district, want := range map[string]bool{"turgutlu": true, "akhisar": true, "soma": false} {
			if got := k.owner(Case{Subject: "YL01", District: district}).Unit == "zabita-denetim"; got != want {
				t.Errorf("%s: %v, want %v", district, got, want)
			}
		}
	}, engines...)
}

func TestAListOfPlacesIsChangedForEveryRuleThatUsesIt(t *testing.T) {
	dbtest.Every(t, func(t *testing.T, d *db.DB) {
		k := newDesk(t, d)
		k.do("/draft/new", pothole(url.Values{"revision": {"0"}, "place": {"turgutlu", "akhisar"}, "list_name": {"Ova ilçeleri"}}))
		k.ask("GET", simulationAddress, nil)
		k.do("/publish", k.revision())
		was := k.draft().Set.Lists[0]
		at := "/lists/" + was.Code
		if body := k.ask("GET", rulesAddress, nil).Body.String(); !strings.Contains(body, rulesAddress+at) {
			t.Error("nothing leads to the list")
		}
		for _, lang := range city.Langs {
			if w := k.ask("GET", rulesAddress+at+"?lang="+string(lang), nil); w.Code != 200 || strings.Contains(w.Body.String(), "⟦") {
				t.Errorf("in %s it answers %d", lang, w.Code)
			}
		}
		for name, f := range map[string]url.Values{
			"no name":                {"revision": {"0"}, "place": {"soma"}},
			"no place":               {"revision": {"0"}, "name_tr": {"Ova"}},
			"a neighbourhood of air": {"revision": {"0"}, "name_tr": {"Ova"}, "hoods": {"Hayal"}},
		} {
			if w := k.ask("POST", rulesAddress+at, f); w.Code != 422 {
				t.Errorf("%s: %d", name, w.Code)
			}
		}
		k.do(at, url.Values{"revision": {"0"}, "name_tr": {"Ova"}, "name_fa": {"دشت"}, "place": {"turgutlu", "soma"}})
		lists := k.draft().Set.Lists
		if len(lists) != 1 || lists[0].Name.FA != "دشت" || lists[0].Code == was.Code {
			t.Fatalf("kept %+v", lists)
		}
		if w := k.ask("POST", rulesAddress+"/lists/"+lists[0].Code+"/remove", k.revision()); w.Code >= 300 && w.Code != 303 || len(k.draft().Set.Lists) != 1 {
			t.Errorf("a list that is used was taken away: %d", w.Code)
		}
		k.ask("GET", simulationAddress, nil)
		k.do("/publish", k.revision())
		for district, want := range map[string]bool{"turgutlu": true, "akhisar": false, "soma": true} {
			if got := k.owner(Case{Subject: "YL01", District: district}).Unit == "zabita-denetim"; got != want {
				t.Errorf("%s: %v, want %v", district, got, want)
			}
		}
		if w := k.ask("GET", rulesAddress+"/lists/yok", nil); w.Code != 404 {
			t.Errorf("a list that is none answers %d", w.Code)
		}
	}, engines...)
}

func sep(path string) string {
	if strings.Contains(path, "?") {
		return "&"
	}
	return "?"
}
