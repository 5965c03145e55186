package db

import (
	"context"
	"database/sql"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

const mostTries = 5

// writePostgres runs fn in its own transaction, again when the server found two
// transactions in each other's way. No try lasts longer than most.
func (d *DB) writePostgres(ctx context.Context, most time.Duration, fn func(*Tx) error) error {
	for try := 1; ; try++ {
		err := d.health.note(d.tryPostgres(ctx, most, fn))
		if try == mostTries || !inEachOthersWay(err) {
			return err
		}
		time.Sleep(time.Duration(rand.IntN(10*try)+1) * time.Millisecond)
	}
}

func (d *DB) tryPostgres(ctx context.Context, most time.Duration, fn func(*Tx) error) error {
	limited, done := patienceOf(ctx).limited(ctx, most)
	defer done()
	sqlTx, err := d.read.BeginTx(limited, nil)
	if err != nil {
		return cannotKeep(err)
	}
	tx := &Tx{tenant: TenantFrom(ctx), engine: Postgres, runner: pgTx{sqlTx}}
	err = guarded(fn, tx)
	if err == nil {
		err = tx.beforeCommit()
	}
	if err != nil {
		return explain(errors.Join(err, sqlTx.Rollback()), err)
	}
	if err := sqlTx.Commit(); err != nil {
		return cannotKeep(err)
	}
	tx.committed()
	return nil
}

func inEachOthersWay(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == "40001" || pg.Code == "40P01")
}

type pgTx struct{ *sql.Tx }

func (t pgTx) query(ctx context.Context, text string, args []any) (*sql.Rows, error) {
	return t.QueryContext(ctx, text, args...)
}
func (t pgTx) row(ctx context.Context, text string, args []any) Row {
	return t.QueryRowContext(ctx, text, args...)
}
func (t pgTx) exec(ctx context.Context, text string, args []any) (sql.Result, error) {
	return t.ExecContext(ctx, text, args...)
}
