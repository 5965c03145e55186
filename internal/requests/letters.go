package requests

import (
	"context"

	"mahalle/internal/city"
	"mahalle/internal/platform/db"
)

// What letters to residents need to know of a request.

// ContactOf is who asked; an empty contact when nobody left one.
func (s *Service) ContactOf(ctx context.Context, q db.Query, request city.ID) (Contact, error) {
	return contactOf(ctx, q, request)
}

// SaidIn is what the city said in a message about a request.
func (s *Service) SaidIn(ctx context.Context, q db.Query, message city.ID) (string, error) {
	return db.One(ctx, q, db.Value[string], `SELECT text FROM requests_messages WHERE tenant_id = $1 AND id = $2`, q.Tenant(), message)
}

// Joiner is one who has the same problem and left an address.
type Joiner struct {
	ID    city.ID
	Email string
	Lang  city.Lang
}

// JoinersOf lists who has the same problem and left an address, each address
// once.
func (s *Service) JoinersOf(ctx context.Context, q db.Query, request city.ID) ([]Joiner, error) {
	return db.All(ctx, q, func(r db.Row) (Joiner, error) {
		var j Joiner
		err := r.Scan(&j.ID, &j.Email, &j.Lang)
		return j, err
	}, `SELECT min(id), email, min(lang) FROM requests_joins WHERE tenant_id = $1 AND request = $2 AND email <> ''
		GROUP BY email ORDER BY min(id)`, q.Tenant(), request)
}
