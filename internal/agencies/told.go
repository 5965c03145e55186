package agencies

import (
	"context"

	"mahalle/internal/platform/db"
)

// ToldAbout lists the bodies that have or had a request, and so read its words.
// Who asked they are never told.
func (s *Service) ToldAbout(ctx context.Context, q db.Query, number string) ([]Custody, error) {
	return db.All(ctx, q, scanCustody, `SELECT `+custodyColumns+` FROM agencies_custody
		WHERE tenant_id = $1 AND number = $2 ORDER BY id`, q.Tenant(), number)
}
