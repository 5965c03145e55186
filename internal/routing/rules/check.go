package rules

import "slices"

// FaultKind is what is wrong with a rule.
type FaultKind string

// The faults. Those that say Blocks keep a set from being published.
const (
	UnknownSubject FaultKind = "unknown_subject"
	UnknownPlace   FaultKind = "unknown_place"
	UnknownKind    FaultKind = "unknown_kind"
	UnknownAnswer  FaultKind = "unknown_answer"
	UnknownUnit    FaultKind = "unknown_unit"
	NoReason       FaultKind = "no_reason"    // nothing to show as "why here"
	Contradicts    FaultKind = "contradicts"  // an earlier rule sends the same elsewhere
	Repeats        FaultKind = "repeats"      // an earlier rule says the same
	Unreachable    FaultKind = "unreachable"  // earlier rules take all of it
	LastNotAll     FaultKind = "last_not_all" // the last rule must take whatever comes
	DeadClosed     FaultKind = "closed"
	DeadNoPost     FaultKind = "no_post"
	DeadVacated    FaultKind = "vacated"
	NotSeated      FaultKind = "unseated"
)

// Blocks reports whether a set with this fault may not be published. What the
// office did to a unit blocks nobody: the rule is passed over.
func (k FaultKind) Blocks() bool {
	switch k {
	case DeadClosed, DeadNoPost, DeadVacated, NotSeated:
		return false
	}
	return true
}

// Dead reports whether the rule is passed over because of its unit.
func (k FaultKind) Dead() bool { return k == DeadClosed || k == DeadNoPost || k == DeadVacated }

// Fault is what is wrong with the rule at a place of the set.
type Fault struct {
	Rule  int
	Kind  FaultKind
	Other int    // the earlier rule, if one is meant; else -1
	What  string // the code, if one is meant
	More  int    // how many more units of districts are in the same state
}

// World is what exists in the city.
type World struct {
	Group     func(code string) bool
	Kind      func(code string) bool
	Districts []string
	Hood      func(code string) (district string, known bool)
	Answer    func(subject string, a Answer) bool // nil: not checked
	Unit      func(code string) bool              // was there ever such a unit
	Langs     []string                            // in which a reason must be written
}

// Check tells what is wrong with the rules, from the top.
func (s *Sheet) Check(w World, o Office) []Fault {
	var all []Fault
	for i := range s.Rules {
		if s.Rules[i].Off {
			continue
		}
		all = append(all, s.codes(i, w)...)
		all = append(all, s.covered(i, w)...)
		all = append(all, s.staffing(i, w, o)...)
	}
	last := len(s.Rules) - 1
	if last < 0 || !s.Rules[last].TakesAll() {
		all = append(all, Fault{Rule: last, Kind: LastNotAll, Other: -1})
	}
	return all
}

func (s *Sheet) codes(i int, w World) []Fault {
	r := s.Rules[i]
	var all []Fault
	add := func(bad bool, k FaultKind, what string) {
		if bad {
			all = append(all, Fault{Rule: i, Kind: k, Other: -1, What: what})
		}
	}
	add(!s.knowsSubject(r.Subject, w), UnknownSubject, r.Subject)
	for _, p := range r.Places {
		add(!s.knowsPlace(p, w), UnknownPlace, p)
	}
	add(r.Kind != "" && w.Kind != nil && !w.Kind(r.Kind), UnknownKind, r.Kind)
	for _, a := range r.Answers {
		add(w.Answer != nil && !w.Answer(r.Subject, a), UnknownAnswer, a.Question+" = "+a.Value)
	}
	add(r.Why.Empty(), NoReason, "")
	if r.Time.Outside != "" {
		add(w.Unit != nil && !w.Unit(r.Time.Outside), UnknownUnit, r.Time.Outside)
	}
	return all
}

func (s *Sheet) knowsSubject(code string, w World) bool {
	if code == Everything {
		return true
	}
	if group, is := groupOf(code); is {
		return w.Group == nil || w.Group(group)
	}
	_, known := s.groups[code]
	return known
}

func (s *Sheet) knowsPlace(code string, w World) bool {
	if len(code) > 0 && code[:1] == ListMark {
		return s.lists[code[1:]] != nil
	}
	if w.Hood == nil || slices.Contains(w.Districts, code) {
		return true
	}
	_, known := w.Hood(code)
	return known
}

func groupOf(subject string) (string, bool) {
	n := len(subject) - 2
	if n > 0 && subject[n:] == ".*" {
		return subject[:n], true
	}
	return "", false
}

// staffing tells how the unit of a rule stands; where it is one of each district,
// the first that is in the worst state, and how many more are.
func (s *Sheet) staffing(i int, w World, o Office) []Fault {
	states := map[Standing][]string{}
	for _, unit := range s.unitsOf(i, w) {
		states[o.Of(unit)] = append(states[o.Of(unit)], unit)
	}
	for _, one := range []struct {
		state Standing
		kind  FaultKind
	}{{Closed, DeadClosed}, {NoPost, DeadNoPost}, {Vacated, DeadVacated}, {Unseated, NotSeated}} {
		units := states[one.state]
		if len(units) == 0 {
			continue
		}
		kind := one.kind
		if kind == DeadClosed && w.Unit != nil && !w.Unit(units[0]) && !s.Rules[i].ByDistrict() {
			kind = UnknownUnit
		}
		return []Fault{{Rule: i, Kind: kind, Other: -1, What: units[0], More: len(units) - 1}}
	}
	return nil
}

// unitsOf lists the units a rule can lead to.
func (s *Sheet) unitsOf(i int, w World) []string {
	r := s.Rules[i]
	if !r.ByDistrict() {
		return []string{r.Unit}
	}
	var all []string
	for _, d := range w.Districts {
		if s.touches(i, d, w) {
			all = append(all, r.UnitIn(d))
		}
	}
	return all
}

// touches reports whether a rule speaks of some place in a district.
func (s *Sheet) touches(i int, district string, w World) bool {
	if s.places[i] == nil || s.places[i][district] {
		return true
	}
	for p := range s.places[i] {
		if w.Hood != nil {
			if d, known := w.Hood(p); known && d == district {
				return true
			}
		}
	}
	return false
}

// Units lists every unit a rule can lead to: one, or that of each district.
func (s *Sheet) Units(i int, w World) []string { return s.unitsOf(i, w) }
