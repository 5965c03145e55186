package promises

import (
	"context"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/calendar"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
)

// Recast counts what is owed of a kind again, because it turned out to be owed for
// another thing: in another time and by another calendar, from the moment on at
// which it was promised, with every pause given back. It never goes beyond latest,
// unless that is zero. What was broken runs again if its new date is still to come;
// a new date that has passed is broken at the next look. Nothing of the kind owed is
// fine. It tells nobody: whoever knows why tells it.
func (l *Ledger) Recast(ctx context.Context, tx *db.Tx, subject city.ID, of Of, calendarCode string, a calendar.Amount, latest time.Time) error {
	all, err := owedOf(ctx, tx, subject)
	if err != nil {
		return err
	}
	cal, err := l.Calendars.Current(ctx, tx, calendarCode)
	if err != nil {
		return err
	}
	for i := range all {
		if all[i].Of != of {
			continue
		}
		if err := recast(ctx, tx, &all[i], cal, a, latest); err != nil {
			return err
		}
	}
	return nil
}

func recast(ctx context.Context, tx *db.Tx, p *Promise, cal *calendar.Calendar, a calendar.Amount, latest time.Time) error {
	p.Calendar, p.Amount, p.Given = cal.Code, a, false
	due := p.dueBy(cal)
	if !latest.IsZero() && due.After(latest) {
		due, p.Given = latest, true // a date that stands, whatever the calendar says later
	}
	p.recount(due, clock.Now(ctx))
	if err := save(ctx, tx, p); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `UPDATE promises_promises SET calendar = $3, amount = $4, clock = $5, given = $6
		WHERE tenant_id = $1 AND id = $2`, tx.Tenant(), p.ID, p.Calendar, p.Amount.N, p.Amount.Unit, flag(p.Given)); err != nil {
		return err
	}
	if p.State == Broken {
		return nil
	}
	return settle(ctx, tx, p.ID)
}
