package requests

import (
	"context"

	"mahalle/internal/events"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/promises"
)

// deciding is the promise that decides when a request is due and whether it is
// late: the repair, and what else is owed to the resident where no repair is.
func deciding(all []promises.Promise) *promises.Promise {
	var decides *promises.Promise
	for i := range all {
		p := &all[i]
		if p.Owed() && !p.Of.Inside() && (decides == nil || decides.Of != promises.Repair) {
			decides = p
		}
	}
	return decides
}

// takeDue copies the deciding date from the ledger after it moved.
func (s *Service) takeDue(ctx context.Context, tx *db.Tx, r *Request) error {
	all, err := promises.About(ctx, tx, r.ID)
	if p := deciding(all); p != nil {
		r.Due, r.Late = p.Due, p.State == promises.Broken
	}
	return err
}

// DateMoved hears that a promise got another date, by a person or by its
// calendar, and gives the request the date that decides now. It writes the
// request itself: no use case that writes the request moves a promise.
func (s *Service) DateMoved(ctx context.Context, tx *db.Tx, e events.PromiseMoved) error {
	if e.On.Kind != "request" {
		return nil
	}
	r, err := byID(ctx, tx, e.On.ID)
	if err != nil || !r.Status.Open() {
		return err
	}
	return s.redate(ctx, tx, &r, e.Reason)
}

// redate takes the deciding date over and tells whoever keeps figures, if that
// changed anything.
func (s *Service) redate(ctx context.Context, tx *db.Tx, r *Request, reason string) error {
	before := standing(tenant.From(ctx), r)
	if err := s.takeDue(ctx, tx, r); err != nil {
		return err
	}
	f := s.fact(ctx, r, &before)
	if f.After == before {
		return nil
	}
	if err := save(ctx, tx, r); err != nil {
		return err
	}
	return s.journal.Record(ctx, tx, events.RequestRescheduled{Request: f, Reason: reason})
}
