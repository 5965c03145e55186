package app_test

import (
	"regexp"
	"strings"
	"testing"
)

var (
	statement = regexp.MustCompile(`^\s*(SELECT\b(?s:.*)\bFROM\b|INSERT\s+INTO\b|UPDATE\s+\S+\s+(AS\s+\w+\s+)?SET\b|DELETE\s+FROM\b|WITH\s+(RECURSIVE\s+)?\w+[^;]*?\bAS\s+(NOT\s+)?(MATERIALIZED\s+)?\()`)
	whispered = regexp.MustCompile(`^\s*(select\s(?s:.+)\sfrom\s+\w+_|insert\s+into\s+\w+|update\s+\w+_\w+\s+set\s|delete\s+from\s+\w+_)`)
)

var byTenant = regexp.MustCompile(`\btenant_id\s*(=|IN\b)|\(\s*(\w+\.)?tenant_id\b`)

// tenantFaults wants every statement to name the tenant once for each table.
func tenantFaults(x text) []string {
	if whispered.MatchString(x.sql) {
		return []string{x.where() + " whispers its SQL; write the keywords in capitals so that the house can read them"}
	}
	if !statement.MatchString(x.sql) {
		return nil
	}
	needed := 0
	for _, t := range tables(x.sql) {
		if !engineTables.MatchString(t.name) {
			needed++
		}
	}
	if len(byTenant.FindAllString(plain(x.sql), -1)) >= needed {
		return nil
	}
	return []string{x.where() + " does not name the tenant of every table; bind tenant_id for each (data law 1)"}
}

// foreign is SQL that the two engines understand differently, or not at all,
// with what to do instead.
var foreign = []struct {
	is      *regexp.Regexp
	instead string
}{
	{regexp.MustCompile(`(?i)\b(lower|upper)\s*\(|\bILIKE\b`), "fold letters in Go with i18n.Fold"},
	{regexp.MustCompile(`(?i)\b(now|date_trunc|strftime|datetime|julianday|unixepoch|age|to_char)\s*\(|\bCURRENT_(TIMESTAMP|DATE|TIME)\b`), "the time comes from Go: clock.Now and db.Micros"},
	{regexp.MustCompile(`(?i)->|@>|\bjsonb?_\w+\s*\(|\bjsonb\b`), "read and write JSON in Go"},
	{regexp.MustCompile(`(?i)\bSKIP\s+LOCKED\b|\bFOR\s+(UPDATE|SHARE)\b`), "only PostgreSQL locks rows; put it in a file or name ending in Postgres"},
	{regexp.MustCompile(`(?i)::|\bARRAY\s*\[|\bANY\s*\(|\bunnest\s*\(`), "only PostgreSQL knows this; use CAST, or one parameter for each value"},
	{regexp.MustCompile(`(?i)\bINSERT\s+OR\b|\bREPLACE\s+INTO\b|\bGLOB\b|\bAUTOINCREMENT\b|\browid\b`), "only SQLite knows this; use ON CONFLICT, and IDs made in Go"},
	{regexp.MustCompile(`\?`), "write parameters as $1, $2"},
	{regexp.MustCompile(`(?i)\bOFFSET\s`), "pages go on from the last row seen: (a, b) < ($1, $2)"},
	{regexp.MustCompile(`(?i)\b(random|gen_random_uuid|uuidv7)\s*\(|\b(big)?serial\b`), "IDs and chance come from Go: city.NewID"},
	{regexp.MustCompile(`(?i)\btimestamp(tz)?\b|\bboolean\b|\buuid\s`), "times are bigint microseconds, truths 0 or 1, IDs text: the same on both engines"},
}

var leadingWildcard = regexp.MustCompile(`(?i)\bLIKE\s+'%`)

// engineFaults finds what in shared SQL would differ between the engines.
func engineFaults(where, sql string) []string {
	var faults []string
	bare := plain(sql)
	for _, f := range foreign {
		if m := f.is.FindString(bare); m != "" {
			faults = append(faults, where+": "+strings.TrimSpace(m)+" is not the same on both engines: "+f.instead)
		}
	}
	if leadingWildcard.MatchString(unremarked(sql)) {
		faults = append(faults, where+": LIKE '%… looks at every row; search an indexed column of folded words")
	}
	return faults
}

// acrossTenants are statements that serve the whole installation, by file and
// function, each with its reason.
var acrossTenants = map[string]string{
	"internal/platform/tenant/directory.go readCities": "the list of tenants itself",
	"internal/platform/tenant/directory.go readHosts":  "the directory of host names decides who the tenant is",
	"internal/app/move/move.go listSQLite":             "the list of tables itself",
	"internal/app/move/move.go rowsIn":                 "a whole database moves, all its cities in one go",
	"internal/app/move/rows.go each":                   "a whole database moves; the tenant is among each row's values",
	"internal/app/move/rows.go insertOf":               "a whole database moves; the tenant is among each row's values",
	"internal/app/bench/samerows_sqlite.go newCopying": "the bench copies whole tables with the bare driver; the tenant is among each row's values",
}

