package requests

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/journal"
	"mahalle/internal/platform/calendar"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/promises"
)

// thursday is when the repair of what was opened on monday is due: 26 November
// 2026, 17:00 in Istanbul.
var thursday = time.Date(2026, 11, 26, 14, 0, 0, 0, time.UTC)

var energy = city.Text{TR: "Enerji tasarrufu tatili"}

// decree closes a day for everybody, and counts again.
func decree(t *testing.T, s *Service, ctx context.Context, day city.Day) (entry city.ID) {
	t.Helper()
	e := promises.Entry{ID: city.NewID(), Name: energy, Days: []calendar.Exception{{Day: day, Kind: calendar.Closed, Name: energy}}}
	write(t, s.db, ctx, func(tx *db.Tx) error { return s.ledger.Enter(ctx, tx, "office", e) })
	recount(t, s, ctx)
	return e.ID
}

func recount(t *testing.T, s *Service, ctx context.Context) {
	t.Helper()
	if _, err := s.ledger.Recount(ctx, "office", energy); err != nil {
		t.Fatal(err)
	}
}

func sweep(t *testing.T, s *Service, ctx context.Context) {
	t.Helper()
	for range 2 { // the warning, then the due time
		if err := s.ledger.Sweep(ctx); err != nil {
			t.Fatal(err)
		}
	}
}

// standings checks that the news about a request tells one unbroken story: what
// stood before each piece of news is what stood after the one before it.
func standings(t *testing.T, s *Service, ctx context.Context, id city.ID) (kinds []string) {
	t.Helper()
	all, err := journal.Of(ctx, s.db.Read(ctx), id, 100)
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(all)
	var last *events.Standing
	for _, e := range all {
		kinds = append(kinds, e.Kind)
		if !strings.HasPrefix(e.Kind, "request.") {
			continue
		}
		var f events.RequestRescheduled
		if err := e.Read(&f); err != nil {
			t.Fatal(err)
		}
		if last != nil && (f.Before == nil || *f.Before != *last) {
			t.Errorf("%s: before it stood %+v, it says %+v", e.Kind, *last, f.Before)
		}
		last = &f.After
	}
	r, err := byID(ctx, s.db.Read(ctx), id)
	if err != nil || last == nil || standing(tenant.From(ctx), &r) != *last {
		t.Errorf("the row says %+v, the last news %+v (%v)", standing(tenant.From(ctx), &r), last, err)
	}
	return kinds
}

func TestADecreeEnteredLateMakesARequestLateNoMore(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		o := open(t, s, ctx)
		at := later(ctx, thursday.Sub(monday)+time.Hour)
		sweep(t, s, at)
		if r := get(t, s, ctx, o.Number); !r.Late {
			t.Fatal("it is not late on Thursday evening")
		}
		wednesday := city.Date(2026, 11, 25)
		entry := decree(t, s, at, wednesday)
		friday := thursday.Add(24 * time.Hour)
		if r := get(t, s, ctx, o.Number); r.Late || !r.Due.Equal(friday) {
			t.Errorf("with Wednesday closed: late %v, due %v, want %v", r.Late, r.Due, friday)
		}
		recount(t, s, at)
		kinds := standings(t, s, ctx, o.ID)
		if n := howMany(kinds, events.PromiseMoved{}.Kind()); n != 1 {
			t.Errorf("the date was moved %d times in %v", n, kinds)
		}
		write(t, s.db, at, func(tx *db.Tx) error { return s.ledger.TakeBack(at, tx, "office", entry) })
		recount(t, s, at)
		sweep(t, s, at)
		if r := get(t, s, ctx, o.Number); !r.Late || !r.Due.Equal(thursday) {
			t.Errorf("taken back: late %v, due %v", r.Late, r.Due)
		}
		standings(t, s, ctx, o.ID)
	})
}

