package requests

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
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

const shownColumns = `id, number, subject, status, outcome, unit, district, neighbourhood, lat, lon, description, lang, opened_at, updated_at,
	due_at, people, public, external, CASE WHEN photos = 0 THEN '' ELSE coalesce((SELECT min(p.id) FROM requests_photos p
		WHERE p.tenant_id = $1 AND p.request = r.id AND p.kind = 'report'), '') END AS photo`

func scanShown(row db.Row) (Shown, error) {
	var r Shown
	var opened, updated, due int64
	var external string
	err := row.Scan(&r.ID, &r.Number, &r.Subject, &r.Status, &r.Outcome, &r.Unit, &r.Place.District, &r.Place.Neighbourhood,
		&r.Place.Point.Lat, &r.Place.Point.Lon, &r.Description, &r.Lang, &opened, &updated, &due, &r.People, &r.Public, &external, &r.Photo)
	r.Opened, r.Updated, r.Due = db.Time(opened), db.Time(updated), db.Time(due)
	r.From = fromOf(external)
	return r, err
}

// fromOf is the system in the name of a request that came through one.
func fromOf(external string) string {
	from, _, _ := strings.Cut(external, "/")
	return from
}

// Shown lists a page of requests for another system.
func (s *Service) Shown(ctx context.Context, f ShownFilter) ([]Shown, error) {
	q := s.db.Read(ctx)
	after, some, err := skipped(ctx, q, f)
	if err != nil || !some {
		return nil, err
	}
	b := &ask{args: []any{q.Tenant()}}
	return db.All(ctx, q, scanShown, f.build(b, shownColumns, after, f.Limit), b.args...)
}

// skipped finds the row behind which a page begins, by the keys of the index
// alone; false if the list ends before.
func skipped(ctx context.Context, q db.Query, f ShownFilter) (Mark, bool, error) {
	if f.Skip == 0 {
		return Mark{}, true, nil
	}
	b := &ask{args: []any{q.Tenant()}}
	text := f.build(b, f.column()+`, id`, Mark{}, f.Skip)
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
// the order of the list.
func (f *ShownFilter) build(b *ask, columns string, after Mark, limit int) string {
	where, at := f.where(b), f.column()
	if after.ID != "" {
		where += ` AND (` + at + `, id) < (` + b.arg(db.Micros(after.At)) + `, ` + b.arg(after.ID) + `)`
	}
	tail := ` ORDER BY ` + at + ` DESC, id DESC LIMIT ` + b.arg(limit)
	ranges := f.ranges(b)
	for i, within := range ranges {
		ranges[i] = `SELECT ` + columns + ` FROM requests_requests r WHERE tenant_id = $1` + within + where + tail
	}
	if len(ranges) == 1 {
		return ranges[0]
	}
	for i := range ranges {
		ranges[i] = `SELECT * FROM (` + ranges[i] + `) r` + strconv.Itoa(i)
	}
	return `SELECT * FROM (` + strings.Join(ranges, ` UNION ALL `) + `) merged` + tail
}

// mostMerged is how many ranges are merged; beyond it one walk is quicker.
const mostMerged = 40

// ranges are the narrowest ranges of an index that hold the list.
func (f *ShownFilter) ranges(b *ask) []string {
	subjects := slices.Compact(slices.Sorted(slices.Values(f.Subjects)))
	switch {
	case f.Box != nil && width(*f.Box) <= widest && height(*f.Box) <= widest && !f.Unpublished:
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
	}{{`opened_at >= `, f.OpenedFrom}, {`opened_at < `, f.OpenedBefore}, {`updated_at >= `, f.UpdatedFrom}, {`updated_at < `, f.UpdatedBefore}} {
		if !t.at.IsZero() {
			w.WriteString(` AND ` + t.condition + b.arg(db.Micros(t.at)))
		}
	}
	w.WriteString(f.standing())
	for _, list := range []struct {
		column string
		codes  []string
	}{{`subject`, f.Subjects}, {`district`, f.Districts}} {
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
	return db.All(ctx, q, scanShown, `SELECT `+shownColumns+` FROM requests_requests r
		WHERE tenant_id = $1 AND parent = '' AND confidential = 0 AND `+column+` IN (`+b.each(values)+`)`, b.args...)
}

// shownOne finds one request that another system names.
func (s *Service) shownOne(ctx context.Context, q db.Query, number string) (Shown, error) {
	all, err := s.shownBy(ctx, q, `number`, []string{number})
	if err == nil && len(all) == 0 {
		err = fault.New(fault.NotFound, "requests.not_found")
	}
	if err != nil {
		return Shown{}, err
	}
	return all[0], nil
}