func TestEveryStatementNamesItsTenant(t *testing.T) {
	allowed, read := allow(acrossTenants), 0
	for _, files := range packages(theHouse(t)) {
		for _, x := range texts(files) {
			if statement.MatchString(x.sql) {
				read++
			}
			if faults := tenantFaults(x); len(faults) > 0 && !allowed.covers(x.path+" "+x.in) {
				report(t, faults)
			}
		}
	}
	report(t, allowed.stale())
	if read == 0 {
		t.Error("no statement was found; this test would pass on a house without SQL")
	}
}

func TestOneSQLTextServesBothEngines(t *testing.T) {
	for _, files := range packages(theHouse(t)) {
		for _, x := range texts(files) {
			if statement.MatchString(x.sql) && !x.engineOnly() {
				report(t, engineFaults(x.where(), x.sql))
			}
		}
	}
}

func TestAStatementThatForgetsItsTenantIsFound(t *testing.T) {
	const forgotten = "internal/requests/store.go:3 does not name the tenant"
	for name, tt := range map[string]struct{ sql, want string }{
		"it reads everybody's rows":        {"`SELECT id FROM requests_requests WHERE id = $1`", forgotten},
		"it only shows the tenant":         {"`SELECT ` + columns + ` FROM requests_requests`", forgotten},
		"a join forgets one side":          {"`SELECT a FROM requests_requests r JOIN requests_parts p ON p.id = r.id WHERE r.tenant_id = $1`", forgotten},
		"a row within forgets":             {"`UPDATE requests_requests SET a = 1 WHERE tenant_id = $1 AND id IN (SELECT id FROM requests_parts)`", forgotten},
		"it deletes everybody's rows":      {"`DELETE FROM requests_requests WHERE id = $1`", forgotten},
		"it writes for nobody":             {"`INSERT INTO requests_requests (id) VALUES ($1)`", forgotten},
		"the tenant stands in a remark":    {"`SELECT id FROM requests_requests -- tenant_id = $1`", forgotten},
		"it is written in small letters":   {"`select id from requests_requests`", "internal/requests/store.go:3 whispers"},
		"it names its tenant":              {"`SELECT ` + columns + ` FROM requests_requests WHERE tenant_id = $1`", ""},
		"both sides of a join":             {"`SELECT a FROM requests_requests r JOIN requests_parts p USING (tenant_id, id) WHERE r.tenant_id = $1`", ""},
		"both sides, compared as a row":    {"`SELECT a FROM requests_requests r JOIN requests_parts p ON (p.tenant_id, p.id) = (r.tenant_id, r.id) WHERE r.tenant_id = $1`", ""},
		"it writes for its tenant":         {"`INSERT INTO requests_requests (tenant_id, id) VALUES ($1, $2)`", ""},
		"a WITH is not a table":            {"`WITH r AS (SELECT id FROM requests_requests WHERE tenant_id = $1) SELECT id FROM r`", ""},
		"a piece waits for its statement":  {"` AND status = $3`", ""},
		"a sentence about choosing a road": {"`select a road from the list`", ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := tenantFaults(oneText(t, "internal/requests/store.go", tt.sql))
			if tt.want == "" {
				finds(t, got)
				return
			}
			finds(t, got, tt.want)
		})
	}
}

func TestSQLForOneEngineOnlyIsFound(t *testing.T) {
	for _, sql := range []string{
		"SELECT lower(a) FROM b", "SELECT a FROM b WHERE c ILIKE $1", "SELECT now() FROM b",
		"SELECT CURRENT_TIMESTAMP FROM b", "SELECT a->>'x' FROM b", "SELECT json_extract(a, '$.x') FROM b",
		"SELECT a FROM b FOR UPDATE SKIP LOCKED", "SELECT a::text FROM b", "SELECT a FROM b WHERE c = ANY($1)",
		"INSERT OR IGNORE INTO b VALUES (1)", "SELECT a FROM b WHERE c = ?", "SELECT a FROM b LIMIT 5 OFFSET $1",
		"SELECT random() FROM b", "SELECT a FROM b WHERE c LIKE '%x'", "CREATE TABLE b (a timestamptz)",
	} {
		if len(engineFaults("here", sql)) == 0 {
			t.Errorf("nobody minds %s", sql)
		}
	}
	for _, sql := range []string{
		"SELECT a FROM b WHERE c LIKE 'x%' AND now_at > $1 ORDER BY a NULLS LAST LIMIT $2",
		"SELECT count(*) FILTER (WHERE a > 1), coalesce(b, '? -> now()') FROM c -- now()",
	} {
		finds(t, engineFaults("here", sql))
	}
	side := texts([]source{sample(t, "internal/platform/jobs/lease.go", "package jobs\nconst leasePostgres = `SELECT a`\nconst lease = `SELECT a`")})
	if !side[0].engineOnly() || side[1].engineOnly() {
		t.Error("a text is for one engine when its name says so, and only then")
	}
}
