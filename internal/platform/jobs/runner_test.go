package jobs

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/dbtest"
	"mahalle/internal/platform/tenant"
)

var morning = time.Date(2026, 11, 24, 8, 0, 0, 0, time.UTC)

// desk is a database with jobs, one city, and a way to choose the time.
type desk struct {
	*db.DB
	t      *testing.T
	cities []*tenant.City
}

func everyEngine(t *testing.T, test func(t *testing.T, d *desk)) {
	t.Helper()
	dbtest.Every(t, func(t *testing.T, d *db.DB) {
		test(t, &desk{d, t, []*tenant.City{{ID: "manisa"}}})
	}, Schema)
}

func (d *desk) worker() *Runner {
	return &Runner{DB: d.DB, Cities: func() []*tenant.City { return d.cities }}
}

// at is the first city at a moment.
func (d *desk) at(now time.Time) context.Context {
	return clock.With(tenant.Enter(d.t.Context(), d.cities[0]), now)
}

func (d *desk) put(ctx context.Context, kind, key string) {
	d.t.Helper()
	if err := d.Write(ctx, func(tx *db.Tx) error { return Enqueue(ctx, tx, kind, key, key, time.Time{}) }); err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) waiting(ctx context.Context) []Job { return listed(d.t, ctx, d.Read(ctx), Waiting) }
func (d *desk) dead(ctx context.Context) []Job    { return listed(d.t, ctx, d.Read(ctx), Dead) }

