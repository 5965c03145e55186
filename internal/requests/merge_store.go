package requests

import (
	"context"

	"mahalle/internal/city"
	"mahalle/internal/platform/db"
	"mahalle/internal/promises"
)

// mergedInto lists what was merged into a request, the eldest first.
func mergedInto(ctx context.Context, q db.Query, survivor city.ID) ([]Request, error) {
	return db.All(ctx, q, scan, `SELECT `+columns+` FROM requests_requests
		WHERE tenant_id = $1 AND merged_into <> '' AND merged_into = $2 ORDER BY id`, q.Tenant(), survivor)
}

// moveJoins lets whoever joined one request go on with another. Who joined both
// stays with the other alone.
func moveJoins(ctx context.Context, tx *db.Tx, from, to city.ID) error {
	_, err := tx.ExecContext(ctx, `UPDATE requests_joins SET request = $3, came_from = $2 WHERE tenant_id = $1 AND request = $2
		AND (visitor = '' OR visitor NOT IN (SELECT visitor FROM requests_joins WHERE tenant_id = $1 AND request = $3))`,
		tx.Tenant(), from, to)
	return err
}

func moveJoinsBack(ctx context.Context, tx *db.Tx, from, to city.ID) error {
	_, err := tx.ExecContext(ctx, `UPDATE requests_joins SET request = $3, came_from = '' WHERE tenant_id = $1 AND request = $2 AND came_from = $3`,
		tx.Tenant(), from, to)
	return err
}

// owesAnswer reports whether the law's answer is still owed.
func owesAnswer(ctx context.Context, q db.Query, request city.ID) (bool, error) {
	p, err := answerOwed(ctx, q, request)
	return p != nil, err
}

func answerOwed(ctx context.Context, q db.Query, request city.ID) (*promises.Promise, error) {
	all, err := promises.About(ctx, q, request)
	for i := range all {
		if all[i].Of == promises.Answer && all[i].Owed() {
			return &all[i], err
		}
	}
	return nil, err
}
