package agencies

import (
	"context"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/tenant"
)

const (
	listEvery = 7              // days between two letters with the whole list
	opens     = 8 * time.Hour  // of the city's day; no letter of the day leaves earlier
	closes    = 18 * time.Hour // … nor later
)

// remind writes to every body at most once a day: what is half way or over since
// the last time, each request once; or, once a week, everything it has.
func (s *Service) remind(ctx context.Context, tx *db.Tx) error {
	c, at := tenant.From(ctx), clock.Now(ctx)
	today := c.Today(at)
	if at.Before(today.At(opens, c.Zone())) || at.After(today.At(closes, c.Zone())) {
		return nil
	}
	all, err := s.agencies(ctx, tx)
	if err != nil {
		return err
	}
	for _, a := range all {
		if a.Open == 0 || a.Reminded >= today {
			continue
		}
		if err := s.remindOne(ctx, tx, a, today, at); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) remindOne(ctx context.Context, tx *db.Tx, a Agency, today city.Day, at time.Time) error {
	l := Letter{ID: city.NewIDAt(at), Unit: a.Unit, Purpose: Reminder}
	due, err := mark(ctx, tx, `UPDATE agencies_custody SET due_letter = $4, half_letter = CASE WHEN half_letter = '' THEN 'late' ELSE half_letter END
		WHERE tenant_id = $1 AND unit = $2 AND ended_at = 0 AND due_letter = '' AND due_at > 0 AND due_at <= $3`, a.Unit, at, l.ID)
	if err != nil {
		return err
	}
	halfway, err := mark(ctx, tx, `UPDATE agencies_custody SET half_letter = $4
		WHERE tenant_id = $1 AND unit = $2 AND ended_at = 0 AND half_letter = '' AND half_at > 0 AND half_at <= $3`, a.Unit, at, l.ID)
	switch {
	case err != nil:
		return err
	case due+halfway > 0:
		a.Reminded = today
	case today-a.Listed >= listEvery:
		l.Purpose, a.Reminded, a.Listed = List, today, today
	default:
		return nil
	}
	if _, err := tx.ExecContext(ctx, `UPDATE agencies_agencies SET reminded = $3, listed = $4 WHERE tenant_id = $1 AND unit = $2`,
		tx.Tenant(), a.Unit, a.Reminded, a.Listed); err != nil {
		return err
	}
	return s.order(ctx, tx, l, causeOfDay(a, today))
}

// mark writes which letter reminds of what, and tells of how many.
func mark(ctx context.Context, tx *db.Tx, text, unit string, at time.Time, letter city.ID) (int64, error) {
	res, err := tx.ExecContext(ctx, text, tx.Tenant(), unit, db.Micros(at), letter)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// remindedBy lists what a letter reminds of, as far as the body still has it.
func remindedBy(ctx context.Context, q db.Query, column string, letter city.ID) ([]Custody, error) {
	text := `SELECT ` + custodyColumns + ` FROM agencies_custody WHERE tenant_id = $1 AND ended_at = 0 AND half_letter = $2 ORDER BY due_at, id`
	if column == "due_letter" {
		text = `SELECT ` + custodyColumns + ` FROM agencies_custody WHERE tenant_id = $1 AND ended_at = 0 AND due_letter = $2 ORDER BY due_at, id`
	}
	return db.All(ctx, q, scanCustody, text, q.Tenant(), letter)
}
