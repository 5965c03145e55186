package insight

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/journal"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/tenant"
)

// Difference is a figure that is not what counting again gives.
type Difference struct {
	Table    string   `json:"table"` // open or days
	District string   `json:"district"`
	Unit     string   `json:"unit"`
	Day      city.Day `json:"day"`
	Column   string   `json:"column"`
	Kept     int64    `json:"kept"`
	Counted  int64    `json:"counted"`
}

// account holds the figures as they are kept beside the same figures counted
// again.
type account struct{ kept, counted tally }

func newAccount() account { return account{kept: newTally(), counted: newTally()} }

// differences lists where they do not agree, and how many were compared.
func (a account) differences() (found []Difference, compared int) {
	open := union(a.kept.open, a.counted.open)
	for _, k := range openKeys(open) {
		kept, counted := a.kept.open[k], a.counted.open[k]
		found = append(found, differ("open", k.cell, k.Due, loads, kept.fields(), counted.fields())...)
		compared += len(kept.fields())
	}
	days := union(a.kept.days, a.counted.days)
	for _, k := range dayKeys(days) {
		kept, counted := a.kept.days[k], a.counted.days[k]
		found = append(found, differ("days", k.cell, k.Day, flows, kept.fields(), counted.fields())...)
		compared += len(kept.fields())
	}
	return found, compared
}

func union[K comparable, V any](a, b map[K]V) map[K]V {
	both := make(map[K]V, len(a))
	for k, v := range a {
		both[k] = v
	}
	for k, v := range b {
		both[k] = v
	}
	return both
}

func differ(table string, at cell, day city.Day, columns string, kept, counted []*int64) []Difference {
	var found []Difference
	for i, name := range strings.Split(columns, ",") {
		if *kept[i] != *counted[i] {
			found = append(found, Difference{Table: table, District: at.District, Unit: at.Unit, Day: day,
				Column: strings.TrimSpace(name), Kept: *kept[i], Counted: *counted[i]})
		}
	}
	return found
}

// recountOpen counts what is open from the requests themselves. The figures and
// the requests are read by one statement, so that both are of one moment.
func recountOpen(ctx context.Context, q db.Query, a account) error {
	c := tenant.From(ctx)
	each := func(r db.Row) (struct{}, error) {
		var counted bool
		var due int64
		var status string
		var o openRow
		err := r.Scan(append([]any{&counted, &o.District, &o.Unit, &due, &status}, pointers(o.Load.fields())...)...)
		if !counted {
			a.kept.open[openKey{city.Day(due), o.cell}] = o.Load
			return struct{}{}, err
		}
		if of := o.Load.of(status); of != nil {
			*of = 1
		}
		for _, day := range []city.Day{everyDay, dueDay(c, due)} {
			sum := a.counted.open[openKey{day, o.cell}]
			sum.add(o.Load, 1)
			a.counted.open[openKey{day, o.cell}] = sum
		}
		return struct{}{}, err
	}
	_, err := db.All(ctx, q, each, `SELECT 0, district, unit, due_day, '', `+loads+` FROM insight_open WHERE tenant_id = $1 AND n <> 0
		UNION ALL
		SELECT 1, district, unit, due_at, status, 1, late, CASE WHEN reopened > 0 THEN 1 ELSE 0 END, 0, 0, 0, 0, 0
		FROM pub_requests WHERE tenant_id = $1 AND open = 1`, q.Tenant())
	return err
}

func dueDay(c *tenant.City, micros int64) city.Day {
	if micros == 0 {
		return 0
	}
	return c.Today(db.Time(micros))
}

