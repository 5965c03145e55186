package app_test

import (
	"regexp"
	"strings"
	"testing"
)

var (
	aside    = regexp.MustCompile(`'(?:[^']|'')*'|--[^\n]*|(?s:/\*.*?\*/)`)
	word     = regexp.MustCompile(`[\pL_` + unknown + `][\pL\pN_.` + unknown + `]*|[(),;]|[^\s\pL_(),;` + unknown + `]+`)
	withName = regexp.MustCompile(`(?i)\b(\w+)\s*(?:\([^()]*\)\s*)?AS\s+(?:NOT\s+)?(?:MATERIALIZED\s+)?\(`)
)

// plain is SQL without remarks and without what stands in quotes.
func plain(sql string) string {
	return aside.ReplaceAllStringFunc(sql, func(s string) string {
		if s[0] == '\'' {
			return "''"
		}
		return " "
	})
}

// unremarked is SQL without remarks.
func unremarked(sql string) string {
	return aside.ReplaceAllStringFunc(sql, func(s string) string {
		if s[0] == '\'' {
			return s
		}
		return " "
	})
}

// table is a table or view that a statement names.
type table struct {
	name   string
	writes bool
}

// tables lists what a statement, or a piece of one, reads and writes.
func tables(sql string) []table {
	sql = plain(sql)
	own := map[string]bool{}
	for _, m := range withName.FindAllStringSubmatch(sql, -1) {
		own[m[1]] = true
	}
	words := word.FindAllString(sql, -1)
	var all []table
	for i, w := range words {
		switch before := at(words, i-1); w {
		case "FROM", "JOIN", "USING":
			if before == "DISTINCT" || w == "USING" && at(words, i+1) == "(" {
				continue
			}
			all = append(all, listed(words[i+1:], before == "DELETE")...)
		case "INTO":
			all = append(all, table{at(words, i+1), true})
		case "UPDATE":
			if before != "FOR" && before != "DO" && at(words, i+1) != "SET" {
				all = append(all, table{at(words, i+1), true})
			}
		}
	}
	var others []table
	for _, t := range all {
		if t.name != "" && !own[t.name] {
			others = append(others, t)
		}
	}
	return others
}

func at(words []string, i int) string {
	if i < 0 || i >= len(words) {
		return ""
	}
	return words[i]
}

// listed reads "a, b AS x, (SELECT …), c" and gives a, b and c.
func listed(words []string, writes bool) []table {
	var all []table
	for i := 0; i < len(words); i++ {
		for at(words, i) == "ONLY" || at(words, i) == "LATERAL" {
			i++
		}
		switch name := at(words, i); {
		case name == "(":
			i = closing(words, i)
		case !isName(name):
			return all
		case at(words, i+1) == "(" && !writes: // a function that gives rows
			i = closing(words, i+1)
		default:
			all = append(all, table{name, writes})
		}
		i++
		if at(words, i) == "AS" {
			i++
		}
		if isName(at(words, i)) && at(words, i+1) == "," {
			i++
		}
		if at(words, i) != "," {
			return all
		}
	}
	return all
}

func isName(w string) bool {
	return w != "" && (w[0] == '_' || w[0] >= 'a' && w[0] <= 'z' || strings.HasPrefix(w, unknown))
}

// closing is the place of the parenthesis that closes the one at i.
func closing(words []string, i int) int {
	depth := 0
	for ; i < len(words); i++ {
		depth += strings.Count(words[i], "(") - strings.Count(words[i], ")")
		if depth == 0 {
			return i
		}
	}
	return i
}

// prefix is how the tables of a package begin: internal/requests/photo owns
// requests_…, internal/platform/jobs owns jobs_….
func prefix(folder string) string {
	parts := strings.Split(folder, "/")
	if len(parts) > 2 && parts[1] == "platform" {
		return parts[2] + "_"
	}
	return room(folder) + "_"
}

var engineTables = regexp.MustCompile(`^(sqlite_|pg_|information_schema\.)`)

// ownershipFaults finds SQL that reaches into another's tables.
func ownershipFaults(x text) []string {
	var faults []string
	mine := prefix(x.folder())
	for _, t := range tables(x.sql) {
		switch verb := map[bool]string{true: "writes", false: "reads"}[t.writes]; {
		case strings.HasPrefix(t.name, mine):
		case strings.HasPrefix(t.name, "pub_") && !t.writes:
		case strings.HasPrefix(t.name, "pub_"):
			faults = append(faults, x.where()+" writes "+t.name+"; a view is for reading, tell its owner what you need")
		case engineTables.MatchString(t.name):
			if !x.engineOnly() {
				faults = append(faults, x.where()+" "+verb+" "+t.name+" of one engine; put it in a file ending in _sqlite.go or _postgres.go, or give it a name ending so")
			}
		case strings.Contains(t.name, unknown):
			faults = append(faults, x.where()+" "+verb+" a table that is named only at run time; write its name out so that it can be checked")
		case !statement.MatchString(x.sql) && !strings.Contains(t.name, "_"): // a sentence, not SQL
		default:
			faults = append(faults, x.where()+" "+verb+" "+t.name+", which it does not own; read a pub_ view, or listen to its owner's news")
		}
	}
	return faults
}

