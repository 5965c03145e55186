package insight

import (
	"context"
	"encoding/json"
	"log/slog"
	"math/rand/v2"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/jobs"
	"mahalle/internal/platform/tenant"
)

// Drift is what one recount found.
type Drift struct {
	At          time.Time
	Week        city.Day // the first day of the week that was counted again
	Counted     int      // how many figures were compared
	Differences int
	Detail      []Difference // the first of them
}

const nightly = "insight: recount"

// Register lets the runner count a random past week again every night.
func (s *Service) Register(r *jobs.Runner) {
	r.Send(nightly, func(ctx context.Context, _ jobs.Job) error {
		_, err := s.Check(ctx, someWeek(tenant.From(ctx).Today(clock.Now(ctx))))
		return err
	})
	r.Plan(jobs.Schedule{Name: nightly, Every: 24 * time.Hour})
}

// someWeek is one of the last year's weeks that are over.
func someWeek(today city.Day) city.Day { return today - 7*city.Day(1+rand.IntN(52)) }

// mostDetail is how many differences are kept word for word.
const mostDetail = 20

// Check counts what is open now and the seven days from week on again, writes
// down what it found, and clears away empty rows of days gone by. A difference
// is our own fault and is logged as an error.
func (s *Service) Check(ctx context.Context, week city.Day) (Drift, error) {
	found, compared, err := s.recount(ctx, week)
	if err != nil {
		return Drift{}, err
	}
	d := Drift{At: clock.Now(ctx), Week: week, Counted: compared, Differences: len(found), Detail: found[:min(len(found), mostDetail)]}
	if d.Differences > 0 {
		slog.ErrorContext(ctx, "insight: figures have drifted", "tenant", db.TenantFrom(ctx), "week", week.String(),
			"differences", d.Differences, "first", found[0])
	}
	return d, s.db.Write(ctx, func(tx *db.Tx) error {
		if err := insertDrift(ctx, tx, d); err != nil {
			return err
		}
		return sweep(ctx, tx, tenant.From(ctx).Today(d.At))
	})
}

func (s *Service) recount(ctx context.Context, week city.Day) (found []Difference, compared int, err error) {
	q := s.db.Read(ctx)
	for _, count := range []func(a account) error{
		func(a account) error { return recountOpen(ctx, q, a) },
		func(a account) error { return recountOpened(ctx, q, week, a) },
		func(a account) error { return s.recountHappened(ctx, q, week, a) },
	} {
		different, n, err := twice(count)
		if err != nil {
			return nil, 0, err
		}
		found, compared = append(found, different...), compared+n
	}
	return found, compared, nil
}

// twice counts, and where something differs counts once more before it says so.
func twice(count func(a account) error) ([]Difference, int, error) {
	first := newAccount()
	if err := count(first); err != nil {
		return nil, 0, err
	}
	different, compared := first.differences()
	if len(different) == 0 {
		return nil, compared, nil
	}
	second := newAccount()
	if err := count(second); err != nil {
		return nil, 0, err
	}
	still, _ := second.differences()
	return inBoth(different, still), compared, nil
}

func insertDrift(ctx context.Context, tx *db.Tx, d Drift) error {
	detail, err := json.Marshal(d.Detail)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO insight_drift (tenant_id, id, at, week, counted, differences, detail)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		tx.Tenant(), city.NewIDAt(d.At), db.Micros(d.At), d.Week, d.Counted, d.Differences, string(detail))
	return err
}

// Drifts lists what the recounts found, the newest first.
func Drifts(ctx context.Context, q db.Query, limit int) ([]Drift, error) {
	return db.All(ctx, q, scanDrift, `SELECT at, week, counted, differences, detail FROM insight_drift
		WHERE tenant_id = $1 ORDER BY id DESC LIMIT $2`, q.Tenant(), limit)
}

func scanDrift(r db.Row) (Drift, error) {
	var d Drift
	var at int64
	var detail string
	if err := r.Scan(&at, &d.Week, &d.Counted, &d.Differences, &detail); err != nil {
		return d, err
	}
	d.At = db.Time(at)
	return d, json.Unmarshal([]byte(detail), &d.Detail)
}

// keepDrifts is how long the findings are kept.
const keepDrifts = 400 * 24 * time.Hour

// sweep clears away due days gone by on which nothing is open any more, and old
// findings.
func sweep(ctx context.Context, tx *db.Tx, today city.Day) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM insight_open WHERE tenant_id = $1 AND due_day > 0 AND due_day < $2 AND n = 0`,
		tx.Tenant(), today); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `DELETE FROM insight_drift WHERE tenant_id = $1 AND at < $2`,
		tx.Tenant(), db.Micros(clock.Now(ctx).Add(-keepDrifts)))
	return err
}
