package jobs

import (
	"context"
	"embed"
	"encoding/json"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
)

//go:embed migrations
var migrations embed.FS

// Schema is what this package keeps in the database.
var Schema = db.Schema{Name: "jobs", Files: migrations}

// Job is one thing to be done later.
type Job struct {
	ID       city.ID
	Kind     string    // which handler does it
	Key      string    // two jobs of one kind and key are one job; empty: never the same
	Payload  []byte    // JSON for the handler
	RunAt    time.Time // not before; zero: at once
	Attempts int       // how often it was tried, this time included
	Error    string    // what went wrong last
}

// Read fills v from the payload.
func (j Job) Read(v any) error { return json.Unmarshal(j.Payload, v) }

// Enqueue writes a job beside the change that wants it. A job of the same kind
// and key that is still known is left as it is.
func Enqueue(ctx context.Context, tx *db.Tx, kind, key string, payload any, at time.Time) error {
	body, err := json.Marshal(payload)
	if err != nil {
		return err
	}
	id := city.NewID()
	if key == "" {
		key = string(id)
	}
	if at.IsZero() {
		at = clock.Now(ctx)
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO jobs_jobs (tenant_id, id, kind, key, payload, state, run_at)
		VALUES ($1, $2, $3, $4, $5, 'ready', $6) ON CONFLICT (tenant_id, kind, key) DO NOTHING`,
		tx.Tenant(), id, kind, key, string(body), db.Micros(at))
	tx.AfterCommit(wake)
	return err
}

// bell tells the workers of this process that there is work.
var bell = make(chan struct{}, 1)

func wake() {
	select {
	case bell <- struct{}{}:
	default:
	}
}

const columns = `id, kind, key, payload, run_at, attempts, last_error`

func scan(r db.Row) (Job, error) {
	var j Job
	var runAt int64
	var payload string
	err := r.Scan(&j.ID, &j.Kind, &j.Key, &payload, &runAt, &j.Attempts, &j.Error)
	j.Payload, j.RunAt = []byte(payload), db.Time(runAt)
	return j, err
}

// Dead lists jobs that were given up, the newest first.
func Dead(ctx context.Context, q db.Query, limit int) ([]Job, error) {
	return db.All(ctx, q, scan, `SELECT `+columns+` FROM jobs_jobs
		WHERE tenant_id = $1 AND state = 'dead' ORDER BY ended_at DESC LIMIT $2`, q.Tenant(), limit)
}

// Waiting lists jobs that are due or will be, the next first.
func Waiting(ctx context.Context, q db.Query, limit int) ([]Job, error) {
	return db.All(ctx, q, scan, `SELECT `+columns+` FROM jobs_jobs
		WHERE tenant_id = $1 AND state = 'ready' ORDER BY run_at, id LIMIT $2`, q.Tenant(), limit)
}

// Again gives a dead job another chance.
func Again(ctx context.Context, tx *db.Tx, id city.ID) error {
	_, err := tx.ExecContext(ctx, `UPDATE jobs_jobs SET state = 'ready', attempts = 0, run_at = $3
		WHERE tenant_id = $1 AND id = $2 AND state = 'dead'`, tx.Tenant(), id, db.Micros(clock.Now(ctx)))
	tx.AfterCommit(wake)
	return err
}