func listed(t *testing.T, ctx context.Context, q db.Query, list func(context.Context, db.Query, int) ([]Job, error)) []Job {
	t.Helper()
	all, err := list(ctx, q, 1000)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestJobsAreDoneOnceInTheOrderInWhichTheyWereDue(t *testing.T) {
	everyEngine(t, func(t *testing.T, d *desk) {
		r := d.worker()
		var done []string
		r.Handle("letter", func(_ context.Context, _ *db.Tx, j Job) error { done = append(done, j.Key); return nil })
		var want []string
		for n := range 45 { // written in the opposite order
			d.put(d.at(morning.Add(-time.Duration(n)*time.Second)), "letter", fmt.Sprint(n))
			want = append([]string{fmt.Sprint(n)}, want...)
		}
		r.Round(d.at(morning))
		r.Round(d.at(morning))
		if !slices.Equal(done, want) {
			t.Errorf("done %v, want %v", done, want)
		}
		if left := d.waiting(d.at(morning)); len(left) != 0 {
			t.Errorf("%d jobs are left", len(left))
		}
	})
}

func TestAJobStandsOrFallsWithTheChangeThatWantsIt(t *testing.T) {
	everyEngine(t, func(t *testing.T, d *desk) {
		ctx := d.at(morning)
		_ = d.Write(ctx, func(tx *db.Tx) error {
			if err := Enqueue(ctx, tx, "letter", "a", nil, morning); err != nil {
				t.Error(err)
			}
			return errors.New("the change was refused")
		})
		if left := d.waiting(ctx); len(left) != 0 {
			t.Errorf("the change was undone and left %v", left)
		}
	})
}

func TestTheSameKindAndKeyIsTheSameJob(t *testing.T) {
	everyEngine(t, func(t *testing.T, d *desk) {
		ctx := d.at(morning)
		d.put(ctx, "letter", "a")
		d.put(ctx, "letter", "a")
		d.put(ctx, "sms", "a")
		d.put(ctx, "letter", "")
		d.put(ctx, "letter", "")
		if left := d.waiting(ctx); len(left) != 4 {
			t.Errorf("%d jobs, want 4: %v", len(left), left)
		}
	})
}

func TestTwoWorkersShareTheWorkAndDoNothingTwice(t *testing.T) {
	everyEngine(t, func(t *testing.T, d *desk) {
		const jobs = 120
		var done sync.Map
		var times atomic.Int32
		for n := range jobs {
			d.put(d.at(morning), "letter", fmt.Sprint(n))
		}
		var both sync.WaitGroup
		for range 2 {
			r := d.worker()
			r.Send("letter", func(_ context.Context, j Job) error {
				done.Store(j.Key, true)
				times.Add(1)
				return nil
			})
			both.Go(func() {
				for r.Round(d.at(morning)) {
					continue
				}
			})
		}
		both.Wait()
		d.worker().Round(d.at(morning)) // nothing may be left for a third
		kinds := 0
		done.Range(func(any, any) bool { kinds++; return true })
		if kinds != jobs || times.Load() != jobs {
			t.Errorf("%d jobs done %d times, want %d once", kinds, times.Load(), jobs)
		}
	})
}

func TestAWorkerThatDiesHoldsItsJobsNoLongerThanItsLease(t *testing.T) {
	everyEngine(t, func(t *testing.T, d *desk) {
		d.put(d.at(morning), "letter", "a")
		taken, err := d.worker().lease(d.at(morning)) // and it is never heard of again
		if err != nil || len(taken) != 1 {
			t.Fatal(taken, err)
		}
		r := d.worker()
		done := 0
		r.Handle("letter", func(context.Context, *db.Tx, Job) error { done++; return nil })
		r.Round(d.at(morning.Add(leaseFor - time.Second)))
		if done != 0 {
			t.Error("somebody else's job was done while the lease still ran")
		}
		r.Round(d.at(morning.Add(leaseFor)))
		if done != 1 {
			t.Errorf("after the lease the job was done %d times", done)
		}
	})
}

func TestAWorkerThatWasThoughtDeadUndoesWhatAnotherHasDone(t *testing.T) {
	everyEngine(t, func(t *testing.T, d *desk) {
		d.put(d.at(morning), "letter", "a")
		slow, quick := d.worker(), d.worker()
		note := func(_ context.Context, tx *db.Tx, _ Job) error {
			return Enqueue(d.at(morning), tx, "trace", "", nil, morning)
		}
		slow.Handle("letter", note)
		quick.Handle("letter", note)
		taken, err := slow.lease(d.at(morning))
		if err != nil || len(taken) != 1 {
			t.Fatal(taken, err)
		}
		quick.Round(d.at(morning.Add(leaseFor)))
		slow.do(d.at(morning.Add(leaseFor)), taken[0])
		traces := 0
		for _, j := range d.waiting(d.at(morning)) {
			if j.Kind == "trace" {
				traces++
			}
		}
		if traces != 1 {
			t.Errorf("the job left %d traces", traces)
		}
	})
}

func TestABatchThatTakesTooLongIsGivenBackWithItsTries(t *testing.T) {
	everyEngine(t, func(t *testing.T, d *desk) {
		for n := range 3 {
			d.put(d.at(morning), "letter", fmt.Sprint(n))
		}
		r := d.worker()
		taken, err := r.lease(d.at(morning))
		if err != nil || len(taken) != 3 {
			t.Fatal(taken, err)
		}
		r.giveBack(d.at(morning), taken[1:])
		again, err := d.worker().lease(d.at(morning))
		if err != nil || len(again) != 2 || again[0].Attempts != 1 {
			t.Errorf("leased again: %+v, %v", again, err)
		}
	})
}

func TestAFailingJobIsTriedAgainAndThenLaidAsideWhereItIsSeen(t *testing.T) {
	everyEngine(t, func(t *testing.T, d *desk) {
		d.put(d.at(morning), "letter", "a")
		r := d.worker()
		tries := 0
		r.Handle("letter", func(context.Context, *db.Tx, Job) error { tries++; return errors.New("posta kutusu dolu\x00") })
		now := morning
		for range 3 * mostTries {
			r.Round(d.at(now))
			r.Round(d.at(now)) // at once is too early
			now = now.Add(time.Hour)
		}
		dead := d.dead(d.at(now))
		if tries != mostTries || len(dead) != 1 || dead[0].Error != "posta kutusu dolu" {
			t.Fatalf("%d tries, dead: %+v", tries, dead)
		}
		if err := d.Write(d.at(now), func(tx *db.Tx) error { return Again(d.at(now), tx, dead[0].ID) }); err != nil {
			t.Fatal(err)
		}
		r.Handle("letter", func(context.Context, *db.Tx, Job) error { tries++; return nil })
		r.Round(d.at(now))
		if tries != mostTries+1 || len(d.dead(d.at(now))) != 0 {
			t.Errorf("another chance: %d tries, %d dead", tries, len(d.dead(d.at(now))))
		}
	})
}

func TestAJobThatKillsEveryWorkerIsLaidAsideToo(t *testing.T) {
	everyEngine(t, func(t *testing.T, d *desk) {
		d.put(d.at(morning), "bomb", "a")
		now := morning
		for range mostTries {
			if taken, err := d.worker().lease(d.at(now)); err != nil || len(taken) != 1 {
				t.Fatal(taken, err)
			}
			now = now.Add(leaseFor)
		}
		r := d.worker()
		r.Handle("bomb", func(context.Context, *db.Tx, Job) error { t.Error("it was tried again"); return nil })
		r.Round(d.at(now))
		if dead := d.dead(d.at(now)); len(dead) != 1 || dead[0].Error != errDeadly.Error() {
			t.Errorf("dead: %+v", dead)
		}
	})
}

func TestAPoisonedJobHoldsUpNobody(t *testing.T) {
	everyEngine(t, func(t *testing.T, d *desk) {
		d.put(d.at(morning.Add(-time.Minute)), "poison", "panics")
		d.put(d.at(morning.Add(-time.Minute)), "stranger", "nobody knows")
		for n := range 3 {
			d.put(d.at(morning), "letter", fmt.Sprint(n))
		}
		r := d.worker()
		done := 0
		r.Handle("poison", func(context.Context, *db.Tx, Job) error { panic(strings.Repeat("şğü", 2000)) })
		r.Handle("letter", func(context.Context, *db.Tx, Job) error { done++; return nil })
		r.Round(d.at(morning))
		if done != 3 {
			t.Errorf("%d letters of 3 were done", done)
		}
		left := d.waiting(d.at(morning))
		if len(left) != 2 || left[0].Error == "" || left[1].Error == "" {
			t.Errorf("what failed waits with its reason: %+v", left)
		}
	})
}

func TestWhatAFailedJobWroteIsUndone(t *testing.T) {
	everyEngine(t, func(t *testing.T, d *desk) {
		d.put(d.at(morning), "letter", "a")
		r := d.worker()
		r.Handle("letter", func(ctx context.Context, tx *db.Tx, _ Job) error {
			return errors.Join(Enqueue(ctx, tx, "trace", "", nil, morning), errors.New("and then it failed"))
		})
		r.Round(d.at(morning))
		if left := d.waiting(d.at(morning)); len(left) != 1 || left[0].Kind != "letter" {
			t.Errorf("left: %+v", left)
		}
	})
}

func TestABusyCityDoesNotKeepAnotherWaiting(t *testing.T) {
	everyEngine(t, func(t *testing.T, d *desk) {
		for n := range 3 * batch {
			d.put(d.at(morning), "letter", fmt.Sprint(n))
		}
		d.cities = append(d.cities, &tenant.City{ID: "tehran"})
		tehran := clock.With(tenant.Enter(t.Context(), d.cities[1]), morning)
		d.put(tehran, "letter", "one")
		r := d.worker()
		done := map[*tenant.City]int{}
		r.Handle("letter", func(ctx context.Context, tx *db.Tx, _ Job) error {
			c := tenant.From(ctx)
			if c.ID != tx.Tenant() {
				t.Errorf("a job of %s ran in %s", tx.Tenant(), c.ID)
			}
			done[c]++
			return nil
		})
		if more := r.Round(clock.With(t.Context(), morning)); !more || done[d.cities[0]] != batch || done[d.cities[1]] != 1 {
			t.Errorf("one round did %d and %d, more = %v", done[d.cities[0]], done[d.cities[1]], more)
		}
		if len(d.waiting(tehran)) != 0 {
			t.Error("a city sees jobs of another")
		}
	})
}

func TestTwoNodesFireAScheduleOnce(t *testing.T) {
	everyEngine(t, func(t *testing.T, d *desk) {
		var fired atomic.Int32
		node := func() *Runner {
			r := d.worker()
			r.Plan(Schedule{Name: "sweep", Every: 15 * time.Second})
			r.Send("sweep", func(context.Context, Job) error { fired.Add(1); return nil })
			return r
		}
		nodes := []*Runner{node(), node()}
		for quarter := range 4 {
			now := morning.Add(time.Duration(quarter)*15*time.Second + time.Second)
			var all sync.WaitGroup
			for _, r := range nodes {
				all.Go(func() { r.Round(d.at(now)); r.Round(d.at(now.Add(time.Second))) })
			}
			all.Wait()
			if int(fired.Load()) != quarter+1 {
				t.Fatalf("after %d times it fired %d times", quarter+1, fired.Load())
			}
		}
	})
}

func TestAScheduleMissedForAWeekIsMadeUpForOnce(t *testing.T) {
	everyEngine(t, func(t *testing.T, d *desk) {
		r := d.worker()
		fired := 0
		r.Plan(Schedule{Name: "tidy", Every: 24 * time.Hour})
		r.Handle("tidy", func(context.Context, *db.Tx, Job) error { fired++; return nil })
		for _, now := range []time.Time{morning, morning.Add(8 * 24 * time.Hour), morning.Add(8*24*time.Hour + time.Minute)} {
			r.Round(d.at(now))
		}
		if fired != 2 {
			t.Errorf("fired %d times, want once before and once after", fired)
		}
	})
}

func TestWhenTheClockIsWrongJobsAreLateAtMostAndNeverTwice(t *testing.T) {
	everyEngine(t, func(t *testing.T, d *desk) {
		r := d.worker()
		fired, letters := 0, 0
		r.Plan(Schedule{Name: "sweep", Every: 15 * time.Minute})
		r.Handle("sweep", func(context.Context, *db.Tx, Job) error { fired++; return nil })
		r.Handle("letter", func(context.Context, *db.Tx, Job) error { letters++; return nil })
		ahead := morning.Add(3 * time.Hour)
		r.Round(d.at(morning))
		r.Round(d.at(ahead))
		d.put(d.at(ahead), "letter", "written while the clock was ahead")
		r.Round(d.at(morning.Add(time.Minute))) // put right
		if fired != 2 || letters != 0 {
			t.Errorf("fired %d times, %d letters", fired, letters)
		}
		r.Round(d.at(morning.Add(16 * time.Minute)))
		if fired != 3 {
			t.Errorf("the next time came and it fired %d times, want 3", fired)
		}
		r.Round(d.at(ahead.Add(time.Minute)))
		r.Round(d.at(ahead.Add(time.Minute)))
		if fired != 3 || letters != 1 {
			t.Errorf("when the hour really came: fired %d times, %d letters", fired, letters)
		}
	})
}

func TestALeaseGivenByAWrongClockBindsNobody(t *testing.T) {
	everyEngine(t, func(t *testing.T, d *desk) {
		d.put(d.at(morning), "letter", "a")
		if taken, err := d.worker().lease(d.at(morning.AddDate(1, 0, 0))); err != nil || len(taken) != 1 {
			t.Fatal(taken, err)
		}
		if taken, err := d.worker().lease(d.at(morning)); err != nil || len(taken) != 1 {
			t.Errorf("after the clock was put right: %v, %v", taken, err)
		}
	})
}

func TestPausesGrowToAnHourAndNeverComeAsOneCrowd(t *testing.T) {
	for attempts := 1; attempts <= mostTries; attempts++ {
		most := min(time.Second<<min(2*attempts, 12), time.Hour)
		different := map[time.Duration]bool{}
		for range 50 {
			p := pause(attempts)
			if p < most/2 || p > most {
				t.Fatalf("after %d tries the pause is %s, want between %s and %s", attempts, p, most/2, most)
			}
			different[p] = true
		}
		if len(different) < 10 {
			t.Errorf("fifty jobs after %d tries come back at %d moments", attempts, len(different))
		}
	}
}

func TestARunningWorkerHearsOfNewWorkAndStopsWhenTold(t *testing.T) {
	everyEngine(t, func(t *testing.T, d *desk) {
		r := d.worker()
		r.Every = time.Minute // so that only the bell can be what wakes it
		done := make(chan bool, 1)
		r.Handle("letter", func(context.Context, *db.Tx, Job) error { done <- true; return nil })
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan bool)
		go func() { r.Run(ctx); close(ended) }()
		d.put(tenant.Enter(t.Context(), d.cities[0]), "letter", "a")
		select {
		case <-done:
		case <-time.After(10 * time.Second):
			t.Error("nobody heard the bell")
		}
		stop()
		<-ended
	})
}

