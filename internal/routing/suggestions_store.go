package routing

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/routing/suggest"
)

// learnedAt is when the city was last asked to learn and when it last did; zero
// times if never.
func learnedAt(ctx context.Context, q db.Query) (asked, learned time.Time, err error) {
	_, err = db.One(ctx, q, func(r db.Row) (struct{}, error) {
		var a, l int64
		err := r.Scan(&a, &l)
		asked, learned = db.Time(a), db.Time(l)
		return struct{}{}, err
	}, `SELECT asked_at, learned_at FROM routing_models WHERE tenant_id = $1`, q.Tenant())
	if fault.KindOf(err) == fault.NotFound {
		err = nil
	}
	return asked, learned, err
}

// learnedLast reads what was learned, if anything was. A model this program
// cannot read is left out and told: the city works without.
func learnedLast(ctx context.Context, q db.Query) (lesson, error) {
	var l lesson
	var learned int64
	var report string
	var file []byte
	_, err := db.One(ctx, q, func(r db.Row) (struct{}, error) {
		return struct{}{}, r.Scan(&learned, &l.cases, &report, &file)
	}, `SELECT learned_at, cases, report, model FROM routing_models WHERE tenant_id = $1`, q.Tenant())
	if fault.KindOf(err) == fault.NotFound {
		return lesson{}, nil
	}
	l.learned = db.Time(learned)
	if err != nil || len(file) == 0 {
		return l, err
	}
	if err := json.Unmarshal([]byte(report), &l.report); err != nil {
		return l, fmt.Errorf("the report of the model: %w", err)
	}
	l.model, err = suggest.Read(file)
	return l, err
}

func keepLesson(ctx context.Context, tx *db.Tx, l lesson) error {
	report, file := []byte{}, []byte{}
	if l.model != nil {
		var err error
		if report, err = json.Marshal(l.report); err != nil {
			return err
		}
		file = l.model.Bytes()
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO routing_models (tenant_id, learned_at, cases, report, model) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (tenant_id) DO UPDATE SET learned_at = excluded.learned_at, cases = excluded.cases, report = excluded.report,
		model = excluded.model`, tx.Tenant(), db.Micros(l.learned), l.cases, string(report), file)
	return err
}

func askToLearn(ctx context.Context, tx *db.Tx, now time.Time) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO routing_models (tenant_id, asked_at, model) VALUES ($1, $2, $3)
		ON CONFLICT (tenant_id) DO UPDATE SET asked_at = excluded.asked_at`, tx.Tenant(), db.Micros(now), []byte{})
	return err
}
