package bench

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"mahalle/internal/city"
)

// tables are what a create writes, and which columns must differ from row to
// row so that a copy of one create can be written again and again.
var tables = []struct {
	name, of string   // of: the column that holds the request's ID
	fresh    []string // columns that get a new value each time
}{
	{"requests_requests", "id", []string{"id", "number"}},
	{"requests_words", "request", []string{"request"}},
	{"requests_contacts", "request", []string{"request"}},
	{"promises_promises", "subject_id", []string{"id", "subject_id"}},
	{"journal_entries", "subject_id", []string{"id", "subject_id"}},
}

// template is one INSERT with the values of a row that the server wrote.
type template struct {
	text  string
	args  []any
	fresh []int
}

// templatesOf reads every row that the newest create wrote, from the file
// itself, without anything of ours in between.
func templatesOf(ctx context.Context, path string) ([]template, error) {
	pool, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		return nil, err
	}
	defer pool.Close()
	var id string
	if err := pool.QueryRowContext(ctx, `SELECT id FROM requests_requests WHERE tenant_id = $1 AND external = '' ORDER BY id DESC LIMIT 1`, benchCity).Scan(&id); err != nil {
		return nil, fmt.Errorf("no request was created yet: %w", err)
	}
	var all []template
	for _, t := range tables {
		rows, err := pool.QueryContext(ctx, `SELECT * FROM `+t.name+` WHERE tenant_id = $1 AND `+t.of+` = $2`, benchCity, id)
		if err != nil {
			return nil, err
		}
		found, err := readTemplates(rows, t.name, t.fresh)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return all, nil
}

func readTemplates(rows *sql.Rows, table string, fresh []string) ([]template, error) {
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	marks := make([]string, len(columns))
	t := template{}
	for i, c := range columns {
		marks[i] = fmt.Sprintf("$%d", i+1)
		for _, f := range fresh {
			if c == f {
				t.fresh = append(t.fresh, i)
			}
		}
	}
	t.text = `INSERT INTO ` + table + ` (` + strings.Join(columns, ", ") + `) VALUES (` + strings.Join(marks, ", ") + `)`
	var all []template
	for rows.Next() {
		one := t
		one.args = make([]any, len(columns))
		to := make([]any, len(columns))
		for i := range to {
			to[i] = &one.args[i]
		}
		if err := rows.Scan(to...); err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

// copies makes the rows of the i-th copy of a create.
func copies(all []template) func(i int) []Row {
	return func(int) []Row {
		rows := make([]Row, len(all))
		for n, t := range all {
			args := append([]any(nil), t.args...)
			for _, at := range t.fresh {
				args[at] = string(city.NewID())
			}
			rows[n] = Row{t.text, args}
		}
		return rows
	}
}
