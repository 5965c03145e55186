package app_test

import (
	"context"
	"strings"
	"testing"

	"mahalle/internal/app"
	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/dbtest"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/requests"
)

// theDesk may do everything with requests.
func theDesk(t *testing.T, a *app.App) context.Context {
	t.Helper()
	all := map[access.Permission]bool{}
	for _, p := range []access.Permission{requests.CanView, requests.CanTake, requests.CanHandOver, requests.CanNote, requests.CanReply, requests.CanAsk,
		requests.CanFinish, requests.CanRefuse, requests.CanReopen, requests.CanGroup, requests.SeesCity} {
		all[p] = true
	}
	return access.With(cityOf(t, a), access.Actor{Kind: access.Staff, Permissions: all})
}

// written opens a request of somebody with an address.
func written(t *testing.T, a *app.App, email string, lang city.Lang) requests.Opened {
	t.Helper()
	ctx := cityOf(t, a)
	var o requests.Opened
	done(t, a, ctx, func(tx *db.Tx) (err error) {
		o, err = a.Requests.Open(ctx, tx, requests.Report{Kind: "complaint", Subject: "YL01", Description: "Çukur", Lang: lang, Channel: "web",
			Place: city.Place{District: "turgutlu"}, Contact: requests.Contact{Email: email, Lang: lang}})
		return err
	})
	return o
}

func done(t *testing.T, a *app.App, ctx context.Context, fn func(tx *db.Tx) error) {
	t.Helper()
	if err := a.DB.Write(ctx, fn); err != nil {
		t.Fatal(err)
	}
}

func TestOneWorkTellsEverybodyAndFiguresStillAgree(t *testing.T) {
	dbtest.EveryURL(t, func(t *testing.T, address string) {
		a, _, post := realTown(t, address)
		ayse, babak, can := written(t, a, "ayse@example.org", "tr"), written(t, a, "babak@example.org", "fa"), written(t, a, "can@example.org", "tr")
		alone, again := written(t, a, "dilek@example.org", "tr"), written(t, a, "emre@example.org", "tr")
		desk, s := theDesk(t, a), a.Requests
		do := func(fn func(tx *db.Tx) error) { t.Helper(); done(t, a, desk, fn) }
		do(func(tx *db.Tx) error { return s.Gather(desk, tx, ayse.Number, []string{babak.Number, can.Number}) })
		do(func(tx *db.Tx) error { return s.Take(desk, tx, ayse.Number) })
		do(func(tx *db.Tx) error { return s.TakeOut(desk, tx, can.Number) })
		do(func(tx *db.Tx) error { return s.Gather(desk, tx, ayse.Number, []string{can.Number}) })
		do(func(tx *db.Tx) error { return s.MakeLead(desk, tx, babak.Number) })
		do(func(tx *db.Tx) error { return s.Ask(desk, tx, babak.Number, "Nerede?") })
		done(t, a, cityOf(t, a), func(tx *db.Tx) error { return s.Write(cityOf(t, a), tx, can.Number, can.Secret, "Köşede", nil) })
		do(func(tx *db.Tx) error {
			return s.Split(desk, tx, babak.Number, []requests.PartDraft{{Text: "Doldurun"}, {Text: "Çizin"}})
		})
		do(func(tx *db.Tx) error { return s.Take(desk, tx, babak.Number+".1") })
		do(func(tx *db.Tx) error { return s.PartDone(desk, tx, babak.Number+".1", "Bitti", nil) })
		do(func(tx *db.Tx) error { return s.EndPart(desk, tx, babak.Number, babak.Number+".2", "", "Gerek yok") })
		do(func(tx *db.Tx) error { return s.Merge(desk, tx, again.Number, alone.Number, "") })
		do(func(tx *db.Tx) error { return s.Unmerge(desk, tx, again.Number) })
		do(func(tx *db.Tx) error { return s.Merge(desk, tx, again.Number, alone.Number, "") })
		do(func(tx *db.Tx) error {
			return s.Finish(desk, tx, babak.Number, requests.Finishing{Outcome: requests.Fixed, Text: "لوله تعمیر شد",
				Told: requests.Said{In: map[city.Lang]string{"tr": "Çukur dolduruldu"}}})
		})
		workDone(t, a)
		for _, o := range []struct {
			requests.Opened
			to, words string
		}{{ayse, "ayse@example.org", "Çukur dolduruldu"}, {babak, "babak@example.org", "لوله تعمیر شد"}, {can, "can@example.org", "Çukur dolduruldu"}} {
			n := 0
			for _, l := range post.Letters() {
				if strings.Contains(strings.Join(l.To, " "), o.to) && strings.Contains(l.Text, o.words) && strings.Contains(l.Text, "/r/"+o.Number+"?k="+o.Secret) {
					n++
				}
			}
			if n != 1 {
				t.Errorf("%s got %d letters with %q and their own link", o.to, n, o.words)
			}
		}
		ctx := cityOf(t, a)
		today := tenant.From(ctx).Today(clock.Now(ctx))
		found, err := a.Insight.Check(ctx, today-3)
		if err != nil || found.Differences != 0 {
			t.Errorf("%d figures of %d differ (%v): %+v", found.Differences, found.Counted, err, found.Detail)
		}
	})
}
