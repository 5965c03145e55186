package requests

import (
	"context"
	"testing"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/journal"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/calendar"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/dbtest"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/jobs"
	"mahalle/internal/platform/seal"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/promises"
)

var schemas = []db.Schema{tenant.Schema, jobs.Schema, journal.Schema, promises.Schema, Schema}

var monday = time.Date(2026, 11, 23, 6, 0, 0, 0, time.UTC)

// counter is a desk with two units in a small city.
func counter(t *testing.T, d *db.DB) (*Service, context.Context) {
	t.Helper()
	c, err := tenant.City{ID: "kasaba", ZoneName: "Europe/Istanbul", NumberPrefix: "KSB", DefaultLang: "tr", ConfirmDays: 7}.WithZone()
	if err != nil {
		t.Fatal(err)
	}
	ctx := clock.With(tenant.Enter(context.Background(), &c), monday)
	j := journal.New()
	l := promises.New(d, j)
	s := NewService(d, j, l, nil, seal.New())
	journal.Within(j, s.FellDue)
	journal.Within(j, s.DateMoved)
	s.Join(Needs{
		Decide: func(context.Context, Case) (Decision, error) {
			return Decision{Unit: "yol", Rule: 3, Calendar: "office",
				Answer: calendar.Amount{N: 30, Unit: calendar.CalendarDays}, Repair: calendar.Amount{N: 3, Unit: calendar.WorkingDays}}, nil
		},
		Unit: func(_ context.Context, code string) (Unit, bool) {
			return Unit{Code: code, Department: "fen", Outside: code == "elektrik"}, code != "yok"
		},
		DeskPost: func(_ context.Context, unit string) string { return unit + "-memur" },
		Desk:     func(context.Context) string { return "masa" },
	}, Pages{})
	write(t, d, ctx, func(tx *db.Tx) error {
		w := calendar.Week{}
		for day := time.Monday; day <= time.Friday; day++ {
			w.Hours[day] = []calendar.Span{{From: 8 * time.Hour, To: 17 * time.Hour}}
		}
		return promises.SaveWeek(ctx, tx, "office", w)
	})
	if err := l.Calendars.Load(ctx); err != nil {
		t.Fatal(err)
	}
	return s, ctx
}

func write(t *testing.T, d *db.DB, ctx context.Context, fn func(tx *db.Tx) error) {
	t.Helper()
	if err := d.Write(ctx, fn); err != nil {
		t.Fatal(err)
	}
}

func everyEngine(t *testing.T, test func(t *testing.T, s *Service, ctx context.Context)) {
	dbtest.Every(t, func(t *testing.T, d *db.DB) {
		s, ctx := counter(t, d)
		test(t, s, ctx)
	}, schemas...)
}

func officer(ctx context.Context, unit string) context.Context {
	all := map[access.Permission]bool{}
	for _, p := range []access.Permission{CanView, CanTake, CanHandOver, CanNote, CanReply, CanAsk, CanFinish, CanRefuse, CanReopen, SeesUnit} {
		all[p] = true
	}
	return access.With(ctx, access.Actor{Kind: access.Staff, Person: city.ID("person-of-" + unit), Post: unit + "-memur",
		Unit: unit, Units: []string{unit}, Department: "fen", Permissions: all})
}

func later(ctx context.Context, d time.Duration) context.Context {
	return clock.With(ctx, clock.Now(ctx).Add(d))
}

func open(t *testing.T, s *Service, ctx context.Context) Opened {
	t.Helper()
	var o Opened
	write(t, s.db, ctx, func(tx *db.Tx) (err error) {
		o, err = s.Open(ctx, tx, Report{Kind: "request", Subject: "YL01", Description: "Kavşakta derin çukur", Lang: "tr",
			Place: city.Place{District: "turgutlu", Point: city.PointAt(38.5, 27.7)}, Channel: "web", Contact: Contact{Email: "a@example.org", Lang: "tr"}})
		return err
	})
	return o
}

