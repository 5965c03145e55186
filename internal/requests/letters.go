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
