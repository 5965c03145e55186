package app_test

import (
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"testing"
)

// notOwned are tables that do not begin with a tenant, each with its reason.
var notOwned = map[string]string{
	"tenant_hosts": "the directory: a host name decides who the tenant is (data law 3)",
}

// migrationFaults reads the migrations of one package, file name to text.
func migrationFaults(folder string, texts map[string]string, allowed *exceptions) []string {
	m := &migrations{prefix: prefix(folder), relations: map[string]*relation{}}
	for _, file := range slices.Sorted(maps.Keys(texts)) {
		m.read(file, texts[file])
	}
	return m.finished(allowed)
}

func TestMigrationsKeepTheDataLaws(t *testing.T) {
	all, err := files()
	if err != nil {
		t.Fatal(err)
	}
	byFolder := map[string]map[string]string{}
	for _, name := range all {
		if path.Ext(name) != ".sql" {
			continue
		}
		text, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		folder := path.Dir(path.Dir(name)) // internal/requests/migrations/00001_requests.sql
		if byFolder[folder] == nil {
			byFolder[folder] = map[string]string{}
		}
		byFolder[folder][name] = string(text)
	}
	allowed := allow(notOwned)
	for folder, texts := range byFolder {
		report(t, migrationFaults(folder, texts, allowed))
	}
	report(t, allowed.stale())
}

func TestAMigrationThatBreaksADataLawIsFound(t *testing.T) {
	const table = `CREATE TABLE requests_a (tenant_id text NOT NULL, id text NOT NULL, b text, PRIMARY KEY (tenant_id, id));`
	for name, tt := range map[string]struct {
		sql  string
		want []string
	}{
		"a table with everything": {table + `CREATE INDEX requests_a_b ON requests_a (tenant_id, b DESC) WHERE b <> 'x';`, nil},
		"no tenant": {`CREATE TABLE requests_a (id text PRIMARY KEY);`,
			[]string{"requests_a: needs a column tenant_id", "requests_a: key or index (id) must begin with tenant_id"}},
		"a tenant that may be missing":    {`CREATE TABLE requests_a (tenant_id text, PRIMARY KEY (tenant_id));`, []string{"requests_a: needs a column tenant_id text NOT NULL"}},
		"no key":                          {`CREATE TABLE requests_a (tenant_id text NOT NULL);`, []string{"requests_a: needs a primary key"}},
		"a key that begins elsewhere":     {`CREATE TABLE requests_a (tenant_id text NOT NULL, id text, PRIMARY KEY (id, tenant_id));`, []string{"requests_a: key or index (id, tenant_id)"}},
		"unique across tenants":           {`CREATE TABLE requests_a (tenant_id text NOT NULL, n bigint UNIQUE, PRIMARY KEY (tenant_id, n));`, []string{"requests_a: key or index (n)"}},
		"unique across tenants, apart":    {table + `CREATE UNIQUE INDEX requests_a_b ON requests_a (b);`, []string{"requests_a: key or index (b)"}},
		"an index across tenants":         {table + `CREATE INDEX requests_a_b ON requests_a (b);`, []string{"requests_a: key or index (b)"}},
		"an index on another's table":     {`CREATE INDEX x ON fieldwork_orders (tenant_id);`, []string{"f.sql: an index on fieldwork_orders"}},
		"somebody else's name":            {`CREATE TABLE orders (tenant_id text NOT NULL, PRIMARY KEY (tenant_id));`, []string{"f.sql: orders must begin with requests_"}},
		"a tie to another owner":          {`CREATE TABLE requests_a (tenant_id text NOT NULL, o text, PRIMARY KEY (tenant_id, o), FOREIGN KEY (tenant_id, o) REFERENCES fieldwork_orders (tenant_id, id));`, []string{"requests_a: foreign key (tenant_id, o) ties it to fieldwork_orders"}},
		"a tie across tenants, no index":  {table + `ALTER TABLE requests_a ADD COLUMN o text REFERENCES requests_a (id);`, []string{"requests_a: foreign key (o) has no index", "requests_a: foreign key (o) must begin with tenant_id"}},
		"a tie that is in order":          {table + `CREATE TABLE requests_c (tenant_id text NOT NULL, a text, n bigint, PRIMARY KEY (tenant_id, a, n), FOREIGN KEY (tenant_id, a) REFERENCES requests_a (tenant_id, id));`, nil},
		"a view with another's name":      {table + `CREATE VIEW open_requests AS SELECT tenant_id FROM requests_a;`, []string{"f.sql: view open_requests must be called pub_requests"}},
		"a view without its tenant":       {table + `CREATE VIEW pub_requests AS SELECT id FROM requests_a;`, []string{"f.sql: view pub_requests must show tenant_id"}},
		"a view of another's table":       {`CREATE VIEW pub_requests_x AS SELECT tenant_id FROM fieldwork_orders;`, []string{"f.sql: fieldwork_orders must begin with requests_"}},
		"rows put into another's table":   {`INSERT INTO fieldwork_orders (tenant_id) SELECT tenant_id FROM pub_fieldwork;`, []string{"f.sql: fieldwork_orders must begin with requests_"}},
		"time as the engine knows it":     {table + `ALTER TABLE requests_a ADD COLUMN at timestamptz;`, []string{"f.sql: timestamptz is not the same on both engines"}},
		"something the house cannot read": {`GRANT ALL TO everybody;`, []string{"f.sql: the house cannot read this statement: GRANT"}},
		"a table that went again":         {`CREATE TABLE requests_old (id text); DROP TABLE requests_old;`, nil},
		"the way down is not looked at":   {table + "\n-- +goose Down\nDROP TABLE everything;", nil},
		"a remark; with signs":            {"-- it's here; really (\n" + table, nil},
	} {
		t.Run(name, func(t *testing.T) {
			finds(t, migrationFaults("internal/requests", map[string]string{"f.sql": tt.sql}, allow(nil)), tt.want...)
		})
	}
}

func TestWhatOnlyOneEngineKnowsStaysInItsFile(t *testing.T) {
	const table = `CREATE TABLE requests_a (tenant_id text NOT NULL, PRIMARY KEY (tenant_id));`
	finds(t, migrationFaults("internal/requests", map[string]string{
		"1.sql":          table,
		"2_postgres.sql": "CREATE EXTENSION pg_trgm; CREATE INDEX requests_t ON requests_a USING gin (words gin_trgm_ops);",
		"2_sqlite.sql":   "CREATE VIRTUAL TABLE requests_words USING fts5(words);\n-- +goose StatementBegin\nCREATE TRIGGER requests_a_i AFTER INSERT ON requests_a BEGIN DELETE FROM requests_words; DELETE FROM requests_words; END;\n-- +goose StatementEnd",
	}, allow(nil)))
	finds(t, migrationFaults("internal/requests", map[string]string{"1.sql": "CREATE EXTENSION pg_trgm;"}, allow(nil)), "1.sql: the house cannot read")
}
