package once

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/dbtest"
	"mahalle/internal/platform/jobs"
	"mahalle/internal/platform/tenant"
)

// counter leaves a trace of each time the work was really done: a number drawn.
func counter(ctx context.Context) func(tx *db.Tx) (string, error) {
	return func(tx *db.Tx) (string, error) {
		n, err := tenant.Next(ctx, tx, "work")
		return fmt.Sprint("answer ", n), err
	}
}

func everyEngine(t *testing.T, test func(t *testing.T, ctx context.Context, d *db.DB)) {
	t.Helper()
	dbtest.Every(t, func(t *testing.T, d *db.DB) { test(t, in(t, "manisa"), d) }, jobs.Schema, tenant.Schema, Schema)
}

func in(t *testing.T, c city.Tenant) context.Context {
	return tenant.Enter(t.Context(), &tenant.City{ID: c})
}

// done is how often the work was done in the city.
func done(t *testing.T, ctx context.Context, d *db.DB) int64 {
	t.Helper()
	n, err := db.One(ctx, d.Read(ctx), db.Value[int64], `SELECT coalesce(max(last), 0) FROM tenant_counters WHERE tenant_id = $1`, db.TenantFrom(ctx))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestTheSameKeyGetsTheSameAnswerAndTheWorkIsDoneOnce(t *testing.T) {
	everyEngine(t, func(t *testing.T, ctx context.Context, d *db.DB) {
		for try := range 3 {
			answer, repeated, err := Do(ctx, d, "report", "k1", counter(ctx))
			if err != nil || answer != "answer 1" || repeated != (try > 0) {
				t.Errorf("try %d: %q, repeated %v, %v", try, answer, repeated, err)
			}
		}
		if n := done(t, ctx, d); n != 1 {
			t.Errorf("done %d times", n)
		}
	})
}

func TestTheSameKeyFromManyHandsAtOnceIsOnePieceOfWork(t *testing.T) {
	everyEngine(t, func(t *testing.T, ctx context.Context, d *db.DB) {
		const hands = 8
		var all sync.WaitGroup
		answers := make([]string, hands)
		begin := make(chan bool)
		for i := range hands {
			all.Go(func() {
				<-begin
				var err error
				if answers[i], _, err = Do(ctx, d, "report", "k1", counter(ctx)); err != nil {
					t.Error(err)
				}
			})
		}
		close(begin)
		all.Wait()
		for _, a := range answers {
			if a != "answer 1" {
				t.Errorf("the answers: %q", answers)
				break
			}
		}
		if n := done(t, ctx, d); n != 1 {
			t.Errorf("done %d times", n)
		}
	})
}

func TestADifferentDoorOrCityIsADifferentKey(t *testing.T) {
	everyEngine(t, func(t *testing.T, manisa context.Context, d *db.DB) {
		tehran := in(t, "tehran")
		for _, one := range []struct {
			ctx       context.Context
			door, key string
			want      string
		}{
			{manisa, "report", "k1", "answer 1"},
			{manisa, "write", "k1", "answer 2"},
			{tehran, "report", "k1", "answer 1"},
			{manisa, "report", "k2", "answer 3"},
			{manisa, "rep", "ort\x00k1", "answer 4"},
		} {
			answer, repeated, err := Do(one.ctx, d, one.door, one.key, counter(one.ctx))
			if err != nil || repeated || answer != one.want {
				t.Errorf("%s %q: %q, repeated %v, %v", one.door, one.key, answer, repeated, err)
			}
		}
	})
}

func TestWorkThatFailedLeavesItsKeyFree(t *testing.T) {
	everyEngine(t, func(t *testing.T, ctx context.Context, d *db.DB) {
		failed := errors.New("the street is not known")
		_, _, err := Do(ctx, d, "report", "k1", func(tx *db.Tx) (string, error) {
			_, err := counter(ctx)(tx)
			return "half", errors.Join(err, failed)
		})
		if !errors.Is(err, failed) {
			t.Fatal(err)
		}
		answer, repeated, err := Do(ctx, d, "report", "k1", counter(ctx))
		if err != nil || repeated || answer != "answer 1" {
			t.Errorf("the next try: %q, repeated %v, %v", answer, repeated, err)
		}
	})
}

func TestWithoutAKeyEverythingIsDoneEachTime(t *testing.T) {
	everyEngine(t, func(t *testing.T, ctx context.Context, d *db.DB) {
		for want := range 2 {
			answer, repeated, err := Do(ctx, d, "report", "", counter(ctx))
			if err != nil || repeated || answer != fmt.Sprint("answer ", want+1) {
				t.Errorf("%q, repeated %v, %v", answer, repeated, err)
			}
		}
	})
}

func TestAKeyIsForgottenAfterThirtyDaysAndNotBefore(t *testing.T) {
	everyEngine(t, func(t *testing.T, ctx context.Context, d *db.DB) {
		begun := time.Date(2026, 11, 24, 8, 0, 0, 0, time.UTC)
		r := &jobs.Runner{DB: d, Cities: func() []*tenant.City { return []*tenant.City{tenant.From(ctx)} }}
		Register(r)
		again := func(after time.Duration) bool {
			now := clock.With(ctx, begun.Add(after))
			r.Round(now)
			_, repeated, err := Do(now, d, "report", "k1", counter(now))
			if err != nil {
				t.Fatal(err)
			}
			return repeated
		}
		const day = 24 * time.Hour
		if again(0) || !again(29*day) || again(31*day) {
			t.Error("a key was forgotten too soon or too late")
		}
	})
}
