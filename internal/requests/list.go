package requests

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
)

// Filter says which requests somebody wants to see. The reader's own limits are
// added by the list itself.
type Filter struct {
	Open          bool // only what is open, by due time; otherwise by age, newest first
	District      string
	Neighbourhood string
	Unit          string
	Subject       string
	Status        Status
	Person        city.ID
	Late          bool
	Reopened      bool
	Confirmed     Confirmed
	Outcome       Outcome
	DueBefore     time.Time
	OpenedFrom    time.Time
	OpenedBefore  time.Time
	After         Mark
	Limit         int
}

// Mark is a place in a list, so that pages follow each other without counting.
type Mark struct {
	At time.Time
	ID city.ID
}

// ParseMark reads what Mark.String wrote; anything else is the beginning.
func ParseMark(s string) Mark {
	at, id, ok := strings.Cut(s, "_")
	n, err := strconv.ParseInt(at, 36, 64)
	if !ok || err != nil || !city.ID(id).Valid() {
		return Mark{}
	}
	return Mark{At: db.Time(n), ID: city.ID(id)}
}

func (m Mark) String() string {
	if m.ID == "" {
		return ""
	}
	return strconv.FormatInt(db.Micros(m.At), 36) + "_" + string(m.ID)
}

// mark is where the list goes on behind this request.
func (f Filter) mark(r Request) Mark {
	if f.Open {
		return Mark{At: r.Due, ID: r.ID}
	}
	return Mark{At: r.Opened, ID: r.ID}
}

// scope is the narrowest set of columns that bounds what the reader may see.
// Each value becomes one range of an index; the ranges are merged by the order
// of the list, so a page costs the same however long the list is.
type scope struct {
	column string
	values []string
}

func scopeOf(a access.Actor, f Filter) scope {
	switch {
	case f.Unit != "" && (a.Has(SeesCity) || a.InUnit(f.Unit) || a.Has(SeesArea)):
		return scope{"unit", []string{f.Unit}}
	case f.Neighbourhood != "" && !f.Open:
		return scope{"neighbourhood", []string{f.Neighbourhood}}
	case f.District != "":
		return scope{"district", []string{f.District}}
	case a.Has(SeesCity) || a.WholeCity && a.Has(SeesArea):
		return scope{}
	case len(a.Places) > 0 && a.Has(SeesArea) && !f.Open:
		return scope{"neighbourhood", a.Places}
	case a.Has(SeesArea) && len(a.Districts) > 0:
		return scope{"district", a.Districts}
	case a.Has(SeesUnitTree) && a.Unit == a.Department && a.Unit != "":
		return scope{"department", []string{a.Department}}
	case a.Has(SeesUnitTree):
		return scope{"unit", a.Units}
	case a.Has(SeesUnit):
		return scope{"unit", []string{a.Unit}}
	}
	return scope{"unit", []string{""}} // owns nothing: an empty list
}

// list reads one page of what the actor may see of the filter.
func list(ctx context.Context, q db.Query, a access.Actor, f Filter) ([]Request, error) {
	b := &ask{columns: columns, args: []any{q.Tenant()}}
	text := b.build(a, f)
	return db.All(ctx, q, scan, text, b.args...)
}

// brief reads the same page for programs: only the columns they are told. A
// page of fifty is bound by the number of cells, not of rows.
func brief(ctx context.Context, q db.Query, a access.Actor, f Filter) ([]Request, error) {
	b := &ask{columns: briefColumns, args: []any{q.Tenant()}}
	text := b.build(a, f)
	return db.All(ctx, q, scanBrief, text, b.args...)
}

const briefColumns = `id, number, kind, subject, status, unit, district, neighbourhood, lat, lon, description, lang, channel,
	opened_at, due_at, late, reopened, people, photos, done_at, outcome, confirmed`

func scanBrief(row db.Row) (Request, error) {
	var r Request
	var opened, due, done int64
	err := row.Scan(&r.ID, &r.Number, &r.Kind, &r.Subject, &r.Status, &r.Unit, &r.Place.District, &r.Place.Neighbourhood,
		&r.Place.Point.Lat, &r.Place.Point.Lon, &r.Description, &r.Lang, &r.Channel, &opened, &due, &r.Late, &r.Reopened,
		&r.People, &r.Photos, &done, &r.Outcome, &r.Confirmed)
	r.Opened, r.Due, r.DoneAt = db.Time(opened), db.Time(due), db.Time(done)
	return r, err
}

// ask gathers the SQL text of one list; every value that a reader can choose
// freely becomes an argument.
type ask struct {
	columns string
	args    []any
}

func (b *ask) arg(v any) string {
	b.args = append(b.args, v)
	return "$" + strconv.Itoa(len(b.args))
}

