package rules

import (
	"cmp"
	"maps"
	"slices"
)

// Past is a case that was really asked, and where it is now.
type Past struct {
	Case
	Number string
	Unit   string // who has it now, or had it last
	Routed string // who got it by the rules of its day; empty: not known
	Secret bool   // counted, and never shown as an example
}

// Route is from one unit to another.
type Route struct{ From, To string }

// Move is how much would go another way.
type Move struct {
	Route
	N        int
	ByPeople int    // of these, people had handed over already
	Agrees   int    // of these, people had handed over to where the new rules would send them
	Examples []Past // the newest
}

// Load is how much a unit gets, by the rules of today and by the new ones.
type Load struct {
	Unit          string
	Before, After int
}

// Comparison is what other rules would have done with past cases.
type Comparison struct {
	before, after *Sheet
	office        Office
	loads         map[string]*Load
	moves         map[Route]*Move

	Cases    int
	Moved    int
	ByPeople int // people had handed over, whatever the rules
	Earlier  int // where older rules sent them: nobody touched them, and today's rules say otherwise
	Agrees   int // that people handed over, and the new rules send there by themselves
}

// mostExamples is how many cases of one move are remembered.
const mostExamples = 20

// Compare begins to compare two sheets.
func Compare(before, after *Sheet, o Office) *Comparison {
	return &Comparison{before: before, after: after, office: o, loads: map[string]*Load{}, moves: map[Route]*Move{}}
}

// Add asks both sheets about one case.
func (c *Comparison) Add(p Past) {
	was, will := c.before.Decide(p.Case, c.office).Unit, c.after.Decide(p.Case, c.office).Unit
	c.Cases++
	c.load(was).Before++
	c.load(will).After++
	byPeople := p.Routed != "" && p.Unit != p.Routed
	switch {
	case byPeople:
		c.ByPeople++
	case p.Unit != was:
		c.Earlier++
	}
	if was != will {
		c.moved(Route{was, will}, p, byPeople)
	}
}

func (c *Comparison) moved(r Route, p Past, byPeople bool) {
	c.Moved++
	m := c.moves[r]
	if m == nil {
		m = &Move{Route: r}
		c.moves[r] = m
	}
	m.N++
	if byPeople {
		m.ByPeople++
	}
	if byPeople && p.Unit == r.To {
		m.Agrees++
		c.Agrees++
	}
	if !p.Secret && len(m.Examples) < mostExamples {
		m.Examples = append(m.Examples, p)
	}
}

func (c *Comparison) load(unit string) *Load {
	l := c.loads[unit]
	if l == nil {
		l = &Load{Unit: unit}
		c.loads[unit] = l
	}
	return l
}

// Moves lists what would move, the most first.
func (c *Comparison) Moves() []Move {
	var all []Move
	for _, m := range c.moves {
		all = append(all, *m)
	}
	slices.SortFunc(all, func(a, b Move) int {
		return cmp.Or(b.N-a.N, cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
	return all
}

// Loads lists the units whose load would change, the greatest change first.
func (c *Comparison) Loads() []Load {
	var all []Load
	for _, unit := range slices.Sorted(maps.Keys(c.loads)) {
		if l := c.loads[unit]; l.Before != l.After {
			all = append(all, *l)
		}
	}
	slices.SortStableFunc(all, func(a, b Load) int { return b.change() - a.change() })
	return all
}

func (l Load) change() int { return max(l.Before-l.After, l.After-l.Before) }