func TestADateSetByAPersonAndWhatHasEndedStayWhenTheCalendarChanges(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		moved, ended := open(t, s, ctx), open(t, s, ctx)
		chosen := thursday.Add(48 * time.Hour)
		write(t, s.db, ctx, func(tx *db.Tx) error {
			return s.ledger.Move(ctx, tx, moved.ID, promises.Repair, chosen, "Asfalt bekleniyor")
		})
		done := officer(later(ctx, thursday.Sub(monday)+time.Hour), "yol")
		sweep(t, s, done)
		write(t, s.db, done, func(tx *db.Tx) error {
			return s.Finish(done, tx, ended.Number, Finishing{Outcome: Fixed, Text: "Onarıldı."})
		})
		decree(t, s, done, city.Date(2026, 11, 25))
		if r := get(t, s, ctx, moved.Number); !r.Due.Equal(chosen) {
			t.Errorf("a person chose %v, now it is due %v", chosen, r.Due)
		}
		all, err := promises.About(ctx, s.db.Read(ctx), ended.ID)
		for _, p := range all {
			if p.Of == promises.Repair && (p.State != promises.Broken || !p.Due.Equal(thursday)) {
				t.Errorf("what had ended late is %s, due %v (%v)", p.State, p.Due, err)
			}
		}
		standings(t, s, ctx, moved.ID)
		standings(t, s, ctx, ended.ID)
	})
}

func TestOnlyTheClockOfTheRepairMayStandStill(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		o := open(t, s, ctx)
		at := officer(later(ctx, 2*time.Hour), "yol")
		pause := func(reason string) error {
			return s.db.Write(at, func(tx *db.Tx) error { return s.Pause(at, tx, o.Number, reason) })
		}
		if err := pause("busy"); fault.KindOf(err) != fault.Invalid {
			t.Errorf("being busy stopped the clock: %v", err)
		}
		if err := pause("agency"); err != nil {
			t.Fatal(err)
		}
		if err := pause("fee"); fault.KindOf(err) != fault.Invalid {
			t.Errorf("a clock that stands was stopped: %v", err)
		}
		write(t, s.db, at, func(tx *db.Tx) error { return s.Write(at, tx, o.Number, o.Secret, "Çukur büyüdü", nil) })
		all, _ := promises.About(ctx, s.db.Read(ctx), o.ID)
		if since, still := standsStill(all); !still || since.Reason != "agency" {
			t.Errorf("what a resident wrote let the clock run: %+v", all)
		}
		other := open(t, s, ctx)
		if since, err := promises.StandStill(ctx, s.db.Read(ctx), []city.ID{o.ID, other.ID}); err != nil || len(since) != 1 || !since[o.ID].Equal(monday.Add(2*time.Hour)) {
			t.Errorf("in a list these stand still: %v (%v)", since, err)
		}
		day := officer(later(at, 24*time.Hour), "yol")
		write(t, s.db, day, func(tx *db.Tx) error { return s.Resume(day, tx, o.Number) })
		if r := get(t, s, ctx, o.Number); !r.Due.Equal(thursday.Add(24 * time.Hour)) {
			t.Errorf("after a day of waiting it is due %v", r.Due)
		}
		standings(t, s, ctx, o.ID)
	})
}

func TestSomebodyInTheUnitMustBeOnItInTime(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		tenant.From(ctx).Calendar = "office"
		tenant.From(ctx).TakeWithin = calendar.Amount{N: 4, Unit: calendar.WorkingHours}
		o := open(t, s, ctx)
		clocks := func(want ...promises.State) {
			t.Helper()
			all, err := promises.About(ctx, s.db.Read(ctx), o.ID)
			var got []promises.State
			for _, p := range all {
				if p.Of == promises.Accept {
					got = append(got, p.State)
				}
			}
			if err != nil || !slices.Equal(got, want) {
				t.Errorf("being on it: %v (%v), want %v", got, err, want)
			}
		}
		clocks(promises.Open)
		evening := later(ctx, 6*time.Hour)
		sweep(t, s, evening)
		clocks(promises.Broken)
		if r := get(t, s, ctx, o.Number); r.Late || !r.Due.Equal(thursday) {
			t.Errorf("residents were told of it: late %v, due %v", r.Late, r.Due)
		}
		at := officer(evening, "yol")
		write(t, s.db, at, func(tx *db.Tx) error { return s.HandOver(at, tx, o.Number, "park", "") })
		clocks(promises.Cancelled, promises.Open)
		other := officer(evening, "park")
		write(t, s.db, other, func(tx *db.Tx) error { return s.Accept(other, tx, o.Number) })
		clocks(promises.Cancelled, promises.Kept)
		write(t, s.db, other, func(tx *db.Tx) error {
			return s.Finish(other, tx, o.Number, Finishing{Outcome: Fixed, Text: "Onarıldı."})
		})
		clocks(promises.Cancelled, promises.Kept)
		standings(t, s, ctx, o.ID)
	})
}

func howMany(all []string, one string) (n int) {
	for _, s := range all {
		if s == one {
			n++
		}
	}
	return n
}