func (b *ask) build(a access.Actor, f Filter) string {
	order := ` ORDER BY opened_at DESC, id DESC`
	if f.Open {
		order = ` ORDER BY due_at, id`
	}
	where := b.where(a, f)
	limit := ` LIMIT ` + b.arg(f.Limit)
	s := scopeOf(a, f)
	statuses := b.statuses(s, f)
	var ranges []string
	for _, v := range s.each() {
		for _, st := range statuses {
			ranges = append(ranges, `SELECT `+b.columns+` FROM requests_requests WHERE tenant_id = $1`+b.equals(s.column, v)+withStatus(st)+where+order+limit)
		}
	}
	if len(ranges) == 1 {
		return ranges[0]
	}
	for i := range ranges {
		ranges[i] = `SELECT * FROM (` + ranges[i] + `) r` + strconv.Itoa(i)
	}
	return `SELECT ` + b.columns + ` FROM (` + strings.Join(ranges, ` UNION ALL `) + `) merged` + order + limit
}

func (b *ask) equals(column, v string) string {
	if column == "" {
		return ""
	}
	return ` AND ` + column + ` = ` + b.arg(v)
}

// withStatus writes the status into the text, for it comes from a closed list:
// as an argument, SQLite would plan anew for every value because of the partial
// indexes on it.
func withStatus(s string) string {
	for _, known := range Statuses {
		if s == string(known) {
			return ` AND status = '` + s + `'`
		}
	}
	return ""
}

func (s scope) each() []string {
	if s.column == "" {
		return []string{""}
	}
	return s.values
}

// statuses: by age, a district's or unit's list is kept by status, so a list of
// all statuses is the merge of each one's range.
func (b *ask) statuses(s scope, f Filter) []string {
	if f.Status != "" {
		return []string{string(f.Status)}
	}
	if f.Open || s.column != "unit" && s.column != "district" {
		return []string{""}
	}
	all := make([]string, len(Statuses))
	for i, st := range Statuses {
		all[i] = string(st)
	}
	return all
}

func (b *ask) where(a access.Actor, f Filter) string {
	var w strings.Builder
	and := func(condition string) { w.WriteString(` AND ` + condition) }
	if f.Open {
		and(`open = 1`)
	}
	if f.After.ID != "" {
		if f.Open {
			and(`(due_at, id) > (` + b.arg(db.Micros(f.After.At)) + `, ` + b.arg(f.After.ID) + `)`)
		} else {
			and(`(opened_at, id) < (` + b.arg(db.Micros(f.After.At)) + `, ` + b.arg(f.After.ID) + `)`)
		}
	}
	for _, e := range []struct{ column, value string }{
		{"district", f.District}, {"neighbourhood", f.Neighbourhood}, {"unit", f.Unit}, {"subject", f.Subject},
		{"person", string(f.Person)}, {"confirmed", string(f.Confirmed)}, {"outcome", string(f.Outcome)},
	} {
		if e.value != "" {
			and(e.column + ` = ` + b.arg(e.value))
		}
	}
	if f.Late {
		and(`late = 1`)
	}
	if f.Reopened {
		and(`reopened > 0`)
	}
	for _, t := range []struct {
		condition string
		at        time.Time
	}{{`due_at < `, f.DueBefore}, {`opened_at >= `, f.OpenedFrom}, {`opened_at < `, f.OpenedBefore}} {
		if !t.at.IsZero() {
			and(t.condition + b.arg(db.Micros(t.at)))
		}
	}
	b.limits(a, f, and)
	return w.String()
}

// limits keeps the reader inside what maySee allows, whatever the filter says.
func (b *ask) limits(a access.Actor, f Filter, and func(string)) {
	own := `unit IN (` + b.each(ownUnits(a)) + `)`
	switch {
	case a.Has(SeesCity), a.WholeCity && a.Has(SeesArea):
		and(`(confidential = 0 OR ` + own + `)`)
	case a.Has(SeesArea):
		area := `district IN (` + b.each(a.Districts) + `)`
		if len(a.Places) > 0 {
			area = `neighbourhood IN (` + b.each(a.Places) + `)`
		}
		and(`(confidential = 0 AND ` + area + ` OR ` + own + `)`)
	default:
		and(own)
	}
}

func ownUnits(a access.Actor) []string {
	if a.Has(SeesUnitTree) {
		return a.Units
	}
	if a.Has(SeesUnit) && a.Unit != "" {
		return []string{a.Unit}
	}
	return nil
}

func (b *ask) each(values []string) string {
	if len(values) == 0 {
		return `''`
	}
	marks := make([]string, len(values))
	for i, v := range slices.Sorted(slices.Values(values)) {
		marks[i] = b.arg(v)
	}
	return strings.Join(marks, `, `)
}