// everyTable are files that must reach every table, each with its reason.
var everyTable = map[string]string{
	"internal/app/move/move.go":             "a whole database moves: which tables there are is read from it",
	"internal/app/move/rows.go":             "a whole database moves, table by table, with the tenant among each row's values",
	"internal/app/bench/samerows_sqlite.go": "the ceiling is the bare driver writing the same rows into the same tables of a copy",
}

func TestEveryPackageReadsOnlyItsOwnTables(t *testing.T) {
	allowed := allow(everyTable)
	for _, files := range packages(theHouse(t)) {
		for _, x := range texts(files) {
			if faults := ownershipFaults(x); len(faults) > 0 && !allowed.covers(x.path) {
				report(t, faults)
			}
		}
	}
	report(t, allowed.stale())
}

func TestSQLThatReachesIntoAnothersTableIsFound(t *testing.T) {
	const here = "internal/fieldwork/store.go:3 "
	for name, tt := range map[string]struct{ sql, want string }{
		"it reads":                    {"`SELECT a FROM requests_requests`", here + "reads requests_requests, which it does not own"},
		"it joins":                    {"`SELECT a FROM fieldwork_orders o JOIN requests_requests r ON 1 = 1`", here + "reads requests_requests"},
		"it lists":                    {"`SELECT a FROM fieldwork_orders o, requests_requests WHERE 1 = 1`", here + "reads requests_requests"},
		"deep inside":                 {"`SELECT a FROM fieldwork_orders WHERE id IN (SELECT id FROM requests_requests)`", here + "reads requests_requests"},
		"in a WITH":                   {"`WITH r AS (SELECT id FROM requests_requests) SELECT id FROM r`", here + "reads requests_requests"},
		"it writes":                   {"`INSERT INTO requests_requests (id) VALUES ($1)`", here + "writes requests_requests"},
		"it changes":                  {"`UPDATE requests_requests SET a = 1`", here + "writes requests_requests"},
		"it deletes":                  {"`DELETE FROM requests_requests`", here + "writes requests_requests"},
		"in a piece of a statement":   {"` JOIN requests_requests r ON r.id = o.id`", here + "reads requests_requests"},
		"with a constant in between":  {"`SELECT ` + columns + ` FROM requests_requests`", here + "reads requests_requests"},
		"the name comes at run time":  {"`SELECT a FROM ` + name() + ` WHERE b = 1`", here + "reads a table that is named only at run time"},
		"it writes a view":            {"`UPDATE pub_requests SET a = 1`", here + "writes pub_requests; a view"},
		"it asks one engine":          {"`SELECT name FROM sqlite_master`", here + "reads sqlite_master of one engine"},
		"its own table":               {"`SELECT ` + columns + ` FROM fieldwork_orders ORDER BY a`", ""},
		"a view":                      {"`SELECT a FROM pub_requests JOIN fieldwork_orders USING (tenant_id, id)`", ""},
		"its own upsert":              {"`INSERT INTO fieldwork_orders (a) VALUES ($1) ON CONFLICT (a) DO UPDATE SET a = excluded.a`", ""},
		"a comparison":                {"`SELECT a FROM fieldwork_orders WHERE a IS DISTINCT FROM b`", ""},
		"a WITH of its own":           {"`WITH RECURSIVE tree (id) AS (SELECT id FROM fieldwork_orders UNION SELECT o.id FROM fieldwork_orders o JOIN tree ON 1 = 1) SELECT id FROM tree`", ""},
		"a word in quotes":            {"`SELECT a FROM fieldwork_orders WHERE b = ' FROM requests_requests'`", ""},
		"a sentence that is not SQL":  {"`a letter FROM somebody`", ""},
		"rows from a function":        {"`SELECT v FROM generate_rows(1, 2) AS g, fieldwork_orders`", ""},
		"rows written from elsewhere": {"`INSERT INTO fieldwork_orders (a) SELECT a FROM pub_requests`", ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := ownershipFaults(oneText(t, "internal/fieldwork/store.go", tt.sql))
			if tt.want == "" {
				finds(t, got)
				return
			}
			finds(t, got, tt.want)
		})
	}
	finds(t, ownershipFaults(oneText(t, "internal/fieldwork/store_sqlite.go", "`SELECT name FROM sqlite_master`")))
	finds(t, ownershipFaults(oneText(t, "internal/platform/jobs/jobs.go", "`SELECT a FROM jobs_jobs`")))
	finds(t, ownershipFaults(oneText(t, "internal/requests/photo/store.go", "`SELECT a FROM requests_photos`")))
}