func TestALongJobKeepsNoOtherWaitingAndIsFinishedBeforeTheRunnerStops(t *testing.T) {
	everyEngine(t, func(t *testing.T, d *desk) {
		r := d.worker()
		letter, ended := make(chan struct{}), false
		r.SendLong("learn", func(context.Context, Job) error {
			<-letter // would wait for ever if the letter waited for it
			ended = true
			return nil
		})
		r.Send("letter", func(context.Context, Job) error { close(letter); return nil })
		ctx, stop := context.WithCancel(d.at(morning))
		d.put(ctx, "learn", "a")
		d.put(ctx, "letter", "b")
		stopped := make(chan struct{})
		go func() { r.Run(ctx); close(stopped) }()
		<-letter
		stop()
		<-stopped
		if !ended {
			t.Error("the runner stopped before the long job")
		}
	})
}

func TestAWorkerThatIsStoppedGivesBackWhatItHasNotBegun(t *testing.T) {
	everyEngine(t, func(t *testing.T, d *desk) {
		for n := range 3 {
			d.put(d.at(morning), "letter", fmt.Sprint(n))
		}
		r := d.worker()
		ctx, stop := context.WithCancel(d.at(morning))
		sent := 0
		r.Send("letter", func(context.Context, Job) error { sent++; stop(); return nil })
		r.Round(ctx)
		taken, err := d.worker().lease(d.at(morning))
		if err != nil || sent != 1 || len(taken) != 2 || taken[0].Attempts != 1 {
			t.Errorf("%d sent, and then leased: %+v, %v", sent, taken, err)
		}
	})
}
