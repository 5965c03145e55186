package app_test

import (
	"context"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"mahalle/internal/platform/db"
	"mahalle/internal/platform/dbtest"
)

// schemas are the migrations of every package, what stands lower first.
func schemas(t *testing.T) []db.Schema {
	t.Helper()
	all, err := files()
	if err != nil {
		t.Fatal(err)
	}
	var folders []string
	for _, name := range all {
		if path.Ext(name) == ".sql" && !slices.Contains(folders, path.Dir(path.Dir(name))) {
			folders = append(folders, path.Dir(path.Dir(name)))
		}
	}
	slices.SortStableFunc(folders, func(a, b string) int { return floor(room(a)) - floor(room(b)) })
	var found []db.Schema
	for _, folder := range folders {
		found = append(found, db.Schema{Name: path.Base(folder), Files: os.DirFS(filepath.Join(root, folder))})
	}
	return found
}

// ofOneEngine are the tables that files for one engine make.
func ofOneEngine(t *testing.T) []string {
	t.Helper()
	all, err := files()
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, name := range all {
		if path.Ext(name) != ".sql" || !engineOnly(name) {
			continue
		}
		text, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range statements(string(text)) {
			for _, made := range []*regexp.Regexp{createTable, virtual, createIndexNamed} {
				if m := made.FindStringSubmatch(s); m != nil {
					names = append(names, m[1])
				}
			}
		}
	}
	return names
}

var createIndexNamed = regexp.MustCompile(`(?is)^CREATE\s+(?:UNIQUE\s+)?INDEX\s+(?:IF\s+NOT\s+EXISTS\s+)?(\w+)`)

// catalogue asks an engine for its tables, one line for each thing that must be
// alike: "requests_a.id text not null", "requests_a key (tenant_id, id)".
var catalogue = map[db.Engine][]string{
	db.SQLite: {
		`SELECT m.name || '.' || c.name || ' ' || lower(c.type) || CASE c."notnull" WHEN 1 THEN ' not null' ELSE '' END
			|| coalesce(' default ' || c.dflt_value, '')
			FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'`,
		`SELECT m.name || '.' || c.name || ' shown' FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'view'`,
		`SELECT m.name || CASE i."unique" WHEN 1 THEN ' unique' ELSE '' END || CASE i.partial WHEN 1 THEN ' partial' ELSE '' END || ' index ('
			|| (SELECT group_concat(coalesce(x.name, 'expression'), ', ') FROM pragma_index_info(i.name) x) || ')'
			FROM sqlite_schema m JOIN pragma_index_list(m.name) i WHERE m.type = 'table'`,
		`SELECT m.name || ' refers to ' || f."table" || ' (' || group_concat(f."from", ', ') || ') ' || lower(f.on_delete)
			FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table' GROUP BY m.name, f.id, f."table", f.on_delete`,
	},
	db.Postgres: {
		`SELECT c.table_name || '.' || c.column_name || ' ' || c.data_type || CASE c.is_nullable WHEN 'NO' THEN ' not null' ELSE '' END
			|| coalesce(' default ' || c.column_default, '')
			FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
			WHERE table_schema = 'public' AND t.table_type = 'BASE TABLE'`,
		`SELECT c.table_name || '.' || c.column_name || ' shown'
			FROM information_schema.columns c JOIN information_schema.views t USING (table_schema, table_name) WHERE table_schema = 'public'`,
		`SELECT r.relname || CASE WHEN i.indisunique THEN ' unique' ELSE '' END || CASE WHEN i.indpred IS NULL THEN '' ELSE ' partial' END || ' index ('
			|| (SELECT string_agg(coalesce(a.attname, 'expression'), ', ' ORDER BY k.n)
				FROM unnest(i.indkey) WITH ORDINALITY k (num, n) LEFT JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum = k.num) || ')'
			FROM pg_index i JOIN pg_class r ON r.oid = i.indrelid JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_am m ON m.oid = x.relam
			WHERE r.relnamespace = 'public'::regnamespace AND m.amname = 'btree'`,
		`SELECT r.relname || ' refers to ' || o.relname || ' (' || (SELECT string_agg(a.attname, ', ' ORDER BY k.n)
				FROM unnest(f.conkey) WITH ORDINALITY k (num, n) JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum = k.num) || ') '
			|| CASE f.confdeltype WHEN 'c' THEN 'cascade' WHEN 'n' THEN 'set null' WHEN 'r' THEN 'restrict' ELSE 'no action' END
			FROM pg_constraint f JOIN pg_class r ON r.oid = f.conrelid JOIN pg_class o ON o.oid = f.confrelid WHERE f.contype = 'f'`,
	},
}

