package office

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"mahalle/internal/city"
	"mahalle/internal/citypack"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/tenant"
)

// LoadPack writes the units, roles and posts of a city pack.
func (s *Service) LoadPack(ctx context.Context, tx *db.Tx, p *citypack.Pack) error {
	var all error
	for i, u := range p.Units {
		_, err := tx.ExecContext(ctx, `INSERT INTO office_units (tenant_id, code, sort, parent, kind, calendar, name_tr, name_fa, name_en)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, tx.Tenant(), u.Code, i, u.Parent, u.Kind, u.Calendar, u.Name.TR, u.Name.FA, u.Name.EN)
		all = errors.Join(all, err)
	}
	for _, r := range p.Roles {
		_, err := tx.ExecContext(ctx, `INSERT INTO office_roles (tenant_id, code, name_tr, name_fa, name_en, permissions)
			VALUES ($1, $2, $3, $4, $5, $6)`, tx.Tenant(), r.Code, r.Name.TR, r.Name.FA, r.Name.EN, strings.Join(r.Permissions, " "))
		all = errors.Join(all, err)
	}
	for i, post := range p.Posts {
		all = errors.Join(all, insertPost(ctx, tx, i, post))
	}
	return all
}

func insertPost(ctx context.Context, tx *db.Tx, sort int, p citypack.Post) error {
	whole := 0
	if p.WholeCity {
		whole = 1
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO office_posts (tenant_id, code, sort, unit, role, superior, whole_city, title_tr, title_fa, title_en)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, tx.Tenant(), p.Code, sort, p.Unit, p.Role, p.Superior, whole, p.Title.TR, p.Title.FA, p.Title.EN)
	for kind, areas := range map[string][]string{"district": p.Districts, "neighbourhood": p.Neighbourhoods} {
		for _, a := range areas {
			_, e := tx.ExecContext(ctx, `INSERT INTO office_post_areas (tenant_id, post, area, kind) VALUES ($1, $2, $3, $4)`, tx.Tenant(), p.Code, a, kind)
			err = errors.Join(err, e)
		}
	}
	return err
}

// LoadDemoPeople writes the invented people of a demonstration and seats them in
// their posts. None of them has a password: a demonstration signs in by role.
func (s *Service) LoadDemoPeople(ctx context.Context, tx *db.Tx, p *citypack.Pack) error {
	today := tenant.From(ctx).Today(clock.Now(ctx))
	var all error
	for _, d := range p.Demo.People {
		try, err := json.Marshal(d.Try)
		if err != nil {
			return err
		}
		id := city.NewID()
		_, err = tx.ExecContext(ctx, `INSERT INTO office_people (tenant_id, id, login, name, demo_role, demo_try)
			VALUES ($1, $2, $3, $4, $5, $6)`, tx.Tenant(), id, d.Login, d.Name, d.Role, string(try))
		all = errors.Join(all, err)
		if d.Post != "" {
			all = errors.Join(all, seat(ctx, tx, d.Post, id, today-400, 0, false))
		}
	}
	return all
}

// DemoPerson is somebody a visitor of a demonstration can become.
type DemoPerson struct {
	ID   city.ID
	Role string
	Name string
	Try  city.Text
	Post string
}

// DemoPeople lists them.
func (s *Service) DemoPeople(ctx context.Context) ([]DemoPerson, error) {
	q := s.db.Read(ctx)
	return db.All(ctx, q, func(r db.Row) (DemoPerson, error) {
		var d DemoPerson
		var try string
		if err := r.Scan(&d.ID, &d.Role, &d.Name, &try, &d.Post); err != nil {
			return d, err
		}
		return d, json.Unmarshal([]byte(try), &d.Try)
	}, `SELECT p.id, p.demo_role, p.name, p.demo_try, coalesce(h.post, '') FROM office_people p
		LEFT JOIN office_holders h ON h.tenant_id = $1 AND h.person = p.id
		WHERE p.tenant_id = $1 AND p.demo_role <> '' ORDER BY p.demo_role`, q.Tenant())
}
