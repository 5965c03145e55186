package jobs

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/tenant"
)

// Handler does a job inside the transaction that also ends it: what it writes
// and the fact that it was done stand or fall together.
type Handler func(ctx context.Context, tx *db.Tx, j Job) error

// Errand does a job in the world outside, where no transaction reaches. It must
// bear being done twice.
type Errand func(ctx context.Context, j Job) error

// Schedule is something that comes round again.
type Schedule struct {
	Name  string        // also the kind of its job
	Every time.Duration // from midnight UTC on, so that all nodes agree on the times
}

// Runner leases due jobs and does them.
type Runner struct {
	DB        *db.DB
	Cities    func() []*tenant.City
	Every     time.Duration // how often to look without being woken; zero: one second
	handlers  map[string]Handler
	errands   map[string]Errand
	long      map[string]bool // kinds that are done beside the others
	schedules []Schedule
	aside     sync.WaitGroup
}

// Handle names the handler of a kind of job.
func (r *Runner) Handle(kind string, h Handler) {
	if r.handlers == nil {
		r.handlers = make(map[string]Handler)
	}
	r.handlers[kind] = h
}

// Send names the errand of a kind of job.
func (r *Runner) Send(kind string, e Errand) {
	if r.errands == nil {
		r.errands = make(map[string]Errand)
	}
	r.errands[kind] = e
}

// SendLong names an errand that takes many seconds: a running runner does it
// beside its other jobs and keeps none of them waiting.
func (r *Runner) SendLong(kind string, e Errand) {
	r.Send(kind, e)
	if r.long == nil {
		r.long = make(map[string]bool)
	}
	r.long[kind] = true
}

// Plan makes a kind of job come round again for every city.
func (r *Runner) Plan(s Schedule) { r.schedules = append(r.schedules, s) }

const (
	batch     = 50
	leaseFor  = 2 * time.Minute
	mostTries = 8
	keepEnded = 7 * 24 * time.Hour
)

// Run works until the context ends, finishing the batch in hand.
func (r *Runner) Run(ctx context.Context) {
	tick := time.NewTicker(r.every())
	defer tick.Stop()
	defer r.aside.Wait()
	for {
		for r.round(ctx, r.beside) && ctx.Err() == nil {
			continue
		}
		select {
		case <-ctx.Done():
			return
		case <-bell:
		case <-tick.C:
		}
	}
}

func (r *Runner) every() time.Duration {
	if r.Every > 0 {
		return r.Every
	}
	return time.Second
}

// beside does a long job beside the others, and any other at once.
func (r *Runner) beside(ctx context.Context, j Job) {
	if r.long[j.Kind] {
		r.aside.Go(func() { r.do(ctx, j) })
		return
	}
	r.do(ctx, j)
}

// Round visits every city once, fairly: at most one batch each, all done when it
// returns. It reports whether there may be more to do at once.
func (r *Runner) Round(ctx context.Context) (more bool) { return r.round(ctx, r.do) }

func (r *Runner) round(ctx context.Context, do func(ctx context.Context, j Job)) (more bool) {
	for _, c := range r.Cities() {
		if ctx.Err() != nil {
			return false // we are being stopped, and that is no trouble
		}
		in := access.AsSystem(tenant.Enter(ctx, c))
		if err := r.plan(in); err != nil {
			slog.ErrorContext(in, "jobs: planning", "tenant", c.ID, "error", err)
		}
		jobs, err := r.lease(in)
		if err != nil {
			slog.ErrorContext(in, "jobs: leasing", "tenant", c.ID, "error", err)
			continue
		}
		r.doAll(in, jobs, do)
		more = more || len(jobs) >= batch
	}
	return more
}

// doAll works through a batch. What it does not reach while its lease lasts is
// left to whoever leases it next, so that no two work on one job; so is what has
// not begun when we are stopped.
func (r *Runner) doAll(ctx context.Context, jobs []Job, do func(ctx context.Context, j Job)) {
	until := clock.Now(ctx).Add(leaseFor)
	for i, j := range jobs {
		if ctx.Err() != nil || !clock.Now(ctx).Before(until) {
			r.giveBack(context.WithoutCancel(ctx), jobs[i:])
			return
		}
		do(ctx, j)
	}
}

