package promises

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/journal"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
)

// seeded draws a day from a number that a failure can be played again with.
func seeded(t *testing.T) *rand.Rand {
	t.Helper()
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	return rand.New(rand.NewPCG(seed, 0))
}

// toldOnce wants every promise to be told broken exactly once, of many.
func (w *watched) toldOnce(many int) {
	w.t.Helper()
	about, err := db.All(w.ctx, w.Ledger.db.Read(w.ctx), db.Value[string], `SELECT body FROM journal_entries WHERE tenant_id = $1 AND kind = $2`,
		"kasaba", events.PromiseBroken{}.Kind())
	if err != nil {
		w.t.Fatal(err)
	}
	lines, err := db.One(w.ctx, w.Ledger.db.Read(w.ctx), db.Value[int], `SELECT count(*) FROM promises_told WHERE tenant_id = $1 AND level = 1`, "kasaba")
	if err != nil || len(about) != many || lines != many {
		w.t.Errorf("of %d promises %d were told broken and %d stand on a list (%v)", many, len(about), lines, err)
	}
	slices.Sort(about)
	if one := slices.Compact(about); len(one) != many {
		w.t.Errorf("only %d of %d are different ones", len(one), many)
	}
}

func TestASweepThatIsKilledAgainAndAgainSkipsNothingAndTellsNobodyTwice(t *testing.T) {
	const many = 1100
	dice := seeded(t)
	everyLedger(t, func(w *watched) {
		for i := range many {
			w.owes(time.Hour + time.Duration(i)*time.Microsecond)
		}
		w.now = w.now.Add(2 * time.Hour)
		killed := 0
		for done := false; !done; {
			ctx, kill := context.WithTimeout(w.at(), time.Duration(dice.IntN(30_000*(killed+1)))*time.Microsecond)
			done = w.Sweep(ctx) == nil
			kill()
			killed++
		}
		w.t.Logf("killed %d times", killed-1)
		w.toldOnce(many)
	})
}

func TestTwoNodesThatSweepAtOnceSkipNothingAndTellNobodyTwice(t *testing.T) {
	const many = 1100
	everyLedger(t, func(w *watched) {
		for i := range many {
			w.owes(time.Hour + time.Duration(i)*time.Microsecond)
		}
		w.now = w.now.Add(2 * time.Hour)
		atOnce(w.t, 3, func(int) error { return w.node().Sweep(w.at()) })
		w.after(0)
		w.toldOnce(many)
	})
}

// node is another program on the same database.
func (w *watched) node() *Ledger {
	other := New(w.Ledger.db, journal.New())
	other.Join(w.needs)
	return other
}

func atOnce(t *testing.T, n int, do func(i int) error) {
	t.Helper()
	var all sync.WaitGroup
	wrong := make([]error, n)
	for i := range n {
		all.Go(func() { wrong[i] = do(i) })
	}
	all.Wait()
	if err := errors.Join(wrong...); err != nil {
		t.Fatal(err)
	}
}

func TestWhatIsKeptWhileTheSweepLooksIsToldToNobodyAfterwards(t *testing.T) {
	const many = 300
	dice := seeded(t)
	everyLedger(t, func(w *watched) {
		var subjects []city.ID
		for range many {
			subjects = append(subjects, w.owes(time.Hour))
		}
		w.now = w.now.Add(2 * time.Hour)
		dice.Shuffle(many, func(i, j int) { subjects[i], subjects[j] = subjects[j], subjects[i] })
		atOnce(w.t, 4, func(i int) error {
			if i < 2 {
				return w.node().Sweep(w.at())
			}
			return w.changes(i, subjects)
		})
		w.after(0)
		left, err := db.One(w.ctx, w.Ledger.db.Read(w.ctx), db.Value[int], `SELECT count(*) FROM promises_told t JOIN promises_promises p
			ON p.tenant_id = t.tenant_id AND p.id = t.promise WHERE t.tenant_id = $1 AND t.owed = 1 AND p.ended_at > 0`, "kasaba")
		if err != nil || left > 0 {
			w.t.Errorf("%d that are kept stand on a list still (%v)", left, err)
		}
		w.given(subjects)
	})
}

// changes keeps a third of what is owed, and gives another third to another.
func (w *watched) changes(i int, subjects []city.ID) error {
	for n, subject := range subjects {
		if n%3 != i-2 {
			continue
		}
		err := w.Ledger.db.Write(w.ctx, func(tx *db.Tx) error {
			ctx := clock.With(w.ctx, w.now)
			if i == 2 {
				_, err := w.Keep(ctx, tx, subject, Repair, "")
				return err
			}
			return w.Reassign(ctx, tx, subject, Owner{Unit: "park", Post: "memur"})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// given wants every promise where it belongs and told once, whoever came first.
func (w *watched) given(subjects []city.ID) {
	w.t.Helper()
	for n, subject := range subjects {
		all, err := About(w.ctx, w.Ledger.db.Read(w.ctx), subject)
		if err != nil {
			w.t.Fatal(err)
		}
		p := all[0]
		switch {
		case n%3 == 0 && p.Owed():
			w.t.Errorf("%s was kept and is owed", subject)
		case n%3 == 1 && (p.Owner.Unit != "park" || p.State != Broken || p.Level != 1):
			w.t.Errorf("%s was given to park: %s stands %s, rung %d", subject, p.Owner.Unit, p.State, p.Level)
		case n%3 == 2 && (p.State != Broken || p.Level != 1):
			w.t.Errorf("%s stands %s, rung %d", subject, p.State, p.Level)
		}
	}
	twice, err := db.One(w.ctx, w.Ledger.db.Read(w.ctx), db.Value[int], `SELECT count(*) - count(DISTINCT body) FROM journal_entries
		WHERE tenant_id = $1 AND kind = $2`, "kasaba", events.PromiseBroken{}.Kind())
	if err != nil || twice > 0 {
		w.t.Errorf("%d were told broken twice (%v)", twice, err)
	}
}
