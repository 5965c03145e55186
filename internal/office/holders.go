package office

import (
	"context"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
)

// Holder is somebody in a post today.
type Holder struct {
	Post   string
	Person city.ID
	Name   string
	Deputy bool
}

func scanHolder(r db.Row) (Holder, error) {
	var h Holder
	err := r.Scan(&h.Post, &h.Person, &h.Name, &h.Deputy)
	return h, err
}

// Holders lists who sits in which post today, deputies after those they stand in
// for. People without access to the system are left out: they cannot act.
func (s *Service) Holders(ctx context.Context) ([]Holder, error) {
	q := s.db.Read(ctx)
	return db.All(ctx, q, scanHolder, `SELECT h.post, h.person, p.name, h.deputy
		FROM office_holders h JOIN office_people p ON p.tenant_id = $1 AND p.id = h.person AND p.active = 1
		WHERE h.tenant_id = $1 AND h.from_day <= $2 AND (h.until_day = 0 OR h.until_day > $2)
		ORDER BY h.post, h.deputy, h.from_day, h.person`, q.Tenant(), today(ctx))
}

// HolderToday is who acts in a post today: the deputy while there is one, else
// whoever has held it longest. Nobody is fault.NotFound.
func (s *Service) HolderToday(ctx context.Context, post string) (Holder, error) {
	q := s.db.Read(ctx)
	return db.One(ctx, q, scanHolder, `SELECT h.post, h.person, p.name, h.deputy
		FROM office_holders h JOIN office_people p ON p.tenant_id = $1 AND p.id = h.person AND p.active = 1
		WHERE h.tenant_id = $1 AND h.post = $2 AND h.from_day <= $3 AND (h.until_day = 0 OR h.until_day > $3)
		ORDER BY h.deputy DESC, h.from_day, h.person LIMIT 1`, q.Tenant(), post, today(ctx))
}

// Actors lists everybody who sits in a post today, by unit, ready to act.
func (s *Service) Actors(ctx context.Context) (map[string][]access.Actor, error) {
	holders, err := s.Holders(ctx)
	house := s.of(db.TenantFrom(ctx))
	by := map[string][]access.Actor{}
	for _, one := range holders {
		p := house.post[one.Post]
		by[p.Unit] = append(by[p.Unit], house.actor(one.Person, one.Name, p))
	}
	return by, err
}