var (
	cast   = regexp.MustCompile(`::[a-z ]+`)
	number = regexp.MustCompile(`default '?(-?[0-9.]+)'?$`)
	likes  = strings.NewReplacer(" blob", " bytea", " real", " double precision", " int ", " integer ")
)

// SchemaOf describes the tables of a database so that two engines can be
// compared. What only one engine can have is left out.
func SchemaOf(ctx context.Context, q db.Query, leaveOut []string) ([]string, error) {
	var all []string
	for _, question := range catalogue[q.Engine()] {
		lines, err := db.All(ctx, q, db.Value[string], question)
		if err != nil {
			return nil, err
		}
		for _, line := range lines {
			if !strings.HasPrefix(line, "sqlite_") && !strings.Contains(tableOf(line), "_migrations") && !slices.ContainsFunc(leaveOut, func(name string) bool { return strings.HasPrefix(line, name) }) {
				all = append(all, number.ReplaceAllString(likes.Replace(cast.ReplaceAllString(line, "")), "default $1"))
			}
		}
	}
	slices.Sort(all)
	return all, nil
}

func tableOf(line string) string {
	return strings.FieldsFunc(line, func(r rune) bool { return r == '.' || r == ' ' })[0]
}

// differences are the lines that only one of two engines has.
func differences(sqlite, postgres []string) []string {
	var faults []string
	for _, line := range sqlite {
		if !slices.Contains(postgres, line) {
			faults = append(faults, "only SQLite has: "+line)
		}
	}
	for _, line := range postgres {
		if !slices.Contains(sqlite, line) {
			faults = append(faults, "only PostgreSQL has: "+line)
		}
	}
	return faults
}

func schemaOnEach(t *testing.T, leaveOut []string, all ...db.Schema) map[db.Engine][]string {
	t.Helper()
	found := map[db.Engine][]string{}
	dbtest.Every(t, func(t *testing.T, d *db.DB) {
		lines, err := SchemaOf(t.Context(), d.Read(t.Context()), leaveOut)
		if err != nil {
			t.Fatal(err)
		}
		found[d.Engine()] = lines
	}, all...)
	return found
}

func TestBothEnginesHaveTheSameTables(t *testing.T) {
	found := schemaOnEach(t, ofOneEngine(t), schemas(t)...)
	if len(found[db.SQLite]) == 0 {
		t.Error("no table was found; this test would pass on an empty database")
	}
	if postgres, ok := found[db.Postgres]; ok {
		report(t, differences(found[db.SQLite], postgres))
	}
}

func TestATableThatDiffersBetweenTheEnginesIsFound(t *testing.T) {
	const shared = `-- +goose Up
CREATE TABLE notes_a (tenant_id text NOT NULL, id text NOT NULL, n bigint NOT NULL DEFAULT -1, w text NOT NULL DEFAULT '', b blob, PRIMARY KEY (tenant_id, id));
CREATE INDEX notes_a_n ON notes_a (tenant_id, n) WHERE n > 0;
CREATE TABLE notes_b (tenant_id text NOT NULL, a text NOT NULL, PRIMARY KEY (tenant_id, a), FOREIGN KEY (tenant_id, a) REFERENCES notes_a (tenant_id, id) ON DELETE CASCADE);
CREATE VIEW pub_notes AS SELECT tenant_id, id FROM notes_a;
`
	found := schemaOnEach(t, nil, db.Schema{Name: "notes", Files: fstest.MapFS{
		"migrations/1_a_sqlite.sql":   {Data: []byte(shared)},
		"migrations/1_a_postgres.sql": {Data: []byte(strings.ReplaceAll(shared, "blob", "bytea"))},
		"migrations/2_b_sqlite.sql":   {Data: []byte("-- +goose Up\nALTER TABLE notes_b ADD COLUMN only_here bigint;\nCREATE INDEX notes_b_x ON notes_b (tenant_id, only_here);")},
		"migrations/2_b_postgres.sql": {Data: []byte("-- +goose Up\nALTER TABLE notes_b ADD COLUMN only_here text NOT NULL DEFAULT 'x';")},
	}})
	postgres, ok := found[db.Postgres]
	if !ok {
		return
	}
	finds(t, differences(found[db.SQLite], postgres),
		"only SQLite has: notes_b.only_here bigint",
		"only SQLite has: notes_b index (tenant_id, only_here)",
		"only PostgreSQL has: notes_b.only_here text not null default 'x'")
	if len(postgres) < 10 {
		t.Errorf("too little was compared: %q", postgres)
	}
}
