package journal

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/db"
)

const columns = `id, at, actor_kind, actor_person, actor_post, cause, kind, subject_kind, subject_id, district, neighbourhood, body`

func insert(ctx context.Context, tx *db.Tx, e Entry) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO journal_entries (tenant_id, `+columns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`, tx.Tenant(), e.ID, db.Micros(e.At),
		e.Actor.Kind, e.Actor.Person, e.Actor.Post, e.Cause, e.Kind, e.Subject.Kind, e.Subject.ID,
		e.Place.District, e.Place.Neighbourhood, string(e.Body))
	return err
}

func scan(r db.Row) (Entry, error) {
	var e Entry
	var at int64
	var body string
	err := r.Scan(&e.ID, &at, &e.Actor.Kind, &e.Actor.Person, &e.Actor.Post, &e.Cause, &e.Kind,
		&e.Subject.Kind, &e.Subject.ID, &e.Place.District, &e.Place.Neighbourhood, &body)
	e.At, e.Body = db.Time(at), []byte(body)
	return e, err
}

func byID(ctx context.Context, q db.Query, id city.ID) (Entry, error) {
	return db.One(ctx, q, scan, `SELECT `+columns+` FROM journal_entries WHERE tenant_id = $1 AND id = $2`, q.Tenant(), id)
}

// Of is the history of one thing, the newest first, at most limit entries.
func Of(ctx context.Context, q db.Query, subject city.ID, limit int) ([]Entry, error) {
	return db.All(ctx, q, scan, `SELECT `+columns+` FROM journal_entries
		WHERE tenant_id = $1 AND subject_id = $2 ORDER BY id DESC LIMIT $3`, q.Tenant(), subject, limit)
}

// Before is the whole city's journal, the newest first, from the entry before
// the given one on; an empty ID starts at the newest.
func Before(ctx context.Context, q db.Query, id city.ID, limit int) ([]Entry, error) {
	if id == "" {
		id = "z" // sorts after every UUID
	}
	return db.All(ctx, q, scan, `SELECT `+columns+` FROM journal_entries
		WHERE tenant_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3`, q.Tenant(), id, limit)
}

// Between is what happened between two moments, both of which count: entries of
// some kinds, the newest first, at most limit.
func Between(ctx context.Context, q db.Query, from, until time.Time, kinds []string, limit int) ([]Entry, error) {
	args := []any{q.Tenant(), idAt(from), idAt(until.Add(time.Minute)), db.Micros(from), db.Micros(until), limit}
	marks := make([]string, len(kinds))
	for i, k := range kinds {
		args = append(args, k)
		marks[i] = "$" + strconv.Itoa(len(args))
	}
	return db.All(ctx, q, scan, `SELECT `+columns+` FROM journal_entries WHERE tenant_id = $1 AND id >= $2 AND id < $3
		AND at BETWEEN $4 AND $5 AND kind IN (`+strings.Join(marks, `, `)+`) ORDER BY id DESC LIMIT $6`, args...)
}

// idAt is the least ID of a moment's millisecond: an ID begins with its time, and
// under a heavy load may run a little ahead of it.
func idAt(t time.Time) city.ID {
	ms := fmt.Sprintf("%012x", max(0, t.UnixMilli()))
	return city.ID(ms[:8] + "-" + ms[8:] + "-7000-8000-000000000000")
}
