package citypack

import (
	"mahalle/internal/city"
	"mahalle/internal/platform/table"
)

// The kinds of unit.
const (
	Department = "department" // a daire başkanlığı, an ادارهٔ کل, an organisation of its own
	Branch     = "branch"     // a şube müdürlüğü, an اداره
	Office     = "office"     // a chief's office, a secretariat
	Desk       = "desk"       // where residents are met: White Desk, 137
	Agency     = "agency"     // a body outside the municipality
)

// Unit is a part of the municipality, or an agency outside it.
type Unit struct {
	Code     string
	Parent   string // empty for those at the top
	Kind     string
	Calendar string // whose hours its promises count; the city's own when the file names none
	Name     city.Text
	Phone    string
	Email    string
}

func (r *reader) office() {
	r.units()
	r.roles()
	r.posts()
}

func (r *reader) units() {
	rows := r.must("units.tsv", table.Columns{
		Need: append(texts("name"), "code", "parent", "kind"),
		May:  []string{"calendar", "phone", "email"},
	})
	parents := chain{}
	for _, row := range rows {
		u := Unit{
			Code: r.code(row, "unit"), Parent: row.Text("parent"),
			Kind:     row.OneOf("kind", Department, Branch, Office, Desk, Agency),
			Calendar: r.refOrEmpty(row, "calendar", "calendar"),
			Name:     row.Texts("name", r.langs()...), Phone: row.Text("phone"), Email: row.Text("email"),
		}
		if u.Calendar == "" {
			u.Calendar = r.pack.City.Calendar
		}
		parents[u.Code] = u.Parent
		r.pack.Units = append(r.pack.Units, u)
	}
	r.above(rows, "parent", "unit", parents)
	r.pack.Units = parentsFirst(r.pack.Units, parents)
}
