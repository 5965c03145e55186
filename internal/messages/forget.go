package messages

import (
	"context"

	"mahalle/internal/city"
	"mahalle/internal/platform/blot"
	"mahalle/internal/platform/db"
)

// Forget erases where the letters about a request went, and whoever they name.
// The ledger stays.
func (s *Service) Forget(ctx context.Context, tx *db.Tx, request city.ID, who blot.Who) error {
	all, err := ofRequest(ctx, tx, request)
	if err != nil {
		return err
	}
	for _, l := range all {
		if text, about := who.Out(l.Text), who.Out(l.Subject); text != l.Text || about != l.Subject {
			if _, err := tx.ExecContext(ctx, `UPDATE messages_letters SET subject = $3, text = $4 WHERE tenant_id = $1 AND id = $2`,
				tx.Tenant(), l.ID, about, text); err != nil {
				return err
			}
		}
	}
	_, err = tx.ExecContext(ctx, `DELETE FROM messages_addresses WHERE tenant_id = $1 AND request = $2`, tx.Tenant(), request)
	return err
}

// SentTo lists what was sent to an address that is still held. It reads the
// whole table: it is asked seldom.
func (s *Service) SentTo(ctx context.Context, q db.Query, email string) ([]Letter, error) {
	return db.All(ctx, q, scan, `SELECT `+columns+from+`AND $2 <> '' AND a.address = $2 ORDER BY l.id`, q.Tenant(), email)
}

// ForgetLetter erases where one letter went.
func (s *Service) ForgetLetter(ctx context.Context, tx *db.Tx, id city.ID) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM messages_addresses WHERE tenant_id = $1 AND letter = $2`, tx.Tenant(), id)
	return err
}

// Addresses gives every address that letters went to.
func (s *Service) Addresses(ctx context.Context, q db.Query, each func(email string)) error {
	all, err := db.All(ctx, q, db.Value[string], `SELECT DISTINCT address FROM messages_addresses WHERE tenant_id = $1`, q.Tenant())
	for _, address := range all {
		each(address)
	}
	return err
}
