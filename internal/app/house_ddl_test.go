package app_test

import (
	"regexp"
	"slices"
	"strings"
)

// relation is a table as its migrations leave it.
type relation struct {
	name    string
	columns map[string]string // what is said about each
	primary []string
	unique  [][]string
	indexes [][]string
	foreign []foreignKey
}

type foreignKey struct {
	columns []string
	to      string
	keys    []string
}

var (
	createTable = regexp.MustCompile(`(?is)^CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?(\w+)\s*\((.*)\)[^()]*$`)
	createIndex = regexp.MustCompile(`(?is)^CREATE\s+(UNIQUE\s+)?INDEX\s+(?:IF\s+NOT\s+EXISTS\s+)?(\w+)\s+ON\s+(\w+)\s*(?:USING\s+(\w+)\s*)?\((.*)$`)
	createView  = regexp.MustCompile(`(?is)^CREATE\s+VIEW\s+(\w+)\s+AS\s+(.*)$`)
	alterTable  = regexp.MustCompile(`(?is)^ALTER\s+TABLE\s+(\w+)\s+(.*)$`)
	addColumn   = regexp.MustCompile(`(?is)^ADD\s+COLUMN\s+(.*)$`)
	dropped     = regexp.MustCompile(`(?is)^DROP\s+(?:TABLE|VIEW|INDEX)\s+(?:IF\s+EXISTS\s+)?(\w+)`)
	virtual     = regexp.MustCompile(`(?is)^CREATE\s+(?:VIRTUAL\s+TABLE|TRIGGER)\s+(?:IF\s+NOT\s+EXISTS\s+)?(\w+)`)
	changesRows = regexp.MustCompile(`(?is)^(INSERT|UPDATE|DELETE|WITH)\b`)
	ofPostgres  = regexp.MustCompile(`(?is)^CREATE\s+(?:OR\s+REPLACE\s+)?(?:EXTENSION|FUNCTION|COLLATION)\b`)
	references  = regexp.MustCompile(`(?is)\bREFERENCES\s+(\w+)\s*(?:\(([^)]*)\))?`)
	inline      = regexp.MustCompile(`(?is)\b(PRIMARY\s+KEY|UNIQUE|REFERENCES)\b`)
	constraint  = regexp.MustCompile(`(?is)^(?:CONSTRAINT\s+\w+\s+)?(PRIMARY\s+KEY|UNIQUE|FOREIGN\s+KEY|CHECK|EXCLUDE)\b\s*\(([^)]*)\)?(.*)$`)
)

// statements splits a migration's way up at its semicolons. What stands between
// StatementBegin and StatementEnd stays together.
func statements(migration string) []string {
	up, _, _ := strings.Cut(migration, "-- +goose Down")
	var all []string
	for i, part := range regexp.MustCompile(`-- \+goose Statement(?:Begin|End)`).Split(up, -1) {
		pieces := []string{unremarked(part)}
		if i%2 == 0 {
			pieces = splitAt(pieces[0], ';')
		}
		for _, s := range pieces {
			if s = strings.TrimSpace(s); s != "" {
				all = append(all, s)
			}
		}
	}
	return all
}

// splitAt cuts at a sign that stands outside quotes and parentheses.
func splitAt(s string, sign byte) []string {
	var parts []string
	depth, from, inQuotes := 0, 0, false
	for i := range len(s) {
		switch c := s[i]; {
		case c == '\'':
			inQuotes = !inQuotes
		case inQuotes:
		case c == '(':
			depth++
		case c == ')':
			depth--
		case c == sign && depth <= 0:
			parts, from = append(parts, s[from:i]), i+1
		}
	}
	return append(parts, s[from:])
}

// names reads "tenant_id, opened_at DESC" as its two names.
func names(list string) []string {
	var all []string
	for _, one := range splitAt(list, ',') {
		name, _, _ := strings.Cut(strings.TrimSpace(one), " ")
		all = append(all, name)
	}
	return all
}

// inParentheses is the text up to the parenthesis that closes it.
func inParentheses(s string) string {
	depth := 1
	for i := range len(s) {
		switch s[i] {
		case '(':
			depth++
		case ')':
			depth--
		}
		if depth == 0 {
			return s[:i]
		}
	}
	return s
}

// migrations gathers what the migrations of one package say, and the faults
// that show at once.
type migrations struct {
	prefix    string
	relations map[string]*relation
	faults    []string
}

func (m *migrations) fault(where, what string) { m.faults = append(m.faults, where+": "+what) }

func (m *migrations) read(file, sql string) {
	for _, s := range statements(sql) {
		if !engineOnly(file) {
			m.faults = append(m.faults, engineFaults(file, s)...)
		}
		m.statement(file, s)
	}
}

func (m *migrations) statement(file, s string) {
	if t := createTable.FindStringSubmatch(s); t != nil {
		m.owned(file, t[1])
		m.table(t[1], t[2])
	} else if i := createIndex.FindStringSubmatch(s); i != nil {
		m.index(file, i[3], i[1] != "", i[4], inParentheses(i[5]))
	} else if v := createView.FindStringSubmatch(s); v != nil {
		m.view(file, v[1], v[2])
	} else if a := alterTable.FindStringSubmatch(s); a != nil {
		m.alter(file, a[1], a[2])
	} else if d := dropped.FindStringSubmatch(s); d != nil {
		delete(m.relations, d[1])
	} else if v := virtual.FindStringSubmatch(s); v != nil {
		m.owned(file, v[1])
	} else if changesRows.MatchString(s) {
		m.rows(file, s)
	} else if !ofPostgres.MatchString(s) || !strings.HasSuffix(file, "_postgres.sql") {
		m.fault(file, "the house cannot read this statement: "+strings.Join(strings.Fields(s), " "))
	}
}