// recountOpened counts what was opened in a week from the requests themselves,
// again in one statement with the figures.
func recountOpened(ctx context.Context, q db.Query, week city.Day, a account) error {
	c := tenant.From(ctx)
	each := func(r db.Row) (struct{}, error) {
		var counted bool
		var at, n int64
		var where cell
		err := r.Scan(&counted, &where.District, &where.Unit, &at, &n)
		if !counted {
			a.kept.days[dayKey{where, city.Day(at)}] = Flow{Opened: n}
		} else {
			a.counted.happen(where, c.Today(db.Time(at)), Flow{Opened: 1})
		}
		return struct{}{}, err
	}
	from, until := bounds(c, week)
	_, err := db.All(ctx, q, each, `SELECT 0, district, unit, day, opened FROM insight_days
		WHERE tenant_id = $1 AND day >= $2 AND day < $3 AND opened <> 0
		UNION ALL
		SELECT 1, district, unit, opened_at, 1 FROM pub_requests WHERE tenant_id = $1 AND opened_at >= $4 AND opened_at < $5`,
		q.Tenant(), week, week+7, db.Micros(from), db.Micros(until))
	return err
}

// bounds are the first moment of the week and the first one after it.
func bounds(c *tenant.City, week city.Day) (from, until time.Time) {
	return week.At(0, c.Zone()), (week + 7).At(0, c.Zone())
}

// page is how many entries of the journal are read at once.
const page = 1000

// recountHappened counts what happened in a week from the journal. A request
// remembers only how it stands now; what was finished and then undone, and what
// residents said before, is in the journal alone.
func (s *Service) recountHappened(ctx context.Context, q db.Query, week city.Day, a account) error {
	from, until := bounds(tenant.From(ctx), week)
	mark := firstIDAt(until.Add(time.Minute))
	for {
		entries, err := journal.Before(ctx, q, mark, page)
		if err != nil {
			return err
		}
		for _, e := range entries {
			if err := s.countEntry(ctx, q, e, week, a); err != nil {
				return err
			}
		}
		if len(entries) < page || entries[page-1].At.Before(from.Add(-time.Minute)) {
			return keptFlows(ctx, q, week, a)
		}
		mark = entries[page-1].ID
	}
}

// firstIDAt is smaller than every ID made at t or later.
func firstIDAt(t time.Time) city.ID {
	ms := t.UnixMilli()
	return city.ID(fmt.Sprintf("%08x-%04x-0000-0000-000000000000", ms>>16, ms&0xffff))
}

func (s *Service) countEntry(ctx context.Context, q db.Query, e journal.Entry, week city.Day, a account) error {
	read := s.again[e.Kind]
	if read == nil {
		return nil
	}
	r, happened, err := read(e)
	if err != nil || r.Day < week || r.Day >= week+7 {
		return err
	}
	was, err := districtBefore(ctx, q, e.Kind, r, e.ID)
	if err != nil {
		return err
	}
	happened.Opened = 0 // counted from the requests
	for k, f := range reckon(r, was, happened).days {
		if k.Day != r.Day {
			continue
		}
		f.Opened = 0
		sum := a.counted.days[k]
		sum.add(f, 1)
		a.counted.days[k] = sum
	}
	return nil
}

// keptFlows reads the figures of the week, all but what was opened.
func keptFlows(ctx context.Context, q db.Query, week city.Day, a account) error {
	type dayRow struct {
		flowRow
		day city.Day
	}
	found, err := db.All(ctx, q, func(r db.Row) (dayRow, error) {
		var d dayRow
		err := r.Scan(append([]any{&d.District, &d.Unit, &d.day}, pointers(d.Flow.fields())...)...)
		return d, err
	}, `SELECT district, unit, day, `+flows+` FROM insight_days WHERE tenant_id = $1 AND day >= $2 AND day < $3`,
		q.Tenant(), week, week+7)
	for _, d := range found {
		d.Opened = 0
		a.kept.days[dayKey{d.cell, d.day}] = d.Flow
	}
	return err
}

// inBoth keeps the differences found twice alike: what is written while we
// count the journal is no drift.
func inBoth(first, second []Difference) []Difference {
	return slices.DeleteFunc(first, func(d Difference) bool { return !slices.Contains(second, d) })
}
