package insight

import (
	"cmp"
	"maps"
	"slices"

	"mahalle/internal/city"
	"mahalle/internal/events"
)

// cell is where something counts: a district and the unit that has it.
type cell struct{ District, Unit string }

// sides are the two rows of insight_days in which a cell counts.
func (c cell) sides() [2]cell { return [2]cell{{c.District, all}, {all, c.Unit}} }

// openKey and dayKey are the keys of the two tables.
type openKey struct {
	Due city.Day
	cell
}

type dayKey struct {
	cell
	Day city.Day
}

// tally is what one piece of news, or all news of a transaction, changes in the
// figures.
type tally struct {
	open map[openKey]Load
	days map[dayKey]Flow
}

func newTally() tally {
	return tally{open: make(map[openKey]Load, 4), days: make(map[dayKey]Flow, 4)}
}

// reckon takes the old standing of a request away and adds the new one. was is
// the district it lay in before; happened is what counts for its day.
func reckon(r events.Request, was string, happened Flow) tally {
	t := newTally()
	now := cell{r.Place.District, r.After.Unit}
	if r.Before != nil {
		before := cell{was, r.Before.Unit}
		t.stand(before, r.Before, r.Day, -1)
		if before != now {
			t.happen(before, r.Opened, Flow{Opened: -1})
			t.happen(now, r.Opened, Flow{Opened: 1})
		}
	}
	t.stand(now, &r.After, r.Day, 1)
	t.happen(now, r.Day, happened)
	return t.withoutZeros()
}

// stand adds a standing to what is open, or takes it away.
func (t tally) stand(at cell, s *events.Standing, day city.Day, times int64) {
	l := loadOf(s)
	for _, due := range []city.Day{everyDay, s.DueDay} {
		sum := t.open[openKey{due, at}]
		sum.add(l, times)
		t.open[openKey{due, at}] = sum
	}
	t.happen(at, day, Flow{OpenChange: times * l.Open, LateChange: times * l.Late})
}

// happen adds what happened on a day to the district's row and the unit's row.
func (t tally) happen(at cell, day city.Day, f Flow) {
	for _, side := range at.sides() {
		sum := t.days[dayKey{side, day}]
		sum.add(f, 1)
		t.days[dayKey{side, day}] = sum
	}
}

// add takes another tally in.
func (t tally) add(other tally) {
	for k, l := range other.open {
		sum := t.open[k]
		sum.add(l, 1)
		t.open[k] = sum
	}
	for k, f := range other.days {
		sum := t.days[k]
		sum.add(f, 1)
		t.days[k] = sum
	}
}

// withoutZeros forgets what did not change: most news moves nothing at all.
func (t tally) withoutZeros() tally {
	maps.DeleteFunc(t.open, func(_ openKey, l Load) bool { return l == Load{} })
	maps.DeleteFunc(t.days, func(_ dayKey, f Flow) bool { return f == Flow{} })
	return t
}

// The keys are written in one order everywhere, so that two transactions never
// wait for each other crosswise.

func openKeys(m map[openKey]Load) []openKey {
	return slices.SortedFunc(maps.Keys(m), func(a, b openKey) int {
		return cmp.Or(cmp.Compare(a.Due, b.Due), a.cell.compare(b.cell))
	})
}

func dayKeys(m map[dayKey]Flow) []dayKey {
	return slices.SortedFunc(maps.Keys(m), func(a, b dayKey) int {
		return cmp.Or(a.cell.compare(b.cell), cmp.Compare(a.Day, b.Day))
	})
}

func (c cell) compare(other cell) int {
	return cmp.Or(cmp.Compare(c.District, other.District), cmp.Compare(c.Unit, other.Unit))
}
