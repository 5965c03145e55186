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
	"time"

	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
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
	err = d.Write(ctx, func(tx *db.Tx) error {
		answer, repeated = "", false
		first, err := claim(ctx, tx, name)
		if err != nil {
			return err
		}
		if !first {
			repeated = true
			answer, err = db.One(ctx, tx, db.Value[string], `SELECT answer FROM once_answers WHERE tenant_id = $1 AND key = $2`, tx.Tenant(), name)
			return err
		}
		if answer, err = fn(tx); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE once_answers SET answer = $3 WHERE tenant_id = $1 AND key = $2`, tx.Tenant(), name, answer)
		return err
	})
	return answer, repeated, err
}

func claim(ctx context.Context, tx *db.Tx, name string) (first bool, err error) {
	res, err := tx.ExecContext(ctx, `INSERT INTO once_answers (tenant_id, key, answer, at) VALUES ($1, $2, '', $3)
		ON CONFLICT (tenant_id, key) DO NOTHING`, tx.Tenant(), name, db.Micros(clock.Now(ctx)))
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n == 1, err
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
