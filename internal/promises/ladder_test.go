package promises

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/journal"
	"mahalle/internal/platform/calendar"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/dbtest"
	"mahalle/internal/platform/jobs"
	"mahalle/internal/platform/tenant"
)

var opening = time.Date(2026, 11, 23, 6, 0, 0, 0, time.UTC)

// watched is a ledger in a city whose posts answer one above the other:
// memur, şef, müdür, başkan.
type watched struct {
	*Ledger
	t   *testing.T
	ctx context.Context
	now time.Time
}

var hierarchy = []string{"memur", "şef", "müdür", "başkan"}

func everyLedger(t *testing.T, test func(w *watched)) {
	dbtest.Every(t, func(t *testing.T, d *db.DB) {
		c, err := tenant.City{ID: "kasaba", ZoneName: "Europe/Istanbul"}.WithZone()
		if err != nil {
			t.Fatal(err)
		}
		w := &watched{Ledger: New(d, journal.New()), t: t, ctx: tenant.Enter(t.Context(), &c), now: opening}
		w.Join(Needs{Above: func(_ context.Context, post string, rungs int) string {
			return hierarchy[min(slices.Index(hierarchy, post)+rungs, len(hierarchy)-1)]
		}})
		test(w)
	}, tenant.Schema, jobs.Schema, journal.Schema, Schema)
}

func (w *watched) at() context.Context { return clock.With(w.ctx, w.now) }

func (w *watched) write(fn func(ctx context.Context, tx *db.Tx) error) {
	w.t.Helper()
	if err := w.Ledger.db.Write(w.ctx, func(tx *db.Tx) error { return fn(w.at(), tx) }); err != nil {
		w.t.Fatal(err)
	}
}

// owes promises something for so long and gives what it is about.
func (w *watched) owes(length time.Duration) city.ID {
	w.t.Helper()
	subject := city.NewID()
	w.write(func(ctx context.Context, tx *db.Tx) error {
		_, err := w.Make(ctx, tx, Draft{SubjectKind: "request", Subject: subject, Label: "KSB-26-000001-A", Of: Repair,
			Owner: Owner{Unit: "yol", Post: "memur"}, Calendar: "office", Amount: calendar.Amount{N: 1, Unit: calendar.Hours},
			MayPause: true, Due: w.now.Add(length)})
		return err
	})
	return subject
}

// after lets time pass, and the sweep look.
func (w *watched) after(d time.Duration) {
	w.t.Helper()
	w.now = w.now.Add(d)
	if err := w.Sweep(w.at()); err != nil {
		w.t.Fatal(err)
	}
}

func (w *watched) told(post string, want int) {
	w.t.Helper()
	all, err := ToldTo(w.ctx, w.Ledger.db.Read(w.ctx), post, 1000)
	if err != nil || len(all) != want {
		w.t.Errorf("%s was told %d things (%v), want %d", post, len(all), err, want)
	}
	if n, err := HowManyTold(w.ctx, w.Ledger.db.Read(w.ctx), post, 99); err != nil || n != min(want, 99) {
		w.t.Errorf("%s has %d on the list (%v), want %d", post, n, err, want)
	}
}

func TestWhatIsNotKeptClimbsTheHierarchy(t *testing.T) {
	everyLedger(t, func(w *watched) {
		w.owes(48 * time.Hour)
		w.after(47 * time.Hour)
		w.told("şef", 0)
		w.after(2 * time.Hour)
		w.told("şef", 1)
		w.told("müdür", 0)
		w.after(24 * time.Hour)
		w.told("müdür", 1)
		w.after(24 * time.Hour)
		w.told("başkan", 1)
		w.after(1000 * time.Hour)
		w.told("şef", 1)
		w.told("başkan", 1)
	})
}

func TestWhatIsKeptLeavesEverybodysList(t *testing.T) {
	everyLedger(t, func(w *watched) {
		subject := w.owes(48 * time.Hour)
		w.after(80 * time.Hour)
		w.after(0) // one rung a sweep
		w.told("müdür", 1)
		w.write(func(ctx context.Context, tx *db.Tx) error {
			onTime, err := w.Keep(ctx, tx, subject, Repair, "")
			if onTime {
				t.Error("it was kept in time")
			}
			return err
		})
		w.told("şef", 0)
		w.told("müdür", 0)
	})
}

func TestAMovedDateTakesItOffTheListUntilItIsBrokenAgain(t *testing.T) {
	everyLedger(t, func(w *watched) {
		subject := w.owes(48 * time.Hour)
		w.after(49 * time.Hour)
		w.write(func(ctx context.Context, tx *db.Tx) error {
			return w.Move(ctx, tx, subject, Repair, w.now.Add(24*time.Hour), "Asfalt bekleniyor")
		})
		w.told("şef", 0)
		w.after(25 * time.Hour)
		w.told("şef", 1)
	})
}

func TestASweepSkipsNothingAndTellsNobodyTwice(t *testing.T) {
	const many = 1234 // more than a few transactions hold
	everyLedger(t, func(w *watched) {
		for i := range many {
			w.owes(time.Hour + time.Duration(i)*time.Microsecond)
		}
		w.after(2 * time.Hour)
		w.after(0)
		w.told("şef", 1000)
		broken, err := db.One(w.ctx, w.Ledger.db.Read(w.ctx), db.Value[int], `SELECT count(*) FROM journal_entries WHERE tenant_id = $1 AND kind = $2`,
			"kasaba", events.PromiseBroken{}.Kind())
		if err != nil || broken != many {
			t.Errorf("%d are told to be broken (%v), want %d", broken, err, many)
		}
		lines, err := db.One(w.ctx, w.Ledger.db.Read(w.ctx), db.Value[string], `SELECT CAST(count(*) AS text) || ' ' || CAST(count(DISTINCT promise) AS text) FROM promises_told WHERE tenant_id = $1`, "kasaba")
		if want := fmt.Sprintf("%d %d", many, many); err != nil || lines != want {
			t.Errorf("lines and promises %s (%v), want %s", lines, err, want)
		}
	})
}
