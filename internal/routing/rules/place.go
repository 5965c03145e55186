package rules

import "slices"

// PlaceFor is where a new rule belongs: above the first that would take all of
// it, else above the last, which takes whatever comes.
func (s *Sheet) PlaceFor(r Rule, w World) int {
	n := len(s.Rules)
	with := Open(Set{Rules: append(slices.Clone(s.Rules), r), Lists: s.Lists}, s.groups)
	for _, subject := range with.subjectsOf(r) {
		if at := with.taker(len(with.Rules)-1, subject, w); at >= 0 {
			n = min(n, at)
		}
	}
	if n == len(s.Rules) {
		n = max(0, n-1)
	}
	return n
}
