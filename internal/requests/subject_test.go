package requests

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/journal"
	"mahalle/internal/platform/calendar"
	"mahalle/internal/platform/db"
	"mahalle/internal/promises"
)

// lawful lets the rules know kinds with their own times of the law: an information
// request is answered in fifteen working days, thanks are owed nothing. Trees are
// owed a repair in ten working days, papers none; a tip-off hides who told.
func lawful(b *street) {
	decide := b.s.needs.Decide
	b.s.needs.Decide = func(ctx context.Context, c Case) (Decision, error) {
		d, err := decide(ctx, c)
		switch c.Kind {
		case "information":
			d.Answer = calendar.Amount{N: 15, Unit: calendar.WorkingDays}
		case "slow":
			d.Answer = calendar.Amount{N: 60, Unit: calendar.CalendarDays}
		case "thanks":
			d.Answer = calendar.Amount{}
		}
		switch c.Subject {
		case "EL01":
			d.Repair, d.Unit, d.Why = calendar.Amount{N: 10, Unit: calendar.WorkingDays}, "park", city.Text{TR: "Telleri park birimi toplar."}
		case "ID08":
			d.Repair = calendar.Amount{}
		case "TIP":
			d.Hidden, d.Confidential = true, true
		}
		return d, err
	}
	kinds, subjects := b.s.pages.Kinds, b.s.pages.Subjects
	b.s.pages.Kinds = func(ctx context.Context) []KindChoice {
		return append(kinds(ctx), KindChoice{Code: "information", Name: "Bilgi edinme"}, KindChoice{Code: "slow", Name: "Ağır"}, KindChoice{Code: "thanks", Name: "Teşekkür"})
	}
	b.s.pages.Subjects = func(ctx context.Context) []Choice { return append(subjects(ctx), Choice{Code: "TIP", Name: "İhbar"}) }
}

func owedDate(t *testing.T, s *Service, ctx context.Context, request city.ID, of promises.Of) time.Time {
	t.Helper()
	all, err := promises.About(ctx, s.db.Read(ctx), request)
	if err != nil {
		t.Fatal(err)
	}
	if p := newest(all, of); p != nil && p.Owed() {
		return p.Due
	}
	return time.Time{}
}

func TestAnotherSubjectCountsTheDatesAgainFromTheDayOfAsking(t *testing.T) {
	repairs, answers := time.Date(2026, 11, 26, 14, 0, 0, 0, time.UTC), time.Date(2026, 12, 23, 20, 59, 59, 999999000, time.UTC)
	for name, tt := range map[string]struct {
		to             []About
		repair, answer time.Time
	}{
		"more time for a repair":                {to: []About{{Subject: "EL01"}}, repair: time.Date(2026, 12, 7, 14, 0, 0, 0, time.UTC), answer: answers},
		"no repair is owed":                     {to: []About{{Subject: "ID08"}}, answer: answers},
		"none, and then one again":              {to: []About{{Subject: "ID08"}, {Subject: "YL01"}}, repair: repairs, answer: answers},
		"the law is quicker":                    {to: []About{{"YL01", "information"}}, repair: repairs, answer: time.Date(2026, 12, 14, 14, 0, 0, 0, time.UTC)},
		"the law is quicker, by mistake":        {to: []About{{"YL01", "information"}, {"YL01", "request"}}, repair: repairs, answer: answers},
		"the law would be slower":               {to: []About{{"YL01", "slow"}}, repair: repairs, answer: answers},
		"quicker, then slower than ever":        {to: []About{{"YL01", "information"}, {"YL01", "slow"}}, repair: repairs, answer: answers},
		"thanks, after a date of the law stood": {to: []About{{"YL01", "thanks"}}, repair: repairs, answer: answers},
	} {
		t.Run(name, func(t *testing.T) {
			atWork(t, func(b *street) {
				lawful(b)
				o, at := b.told()
				answers := owedDate(t, b.s, b.ctx, o.ID, promises.Answer) // as it stood at first
				if tt.answer.After(answers) || tt.answer.Equal(time.Date(2026, 12, 23, 20, 59, 59, 999999000, time.UTC)) {
					tt.answer = answers
				}
				b.ctx = later(b.ctx, 26*time.Hour)
				for _, to := range tt.to {
					if p := b.post(at+"/subject", typed("subject", to.Subject, "kind", to.Kind)); p.Code != http.StatusSeeOther {
						t.Fatalf("%d: %s", p.Code, head(p.body))
					}
				}
				r := b.is(o.Number, New)
				if got := owedDate(t, b.s, b.ctx, o.ID, promises.Repair); !got.Equal(tt.repair) {
					t.Errorf("the repair is due %s, want %s", got, tt.repair)
				}
				if got := owedDate(t, b.s, b.ctx, o.ID, promises.Answer); !got.Equal(tt.answer) {
					t.Errorf("the answer is due %s, want %s", got, tt.answer)
				}
				if decides := tt.repair; decides.IsZero() && !r.Due.Equal(tt.answer) || !decides.IsZero() && !r.Due.Equal(decides) {
					t.Errorf("the request is due %s", r.Due)
				}
			})
		})
	}
}

