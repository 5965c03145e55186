package promises

import (
	"context"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
)

// Needs is what the ledger must be told by others; package app joins it.
type Needs struct {
	// Above is the post so many rungs above another in the real hierarchy, leaving
	// out posts in which nobody sits, also no deputy; the topmost when the ladder
	// is longer than the hierarchy, empty when nobody is above.
	Above func(ctx context.Context, post string, rungs int) string
}

// Join tells the ledger who answers its needs.
func (l *Ledger) Join(n Needs) { l.needs = n }

// tell notes which post above is told that a promise is still owed. Telling one
// rung twice leaves one line.
func (l *Ledger) tell(ctx context.Context, tx *db.Tx, p *Promise) (post string, err error) {
	if post = l.above(ctx, tx, p.Owner.Post, p.Level); post == "" {
		return "", nil
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO promises_told (tenant_id, promise, level, post, at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (tenant_id, promise, level) DO UPDATE SET post = excluded.post, at = excluded.at, owed = 1`,
		tx.Tenant(), p.ID, p.Level, post, db.Micros(clock.Now(ctx)))
	return post, err
}

// rung is a place in the hierarchy: so many rungs above a post.
type rung struct {
	post  string
	above int
}

// above asks who sits so many rungs above a post, once in a transaction: at
// closing time hundreds of promises break whose posts are the same few.
func (l *Ledger) above(ctx context.Context, tx *db.Tx, post string, rungs int) string {
	if l.needs.Above == nil {
		return ""
	}
	asked := *db.Shared(tx, rung{}, func() *map[rung]string { return &map[rung]string{} })
	at := rung{post, rungs}
	if _, known := asked[at]; !known {
		asked[at] = l.needs.Above(ctx, post, rungs)
	}
	return asked[at]
}

// settle takes a promise that has ended off the lists of those who were told.
func settle(ctx context.Context, tx *db.Tx, promise city.ID) error {
	_, err := tx.ExecContext(ctx, `UPDATE promises_told SET owed = 0 WHERE tenant_id = $1 AND promise = $2`, tx.Tenant(), promise)
	return err
}

// Told is a promise about which a post above was told.
type Told struct {
	Promise
	Rung int
	At   time.Time
}

// ToldTo lists what a post was told and is still owed, what it was told first
// at the top.
func ToldTo(ctx context.Context, q db.Query, post string, limit int) ([]Told, error) {
	return db.All(ctx, q, func(r db.Row) (Told, error) {
		var t Told
		var at int64
		p, err := scan(behind{r, []any{&t.Rung, &at}})
		t.Promise, t.At = p, db.Time(at)
		return t, err
	}, `SELECT `+columns+`, told_level, told_at FROM (SELECT promise AS told_promise, level AS told_level, at AS told_at FROM promises_told
			WHERE tenant_id = $1 AND post = $2 AND owed = 1 ORDER BY at, promise LIMIT $3) t
		JOIN promises_promises p ON p.tenant_id = $1 AND p.id = t.told_promise ORDER BY told_at, told_promise, told_level`,
		q.Tenant(), post, limit)
}

// behind scans a row that has more columns behind the usual ones.
type behind struct {
	row  db.Row
	more []any
}

func (b behind) Scan(dest ...any) error { return b.row.Scan(append(dest, b.more...)...) }

// HowManyTold is how many promises wait on a post's list, counted no further
// than most.
func HowManyTold(ctx context.Context, q db.Query, post string, most int) (int, error) {
	return db.One(ctx, q, db.Value[int], `SELECT count(*) FROM (SELECT promise FROM promises_told
		WHERE tenant_id = $1 AND post = $2 AND owed = 1 LIMIT $3) t`, q.Tenant(), post, most)
}
