package failure

import (
	"context"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"mahalle/internal/app"
	"mahalle/internal/city"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/dbtest"
	"mahalle/internal/platform/jobs"
	"mahalle/internal/platform/tenant"
)

// wrongClock is a city whose clock the test sets.
type wrongClock struct {
	*app.App
	t    *testing.T
	city *tenant.City
	base string
	now  atomic.Pointer[time.Time]
}

func withAClock(t *testing.T, test func(t *testing.T, w *wrongClock)) {
	t.Helper()
	dbtest.EveryURL(t, func(t *testing.T, address string) {
		a, c := found(t, app.Options{DB: address, Folder: t.TempDir()})
		w := &wrongClock{App: a, t: t, city: c}
		w.set(time.Now())
		server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
			a.Router.ServeHTTP(rw, r.WithContext(clock.With(r.Context(), *w.now.Load())))
		}))
		t.Cleanup(func() {
			server.Close()
			if err := a.Close(); err != nil {
				t.Error(err)
			}
		})
		w.base = server.URL
		test(t, w)
	})
}

func (w *wrongClock) set(now time.Time) { w.now.Store(&now) }

func (w *wrongClock) ctx() context.Context {
	return clock.With(tenant.Enter(w.t.Context(), w.city), *w.now.Load())
}

// works lets the jobs go round until there is nothing to do at this hour.
func (w *wrongClock) works() {
	for range 4 {
		w.Runner.Round(w.ctx())
	}
}

func (w *wrongClock) count(text string) int {
	w.t.Helper()
	n, err := db.One(w.ctx(), w.DB.Read(w.ctx()), db.Value[int], text, w.city.ID)
	if err != nil {
		w.t.Fatal(err)
	}
	return n
}

func TestAClockThatWasWrongIsPutRightAndNothingIsDoubled(t *testing.T) {
	withAClock(t, func(t *testing.T, w *wrongClock) {
		right := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
		v := come(t, w.base)
		var numbers []string
		for _, now := range []time.Time{right, right.AddDate(0, 0, 30), right.Add(time.Minute), right.Add(-time.Hour), right.Add(2 * time.Minute)} {
			w.set(now)
			numbers = append(numbers, numberOf(t, v.post("/report", told(string(city.NewID()), "Saat "+now.Format(time.RFC3339)))))
			w.works()
			for _, n := range numbers {
				if s := v.get("/r/" + n); s.status != http.StatusOK {
					t.Errorf("at %s the page of %s answers %d", now, n, s.status)
				}
			}
			if s := v.get("/requests"); s.status != http.StatusOK {
				t.Errorf("at %s the list answers %d", now, s.status)
			}
		}
		w.set(right.AddDate(0, 0, 31)) // and now the month has really passed
		w.works()
		distinct := map[string]bool{}
		for _, n := range numbers {
			distinct[n] = true
		}
		if len(distinct) != len(numbers) || w.count(`SELECT count(*) FROM requests_requests WHERE tenant_id = $1`) != len(numbers) {
			t.Errorf("the numbers: %v", numbers)
		}
		w.everythingOnce()
	})
}

// everythingOnce: each request was opened once in the journal, each broken
// promise was told once, and no job was given up or is still waiting.
func (w *wrongClock) everythingOnce() {
	w.t.Helper()
	for what, text := range map[string]string{
		"requests opened twice": `SELECT count(*) FROM (SELECT subject_id FROM journal_entries WHERE tenant_id = $1 AND kind = 'request.opened'
			GROUP BY subject_id HAVING count(*) > 1) d`,
		"promises broken twice": `SELECT count(*) FROM (SELECT body FROM journal_entries WHERE tenant_id = $1 AND kind = 'promise.broken'
			GROUP BY body HAVING count(*) > 1) d`,
		"IDs that came twice": `SELECT count(*) - count(DISTINCT id) FROM journal_entries WHERE tenant_id = $1`,
		"news still waiting":  `SELECT count(*) FROM jobs_jobs WHERE tenant_id = $1 AND state = 'ready' AND kind = 'news'`,
	} {
		if n := w.count(text); n != 0 {
			w.t.Errorf("%d %s", n, what)
		}
	}
	if w.count(`SELECT count(*) FROM journal_entries WHERE tenant_id = $1 AND kind = 'promise.broken'`) == 0 {
		w.t.Error("no promise was broken in a month: the test proves too little")
	}
	dead, err := jobs.Dead(w.ctx(), w.DB.Read(w.ctx()), 10)
	if err != nil || len(dead) != 0 {
		w.t.Errorf("jobs that were given up: %+v, %v", dead, err)
	}
}

func TestAScheduleDoesNotRunTwiceForAnHourThatIsLivedTwice(t *testing.T) {
	withAClock(t, func(t *testing.T, w *wrongClock) {
		hour := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
		ran := map[time.Time]int{}
		w.Runner.Plan(jobs.Schedule{Name: "test: hourly", Every: time.Hour})
		w.Runner.Handle("test: hourly", func(_ context.Context, _ *db.Tx, j jobs.Job) error { ran[j.RunAt]++; return nil })
		for _, minutes := range []int{0, 30, 61, 10, 45, 62, 121} { // at 61 the clock is put back
			w.set(hour.Add(time.Duration(minutes) * time.Minute))
			w.works()
		}
		if len(ran) != 3 {
			t.Errorf("ran for %v, want three hours", ran)
		}
		for at, times := range ran {
			if times != 1 {
				t.Errorf("%s ran %d times", at, times)
			}
		}
	})
}