func (m *migrations) owned(file, name string) {
	if !strings.HasPrefix(name, m.prefix) {
		m.fault(file, name+" must begin with "+m.prefix+", the name of its owner")
	}
}

func (m *migrations) rows(file, s string) {
	for _, t := range tables(s) {
		if !strings.HasPrefix(t.name, "pub_") || t.writes {
			m.owned(file, t.name)
		}
	}
}

func (m *migrations) table(name, body string) {
	r := &relation{name: name, columns: map[string]string{}}
	m.relations[name] = r
	for _, item := range splitAt(body, ',') {
		r.item(strings.TrimSpace(item))
	}
}

func (r *relation) item(item string) {
	c := constraint.FindStringSubmatch(item)
	if c == nil {
		r.column(item)
		return
	}
	switch kind, columns := strings.ToUpper(c[1][:1]), names(c[2]); kind {
	case "P":
		r.primary = columns
	case "U":
		r.unique = append(r.unique, columns)
	case "F":
		r.refer(columns, c[3])
	}
}

func (r *relation) column(item string) {
	name, said, _ := strings.Cut(item, " ")
	r.columns[name] = said
	for _, kind := range inline.FindAllString(said, -1) {
		switch strings.ToUpper(kind[:1]) {
		case "P":
			r.primary = []string{name}
		case "U":
			r.unique = append(r.unique, []string{name})
		case "R":
			r.refer([]string{name}, said)
		}
	}
}

func (r *relation) refer(columns []string, said string) {
	if to := references.FindStringSubmatch(said); to != nil {
		r.foreign = append(r.foreign, foreignKey{columns, to[1], names(to[2])})
	}
}

func (m *migrations) index(file, table string, unique bool, method, columns string) {
	r := m.relations[table]
	if r == nil {
		m.fault(file, "an index on "+table+", which no migration of its owner makes")
		return
	}
	switch {
	case unique:
		r.unique = append(r.unique, names(columns))
	case method == "" || strings.EqualFold(method, "btree") || !strings.HasSuffix(file, "_postgres.sql"):
		r.indexes = append(r.indexes, names(columns))
	} // gin and gist cannot begin with a plain text
}

func (m *migrations) view(file, name, query string) {
	if own := "pub_" + strings.TrimSuffix(m.prefix, "_"); name != own && !strings.HasPrefix(name, own+"_") {
		m.fault(file, "view "+name+" must be called "+own+" or "+own+"_…: a view is what others may read")
	}
	if !strings.Contains(plain(query), "tenant_id") {
		m.fault(file, "view "+name+" must show tenant_id, or nobody can ask for one tenant's rows")
	}
	m.rows(file, query)
}

func (m *migrations) alter(file, table, what string) {
	m.owned(file, table)
	r := m.relations[table]
	if column := addColumn.FindStringSubmatch(what); column != nil && r != nil {
		r.column(column[1])
	}
}

// finished are the faults that show when all migrations are read.
func (m *migrations) finished(allowed *exceptions) []string {
	for _, r := range m.relations {
		for _, f := range r.faults(m.prefix) {
			if !allowed.covers(r.name) {
				m.fault(r.name, f)
			}
		}
	}
	return m.faults
}

func (r *relation) faults(prefix string) []string {
	var faults []string
	if !strings.Contains(strings.ToUpper(r.columns["tenant_id"]), "NOT NULL") {
		faults = append(faults, "needs a column tenant_id text NOT NULL (data law 1)")
	}
	if len(r.primary) == 0 {
		faults = append(faults, "needs a primary key that begins with tenant_id")
	}
	for _, key := range slices.Concat([][]string{r.primary}, r.unique, r.indexes) {
		if len(key) > 0 && key[0] != "tenant_id" {
			faults = append(faults, "key or index ("+strings.Join(key, ", ")+") must begin with tenant_id")
		}
	}
	for _, f := range r.foreign {
		faults = append(faults, r.foreignFaults(f, prefix)...)
	}
	return faults
}

func (r *relation) foreignFaults(f foreignKey, prefix string) []string {
	var faults []string
	key := "foreign key (" + strings.Join(f.columns, ", ") + ") "
	if !strings.HasPrefix(f.to, prefix) {
		faults = append(faults, key+"ties it to "+f.to+" of another owner; keep the code or ID and let events say the rest")
	}
	if f.columns[0] != "tenant_id" || f.keys[0] != "tenant_id" {
		faults = append(faults, key+"must begin with tenant_id on both sides")
	}
	if !r.finds(f.columns) {
		faults = append(faults, key+"has no index that begins with its columns")
	}
	return faults
}

// finds reports whether some key or index begins with just these columns.
func (r *relation) finds(columns []string) bool {
	want := slices.Sorted(slices.Values(columns))
	for _, key := range slices.Concat([][]string{r.primary}, r.unique, r.indexes) {
		if len(key) >= len(want) && slices.Equal(slices.Sorted(slices.Values(key[:len(want)])), want) {
			return true
		}
	}
	return false
}