func TestAWrongSubjectIsPutRightOfferedToldAndTakenBack(t *testing.T) {
	atWork(t, func(b *street) {
		lawful(b)
		o, at := b.told()
		b.wants(b.get(at+"/subject"), http.StatusOK, "Konusunu düzelt", "Yasal cevap süresi uzamaz", "Bilgi edinme")
		form := typed("subject", "EL01", "kind", "request", "text", "Kavşakta kopan tel")
		did := b.post(at+"/subject", form)
		b.done(did, at+"/handover?")
		b.done(b.post(at+"/subject", form), at+"/handover?") // the same form again is the same act
		offer := b.get(did.Header().Get("Location"))
		b.wants(offer, http.StatusOK, "artık şu birimindir: Birim park", "Telleri park birimi toplar.", `value="park" selected`)
		if r := b.is(o.Number, New); r.Unit != "yol" || r.Subject != "EL01" {
			b.Errorf("it is about %s with %s", r.Subject, r.Unit)
		}
		b.wants(b.get("/staff/requests?subject=EL01"), http.StatusOK, o.Number)
		if p := b.get("/staff/requests?subject=YL01"); strings.Contains(p.body, o.Number) {
			b.Error("the list of the old subject still has it")
		}
		b.wants(b.get(at), http.StatusOK, "konuyu düzeltti. Önceki: Yolda çukur. Yeni: Açıkta elektrik teli. Son tarih: 7 Aralık", "Kavşakta kopan tel")
		b.wants(b.get("/r/"+o.Number), http.StatusOK, "Başvuru artık şu konuda yürütülüyor: ", "Son tarih: 7 Aralık")
		all, err := promises.List(b.ctx, b.s.db.Read(b.ctx), promises.Owed{Units: []string{"yol"}, Limit: 10})
		if err != nil || len(all) == 0 {
			b.Fatal(all, err)
		}
		for _, p := range all {
			if p.Topic != "EL01" {
				b.Errorf("the %s is owed about %s", p.Of, p.Topic)
			}
		}
		undo := undoIn(offer.body)
		if undo == "" {
			b.Fatal("no way back")
		}

		b.done(b.post(undo, typed()), at)
		if r := b.is(o.Number, New); r.Subject != "YL01" || !r.Due.Equal(time.Date(2026, 11, 26, 14, 0, 0, 0, time.UTC)) {
			b.Errorf("taken back it is about %s, due %s", r.Subject, r.Due)
		}
	})
}

// undoIn is the address that takes back what was just done.
func undoIn(body string) string {
	for _, part := range strings.Split(body, `action="`)[1:] {
		if at, _, _ := strings.Cut(part, `"`); strings.Contains(at, "/subject?") {
			return strings.ReplaceAll(at, "&amp;", "&")
		}
	}
	return ""
}

func TestWhatIsWrongWithAnotherSubjectStandsBesideTheField(t *testing.T) {
	atWork(t, func(b *street) {
		lawful(b)
		o, at := b.told()
		b.wants(b.post(at+"/subject", typed("subject", "YL01", "kind", "request")), http.StatusUnprocessableEntity, "Başka bir konu veya tür seçin.")
		b.wants(b.post(at+"/subject", typed("subject", "XX99", "kind", "request")), http.StatusUnprocessableEntity, "Başka bir konu veya tür seçin.")
		b.wants(b.post(at+"/subject", typed("subject", "EL01", "kind", "\xff<b>")), http.StatusUnprocessableEntity, "Başvuru türünü listeden seçin.")
		yol := officer(b.ctx, "yol")
		write(b.T, b.s.db, yol, func(tx *db.Tx) error {
			return b.s.Finish(yol, tx, o.Number, Finishing{Outcome: Fixed, Text: "Onarıldı."})
		})
		b.wants(b.post(at+"/subject", typed("subject", "EL01")), http.StatusConflict)
		b.actor = staffOf("park")
		b.wants(b.post(at+"/subject", typed("subject", "EL01")), http.StatusNotFound)
		if all, _ := journal.Of(b.ctx, b.s.db.Read(b.ctx), o.ID, 20); len(all) != 2 {
			b.Errorf("%d lines in the journal", len(all))
		}
	})
}

func TestASubjectThatHidesUncoversOnlyWhatItCovered(t *testing.T) {
	atWork(t, func(b *street) {
		lawful(b)
		o, at := b.told()
		b.actor = clerk()
		b.done(b.post(at+"/subject", typed("subject", "TIP")), "/staff/requests") // it is the unit's alone now
		if r := get(b.T, b.s, b.ctx, o.Number); !r.Hidden || !r.Confidential || r.Public {
			b.Errorf("it stands open: %+v", r)
		}
		b.wants(b.get(at), http.StatusNotFound)
		b.actor = staffOf("yol")
		b.done(b.post(at+"/subject", typed("subject", "YL01")), at)
		if r := get(b.T, b.s, b.ctx, o.Number); r.Hidden || r.Confidential || !r.Public {
			b.Errorf("a mistake cannot be taken back: %+v", r)
		}
	})
}

func TestALateRequestUnderASlowerSubjectIsLateNoMore(t *testing.T) {
	atWork(t, func(b *street) {
		lawful(b)
		o, at := b.told()
		b.ctx = later(b.ctx, 5*24*time.Hour)
		if err := b.s.ledger.Sweep(b.ctx); err != nil {
			b.Fatal(err)
		}
		if r := b.is(o.Number, New); !r.Late {
			b.Fatal("it is not late")
		}
		b.done(b.post(at+"/subject", typed("subject", "EL01")), at)
		if r := b.is(o.Number, New); r.Late {
			b.Error("it is late still")
		}
		b.done(b.post(at+"/subject", typed("subject", "YL01")), at)
		if err := b.s.ledger.Sweep(b.ctx); err != nil {
			b.Fatal(err)
		}
		if r := b.is(o.Number, New); !r.Late {
			b.Error("the quicker subject has passed and nobody noticed")
		}
	})
}
