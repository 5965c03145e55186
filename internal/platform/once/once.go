// Package once makes a repeated submission harmless: the same client key gets
// the first answer again, and nothing is done twice.
//
// The key is made by the form, the app or the other system and kept beside the
// change, in the same transaction. It is remembered for thirty days.
package once

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"time"

	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/jobs"
)

//go:embed migrations
var migrations embed.FS

// Schema is what this package keeps in the database.
var Schema = db.Schema{Name: "once", Files: migrations}

// Do runs fn and keeps its answer under the key; a repeat gets that answer and
// fn is not run. Door tells the doors apart, so that a key of one cannot fetch
// an answer of another. Without a key, fn is simply run.
func Do(ctx context.Context, d *db.DB, door, key string, fn func(tx *db.Tx) (answer string, err error)) (answer string, repeated bool, err error) {
	if key == "" {
		err = d.Write(ctx, func(tx *db.Tx) error { answer, err = fn(tx); return err })
		return answer, false, err
	}
	name := digest(door, key)
	err = d.Write(ctx, func(tx *db.Tx) (err error) {
		if answer, repeated, err = known(ctx, tx, name); err != nil || repeated {
			return err
		}
		if answer, err = fn(tx); err != nil {
			return err
		}
		return remember(ctx, tx, name, answer)
	})
	if errors.Is(err, errMeanwhile) { // PostgreSQL only: SQLite writes one at a time
		answer, repeated, err = known(ctx, d.Read(ctx), name)
	}
	return answer, repeated, err
}

func known(ctx context.Context, q db.Query, name string) (answer string, repeated bool, err error) {
	answer, err = db.One(ctx, q, db.Value[string], `SELECT answer FROM once_answers WHERE tenant_id = $1 AND key = $2`, q.Tenant(), name)
	if fault.KindOf(err) == fault.NotFound {
		return "", false, nil
	}
	return answer, err == nil, err
}

// errMeanwhile undoes what was done twice at the same moment: the other one's
// answer is the answer.
var errMeanwhile = errors.New("once: the same was done meanwhile")

func remember(ctx context.Context, tx *db.Tx, name, answer string) error {
	res, err := tx.ExecContext(ctx, `INSERT INTO once_answers (tenant_id, key, answer, at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (tenant_id, key) DO NOTHING`, tx.Tenant(), name, answer, db.Micros(clock.Now(ctx)))
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return errMeanwhile
}

// Forget lets go of the answers that name a thing, so that a form sent again
// brings nothing back of what was erased.
func Forget(ctx context.Context, tx *db.Tx, name string) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM once_answers WHERE tenant_id = $1 AND answer LIKE $2`, tx.Tenant(), "%"+name+"%")
	return err
}

func digest(door, key string) string {
	sum := sha256.Sum256([]byte(door + "\x00" + key))
	return hex.EncodeToString(sum[:16])
}

const forget = "once: forget"

// Register lets the runner forget old keys once a day.
func Register(r *jobs.Runner) {
	r.Handle(forget, func(ctx context.Context, tx *db.Tx, _ jobs.Job) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM once_answers WHERE tenant_id = $1 AND at < $2`,
			tx.Tenant(), db.Micros(clock.Now(ctx).AddDate(0, 0, -30)))
		return err
	})
	r.Plan(jobs.Schedule{Name: forget, Every: 24 * time.Hour})
}
