package office

import (
	"mahalle/internal/city"
	"mahalle/internal/platform/access"
)

// Unit is a part of the municipality, or a body beside it.
type Unit struct {
	Code     string
	Parent   string
	Kind     string // department, branch, office, desk, agency
	Calendar string
	Name     city.Text
	Phone    string
	Email    string
	Gone     bool // named no more; old requests still know what it was called
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
	Elected   bool // chosen by people: asks and verifies, gives no orders
	Districts []string
	Hoods     []string
	Title     city.Text
	Gone      bool
}

// Role is what a post may do.
type Role struct {
	Code        string
	Name        city.Text
	Permissions map[access.Permission]bool
}

// house is the directory of one city, in memory. It is made anew and never
// changed.
type house struct {
	units  []Unit // parents before children, without those that are gone
	unit   map[string]Unit
	below  map[string][]string // a unit and everything under it
	roles  map[string]Role
	posts  []Post
	post   map[string]Post
	inUnit map[string][]Post
}

// deepest is how many steps up we follow, should a circle ever get past the
// reader of packs.
const deepest = 20

func newHouse(units []Unit, roles []Role, posts []Post) *house {
	h := &house{unit: map[string]Unit{}, below: map[string][]string{}, roles: map[string]Role{},
		post: map[string]Post{}, inUnit: map[string][]Post{}}
	for _, u := range units {
		h.unit[u.Code] = u
		if !u.Gone {
			h.units = append(h.units, u)
		}
	}
	for _, u := range h.units {
		for _, at := range h.upFrom(u.Code) {
			h.below[at] = append(h.below[at], u.Code)
		}
	}
	for _, r := range roles {
		h.roles[r.Code] = r
	}
	for _, p := range posts {
		h.post[p.Code] = p
		if !p.Gone {
			h.posts = append(h.posts, p)
			h.inUnit[p.Unit] = append(h.inUnit[p.Unit], p)
		}
	}
	return h
}

// upFrom is a unit and those above it, the top one last.
func (h *house) upFrom(unit string) []string {
	var up []string
	for at := unit; at != "" && len(up) < deepest; at = h.unit[at].Parent {
		up = append(up, at)
	}
	return up
}

// department is the nearest unit above, itself included, that is a department;
// the top one where there is none.
func (h *house) department(unit string) string {
	up := h.upFrom(unit)
	for _, at := range up {
		if h.unit[at].Kind == "department" {
			return at
		}
	}
	if len(up) == 0 {
		return ""
	}
	return up[len(up)-1]
}

// deskPost is the post that answers for a unit: whoever takes requests there,
// else the first post of the unit, else that of the unit above.
func (h *house) deskPost(unit string) string {
	for _, at := range h.upFrom(unit) {
		posts := h.inUnit[at]
		for _, p := range posts {
			if h.roles[p.Role].Permissions["requests.take"] {
				return p.Code
			}
		}
		if len(posts) > 0 {
			return posts[0].Code
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
