package move

import (
	"context"
	"fmt"
	"hash/fnv"
	"strings"

	"mahalle/internal/platform/db"
)

// mostValues is how many values one statement carries; both engines take more.
const mostValues = 20_000

// copyTable writes every row of a table of the source into the target.
func copyTable(ctx context.Context, source db.Query, tx *db.Tx, name string, tick func()) (Table, error) {
	t := Table{Name: name}
	var columns []string
	var values []any
	flush := func() error {
		if len(values) == 0 {
			return nil
		}
		_, err := tx.ExecContext(ctx, insertOf(name, columns, len(values)/len(columns)), values...)
		values = values[:0]
		return err
	}
	err := each(ctx, source, name, func(names []string, row []any) error {
		columns = names
		t.count(row)
		values = append(values, row...)
		tick()
		if len(values)+len(columns) > mostValues {
			return flush()
		}
		return nil
	})
	if err != nil {
		return t, err
	}
	return t, flush()
}

// sum counts a table as it stands.
func sum(ctx context.Context, q db.Query, name string) (Table, error) {
	t := Table{Name: name}
	err := each(ctx, q, name, func(_ []string, row []any) error { t.count(row); return nil })
	return t, err
}

// each visits the rows of a table, with its columns in alphabetical order of the
// database's own list.
func each(ctx context.Context, q db.Query, name string, visit func(columns []string, row []any) error) error {
	columns, err := columnsOf(ctx, q, name)
	if err != nil {
		return err
	}
	rows, err := q.QueryContext(ctx, "SELECT "+strings.Join(columns, ", ")+" FROM "+name)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		row, at := make([]any, len(columns)), make([]any, len(columns))
		for i := range row {
			at[i] = &row[i]
		}
		if err := rows.Scan(at...); err != nil {
			return err
		}
		if err := visit(columns, row); err != nil {
			return err
		}
	}
	return rows.Err()
}

func columnsOf(ctx context.Context, q db.Query, name string) ([]string, error) {
	text := columnsSQLite
	if q.Engine() == db.Postgres {
		text = columnsPostgres
	}
	return db.All(ctx, q, db.Value[string], text, name)
}

const (
	columnsSQLite   = `SELECT name FROM pragma_table_info($1) ORDER BY name`
	columnsPostgres = `SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = $1
		ORDER BY column_name COLLATE "C"`
)

func insertOf(name string, columns []string, rows int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "INSERT INTO %s (%s) VALUES ", name, strings.Join(columns, ", "))
	for r := range rows {
		if r > 0 {
			b.WriteString(", ")
		}
		for c := range columns {
			if c == 0 {
				b.WriteByte('(')
			} else {
				b.WriteString(", ")
			}
			fmt.Fprintf(&b, "$%d", r*len(columns)+c+1)
		}
		b.WriteByte(')')
	}
	return b.String()
}

// count adds a row to the sum. The sum is the same in whatever order rows come.
func (t *Table) count(row []any) {
	h := fnv.New64a()
	for _, v := range row {
		text := ""
		switch v := v.(type) {
		case []byte:
			text = string(v)
		default:
			text = fmt.Sprint(v)
		}
		fmt.Fprintf(h, "%d:%s,", len(text), text)
	}
	t.Rows++
	t.Sum += h.Sum64()
}
