package agencies

import (
	"context"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
)

// A letter that does not arrive leaves a body in the dark while the city's promise
// runs on. So the request says it, and the desk is alarmed until the body has
// another address or answers after all.

// CameBack notes that one of our letters did not arrive; a letter that is not ours
// is left alone. The second time nothing happens.
func (s *Service) CameBack(ctx context.Context, tx *db.Tx, letter city.ID) error {
	res, err := tx.ExecContext(ctx, `UPDATE agencies_letters SET state = 'refused', error = 'bounced'
		WHERE tenant_id = $1 AND id = $2 AND state = 'sent'`, tx.Tenant(), letter)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return err
	}
	l, err := letterByID(ctx, tx, letter)
	if err != nil {
		return err
	}
	return s.unreached(ctx, tx, l)
}

// unreached raises the alarm about a body, and tells whoever reads the request
// that the letter was about.
func (s *Service) unreached(ctx context.Context, tx *db.Tx, l Letter) error {
	now := clock.Now(ctx)
	if err := count(ctx, tx, l.Unit, Figures{}); err != nil { // there is a row from now on
		return err
	}
	if _, err := tx.ExecContext(ctx, `UPDATE agencies_agencies SET came_back_at = $3 WHERE tenant_id = $1 AND unit = $2 AND came_back_at = 0`,
		tx.Tenant(), l.Unit, db.Micros(now)); err != nil {
		return err
	}
	number, err := s.notTold(ctx, tx, l, now)
	if err != nil {
		return err
	}
	return s.journal.Record(ctx, tx, events.AgencyLetterCameBack{Agency: events.Agency{Unit: l.Unit}, Number: number})
}

// notTold writes on the request that the body was not told of it; a letter about
// many requests, or about one that is no longer theirs, writes nothing.
func (s *Service) notTold(ctx context.Context, tx *db.Tx, l Letter, now time.Time) (number string, err error) {
	if l.Custody == "" {
		return "", nil
	}
	c, err := custodyByID(ctx, tx, l.Custody)
	if err != nil || c.Ending != With {
		return c.Number, err
	}
	if _, err := tx.ExecContext(ctx, `UPDATE agencies_custody SET came_back_at = $3 WHERE tenant_id = $1 AND id = $2`,
		tx.Tenant(), c.ID, db.Micros(now)); err != nil {
		return c.Number, err
	}
	here, body := tenant.From(ctx), Body{}
	if known, ok := s.needs.Body(ctx, l.Unit); ok {
		body = known
	}
	say := s.catalog.Locale(here.DefaultLang, here.Zone())
	return c.Number, s.needs.Tell(i18n.With(ctx, say), tx, c.Number, say.Say("agencies.came_back_note", "name", say.Text(body.Name)))
}

// reached ends the alarm: there is another address, or the body has answered.
func reached(ctx context.Context, tx *db.Tx, unit string) error {
	_, err := tx.ExecContext(ctx, `UPDATE agencies_agencies SET came_back_at = 0 WHERE tenant_id = $1 AND unit = $2 AND came_back_at > 0`, tx.Tenant(), unit)
	return err
}

// Unreached is how many bodies have requests and do not get our letters.
func (s *Service) Unreached(ctx context.Context) (int, error) {
	q := s.db.Read(ctx)
	return db.One(ctx, q, db.Value[int], `SELECT count(*) FROM agencies_agencies WHERE tenant_id = $1 AND came_back_at > 0 AND open > 0`, q.Tenant())
}

// tellRefused is unreached for a letter that the mail server would not take.
func (s *Service) tellRefused(ctx context.Context, tx *db.Tx, l Letter) error {
	if l.State != Refused {
		return nil
	}
	return s.unreached(ctx, tx, l)
}

// Answered takes the answer of a body to one of our letters as its word on how
// things stand, for the city's unit. It is heard when it comes from the body's own
// address and the request is still with it; number is the request's in any case,
// and empty when the letter answered is not one of ours.
func (s *Service) Answered(ctx context.Context, tx *db.Tx, letter city.ID, sender, text string) (number string, heard bool, err error) {
	l, err := letterByID(ctx, tx, letter)
	if fault.KindOf(err) == fault.NotFound || err == nil && l.Custody == "" {
		return "", false, nil
	}
	if err != nil {
		return "", false, err
	}
	a, err := s.agency(ctx, tx, l.Unit)
	if err != nil {
		return "", false, err
	}
	c, err := custodyByID(ctx, tx, l.Custody)
	if err != nil || text == "" || c.Ending != With || i18n.Fold(a.Email) != i18n.Fold(sender) {
		return c.Number, false, err
	}
	if err := reached(ctx, tx, a.Unit); err != nil {
		return c.Number, false, err
	}
	return c.Number, true, s.needs.Note(s.needs.As(ctx, a.Unit), tx, c.Number, text)
}
