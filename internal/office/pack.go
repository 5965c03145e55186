package office

import (
	"context"

	"mahalle/internal/citypack"
	"mahalle/internal/platform/db"
)

// LoadPack writes the units, roles and posts of a city pack. Loading a newer
// pack of the same city changes what is there; a unit or post that it does not
// name any more is gone from the lists, and old requests still know its name.
func (s *Service) LoadPack(ctx context.Context, tx *db.Tx, p *citypack.Pack) error {
	if err := clearHouse(ctx, tx); err != nil {
		return err
	}
	for i, u := range p.Units {
		if err := saveUnit(ctx, tx, i, u); err != nil {
			return err
		}
	}
	for _, r := range p.Roles {
		if err := insertRole(ctx, tx, r); err != nil {
			return err
		}
	}
	for i, post := range p.Posts {
		if err := savePost(ctx, tx, i, post); err != nil {
			return err
		}
	}
	return nil
}

func clearHouse(ctx context.Context, tx *db.Tx) error {
	for _, text := range []string{
		`UPDATE office_units SET gone = 1 WHERE tenant_id = $1`,
		`UPDATE office_posts SET gone = 1 WHERE tenant_id = $1`,
		`DELETE FROM office_post_areas WHERE tenant_id = $1`,
		`DELETE FROM office_role_permissions WHERE tenant_id = $1`,
		`DELETE FROM office_roles WHERE tenant_id = $1`,
	} {
		if _, err := tx.ExecContext(ctx, text, tx.Tenant()); err != nil {
			return err
		}
	}
	return nil
}

func saveUnit(ctx context.Context, tx *db.Tx, sort int, u citypack.Unit) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO office_units (tenant_id, code, sort, parent, kind, calendar, name_tr, name_fa, name_en, phone, email, gone)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0) ON CONFLICT (tenant_id, code) DO UPDATE
		SET sort = excluded.sort, parent = excluded.parent, kind = excluded.kind, calendar = excluded.calendar, name_tr = excluded.name_tr,
			name_fa = excluded.name_fa, name_en = excluded.name_en, phone = excluded.phone, email = excluded.email, gone = 0`,
		tx.Tenant(), u.Code, sort, u.Parent, u.Kind, u.Calendar, u.Name.TR, u.Name.FA, u.Name.EN, u.Phone, u.Email)
	return err
}

func insertRole(ctx context.Context, tx *db.Tx, r citypack.Role) error {
	if _, err := tx.ExecContext(ctx, `INSERT INTO office_roles (tenant_id, code, name_tr, name_fa, name_en) VALUES ($1, $2, $3, $4, $5)`,
		tx.Tenant(), r.Code, r.Name.TR, r.Name.FA, r.Name.EN); err != nil {
		return err
	}
	for _, word := range r.Permissions {
		if _, err := tx.ExecContext(ctx, `INSERT INTO office_role_permissions (tenant_id, role, permission) VALUES ($1, $2, $3)
			ON CONFLICT (tenant_id, role, permission) DO NOTHING`, tx.Tenant(), r.Code, word); err != nil {
			return err
		}
	}
	return nil
}

func savePost(ctx context.Context, tx *db.Tx, sort int, p citypack.Post) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO office_posts (tenant_id, code, sort, unit, role, superior, whole_city, elected, title_tr, title_fa, title_en, gone)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0) ON CONFLICT (tenant_id, code) DO UPDATE
		SET sort = excluded.sort, unit = excluded.unit, role = excluded.role, superior = excluded.superior, whole_city = excluded.whole_city,
			elected = excluded.elected, title_tr = excluded.title_tr, title_fa = excluded.title_fa, title_en = excluded.title_en, gone = 0`,
		tx.Tenant(), p.Code, sort, p.Unit, p.Role, p.Superior, bit(p.WholeCity), bit(p.Elected), p.Title.TR, p.Title.FA, p.Title.EN)
	if err != nil {
		return err
	}
	if err := insertAreas(ctx, tx, p.Code, "district", p.Districts); err != nil {
		return err
	}
	return insertAreas(ctx, tx, p.Code, "neighbourhood", p.Neighbourhoods)
}

func insertAreas(ctx context.Context, tx *db.Tx, post, kind string, areas []string) error {
	for _, area := range areas {
		if _, err := tx.ExecContext(ctx, `INSERT INTO office_post_areas (tenant_id, post, area, kind) VALUES ($1, $2, $3, $4)
			ON CONFLICT (tenant_id, post, area) DO NOTHING`, tx.Tenant(), post, area, kind); err != nil {
			return err
		}
	}
	return nil
}

// bit is a truth as both engines keep it.
func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}
