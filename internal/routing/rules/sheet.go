package rules

import "strings"

// Sheet is a set of rules ready to be asked. It does not change once it is open.
type Sheet struct {
	Set
	groups map[string]string          // subject → group
	about  map[string][]int           // subject → the rules that speak of it, in their order
	others []int                      // the same for a subject nobody knows
	places []map[string]bool          // rule → districts and neighbourhoods; nil: everywhere
	lists  map[string]map[string]bool // list → its places
}

// Open prepares a set. Groups tells the group of every subject.
func Open(set Set, groups map[string]string) *Sheet {
	s := &Sheet{Set: set, groups: groups, about: map[string][]int{}, lists: map[string]map[string]bool{}}
	for _, l := range set.Lists {
		s.lists[l.Code] = setOf(l.Places)
	}
	for i, r := range set.Rules {
		s.places = append(s.places, s.spread(r.Places))
		if r.Subject == Everything {
			s.others = append(s.others, i)
		}
	}
	for subject, group := range groups {
		s.about[subject] = s.rulesAbout(subject, group)
	}
	return s
}

func (s *Sheet) rulesAbout(subject, group string) []int {
	var all []int
	for i, r := range s.Rules {
		if r.about(subject, group) {
			all = append(all, i)
		}
	}
	return all
}

// About lists the rules that speak of a subject somewhere, in their order.
func (s *Sheet) About(subject string) []int {
	if all, known := s.about[subject]; known {
		return all
	}
	return s.others
}

// spread writes lists out.
func (s *Sheet) spread(places []string) map[string]bool {
	if len(places) == 0 {
		return nil
	}
	all := map[string]bool{}
	for _, p := range places {
		if list, is := strings.CutPrefix(p, ListMark); is {
			for one := range s.lists[list] {
				all[one] = true
			}
			continue
		}
		all[p] = true
	}
	return all
}

func setOf(codes []string) map[string]bool {
	set := make(map[string]bool, len(codes))
	for _, c := range codes {
		set[c] = true
	}
	return set
}
