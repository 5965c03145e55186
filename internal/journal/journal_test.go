package journal

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/dbtest"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/jobs"
	"mahalle/internal/platform/tenant"
)

var morning = time.Date(2026, 11, 24, 8, 0, 0, 0, time.UTC)

// town is a database with a journal, and one city.
type town struct {
	*db.DB
	t    *testing.T
	city *tenant.City
}

func everyEngine(t *testing.T, test func(t *testing.T, w *town)) {
	t.Helper()
	dbtest.Every(t, func(t *testing.T, d *db.DB) {
		test(t, &town{d, t, &tenant.City{ID: "manisa"}})
	}, jobs.Schema, Schema)
}

func (w *town) at(now time.Time) context.Context {
	return clock.With(tenant.Enter(w.t.Context(), w.city), now)
}

// started is a journal with its runner, as after each start of the program.
func (w *town) started(listen func(j *Journal)) (*Journal, *jobs.Runner) {
	j := New()
	listen(j)
	r := &jobs.Runner{DB: w.DB, Cities: func() []*tenant.City { return []*tenant.City{w.city} }}
	j.Register(r)
	return j, r
}

// told records that somebody was added.
func (w *town) told(ctx context.Context, j *Journal, person city.ID) {
	w.t.Helper()
	err := w.Write(ctx, func(tx *db.Tx) error {
		return j.Record(ctx, tx, events.PersonAdded{Person: events.Person{ID: person}})
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *town) entries(ctx context.Context) []Entry {
	w.t.Helper()
	all, err := Before(ctx, w.Read(ctx), "", 100)
	if err != nil {
		w.t.Fatal(err)
	}
	return all
}

func TestAnEntryTellsWhoDidWhatWhenAndWhere(t *testing.T) {
	everyEngine(t, func(t *testing.T, w *town) {
		ctx := access.With(w.at(morning), access.Actor{Kind: access.Staff, Person: "p1", Post: "operator", Name: "Ayşe Yılmaz"})
		fact := events.RequestTaken{Request: events.Request{ID: "r1", Number: "MNS-26-000001-T",
			Place: city.Place{District: "turgutlu", Neighbourhood: "acarlar", Words: "Ali Bey'in evinin önü"}}}
		if err := w.Write(ctx, func(tx *db.Tx) error { return New().Record(ctx, tx, fact) }); err != nil {
			t.Fatal(err)
		}
		of, err := Of(ctx, w.Read(ctx), "r1", 10)
		if err != nil || len(of) != 1 {
			t.Fatal(of, err)
		}
		e := of[0]
		if e.Kind != "request.taken" || !e.At.Equal(morning) || e.Actor != (Actor{access.Staff, "p1", "operator"}) ||
			e.Subject != (events.Subject{Kind: "request", ID: "r1"}) || e.Place.District != "turgutlu" || e.Place.Neighbourhood != "acarlar" {
			t.Errorf("the entry: %+v", e)
		}
		for _, private := range []string{"Ali Bey", "Ayşe"} {
			if strings.Contains(string(e.Body), private) {
				t.Errorf("the entry holds words about people: %s", e.Body)
			}
		}
		var read events.RequestTaken
		if err := e.Read(&read); err != nil || read.ID != "r1" || read.Number != fact.Number {
			t.Errorf("read back: %+v, %v", read, err)
		}
	})
}

func TestAnEntryStandsOrFallsWithItsChange(t *testing.T) {
	everyEngine(t, func(t *testing.T, w *town) {
		ctx := w.at(morning)
		heard := 0
		j, r := w.started(func(j *Journal) {
			On(j, "a listener", func(context.Context, *db.Tx, events.PersonAdded) error { heard++; return nil })
		})
		_ = w.Write(ctx, func(tx *db.Tx) error {
			if err := j.Record(ctx, tx, events.PersonAdded{Person: events.Person{ID: "a"}}); err != nil {
				t.Error(err)
			}
			return errors.New("the change was refused")
		})
		r.Round(ctx)
		if n := len(w.entries(ctx)); n != 0 || heard != 0 {
			t.Errorf("the change was undone and left %d entries, heard %d times", n, heard)
		}
	})
}

func TestListenersWithinHearInTheirOrderAndMayForbidTheChange(t *testing.T) {
	everyEngine(t, func(t *testing.T, w *town) {
		ctx := w.at(morning)
		var heard []string
		var no error
		j, _ := w.started(func(j *Journal) {
			for _, name := range []string{"first", "second"} {
				Within(j, func(_ context.Context, tx *db.Tx, e events.PersonAdded) error {
					heard = append(heard, name+" "+string(e.ID)+" "+string(tx.Tenant()))
					return no
				})
			}
		})
		w.told(ctx, j, "a")
		if !slices.Equal(heard, []string{"first a manisa", "second a manisa"}) {
			t.Errorf("heard %v", heard)
		}
		no = fault.New(fault.Conflict, "office.no")
		err := w.Write(ctx, func(tx *db.Tx) error {
			return j.Record(ctx, tx, events.PersonAdded{Person: events.Person{ID: "b"}})
		})
		if fault.KindOf(err) != fault.Conflict || len(w.entries(ctx)) != 1 {
			t.Errorf("a listener's no: %v, and %d entries stand", err, len(w.entries(ctx)))
		}
	})
}

func TestLaterListenersHearEachPieceOfNewsOnceAndInOrder(t *testing.T) {
	everyEngine(t, func(t *testing.T, w *town) {
		heard := map[string][]city.ID{}
		j, r := w.started(func(j *Journal) {
			for _, name := range []string{"letters", "figures"} {
				On(j, name, func(_ context.Context, _ *db.Tx, e events.PersonAdded) error {
					heard[name] = append(heard[name], e.ID)
					return nil
				})
			}
			OnSome(j, "some", func(_ context.Context, e events.PersonAdded) bool { return e.ID == "3" || e.ID == "7" }, func(_ context.Context, _ *db.Tx, e events.PersonAdded) error {
				heard["some"] = append(heard["some"], e.ID)
				return nil
			})
			On(j, "deaf", func(context.Context, *db.Tx, events.PersonChanged) error { t.Error("heard other news"); return nil })
		})
		var want []city.ID
		for n := range 12 {
			id := city.ID(fmt.Sprint(n))
			w.told(w.at(morning.Add(time.Duration(n)*time.Microsecond)), j, id)
			want = append(want, id)
		}
		for range 3 {
			r.Round(w.at(morning.Add(time.Minute)))
		}
		if !slices.Equal(heard["some"], []city.ID{"3", "7"}) {
			t.Errorf("who wants some news heard %v", heard["some"])
		}
		for _, name := range []string{"letters", "figures"} {
			if !slices.Equal(heard[name], want) {
				t.Errorf("%s heard %v, want %v", name, heard[name], want)
			}
		}
	})
}

func TestAfterARestartNewsGoesOnWhereItWas(t *testing.T) {
	everyEngine(t, func(t *testing.T, w *town) {
		var heard []city.ID
		fail := errors.New("the program is going down")
		listen := func(j *Journal) {
			On(j, "letters", func(_ context.Context, _ *db.Tx, e events.PersonAdded) error {
				if len(heard) == 2 && fail != nil {
					return fail
				}
				heard = append(heard, e.ID)
				return nil
			})
		}
		j, before := w.started(listen)
		for n, id := range []city.ID{"a", "b", "c", "d"} {
			w.told(w.at(morning.Add(time.Duration(n)*time.Second)), j, id)
		}
		before.Round(w.at(morning.Add(time.Minute)))
		if len(heard) != 2 {
			t.Fatalf("heard %v", heard)
		}
		fail = nil
		_, after := w.started(listen)
		for n := range 3 {
			after.Round(w.at(morning.Add(time.Duration(n+1) * time.Hour)))
		}
		slices.Sort(heard)
		if !slices.Equal(heard, []city.ID{"a", "b", "c", "d"}) {
			t.Errorf("heard %v, want each once", heard)
		}
	})
}

func TestAListenerThatFailsHoldsUpNobodyAndLeavesNothingHalfDone(t *testing.T) {
	everyEngine(t, func(t *testing.T, w *town) {
		ctx := w.at(morning)
		var heard int
		var j *Journal
		j, r := w.started(func(listening *Journal) {
			On(listening, "broken", func(ctx context.Context, tx *db.Tx, e events.PersonAdded) error {
				if err := j.Record(ctx, tx, events.PersonChanged(e)); err != nil {
					return err
				}
				return errors.New("and then it failed")
			})
			On(listening, "well", func(context.Context, *db.Tx, events.PersonAdded) error { heard++; return nil })
		})
		w.told(ctx, j, "a")
		r.Round(ctx)
		if heard != 1 || len(w.entries(ctx)) != 1 {
			t.Errorf("the other heard %d times; %d entries stand", heard, len(w.entries(ctx)))
		}
		waiting, err := jobs.Waiting(ctx, w.Read(ctx), 10)
		if err != nil || len(waiting) != 1 || waiting[0].Error == "" {
			t.Errorf("what failed waits with its reason: %+v, %v", waiting, err)
		}
	})
}

func TestWhatAListenerDoesPointsBackAtItsCause(t *testing.T) {
	everyEngine(t, func(t *testing.T, w *town) {
		ctx := w.at(morning)
		var j *Journal
		j, r := w.started(func(listening *Journal) {
			On(listening, "answers", func(ctx context.Context, tx *db.Tx, e events.PersonAdded) error {
				return j.Record(ctx, tx, events.PersonChanged(e))
			})
		})
		w.told(ctx, j, "a")
		r.Round(ctx)
		all := w.entries(ctx)
		if len(all) != 2 || all[0].Kind != "person.changed" || all[0].Cause != all[1].ID || all[1].Cause != "" || all[0].Actor.Kind != access.System {
			t.Errorf("the entries: %+v", all)
		}
	})
}

func TestHistoryThatIsBroughtInIsCountedAndAnnouncedToNobody(t *testing.T) {
	everyEngine(t, func(t *testing.T, w *town) {
		counted := 0
		j, r := w.started(func(j *Journal) {
			Within(j, func(context.Context, *db.Tx, events.PersonAdded) error { counted++; return nil })
			On(j, "letters", func(context.Context, *db.Tx, events.PersonAdded) error {
				t.Error("a letter about the past")
				return nil
			})
		})
		w.told(Quiet(w.at(morning)), j, "a")
		r.Round(w.at(morning))
		if counted != 1 || len(w.entries(w.at(morning))) != 1 {
			t.Errorf("counted %d", counted)
		}
	})
}

func TestNothingOfAnotherCityCanBeRead(t *testing.T) {
	everyEngine(t, func(t *testing.T, w *town) {
		j, _ := w.started(func(j *Journal) {
			On(j, "letters", func(context.Context, *db.Tx, events.PersonAdded) error {
				t.Error("heard news of another city")
				return nil
			})
		})
		w.told(w.at(morning), j, "a")
		secret := w.entries(w.at(morning))[0].ID
		tehran := clock.With(tenant.Enter(t.Context(), &tenant.City{ID: "tehran"}), morning)
		of, err := Of(tehran, w.Read(tehran), "a", 10)
		if err != nil || len(of)+len(w.entries(tehran)) != 0 {
			t.Errorf("another city reads %v, %v", of, err)
		}
		err = w.Write(tehran, func(tx *db.Tx) error {
			return j.Deliver(tehran, tx, jobs.Job{Payload: fmt.Appendf(nil, `{"listener":"letters ← person.added","entry":%q}`, secret)})
		})
		if fault.KindOf(err) != fault.NotFound {
			t.Errorf("an entry of another city was delivered: %v", err)
		}
	})
}

func TestTheJournalIsReadBackwardsPageByPage(t *testing.T) {
	everyEngine(t, func(t *testing.T, w *town) {
		for n := range 7 {
			w.told(w.at(morning.Add(time.Duration(n)*time.Second)), New(), city.ID(fmt.Sprint(n)))
		}
		ctx := w.at(morning)
		var read []city.ID
		for after := city.ID(""); ; {
			page, err := Before(ctx, w.Read(ctx), after, 3)
			if err != nil {
				t.Fatal(err)
			}
			if len(page) == 0 {
				break
			}
			for _, e := range page {
				read, after = append(read, e.Subject.ID), e.ID
			}
		}
		if !slices.Equal(read, []city.ID{"6", "5", "4", "3", "2", "1", "0"}) {
			t.Errorf("read %v", read)
		}
	})
}

func TestNewsForAListenerThatIsGoneFailsAloud(t *testing.T) {
	everyEngine(t, func(t *testing.T, w *town) {
		ctx := w.at(morning)
		j, _ := w.started(func(j *Journal) {
			On(j, "old name", func(context.Context, *db.Tx, events.PersonAdded) error { return nil })
		})
		w.told(ctx, j, "a")
		_, r := w.started(func(*Journal) {})
		r.Round(ctx)
		waiting, err := jobs.Waiting(ctx, w.Read(ctx), 10)
		if err != nil || len(waiting) != 1 || !strings.Contains(waiting[0].Error, "old name") {
			t.Errorf("the job: %+v, %v", waiting, err)
		}
	})
}
