package requests

import (
	"cmp"
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
	Department    string
	From          string // the unit that handed it over and waits for the other to accept
	Subject       string
	Status        Status
	Person        city.ID
	Late          bool
	Reopened      bool
	Confirmed     Confirmed
	Kept          Kept      // the newest judged first; DoneFrom is then about the day it was judged
	SaidFrom      time.Time // when the resident spoke; with Confirmed the newest said first
	Outcome       Outcome
	DoneFrom      time.Time
	DueFrom       time.Time
	DueBefore     time.Time
	OpenedFrom    time.Time
	OpenedBefore  time.Time
	Parts         Parts
	ByPeople      bool // only what several people have, the most first
	After         Mark
	Limit         int
}

// Parts says whether a list holds parts of requests. They are work and no
// requests, so a list whose rows are counted leaves them out.
type Parts int

// What a list may hold.
const (
	NoParts Parts = iota
	PartsToo
	PartsOnly
)

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
	if f.ByPeople {
		return Mark{At: db.Time(int64(r.People)), ID: r.ID} // a number in the place of a time
	}
	switch f.order() {
	case byDue:
		return Mark{At: r.Due, ID: r.ID}
	case byJudgement:
		return Mark{At: r.KeptAt, ID: r.ID}
	case bySaying:
		return Mark{At: r.SaidAt, ID: r.ID}
	}
	return Mark{At: r.Opened, ID: r.ID}
}

// The columns by which lists stand in order. Each has indexes of its own.
const (
	byDue       = "due_at"
	byAge       = "opened_at"
	byJudgement = "kept_at"
	bySaying    = "said_at"
)

// order is the column by which the list stands, unless it stands by people.
func (f Filter) order() string {
	switch {
	case f.Open:
		return byDue
	case f.Kept != "":
		return byJudgement
	case f.Confirmed != "" && !f.SaidFrom.IsZero():
		return bySaying
	}
	return byAge
}

// bound is one range of an index: a column with one value, or everything.
type bound struct{ column, value string }

// mostRanges is how many ranges are merged; beyond it, one walk through
// everything is quicker.
const mostRanges = 160

// boundsOf are the narrowest ranges that hold what the reader may see of the
// filter. They are merged by the order of the list, so a page costs the same
// however long the list is.
func boundsOf(a access.Actor, f Filter) []bound {
	if f.ByPeople {
		return []bound{{}} // few of many have several people, and have an index of their own
	}
	all := narrowed(f)
	if all == nil {
		all = reach(a, f)
	}
	ranges := len(all)
	if f.order() == byAge && f.Status == "" {
		ranges *= len(Statuses)
	}
	if ranges > mostRanges {
		return []bound{{}}
	}
	return all
}

// narrowed is the range of a filter that is narrower than any reader's reach.
func narrowed(f Filter) []bound {
	switch {
	case f.Person != "" && f.Open:
		return []bound{{"person", string(f.Person)}}
	case f.From != "":
		return []bound{{"offered_from", f.From}}
	case f.Unit != "":
		return []bound{{"unit", f.Unit}}
	case f.Neighbourhood != "" && f.order() == byAge:
		return []bound{{"neighbourhood", f.Neighbourhood}}
	}
	return nil
}

// reach are the ranges of what somebody may see: the city, an area, units, or
// an area and units.
func reach(a access.Actor, f Filter) []bound {
	city := a.Has(SeesCity) || a.WholeCity && a.Has(SeesArea)
	area, units := areaBounds(a, f), unitBounds(a)
	switch {
	case f.District != "" && (city || len(area) > 0):
		return []bound{{"district", f.District}}
	case city && f.Department != "" && f.Open:
		return []bound{{"department", f.Department}}
	case city:
		return []bound{{}}
	case len(area)+len(units) == 0:
		return []bound{{"unit", ""}} // owns nothing: an empty list
	}
	return slices.Concat(area, units)
}

func areaBounds(a access.Actor, f Filter) []bound {
	switch {
	case !a.Has(SeesArea):
		return nil
	case len(a.Places) > 0 && (f.order() == byAge || len(a.Districts) == 0):
		return each("neighbourhood", a.Places)
	}
	return each("district", a.Districts)
}

func unitBounds(a access.Actor) []bound {
	if a.Has(SeesUnitTree) && a.Unit == a.Department && a.Unit != "" {
		return []bound{{"department", a.Department}}
	}
	return each("unit", ownUnits(a))
}

// each is one range a value; a value named twice is one range.
func each(column string, values []string) []bound {
	var all []bound
	for _, v := range slices.Compact(slices.Sorted(slices.Values(values))) {
		all = append(all, bound{column, v})
	}
	return all
}

// list reads one page of what the actor may see of the filter.
func list(ctx context.Context, q db.Query, a access.Actor, f Filter) ([]Request, error) {
	b := &ask{columns: columns, args: []any{q.Tenant()}}
	text := b.build(a, f)
	return db.All(ctx, q, scan, text, b.args...)
}

// ask gathers the SQL text of one list; every value that a reader can choose
// freely becomes an argument.
type ask struct {
	columns string
	apart   string // what each of several ranges is asked for, when it is not the columns
	args    []any
}

func (b *ask) arg(v any) string {
	b.args = append(b.args, v)
	return "$" + strconv.Itoa(len(b.args))
}