func get(t *testing.T, s *Service, ctx context.Context, number string) Request {
	t.Helper()
	r, err := byNumber(ctx, s.db.Read(ctx), number)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestARequestTravelsFromTheResidentToTheResidentsYes(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		o := open(t, s, ctx)
		if o.Number != "KSB-26-000001-"+o.Number[len(o.Number)-1:] {
			t.Errorf("number %q", o.Number)
		}
		r := get(t, s, ctx, o.Number)
		if r.Unit != "yol" || r.Status != New || !r.Due.Equal(time.Date(2026, 11, 26, 14, 0, 0, 0, time.UTC)) {
			t.Errorf("opened as %+v", r)
		}
		at := officer(later(ctx, time.Hour), "yol")
		write(t, s.db, at, func(tx *db.Tx) error { return s.Take(at, tx, o.Number) })
		write(t, s.db, at, func(tx *db.Tx) error { return s.Ask(at, tx, o.Number, "Hangi kavşak?") })
		answer := later(ctx, 3*time.Hour)
		write(t, s.db, answer, func(tx *db.Tx) error { return s.Write(answer, tx, o.Number, o.Secret, "İkinci kavşak", nil) })
		if r := get(t, s, ctx, o.Number); r.Status != Working || !r.Due.After(time.Date(2026, 11, 26, 14, 0, 0, 0, time.UTC)) {
			t.Errorf("after the answer: %s due %s", r.Status, r.Due)
		}
		done := officer(later(ctx, 24*time.Hour), "yol")
		write(t, s.db, done, func(tx *db.Tx) error {
			return s.Finish(done, tx, o.Number, Finishing{Outcome: Fixed, Text: "Onarıldı."})
		})
		yes := later(ctx, 48*time.Hour)
		write(t, s.db, yes, func(tx *db.Tx) error { return s.Confirm(yes, tx, o.Number, o.Secret, "happy", "Teşekkürler") })
		r = get(t, s, ctx, o.Number)
		if r.Status != Closed || r.Confirmed != Yes || r.Face != "happy" {
			t.Errorf("in the end: %+v", r)
		}
		if owed, _ := promises.List(ctx, s.db.Read(ctx), promises.Owed{Limit: 10}); len(owed) != 0 {
			t.Errorf("still owed: %+v", owed)
		}
		history, _ := journal.Of(ctx, s.db.Read(ctx), o.ID, 50)
		if len(history) != 8 { // opened taken paused asked resumed wrote finished confirmed
			t.Errorf("the history has %d lines: %v", len(history), history)
		}
	})
}

func TestANoGoesToAHumanWhoIsNotTheOneWhoDidTheWork(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		o := open(t, s, ctx)
		worker := officer(ctx, "yol")
		write(t, s.db, worker, func(tx *db.Tx) error { return s.Take(worker, tx, o.Number) })
		write(t, s.db, worker, func(tx *db.Tx) error {
			return s.Finish(worker, tx, o.Number, Finishing{Outcome: Fixed, Text: "Onarıldı."})
		})
		write(t, s.db, ctx, func(tx *db.Tx) error { return s.Object(ctx, tx, o.Number, o.Secret, "angry", "Hâlâ çukur") })
		err := s.db.Write(worker, func(tx *db.Tx) error { return s.Reopen(worker, tx, o.Number) })
		if fault.KindOf(err) != fault.Forbidden {
			t.Errorf("the worker decided on own work: %v", err)
		}
		a := access.From(worker)
		a.Person = "the-manager"
		manager := access.With(worker, a)
		write(t, s.db, manager, func(tx *db.Tx) error { return s.Reopen(manager, tx, o.Number) })
		r := get(t, s, ctx, o.Number)
		if r.Status != Working || r.Reopened != 1 || r.Confirmed != No || r.Due.IsZero() {
			t.Errorf("reopened as %+v", r)
		}
	})
}

func TestNotOursGoesBackAndTheSecondTimeToTheDesk(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		o := open(t, s, ctx)
		for i, want := range []string{"yol", "masa"} {
			yol, park := officer(ctx, "yol"), officer(ctx, "park")
			write(t, s.db, yol, func(tx *db.Tx) error { return s.HandOver(yol, tx, o.Number, "park", "Ağaç kökü") })
			write(t, s.db, park, func(tx *db.Tx) error { return s.Return(park, tx, o.Number, "Bizim değil") })
			if r := get(t, s, ctx, o.Number); r.Unit != want || r.Status != New {
				t.Errorf("return %d: with %s, %s", i+1, r.Unit, r.Status)
			}
		}
	})
}

