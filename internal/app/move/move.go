// Package move takes a whole city from one database to another: from SQLite to
// PostgreSQL when it has grown, or back.
//
//	tables of the source ──rows, in the order the tables were made──▶ empty target
//	        └── counted and summed ──────── compared ────── counted and summed ──┘
//
// What there is to move is read from the database itself, so nothing can be
// forgotten. All rows are written in one transaction: a move that fails leaves an
// empty target. Rows pass one by one; memory does not grow with the city. Names
// and numbers are made by the program and counted in tables, so no sequence of
// the database has to be put right. Photos, the seal and the book of those who
// were forgotten lie in the data folder and stay there.
//
// The city must not be served meanwhile: what is written during a move shows as a
// table that differs, and the move is undone.
package move

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"mahalle/internal/app"
	"mahalle/internal/platform/db"
)

// Table is one table that was moved.
type Table struct {
	Name string
	Rows int64
	Sum  uint64 // of all rows, in whatever order they come
}

// City moves everything from one database to another and tells how far it is, in
// rows. A target that holds anything is refused.
func City(ctx context.Context, from, to string, tell func(done, total int)) ([]Table, error) {
	if from == to {
		return nil, errors.New("the two databases are one")
	}
	source, err := opened(ctx, from)
	if err != nil {
		return nil, err
	}
	defer source.Close()
	target, err := opened(ctx, to)
	if err != nil {
		return nil, err
	}
	defer target.Close()
	names, err := sameTables(ctx, source, target)
	if err != nil {
		return nil, err
	}
	total, err := rowsIn(ctx, source.Read(ctx), names)
	if err != nil {
		return nil, err
	}
	if n, err := rowsIn(ctx, target.Read(ctx), names); err != nil || n > 0 {
		return nil, errors.Join(err, fmt.Errorf("the target holds %d rows already; nothing is written over", n))
	}
	var moved []Table
	err = target.WriteMany(ctx, func(tx *db.Tx) error {
		moved = nil
		done := 0
		for _, name := range names {
			t, err := copyTable(ctx, source.Read(ctx), tx, name, func() {
				if done++; done%1000 == 0 {
					tell(done, int(total))
				}
			})
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			moved = append(moved, t)
		}
		return compare(ctx, source.Read(ctx), tx, moved)
	})
	if err == nil {
		tell(int(total), int(total))
	}
	return moved, err
}

func opened(ctx context.Context, address string) (*db.DB, error) {
	d, err := db.Open(address)
	if err != nil {
		return nil, err
	}
	if err := d.Migrate(ctx, app.Schemas...); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

// compare reads both databases again: what arrived is what is there, and nothing
// came in at the source meanwhile.
func compare(ctx context.Context, source, target db.Query, moved []Table) error {
	for _, t := range moved {
		for where, q := range map[string]db.Query{"the source": source, "the target": target} {
			is, err := sum(ctx, q, t.Name)
			if err != nil {
				return err
			}
			if is != t {
				return fmt.Errorf("%s: %d rows were moved and %s holds %d, or they differ; is the city still being served? Nothing was kept", t.Name, t.Rows, where, is.Rows)
			}
		}
	}
	return nil
}

// sameTables lists the tables in the order in which they were made: what others
// point at comes first.
func sameTables(ctx context.Context, source, target *db.DB) ([]string, error) {
	names, err := tablesOf(ctx, source.Read(ctx))
	if err != nil {
		return nil, err
	}
	others, err := tablesOf(ctx, target.Read(ctx))
	if err != nil {
		return nil, err
	}
	if a, b := slices.Sorted(slices.Values(names)), slices.Sorted(slices.Values(others)); !slices.Equal(a, b) {
		return nil, fmt.Errorf("the two databases are not of one version: %v and %v", a, b)
	}
	return names, nil
}

// tablesOf leaves out which migrations were made: the target made its own.
func tablesOf(ctx context.Context, q db.Query) ([]string, error) {
	text := listSQLite
	if q.Engine() == db.Postgres {
		text = listPostgres
	}
	all, err := db.All(ctx, q, db.Value[string], text)
	return slices.DeleteFunc(all, func(name string) bool { return strings.HasSuffix(name, "_migrations") }), err
}

const (
	listSQLite = `SELECT m.name FROM sqlite_master m JOIN pragma_table_list l ON l.name = m.name
		WHERE l.schema = 'main' AND l.type IN ('table', 'virtual') AND m.name NOT LIKE 'sqlite%' ORDER BY m.rowid`
	listPostgres = `SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE n.nspname = current_schema() AND c.relkind = 'r' ORDER BY c.oid`
)

func rowsIn(ctx context.Context, q db.Query, names []string) (int64, error) {
	var total int64
	for _, name := range names {
		n, err := db.One(ctx, q, db.Value[int64], "SELECT count(*) FROM "+name)
		if err != nil {
			return 0, err
		}
		total += n
	}
	return total, nil
}
