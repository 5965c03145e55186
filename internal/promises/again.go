package promises

import (
	"context"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
)

// OweAgain owes what was last handed to another: the date is the one that
// was promised, and what was broken before is broken still. Nothing handed is
// fine.
func (l *Ledger) OweAgain(ctx context.Context, tx *db.Tx, subject city.ID, of Of) error {
	all, err := About(ctx, tx, subject)
	if err != nil {
		return err
	}
	for i := len(all) - 1; i >= 0; i-- {
		p := &all[i]
		if p.Of != of {
			continue
		}
		if p.State != Handed {
			return nil
		}
		p.State, p.Reason = Open, ""
		p.Ended = time.Time{}
		if p.Level > 0 {
			p.State = Broken
		}
		p.Next = nextLook(p, clock.Now(ctx))
		return save(ctx, tx, p)
	}
	return nil
}
