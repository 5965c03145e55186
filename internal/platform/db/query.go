package db

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/fault"
)

// Query asks questions of the database in the name of one tenant. Both the
// reading counter and a transaction are one.
type Query interface {
	Tenant() city.Tenant
	Engine() Engine
	QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, text string, args ...any) Row
	ExecContext(ctx context.Context, text string, args ...any) (sql.Result, error)
}

// Row is what a scan function reads from.
type Row interface{ Scan(dest ...any) error }

// Tx is one transaction of one tenant.
type Tx struct {
	tenant city.Tenant
	engine Engine
	runner runner
	before []func() error
	after  []func()
	shared map[any]any
}

// runner is what a connection and a transaction of database/sql have in common.
type runner interface {
	query(ctx context.Context, text string, args []any) (*sql.Rows, error)
	row(ctx context.Context, text string, args []any) Row
	exec(ctx context.Context, text string, args []any) (sql.Result, error)
}

// Tenant is whose rows this is about.
func (t *Tx) Tenant() city.Tenant { return t.tenant }

// Engine tells which database this is.
func (t *Tx) Engine() Engine { return t.engine }

// QueryContext asks for rows.
func (t *Tx) QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	overheard(ctx, text, args)
	return t.runner.query(ctx, text, args)
}

// QueryRowContext asks for one row.
func (t *Tx) QueryRowContext(ctx context.Context, text string, args ...any) Row {
	overheard(ctx, text, args)
	return t.runner.row(ctx, text, args)
}

// ExecContext changes rows.
func (t *Tx) ExecContext(ctx context.Context, text string, args ...any) (sql.Result, error) {
	overheard(ctx, text, args)
	ctx, done := patient(ctx, t.engine)
	defer done()
	res, err := t.runner.exec(ctx, text, args)
	return res, cannotAnswer(err)
}

// BeforeCommit runs fn last of all, in the same commit, if the work was not
// undone. On SQLite that is after all writes that share the commit and outside
// their savepoints: a full-text index writes everything it holds at each
// savepoint, so it is fed here. The rows are not there for the work itself to
// read, and fn's error undoes the whole commit.
func (t *Tx) BeforeCommit(fn func() error) { t.before = append(t.before, fn) }

func (t *Tx) beforeCommit() error {
	for _, fn := range t.before {
		if err := guarded(func(*Tx) error { return fn() }, t); err != nil {
			return err
		}
	}
	return nil
}

// Shared is what the parts of one transaction gather together, under a key of
// their own: made by fresh the first time it is asked for, and gone with the
// transaction. Whoever makes it usually writes it down with BeforeCommit.
func Shared[T any](t *Tx, key any, fresh func() *T) *T {
	if known, ok := t.shared[key].(*T); ok {
		return known
	}
	if t.shared == nil {
		t.shared = make(map[any]any, 1)
	}
	one := fresh()
	t.shared[key] = one
	return one
}

// AfterCommit runs fn once the work is on the disk, and never if it is undone.
// It is for waking others and forgetting what is cached, not for work that must
// happen: that is what jobs are for.
func (t *Tx) AfterCommit(fn func()) { t.after = append(t.after, fn) }

func (t *Tx) committed() {
	for _, fn := range t.after {
		fn()
	}
}

// reader is the reading counter.
type reader struct {
	d      *DB
	tenant city.Tenant
}

var errReadOnly = errors.New("db: the reading counter does not write; use Write")

func (r *reader) Tenant() city.Tenant { return r.tenant }
func (r *reader) Engine() Engine      { return r.d.engine }

func (r *reader) QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	overheard(ctx, text, args)
	if r.d.engine == Postgres {
		return r.d.read.QueryContext(ctx, text, args...)
	}
	stmt, err := r.d.stmts.get(ctx, text, r.d.read.PrepareContext)
	if err != nil {
		return nil, err
	}
	return stmt.QueryContext(ctx, args...)
}

func (r *reader) QueryRowContext(ctx context.Context, text string, args ...any) Row {
	overheard(ctx, text, args)
	if r.d.engine == Postgres {
		return r.d.read.QueryRowContext(ctx, text, args...)
	}
	stmt, err := r.d.stmts.get(ctx, text, r.d.read.PrepareContext)
	if err != nil {
		return failedRow{err}
	}
	return stmt.QueryRowContext(ctx, args...)
}

func (r *reader) ExecContext(context.Context, string, ...any) (sql.Result, error) {
	return nil, errReadOnly
}

type failedRow struct{ err error }

func (f failedRow) Scan(...any) error { return f.err }

// All reads every row of the answer.
func All[T any](ctx context.Context, q Query, scan func(Row) (T, error), text string, args ...any) ([]T, error) {
	ctx, done := patient(ctx, q.Engine())
	defer done()
	rows, err := q.QueryContext(ctx, text, args...)
	if err != nil {
		return nil, cannotAnswer(err)
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, cannotAnswer(rows.Err())
}

// One reads the first row of the answer; no row is a fault.NotFound.
func One[T any](ctx context.Context, q Query, scan func(Row) (T, error), text string, args ...any) (T, error) {
	ctx, done := patient(ctx, q.Engine())
	defer done()
	one, err := scan(q.QueryRowContext(ctx, text, args...))
	if errors.Is(err, sql.ErrNoRows) {
		return one, fault.Wrap(fault.NotFound, err, "web.not_found")
	}
	return one, cannotAnswer(err)
}

// Value scans a row of a single column.
func Value[T any](r Row) (T, error) {
	var v T
	err := r.Scan(&v)
	return v, err
}

// Micros is how a moment is kept: UTC microseconds. The zero time is kept as 0,
// which means "not yet".
func Micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// Time is the moment kept as UTC microseconds, and the zero time for 0.
func Time(micros int64) time.Time {
	if micros == 0 {
		return time.Time{}
	}
	return time.UnixMicro(micros).UTC()
}
