package requests

import (
	"context"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/db"
)

// PastRoute is a request as the rules saw it, and who has it now.
type PastRoute struct {
	ID      city.ID
	Number  string
	Kind    string
	Subject string
	Place   city.Place // without its point and words
	Street  string     // as it was known; empty: not
	Unit    string
	Rule    int // that led it to its first unit; 0: not known
	Opened  time.Time
	Secret  bool // only one unit may read it, or its sender is hidden
}

// routesAtOnce is how many are read in one go.
const routesAtOnce = 1000

// CountOpened is how many requests were opened since a moment, those that are
// open and those that are closed.
func (s *Service) CountOpened(ctx context.Context, since time.Time) (int, error) {
	q := s.db.Read(ctx)
	return db.One(ctx, q, db.Value[int], `SELECT COUNT(*) FROM requests_requests WHERE tenant_id = $1 AND opened_at >= $2`, q.Tenant(), db.Micros(since))
}

// PastRoutes tells the requests opened since a moment in batches, the oldest
// first. It stops at the first error of each.
func (s *Service) PastRoutes(ctx context.Context, since time.Time, each func([]PastRoute) error) error {
	after, id := db.Micros(since), city.ID("")
	for {
		batch, err := pastRoutes(ctx, s.db.Read(ctx), after, id)
		if err != nil || len(batch) == 0 {
			return err
		}
		if err := each(batch); err != nil {
			return err
		}
		last := batch[len(batch)-1]
		after, id = db.Micros(last.Opened), last.ID
	}
}

func pastRoutes(ctx context.Context, q db.Query, after int64, id city.ID) ([]PastRoute, error) {
	return db.All(ctx, q, func(r db.Row) (PastRoute, error) {
		var p PastRoute
		var opened, secret int64
		err := r.Scan(&p.ID, &p.Number, &p.Kind, &p.Subject, &p.Place.District, &p.Place.Neighbourhood, &p.Street, &p.Unit, &p.Rule, &opened, &secret)
		p.Opened, p.Secret = db.Time(opened), secret > 0
		return p, err
	}, `SELECT id, number, kind, subject, district, neighbourhood, street, unit, rule, opened_at, hidden + confidential FROM requests_requests
		WHERE tenant_id = $1 AND (opened_at > $2 OR opened_at = $2 AND id > $3) ORDER BY opened_at, id LIMIT $4`,
		q.Tenant(), after, id, routesAtOnce)
}
