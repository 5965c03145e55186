package office

import (
	"context"
	"encoding/json"

	"mahalle/internal/city"
	"mahalle/internal/citypack"
	"mahalle/internal/platform/db"
)

// DemoPerson is somebody a visitor of a demonstration can become.
type DemoPerson struct {
	ID   city.ID
	Role string
	Name string
	Try  city.Text // what to try in the role
	Post string    // empty for the resident
}

// LoadDemoPeople writes the invented people of a demonstration and seats them in
// their posts. None of them has a password: a demonstration signs in by role.
// Those who are there already stay as they are.
func (s *Service) LoadDemoPeople(ctx context.Context, tx *db.Tx, p *citypack.Pack) error {
	for _, d := range p.Demo.People {
		if err := invite(ctx, tx, d); err != nil {
			return err
		}
	}
	return nil
}

// seatedFor is how long the invented people have held their posts: since before
// the year that a demonstration plays.
const seatedFor = 400

func invite(ctx context.Context, tx *db.Tx, d citypack.DemoPerson) error {
	try, err := json.Marshal(d.Try)
	if err != nil {
		return err
	}
	id := city.NewID()
	known, err := insertDemoPerson(ctx, tx, id, d, string(try))
	if err != nil || known {
		return err
	}
	if err := saveWords(ctx, tx, id, d.Login, d.Name); err != nil {
		return err
	}
	if d.Post == "" {
		return nil
	}
	return saveHolding(ctx, tx, Holding{Post: d.Post, Person: id, From: today(ctx) - seatedFor})
}

func insertDemoPerson(ctx context.Context, tx *db.Tx, id city.ID, d citypack.DemoPerson, try string) (known bool, err error) {
	res, err := tx.ExecContext(ctx, `INSERT INTO office_people (tenant_id, id, login, name, name_key, demo_role, demo_try)
		VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (tenant_id, login) DO NOTHING`,
		tx.Tenant(), id, d.Login, d.Name, nameKey(ctx, d.Name), d.Role, try)
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n == 0, err
}

// DemoPeople lists those whose role a visitor may take.
func (s *Service) DemoPeople(ctx context.Context) ([]DemoPerson, error) {
	q := s.db.Read(ctx)
	return db.All(ctx, q, scanDemoPerson, `SELECT p.id, p.demo_role, p.name, p.demo_try,
		coalesce((SELECT min(h.post) FROM office_holders h WHERE h.tenant_id = $1 AND h.person = p.id), '')
		FROM office_people p WHERE p.tenant_id = $1 AND p.demo_role <> '' AND p.active = 1 ORDER BY p.demo_role, p.login`, q.Tenant())
}

func scanDemoPerson(r db.Row) (DemoPerson, error) {
	var d DemoPerson
	var try string
	if err := r.Scan(&d.ID, &d.Role, &d.Name, &try, &d.Post); err != nil {
		return d, err
	}
	return d, json.Unmarshal([]byte(try), &d.Try)
}
