package office

import (
	"context"
	"slices"
	"strings"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
)

// Unit is a part of the municipality, or a body beside it.
type Unit struct {
	Code     string
	Parent   string
	Kind     string // department, branch, office, desk, agency
	Calendar string
	Name     city.Text
}

// Outside reports whether the unit is a body outside the municipality.
func (u Unit) Outside() bool { return u.Kind == "agency" }

// Post is a seat in a unit, whoever sits in it.
type Post struct {
	Code      string
	Unit      string
	Role      string
	Superior  string
	WholeCity bool
	Districts []string
	Hoods     []string
	Title     city.Text
}

// Role is what a post may do.
type Role struct {
	Code        string
	Name        city.Text
	Permissions map[access.Permission]bool
}

// house is the directory of one city, in memory.
type house struct {
	units  []Unit
	unit   map[string]Unit
	below  map[string][]string // a unit and everything under it
	roles  map[string]Role
	posts  []Post
	post   map[string]Post
	inUnit map[string][]string // posts by unit
}

func newHouse(units []Unit, roles []Role, posts []Post) *house {
	h := &house{units: units, unit: map[string]Unit{}, below: map[string][]string{}, roles: map[string]Role{},
		posts: posts, post: map[string]Post{}, inUnit: map[string][]string{}}
	for _, u := range units {
		h.unit[u.Code] = u
	}
	for _, u := range units {
		for at, steps := u.Code, 0; at != "" && steps < 20; at, steps = h.unit[at].Parent, steps+1 {
			h.below[at] = append(h.below[at], u.Code)
		}
	}
	for _, r := range roles {
		h.roles[r.Code] = r
	}
	for _, p := range posts {
		h.post[p.Code] = p
		h.inUnit[p.Unit] = append(h.inUnit[p.Unit], p.Code)
	}
	return h
}

// department is the nearest unit above, itself included, that is a department;
// the top one where there is none.
func (h *house) department(code string) string {
	for at, steps := code, 0; steps < 20; steps++ {
		u := h.unit[at]
		if u.Kind == "department" || u.Parent == "" {
			return at
		}
		at = u.Parent
	}
	return code
}

// deskPost is the post that answers for a unit: whoever takes requests there,
// or the first post of the unit, or that of the unit above.
func (h *house) deskPost(unit string) string {
	for at, steps := unit, 0; at != "" && steps < 20; at, steps = h.unit[at].Parent, steps+1 {
		posts := h.inUnit[at]
		for _, code := range posts {
			if h.roles[h.post[code].Role].Permissions["requests.take"] {
				return code
			}
		}
		if len(posts) > 0 {
			return posts[0]
		}
	}
	return ""
}

// actor is somebody sitting in a post.
func (h *house) actor(person city.ID, name string, p Post) access.Actor {
	return access.Actor{
		Kind: access.Staff, Person: person, Name: name, Post: p.Code, Role: p.Role, Unit: p.Unit,
		Units: h.below[p.Unit], Department: h.department(p.Unit), Districts: p.Districts, Places: p.Hoods,
		WholeCity: p.WholeCity, Permissions: h.roles[p.Role].Permissions,
	}
}

// Unit is one unit by its code.
func (s *Service) Unit(t city.Tenant, code string) (Unit, bool) {
	u, ok := s.of(t).unit[code]
	return u, ok
}

// Units lists the units, parents before children.
func (s *Service) Units(t city.Tenant) []Unit { return s.of(t).units }

// Below lists a unit and everything under it.
func (s *Service) Below(t city.Tenant, code string) []string { return s.of(t).below[code] }

// Department is the department a unit belongs to.
func (s *Service) Department(t city.Tenant, unit string) string { return s.of(t).department(unit) }

// DeskPost is the post that answers for a unit.
func (s *Service) DeskPost(t city.Tenant, unit string) string { return s.of(t).deskPost(unit) }

// Desk is the unit where residents are met and what nobody wants is kept.
func (s *Service) Desk(t city.Tenant) string {
	for _, u := range s.of(t).units {
		if u.Kind == "desk" {
			return u.Code
		}
	}
	return ""
}

// Post is one post by its code.
func (s *Service) Post(t city.Tenant, code string) (Post, bool) {
	p, ok := s.of(t).post[code]
	return p, ok
}

// PostsIn lists the posts of a unit.
func (s *Service) PostsIn(t city.Tenant, unit string) []Post {
	h := s.of(t)
	var all []Post
	for _, code := range h.inUnit[unit] {
		all = append(all, h.post[code])
	}
	return all
}

// Role is one role by its code.
func (s *Service) Role(t city.Tenant, code string) (Role, bool) {
	r, ok := s.of(t).roles[code]
	return r, ok
}

// Load reads the city's units, roles and posts into memory.
func (s *Service) Load(ctx context.Context) error {
	q := s.db.Read(ctx)
	units, err := db.All(ctx, q, scanUnit, `SELECT code, parent, kind, calendar, name_tr, name_fa, name_en
		FROM office_units WHERE tenant_id = $1 ORDER BY sort`, q.Tenant())
	if err != nil {
		return err
	}
	roles, err := db.All(ctx, q, scanRole, `SELECT code, name_tr, name_fa, name_en, permissions FROM office_roles WHERE tenant_id = $1`, q.Tenant())
	if err != nil {
		return err
	}
	posts, err := s.readPosts(ctx, q)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.houses[q.Tenant()] = newHouse(units, roles, posts)
	return nil
}

func (s *Service) readPosts(ctx context.Context, q db.Query) ([]Post, error) {
	posts, err := db.All(ctx, q, func(r db.Row) (Post, error) {
		var p Post
		err := r.Scan(&p.Code, &p.Unit, &p.Role, &p.Superior, &p.WholeCity, &p.Title.TR, &p.Title.FA, &p.Title.EN)
		return p, err
	}, `SELECT code, unit, role, superior, whole_city, title_tr, title_fa, title_en FROM office_posts WHERE tenant_id = $1 ORDER BY sort`, q.Tenant())
	if err != nil {
		return nil, err
	}
	type area struct{ post, area, kind string }
	areas, err := db.All(ctx, q, func(r db.Row) (area, error) {
		var a area
		err := r.Scan(&a.post, &a.area, &a.kind)
		return a, err
	}, `SELECT post, area, kind FROM office_post_areas WHERE tenant_id = $1 ORDER BY post, area`, q.Tenant())
	for _, a := range areas {
		i := slices.IndexFunc(posts, func(p Post) bool { return p.Code == a.post })
		if i < 0 {
			continue
		}
		if a.kind == "district" {
			posts[i].Districts = append(posts[i].Districts, a.area)
		} else {
			posts[i].Hoods = append(posts[i].Hoods, a.area)
		}
	}
	return posts, err
}

func scanUnit(r db.Row) (Unit, error) {
	var u Unit
	err := r.Scan(&u.Code, &u.Parent, &u.Kind, &u.Calendar, &u.Name.TR, &u.Name.FA, &u.Name.EN)
	return u, err
}

func scanRole(r db.Row) (Role, error) {
	role := Role{Permissions: map[access.Permission]bool{}}
	var words string
	err := r.Scan(&role.Code, &role.Name.TR, &role.Name.FA, &role.Name.EN, &words)
	for _, w := range strings.Fields(words) {
		role.Permissions[access.Permission(w)] = true
	}
	return role, err
}