func TestWhoMayNotSeeARequestIsToldItIsNotThere(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		o := open(t, s, ctx)
		park := officer(ctx, "park")
		err := s.db.Write(park, func(tx *db.Tx) error { return s.Take(park, tx, o.Number) })
		if fault.KindOf(err) != fault.NotFound {
			t.Errorf("got %v", err)
		}
		mine, err := list(park, s.db.Read(park), access.From(park), Filter{Open: true, Limit: 10})
		if err != nil || len(mine) != 0 {
			t.Errorf("the list shows %d (%v)", len(mine), err)
		}
	})
}

func TestABrokenPromiseMakesItsRequestLateAndSilenceClosesItUnconfirmed(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		o := open(t, s, ctx)
		friday := access.AsSystem(later(ctx, 5*24*time.Hour))
		if err := s.ledger.Sweep(friday); err != nil { // the warning
			t.Fatal(err)
		}
		if err := s.ledger.Sweep(friday); err != nil { // the due time
			t.Fatal(err)
		}
		if !get(t, s, ctx, o.Number).Late {
			t.Error("not late")
		}
		late, err := list(ctx, s.db.Read(ctx), access.From(officer(ctx, "yol")), Filter{Open: true, Late: true, Limit: 10})
		if err != nil || len(late) != 1 {
			t.Errorf("%d late in the list (%v)", len(late), err)
		}
		done := officer(friday, "yol")
		write(t, s.db, done, func(tx *db.Tx) error {
			return s.Finish(done, tx, o.Number, Finishing{Outcome: Fixed, Text: "Onarıldı."})
		})
		if err := s.CloseUnconfirmed(later(friday, 9*24*time.Hour)); err != nil {
			t.Fatal(err)
		}
		if r := get(t, s, ctx, o.Number); r.Status != Closed || r.Confirmed != NoAnswer {
			t.Errorf("closed as %+v", r)
		}
	})
}

func TestASearchFindsTheBeginningOfWordsInBothScripts(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		o := open(t, s, ctx)
		for typed, want := range map[string]int{"çukur": 1, "CUKUR": 1, "kavsak der": 1, "çukurlar": 0, "konteyner": 0} {
			got, err := matching(ctx, s.db.Read(ctx), typed, "turgutlu", 10)
			if err != nil || len(got) != want {
				t.Errorf("%q finds %d (%v), want %d", typed, len(got), err, want)
			}
		}
		if got, _ := matching(ctx, s.db.Read(ctx), "çukur", "soma", 10); len(got) != 0 {
			t.Errorf("another district finds %s", o.Number)
		}
	})
}

func TestANumberWithOneSlipOpensNothing(t *testing.T) {
	good := number("MNS", 2026, 4821)
	if got, err := ParseNumber(" mns 26 004821 " + good[len(good)-1:]); err != nil || got != good {
		t.Fatalf("ParseNumber = %q, %v", got, err)
	}
	for i := len("MNS-"); i < len(good)-1; i++ { // wrong letters of the city find no city
		if good[i] == '-' {
			continue
		}
		for _, c := range "0123456789ABCDEFGHJKLMNPQRSTUVWXY" {
			slip := good[:i] + string(c) + good[i+1:]
			if got, err := ParseNumber(slip); slip != good && err == nil {
				t.Errorf("the slip %s was read as %s", slip, got)
			}
		}
	}
}

func FuzzParseNumber(f *testing.F) {
	f.Add("MNS-26-004821-K")
	f.Add("۱۴۰۵ THR")
	f.Fuzz(func(t *testing.T, s string) {
		got, err := ParseNumber(s)
		if err != nil {
			return
		}
		if again, err := ParseNumber(got); err != nil || again != got {
			t.Errorf("%q reads as %q and then as %q (%v)", s, got, again, err)
		}
	})
}
