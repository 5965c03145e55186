package requests

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/geo"
)

// Other systems read what everybody may read; who asked is no part of it.

// Shown is a request as other systems see it.
type Shown struct {
	ID          city.ID
	Number      string
	Subject     string
	Status      Status
	Outcome     Outcome
	Unit        string
	Place       city.Place // without anybody's directions
	Description string
	Lang        city.Lang
	Opened      time.Time
	Updated     time.Time // of what ended: when its work ended
	Due         time.Time // zero when nothing is owed
	People      int
	Photo       city.ID // the first that came with the report; empty: none
	Public      bool
	From        string // the system that made it; empty: another way
}

// ShownFilter says which of them somebody wants. The zero value wants all, the
// newest first.
type ShownFilter struct {
	Subjects, Districts []string // none: all
	Neighbourhoods      []string // none: all
	Statuses            []Status // none: all
	Outcomes            []Outcome
	OpenedFrom          time.Time
	OpenedBefore        time.Time
	UpdatedFrom         time.Time // then the last change decides the order
	UpdatedBefore       time.Time
	Box                 *geo.Box
	Unpublished         bool // also what is not for everybody; never what only one unit may read
	Skip, Limit         int
}

func (f *ShownFilter) byUpdate() bool { return !f.UpdatedFrom.IsZero() || !f.UpdatedBefore.IsZero() }

// shownRow is a row as one cell, for the reason that brief gives. What people
// wrote comes last and may hold anything.
const shownRow = `concat_ws('` + separator + `', id, number, subject, status, outcome, unit, district, neighbourhood, lat, lon, lang, opened_at, updated_at,
	due_at, people, public, external, CASE WHEN photos = 0 THEN '' ELSE coalesce((SELECT min(p.id) FROM requests_photos p
		WHERE p.tenant_id = $1 AND p.request = r.id AND p.kind = 'report'), '') END, description) AS line`

func scanShown(row db.Row) (Shown, error) {
	var text string
	if err := row.Scan(&text); err != nil {
		return Shown{}, err
	}
	return readShown(text)
}

func readShown(text string) (Shown, error) {
	c := cells{rest: text}
	r := Shown{ID: city.ID(c.next()), Number: c.next(), Subject: c.next(), Status: Status(c.next()), Outcome: Outcome(c.next()), Unit: c.next()}
	r.Place.District, r.Place.Neighbourhood = c.next(), c.next()
	r.Place.Point = city.Point{Lat: int32(c.number()), Lon: int32(c.number())}
	r.Lang = city.Lang(c.next())
	r.Opened, r.Updated, r.Due = db.Time(c.number()), db.Time(c.number()), db.Time(c.number())
	r.People, r.Public = int(c.number()), c.number() == 1
	r.From, r.Photo = fromOf(c.next()), city.ID(c.next())
	r.Description = c.rest
	return r, c.err
}

// fromOf is the system in the name of a request that came through one.
func fromOf(external string) string {
	from, _, _ := strings.Cut(external, "/")
	return from
}

// Shown hands out a page of requests for another system, row by row.
func (s *Service) Shown(ctx context.Context, f ShownFilter, each func(*Shown)) error {
	q := s.db.Read(ctx)
	after, some, err := skipped(ctx, q, f)
	if err != nil || !some {
		return err
	}
	b := &ask{args: []any{q.Tenant()}}
	_, err = db.All(ctx, q, func(row db.Row) (none struct{}, err error) {
		r, err := scanShown(row)
		if err == nil {
			each(&r)
		}
		return none, err
	}, f.build(b, shownRow, `line`, after, f.Limit), b.args...)
	return err
}

// skipped finds the row behind which a page begins, by the keys of the index
// alone; false if the list ends before.
func skipped(ctx context.Context, q db.Query, f ShownFilter) (Mark, bool, error) {
	if f.Skip == 0 {
		return Mark{}, true, nil
	}
	b := &ask{args: []any{q.Tenant()}}
	text := f.build(b, f.column()+` AS place, id AS name`, `place, name`, Mark{}, f.Skip)
	last, n := Mark{}, 0
	_, err := db.All(ctx, q, func(r db.Row) (struct{}, error) {
		var at int64
		err := r.Scan(&at, &last.ID)
		last.At, n = db.Time(at), n+1
		return struct{}{}, err
	}, text, b.args...)
	return last, n == f.Skip, err
}

func (f *ShownFilter) column() string {
	if f.byUpdate() {
		return `updated_at`
	}
	return `opened_at`
}

// build writes a page of the list: one range of an index, or several merged by
// the order of the list. Columns are read in each range, and called names behind.
func (f *ShownFilter) build(b *ask, columns, names string, after Mark, limit int) string {
	at := f.column()
	key, where := f.apart(at), f.where(b)
	if after.ID != "" {
		where += ` AND (` + key + `, id) < (` + b.arg(db.Micros(after.At)) + `, ` + b.arg(after.ID) + `)`
	}
	most := ` DESC, id DESC LIMIT ` + b.arg(limit)
	tail := ` ORDER BY ` + key + most
	ranges := f.ranges(b)
	if len(ranges) == 1 {
		return `SELECT ` + columns + ` FROM requests_requests r WHERE tenant_id = $1` + ranges[0] + where + tail
	}
	for i, within := range ranges {
		ranges[i] = `SELECT * FROM (SELECT ` + columns + `, ` + at + `, id FROM requests_requests r WHERE tenant_id = $1` + within + where + tail + `) r` + strconv.Itoa(i)
	}
	return `SELECT ` + names + ` FROM (` + strings.Join(ranges, ` UNION ALL `) + `) merged ORDER BY ` + at + most
}