func (b *ask) build(a access.Actor, f Filter) string {
	order := ` ORDER BY ` + f.order() + ` DESC, id DESC`
	if f.Open {
		order = ` ORDER BY due_at, id`
	}
	if f.ByPeople {
		order = ` ORDER BY people DESC, id DESC`
	}
	where := b.where(a, f)
	limit := ` LIMIT ` + b.arg(f.Limit)
	bounds := boundsOf(a, f)
	var ranges []string
	for _, r := range bounds {
		for _, st := range statusesOf(r, f) {
			ranges = append(ranges, ` FROM requests_requests WHERE tenant_id = $1`+b.within(r)+withStatus(st)+where+order+limit)
		}
	}
	if len(ranges) == 1 {
		return `SELECT ` + b.columns + ranges[0]
	}
	for i := range ranges {
		ranges[i] = `SELECT * FROM (SELECT ` + cmp.Or(b.apart, b.columns) + ranges[i] + `) r` + strconv.Itoa(i)
	}
	return `SELECT ` + b.columns + ` FROM (` + strings.Join(ranges, merger(bounds)) + `) merged` + order + limit
}

// merger joins ranges. Ranges of one column are apart from each other; those of
// different columns may hold the same row, which is listed once.
func merger(bounds []bound) string {
	for _, r := range bounds {
		if r.column != bounds[0].column {
			return ` UNION `
		}
	}
	return ` UNION ALL `
}

// within writes a range. Indexes of what is seldom filled leave the rest out,
// and the planner must read that it may use them.
func (b *ask) within(r bound) string {
	switch r.column {
	case "":
		return ""
	case "person", "offered_from":
		return ` AND ` + r.column + ` <> '' AND ` + r.column + ` = ` + b.arg(r.value)
	}
	return ` AND ` + r.column + ` = ` + b.arg(r.value)
}

func (b *ask) equals(column, v string) string {
	if v == "" {
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

// statusesOf: by age, a district's or unit's list is kept by status, so a list of
// all statuses is the merge of each one's range.
func statusesOf(r bound, f Filter) []string {
	if f.Status != "" {
		return []string{string(f.Status)}
	}
	if f.order() != byAge || r.column != "unit" && r.column != "district" {
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
	switch f.Parts {
	case NoParts:
		and(`parent = ''`)
	case PartsOnly:
		and(`parent <> ''`)
	case PartsToo:
	}
	if f.ByPeople {
		and(`people > 1`)
	}
	if f.After.ID != "" {
		if f.ByPeople {
			and(`(people, id) < (` + b.arg(db.Micros(f.After.At)) + `, ` + b.arg(f.After.ID) + `)`)
		} else if f.Open {
			and(`(due_at, id) > (` + b.arg(db.Micros(f.After.At)) + `, ` + b.arg(f.After.ID) + `)`)
		} else {
			and(`(` + f.order() + `, id) < (` + b.arg(db.Micros(f.After.At)) + `, ` + b.arg(f.After.ID) + `)`)
		}
	}
	for _, e := range []struct{ column, value string }{
		{"district", f.District}, {"neighbourhood", f.Neighbourhood}, {"unit", f.Unit}, {"department", f.Department},
		{"offered_from", f.From}, {"subject", f.Subject}, {"person", string(f.Person)}, {"confirmed", string(f.Confirmed)}, {"outcome", string(f.Outcome)},
	} {
		if e.value != "" {
			and(e.column + ` = ` + b.arg(e.value))
		}
	}
	if f.Kept != "" { // a closed list, written out for the partial indexes
		and(`kept <> '' AND kept = '` + string(f.Kept) + `'`)
		if !f.DoneFrom.IsZero() {
			and(`kept_at >= ` + b.arg(db.Micros(f.DoneFrom)))
			f.DoneFrom = time.Time{}
		}
	}
	if !f.SaidFrom.IsZero() {
		and(`said_at > 0 AND said_at >= ` + b.arg(db.Micros(f.SaidFrom)))
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
	}{{`due_at >= `, f.DueFrom}, {`due_at > 0 AND due_at < `, f.DueBefore}, {`opened_at >= `, f.OpenedFrom}, {`opened_at < `, f.OpenedBefore}, {`done_at >= `, f.DoneFrom}} {
		if !t.at.IsZero() {
			and(t.condition + b.arg(db.Micros(t.at)))
		}
	}
	and(b.limits(a))
	return w.String()
}

// limits keeps the reader inside what maySee allows, whatever the filter says.
func (b *ask) limits(a access.Actor) string {
	units := b.each(ownUnits(a))
	own := `unit IN (` + units + `) OR offered_from <> '' AND offered_from IN (` + units + `)`
	switch {
	case a.Has(SeesCity), a.WholeCity && a.Has(SeesArea):
		return `(confidential = 0 OR ` + own + `)`
	case a.Has(SeesArea) && len(a.Places) > 0:
		return `(confidential = 0 AND neighbourhood <> '' AND neighbourhood IN (` + b.each(a.Places) + `) OR ` + own + `)`
	case a.Has(SeesArea):
		return `(confidential = 0 AND district <> '' AND district IN (` + b.each(a.Districts) + `) OR ` + own + `)`
	}
	return `(` + own + `)`
}

// ownUnits are the units whose requests are the reader's own.
func ownUnits(a access.Actor) []string {
	switch {
	case a.Unit == "" || !a.Has(SeesUnit) && !a.Has(SeesUnitTree):
		return nil
	case a.Has(SeesUnitTree) && a.InUnit(a.Unit):
		return a.Units
	case a.Has(SeesUnitTree):
		return append([]string{a.Unit}, a.Units...)
	}
	return []string{a.Unit}
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
