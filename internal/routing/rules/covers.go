package rules

// covered tells whether earlier rules take all that a rule speaks of. Subject by
// subject, because a group can be taken bit by bit.
func (s *Sheet) covered(i int, w World) []Fault {
	r := s.Rules[i]
	if i == len(s.Rules)-1 && r.TakesAll() {
		return nil // it stands for whatever comes one day
	}
	for j := range i {
		before := s.Rules[j]
		if !before.Off && before.asks(r) {
			kind := Contradicts
			if before.Unit == r.Unit {
				kind = Repeats
			}
			if s.covers(j, i, w) {
				return []Fault{{Rule: i, Kind: kind, Other: j}}
			}
		}
	}
	by := -1
	for _, subject := range s.subjectsOf(r) {
		j := s.taker(i, subject, w)
		if j < 0 {
			return nil
		}
		by = max(by, j)
	}
	if by < 0 {
		return nil
	}
	return []Fault{{Rule: i, Kind: Unreachable, Other: by}}
}

// subjectsOf lists the subjects a rule speaks of; of a rule about everything,
// also one that does not exist yet.
func (s *Sheet) subjectsOf(r Rule) []string {
	if _, known := s.groups[r.Subject]; known {
		return []string{r.Subject}
	}
	var all []string
	for subject, group := range s.groups {
		if r.about(subject, group) {
			all = append(all, subject)
		}
	}
	if r.Subject == Everything {
		all = append(all, "")
	}
	return all
}

// taker is the first rule before i that takes all of it about one subject, -1 if
// there is none.
func (s *Sheet) taker(i int, subject string, w World) int {
	for _, j := range s.About(subject) {
		if j >= i {
			break
		}
		if !s.Rules[j].Off && s.covers(j, i, w) {
			return j
		}
	}
	return -1
}

// covers reports whether rule j takes whatever rule i does, their subject apart.
func (s *Sheet) covers(j, i int, w World) bool {
	a, b := s.Rules[j], s.Rules[i]
	if a.ByDistrict() && !b.ByDistrict() && s.places[i] == nil {
		return false // only b takes what nobody can place
	}
	if a.Street != "" && a.Street != b.Street || a.Kind != "" && a.Kind != b.Kind || !a.Time.covers(b.Time) {
		return false
	}
	for _, want := range a.Answers {
		found := false
		for _, has := range b.Answers {
			found = found || has == want
		}
		if !found {
			return false
		}
	}
	return s.coversPlaces(j, i, w)
}

func (s *Sheet) coversPlaces(j, i int, w World) bool {
	if s.places[j] == nil {
		return true
	}
	if s.places[i] == nil {
		return false
	}
	for p := range s.places[i] {
		if s.places[j][p] {
			continue
		}
		if w.Hood == nil {
			return false
		}
		if d, known := w.Hood(p); !known || !s.places[j][d] {
			return false
		}
	}
	return true
}