// mostMerged is how many ranges are merged; beyond it one walk is quicker.
const mostMerged = 40

// boxed reports that the box is so small that its squares are the list.
func (f *ShownFilter) boxed() bool {
	return f.Box != nil && width(*f.Box) <= widest && height(*f.Box) <= widest && !f.Unpublished
}

// ranges are the narrowest ranges of an index that hold the list.
func (f *ShownFilter) ranges(b *ask) []string {
	subjects := slices.Compact(slices.Sorted(slices.Values(f.Subjects)))
	switch {
	case f.boxed():
		return f.cells(b)
	case f.byUpdate():
	case len(subjects) > 0 && len(subjects) <= mostMerged:
		var all []string
		for _, code := range subjects {
			all = append(all, ` AND subject = `+b.arg(code))
		}
		return all
	}
	return []string{``}
}

// cells are the squares of a small box, each with its own range of the index of
// the pins.
func (f *ShownFilter) cells(b *ask) []string {
	var all []string
	for _, o := range []string{`1`, `0`} {
		if len(f.Statuses) > 0 && !slices.ContainsFunc(f.Statuses, func(s Status) bool { return s.Open() == (o == `1`) }) {
			continue
		}
		for _, r := range geo.Ranges(*f.Box) {
			all = append(all, ` AND open = `+o+` AND cell <> 0 AND cell BETWEEN `+b.arg(r.From)+` AND `+b.arg(r.To))
		}
	}
	return all
}

// apart keeps a time from choosing the index where the box does: what lies in the
// box is few, what is of the time many.
func (f *ShownFilter) apart(column string) string {
	if f.boxed() {
		return column + ` + 0`
	}
	return column
}

func (f *ShownFilter) where(b *ask) string {
	var w strings.Builder
	if f.Unpublished {
		w.WriteString(` AND confidential = 0`)
	} else {
		w.WriteString(` AND public = 1`)
	}
	w.WriteString(` AND parent = ''`)
	for _, t := range []struct {
		condition string
		at        time.Time
	}{{f.apart(`opened_at`) + ` >= `, f.OpenedFrom}, {f.apart(`opened_at`) + ` < `, f.OpenedBefore},
		{f.apart(`updated_at`) + ` >= `, f.UpdatedFrom}, {f.apart(`updated_at`) + ` < `, f.UpdatedBefore}} {
		if !t.at.IsZero() {
			w.WriteString(` AND ` + t.condition + b.arg(db.Micros(t.at)))
		}
	}
	w.WriteString(f.standing())
	for _, list := range []struct {
		column string
		codes  []string
	}{{`subject`, f.Subjects}, {`district`, f.Districts}, {`neighbourhood`, f.Neighbourhoods}} {
		if len(list.codes) > 0 {
			w.WriteString(` AND ` + list.column + ` IN (` + b.each(list.codes) + `)`)
		}
	}
	if f.Box != nil {
		w.WriteString(` AND lat BETWEEN ` + b.arg(f.Box.South) + ` AND ` + b.arg(f.Box.North) +
			` AND lon BETWEEN ` + b.arg(f.Box.West) + ` AND ` + b.arg(f.Box.East) + ` AND (lat <> 0 OR lon <> 0)`)
	}
	return w.String()
}

// standing narrows to statuses, with the column an index has where all of them
// are open or all ended. They come from closed lists and stand in the text.
func (f *ShownFilter) standing() string {
	if len(f.Statuses) == 0 {
		return ``
	}
	text := ` AND status IN (` + quoted(f.Statuses, Statuses) + `)`
	switch open := func(s Status) bool { return s.Open() }; {
	case !slices.ContainsFunc(f.Statuses, open):
		text += ` AND open = 0`
	case !slices.ContainsFunc(f.Statuses, func(s Status) bool { return !s.Open() }):
		text += ` AND open = 1`
	}
	if len(f.Outcomes) > 0 {
		text += ` AND (open = 1 OR outcome IN (` + quoted(f.Outcomes, []Outcome{Fixed, Answered, Refused, PassedOn, Duplicate}) + `))`
	}
	return text
}

// quoted writes those of a closed list that were asked for.
func quoted[T ~string](wanted, known []T) string {
	var all []string
	for _, k := range known {
		if slices.Contains(wanted, k) {
			all = append(all, `'`+string(k)+`'`)
		}
	}
	if len(all) == 0 {
		return `''`
	}
	return strings.Join(all, `, `)
}

// ShownByNumber finds requests by their numbers, in any order; those that are not
// there are left out. What is not for everybody is there too: whoever asks looks
// at Public, From and the city's own rules.
func (s *Service) ShownByNumber(ctx context.Context, numbers []string) ([]Shown, error) {
	return s.shownBy(ctx, s.db.Read(ctx), `number`, numbers)
}

func (s *Service) shownBy(ctx context.Context, q db.Query, column string, values []string) ([]Shown, error) {
	if len(values) == 0 {
		return nil, nil
	}
	b := &ask{args: []any{q.Tenant()}}
	return db.All(ctx, q, scanShown, `SELECT `+shownRow+` FROM requests_requests r
		WHERE tenant_id = $1 AND parent = '' AND confidential = 0 AND `+column+` IN (`+b.each(values)+`)`, b.args...)
}