// giveBack takes back tries that were counted and not made.
func (r *Runner) giveBack(ctx context.Context, jobs []Job) {
	err := r.DB.Write(ctx, func(tx *db.Tx) error {
		for _, j := range jobs {
			if _, err := tx.ExecContext(ctx, `UPDATE jobs_jobs SET attempts = attempts - 1, leased_until = 0
				WHERE tenant_id = $1 AND id = $2 AND attempts = $3`, tx.Tenant(), j.ID, j.Attempts); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		slog.ErrorContext(ctx, "jobs: could not give a batch back", "error", err)
	}
}

// plan writes the jobs of schedules whose time has come. The key holds the due
// time, so two nodes cannot fire the same one twice.
func (r *Runner) plan(ctx context.Context) error {
	now := clock.Now(ctx)
	for _, s := range r.schedules {
		due := now.Truncate(s.Every)
		key := due.UTC().Format(time.RFC3339)
		known, err := db.One(ctx, r.DB.Read(ctx), db.Value[int], `SELECT count(*) FROM jobs_jobs
			WHERE tenant_id = $1 AND kind = $2 AND key = $3`, db.TenantFrom(ctx), s.Name, key)
		if err != nil || known > 0 {
			if err != nil {
				return err
			}
			continue
		}
		if err := r.DB.Write(ctx, func(tx *db.Tx) error { return Enqueue(ctx, tx, s.Name, key, nil, due) }); err != nil {
			return err
		}
	}
	return nil
}

// due says whether a write is worth the flush.
func (r *Runner) due(ctx context.Context, now time.Time) (bool, error) {
	n, err := db.One(ctx, r.DB.Read(ctx), db.Value[int], `SELECT count(*) FROM (SELECT id FROM jobs_jobs
		WHERE tenant_id = $1 AND state = 'ready' AND run_at <= $2
			AND (leased_until <= $2 OR leased_until > $3) LIMIT 1) d`, db.TenantFrom(ctx), db.Micros(now), farthest(now))
	return n > 0, err
}

func (r *Runner) lease(ctx context.Context) ([]Job, error) {
	now := clock.Now(ctx)
	if some, err := r.due(ctx, now); err != nil || !some {
		return nil, err
	}
	var jobs []Job
	err := r.DB.Write(ctx, func(tx *db.Tx) error {
		var err error
		jobs, err = db.All(ctx, tx, scan, leaseText(tx.Engine()),
			tx.Tenant(), db.Micros(now), db.Micros(now.Add(leaseFor)), batch, farthest(now))
		return err
	})
	inOrder(jobs)
	return jobs, err
}

// errDeadly: nobody ever told how the tries of this job ended.
var errDeadly = errors.New("jobs: every worker that tried this ended without a word")

func (r *Runner) do(ctx context.Context, j Job) {
	err := errDeadly
	if j.Attempts <= mostTries {
		err = r.attempt(ctx, j)
	}
	if err == nil {
		return
	}
	slog.WarnContext(ctx, "jobs: failed", "kind", j.Kind, "job", j.ID, "attempt", j.Attempts, "error", err)
	kept := context.WithoutCancel(ctx)
	if err := r.DB.Write(kept, func(tx *db.Tx) error { return failed(kept, tx, j, err) }); err != nil {
		slog.ErrorContext(ctx, "jobs: could not note a failure", "job", j.ID, "error", err)
	}
}

func (r *Runner) attempt(ctx context.Context, j Job) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	if h := r.handlers[j.Kind]; h != nil {
		return r.DB.Write(ctx, func(tx *db.Tx) error {
			if err := h(ctx, tx, j); err != nil {
				return err
			}
			return r.ended(ctx, tx, j)
		})
	}
	if e := r.errands[j.Kind]; e != nil {
		if err := e(ctx, j); err != nil {
			return err
		}
		kept := context.WithoutCancel(ctx) // it is done, even if we are being stopped
		return r.DB.Write(kept, func(tx *db.Tx) error { return r.ended(kept, tx, j) })
	}
	return fmt.Errorf("nobody does jobs of kind %q", j.Kind)
}

// ended forgets a job that was done; one of a schedule is remembered for a
// while, so that it does not come a second time. A job that somebody else has
// leased meanwhile is theirs: what was done here is undone.
func (r *Runner) ended(ctx context.Context, tx *db.Tx, j Job) error {
	if !r.scheduled(j.Kind) {
		return ours(tx.ExecContext(ctx, `DELETE FROM jobs_jobs WHERE tenant_id = $1 AND id = $2 AND attempts = $3`,
			tx.Tenant(), j.ID, j.Attempts))
	}
	now := clock.Now(ctx)
	if err := ours(tx.ExecContext(ctx, `UPDATE jobs_jobs SET state = 'done', ended_at = $3
		WHERE tenant_id = $1 AND id = $2 AND attempts = $4`, tx.Tenant(), j.ID, db.Micros(now), j.Attempts)); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `DELETE FROM jobs_jobs WHERE tenant_id = $1 AND state = 'done' AND ended_at < $2`,
		tx.Tenant(), db.Micros(now.Add(-keepEnded)))
	return err
}

var errNotOurs = errors.New("jobs: another worker has taken this job over")

func ours(res sql.Result, err error) error {
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return errNotOurs
}

func (r *Runner) scheduled(kind string) bool {
	for _, s := range r.schedules {
		if s.Name == kind {
			return true
		}
	}
	return false
}

// failed plans the next try, or lays the job aside.
func failed(ctx context.Context, tx *db.Tx, j Job, why error) error {
	now := clock.Now(ctx)
	state, ended := "ready", int64(0)
	if j.Attempts >= mostTries {
		state, ended = "dead", db.Micros(now)
	}
	_, err := tx.ExecContext(ctx, `UPDATE jobs_jobs SET state = $3, run_at = $4, last_error = $5, ended_at = $6, leased_until = 0
		WHERE tenant_id = $1 AND id = $2 AND attempts = $7`, tx.Tenant(), j.ID, state, db.Micros(now.Add(pause(j.Attempts))), shorten(why.Error()), ended, j.Attempts)
	return err
}

// pause grows from seconds to an hour, with a random part so that many failures
// of one cause do not come back as one crowd.
func pause(attempts int) time.Duration {
	most := min(time.Second<<min(2*attempts, 12), time.Hour)
	return most/2 + rand.N(most/2+1)
}

// shorten also leaves out what a text column cannot hold, half a letter at the
// cut among it.
func shorten(s string) string {
	return strings.ToValidUTF8(strings.ReplaceAll(s[:min(len(s), 2000)], "\x00", ""), "")
}
