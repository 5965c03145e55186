package office

import (
	"context"

	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
)

// Load reads the city's units, roles and posts into memory.
func (s *Service) Load(ctx context.Context) error {
	q := s.db.Read(ctx)
	units, err := db.All(ctx, q, scanUnit, `SELECT code, parent, kind, calendar, name_tr, name_fa, name_en, phone, email, gone
		FROM office_units WHERE tenant_id = $1 ORDER BY sort, code`, q.Tenant())
	if err != nil {
		return err
	}
	roles, err := readRoles(ctx, q)
	if err != nil {
		return err
	}
	posts, err := readPosts(ctx, q)
	if err != nil {
		return err
	}
	s.mu.Lock()
	s.houses[q.Tenant()] = newHouse(units, roles, posts)
	s.mu.Unlock()
	s.sessions.forgetAll()
	return nil
}

func scanUnit(r db.Row) (Unit, error) {
	var u Unit
	err := r.Scan(&u.Code, &u.Parent, &u.Kind, &u.Calendar, &u.Name.TR, &u.Name.FA, &u.Name.EN, &u.Phone, &u.Email, &u.Gone)
	return u, err
}

func readRoles(ctx context.Context, q db.Query) ([]Role, error) {
	roles, err := db.All(ctx, q, scanRole, `SELECT code, name_tr, name_fa, name_en FROM office_roles WHERE tenant_id = $1`, q.Tenant())
	if err != nil {
		return nil, err
	}
	by := map[string]Role{}
	for _, r := range roles {
		by[r.Code] = r
	}
	type grant struct {
		role string
		word access.Permission
	}
	grants, err := db.All(ctx, q, func(r db.Row) (grant, error) {
		var g grant
		err := r.Scan(&g.role, &g.word)
		return g, err
	}, `SELECT role, permission FROM office_role_permissions WHERE tenant_id = $1`, q.Tenant())
	for _, g := range grants {
		by[g.role].Permissions[g.word] = true
	}
	return roles, err
}

func scanRole(r db.Row) (Role, error) {
	role := Role{Permissions: map[access.Permission]bool{}}
	err := r.Scan(&role.Code, &role.Name.TR, &role.Name.FA, &role.Name.EN)
	return role, err
}

func readPosts(ctx context.Context, q db.Query) ([]Post, error) {
	posts, err := db.All(ctx, q, scanPost, `SELECT code, unit, role, superior, whole_city, elected, title_tr, title_fa, title_en, gone
		FROM office_posts WHERE tenant_id = $1 ORDER BY sort, code`, q.Tenant())
	if err != nil {
		return nil, err
	}
	at := make(map[string]*Post, len(posts))
	for i := range posts {
		at[posts[i].Code] = &posts[i]
	}
	type area struct{ post, area, kind string }
	areas, err := db.All(ctx, q, func(r db.Row) (area, error) {
		var a area
		err := r.Scan(&a.post, &a.area, &a.kind)
		return a, err
	}, `SELECT post, area, kind FROM office_post_areas WHERE tenant_id = $1 ORDER BY post, area`, q.Tenant())
	for _, a := range areas {
		if p := at[a.post]; a.kind == "district" {
			p.Districts = append(p.Districts, a.area)
		} else {
			p.Hoods = append(p.Hoods, a.area)
		}
	}
	return posts, err
}

func scanPost(r db.Row) (Post, error) {
	var p Post
	err := r.Scan(&p.Code, &p.Unit, &p.Role, &p.Superior, &p.WholeCity, &p.Elected, &p.Title.TR, &p.Title.FA, &p.Title.EN, &p.Gone)
	return p, err
}
