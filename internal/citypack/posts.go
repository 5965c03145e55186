package citypack

import (
	"slices"

	"mahalle/internal/city"
	"mahalle/internal/platform/table"
)

// Role is a set of permissions under a name.
type Role struct {
	Code        string
	Name        city.Text
	Permissions []string
}

// Post is a chair in a unit. People come and go; promises belong to posts.
type Post struct {
	Code           string
	Unit           string
	Role           string
	Superior       string // the post above; empty at the top
	WholeCity      bool   // sees every district
	Districts      []string
	Neighbourhoods []string
	Elected        bool // chosen by people, not appointed: asks and verifies, gives no orders
	Title          city.Text
}

func (r *reader) roles() {
	for _, row := range r.must("roles.tsv", table.Columns{Need: append(texts("name"), "code", "permissions")}) {
		role := Role{
			Code: r.code(row, "role"), Name: row.Texts("name", r.langs()...),
			Permissions: row.Words("permissions"),
		}
		for _, word := range role.Permissions {
			if !slices.Contains(r.permissions, word) {
				row.Fail("permission %q is not known", word)
			}
		}
		r.pack.Roles = append(r.pack.Roles, role)
	}
}

func (r *reader) posts() {
	rows := r.must("posts.tsv", table.Columns{
		Need: append(texts("title"), "code", "unit", "role", "superior", "area"),
		May:  []string{"elected"},
	})
	superiors := chain{}
	for _, row := range rows {
		p := Post{
			Code: r.code(row, "post"), Unit: r.ref(row, "unit", "unit"), Role: r.ref(row, "role", "role"),
			Superior: row.Text("superior"), Elected: row.Yes("elected"), Title: row.Texts("title", r.langs()...),
		}
		r.area(row, &p)
		superiors[p.Code] = p.Superior
		r.pack.Posts = append(r.pack.Posts, p)
	}
	r.above(rows, "superior", "post", superiors)
}

// area sorts the codes of a post's area into districts and neighbourhoods.
func (r *reader) area(row table.Row, p *Post) {
	for _, code := range row.Words("area") {
		switch {
		case code == "*":
			p.WholeCity = true
		case r.has("district", code):
			p.Districts = append(p.Districts, code)
		case r.has("neighbourhood", code):
			p.Neighbourhoods = append(p.Neighbourhoods, code)
		default:
			row.Fail("area %q is neither a district nor a neighbourhood", code)
		}
	}
	if r.grants(p.Role, "area.view") && row.Text("area") == "" {
		row.Fail("role %q sees by area, but area is empty", p.Role)
	}
}

func (r *reader) grants(role, permission string) bool {
	for _, known := range r.pack.Roles {
		if known.Code == role {
			return slices.Contains(known.Permissions, permission)
		}
	}
	return false
}
