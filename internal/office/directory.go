package office

import "mahalle/internal/city"

var nowhere = newHouse(nil, nil, nil)

func (s *Service) of(t city.Tenant) *house {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if h := s.houses[t]; h != nil {
		return h
	}
	return nowhere
}

// Unit is one unit by its code, also one that is gone.
func (s *Service) Unit(t city.Tenant, code string) (Unit, bool) {
	u, ok := s.of(t).unit[code]
	return u, ok
}

// Units lists the units, parents before children. Do not change the list.
func (s *Service) Units(t city.Tenant) []Unit { return s.of(t).units }

// Below lists a unit and everything under it. Do not change the list.
func (s *Service) Below(t city.Tenant, code string) []string { return s.of(t).below[code] }

// Department is the department a unit belongs to.
func (s *Service) Department(t city.Tenant, unit string) string { return s.of(t).department(unit) }

// DeskPost is the post that answers for a unit, empty when the city has none.
func (s *Service) DeskPost(t city.Tenant, unit string) string { return s.of(t).deskPost(unit) }

// Desk is the unit where residents are met and what nobody wants is kept: of the
// desks the one whose people read what is written to the city, not a fault line of
// one service.
func (s *Service) Desk(t city.Tenant) string {
	house, first := s.of(t), ""
	for _, u := range house.units {
		if u.Kind != "desk" || u.Gone {
			continue
		}
		for _, p := range house.inUnit[u.Code] {
			if house.roles[p.Role].Permissions["mailroom.read"] {
				return u.Code
			}
		}
		if first == "" {
			first = u.Code
		}
	}
	return first
}

// Post is one post by its code, also one that is gone.
func (s *Service) Post(t city.Tenant, code string) (Post, bool) {
	p, ok := s.of(t).post[code]
	return p, ok
}

// PostsIn lists the posts of a unit. Do not change the list.
func (s *Service) PostsIn(t city.Tenant, unit string) []Post { return s.of(t).inUnit[unit] }

// Superior is the post above, empty at the top.
func (s *Service) Superior(t city.Tenant, post string) string { return s.of(t).post[post].Superior }

// Role is one role by its code.
func (s *Service) Role(t city.Tenant, code string) (Role, bool) {
	r, ok := s.of(t).roles[code]
	return r, ok
}
