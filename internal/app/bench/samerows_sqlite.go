package bench

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"
)

// importTables are those to which an import adds a row for each request or more.
// The figures that it keeps beside them are few rows, changed again and again:
// the bare driver is spared them.
var importTables = []string{"requests_requests", "requests_messages", "requests_words", "promises_promises", "journal_entries"}

// bulk is the same way to write as the server's, without anything of ours.
const bulk = "?_pragma=journal_mode(wal)&_pragma=synchronous(full)&_pragma=cache_size(-32000)&_pragma=wal_autocheckpoint(4000)&_pragma=temp_store(memory)"

// atOnce is how many requests share a transaction, as in the importer.
const atOnce = 1000

func vacuumInto(ctx context.Context, from, to string) error {
	pool, err := sql.Open("sqlite", "file:"+from)
	if err != nil {
		return err
	}
	_, err = pool.ExecContext(ctx, `VACUUM INTO '`+to+`'`)
	return errors.Join(err, pool.Close())
}

// writeSameRows reads what an import wrote, in the order of its writing, and
// writes it into the empty database: the time is that of writing alone.
func writeSameRows(ctx context.Context, from, to string, requests int) (rows int, took time.Duration, err error) {
	source, err := sql.Open("sqlite", "file:"+from)
	if err != nil {
		return 0, 0, err
	}
	defer source.Close()
	target, err := sql.Open("sqlite", "file:"+to+bulk)
	if err != nil {
		return 0, 0, err
	}
	defer target.Close()
	target.SetMaxOpenConns(1)
	batches := max(1, requests/atOnce)
	var all []*copying
	for _, table := range importTables {
		c, err := newCopying(ctx, source, target, table, batches)
		if err != nil {
			return 0, 0, fmt.Errorf("%s: %w", table, err)
		}
		defer c.close()
		all = append(all, c)
	}
	for {
		together, some, err := fetch(all)
		if err != nil || !some {
			return rows, took, err
		}
		begun := time.Now()
		if err := writeBatch(ctx, target, all, together); err != nil {
			return rows, took, err
		}
		took += time.Since(begun)
		for _, of := range together {
			rows += len(of)
		}
	}
}

// copying is one table on its way.
type copying struct {
	rows    *sql.Rows
	insert  *sql.Stmt
	columns int
	each    int // rows of this table to a transaction
}

func newCopying(ctx context.Context, source, target *sql.DB, table string, batches int) (*copying, error) {
	var count int
	if err := source.QueryRowContext(ctx, `SELECT count(*) FROM `+table).Scan(&count); err != nil {
		return nil, err
	}
	rows, err := source.QueryContext(ctx, `SELECT * FROM `+table+` ORDER BY rowid`)
	if err != nil {
		return nil, err
	}
	columns, err := rows.Columns()
	if err != nil {
		return nil, errors.Join(err, rows.Close())
	}
	marks := strings.TrimSuffix(strings.Repeat("?, ", len(columns)), ", ")
	insert, err := target.PrepareContext(ctx, `INSERT INTO `+table+` (`+strings.Join(columns, ", ")+`) VALUES (`+marks+`)`)
	if err != nil {
		return nil, errors.Join(err, rows.Close())
	}
	return &copying{rows, insert, len(columns), (count + batches - 1) / batches}, nil
}

func (c *copying) close() { _, _ = c.rows.Close(), c.insert.Close() }

// fetch reads the next transaction's rows of every table.
func fetch(all []*copying) (together [][][]any, some bool, err error) {
	together = make([][][]any, len(all))
	for i, c := range all {
		for len(together[i]) < c.each && c.rows.Next() {
			values, to := make([]any, c.columns), make([]any, c.columns)
			for n := range to {
				to[n] = &values[n]
			}
			if err := c.rows.Scan(to...); err != nil {
				return nil, false, err
			}
			together[i] = append(together[i], values)
			some = true
		}
		if err := c.rows.Err(); err != nil {
			return nil, false, err
		}
	}
	return together, some, nil
}

func writeBatch(ctx context.Context, target *sql.DB, all []*copying, together [][][]any) error {
	tx, err := target.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	for i, c := range all {
		insert := tx.StmtContext(ctx, c.insert)
		for _, values := range together[i] {
			if _, err := insert.ExecContext(ctx, values...); err != nil {
				return errors.Join(err, tx.Rollback())
			}
		}
	}
	return tx.Commit()
}
