package requests

import (
	"cmp"
	"context"

	"mahalle/internal/platform/db"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/promises"
)

// The house promises itself that somebody in the unit is on a request within the
// city's own time. Residents are owed the answer and the repair, not this.

// promiseTaking promises it for the unit that has the request from now on. What
// the unit before it owed of the kind ends, for a reason.
func (s *Service) promiseTaking(ctx context.Context, tx *db.Tx, r *Request, reason string) error {
	if err := s.ledger.Stop(ctx, tx, r.ID, promises.Accept, promises.Cancelled, reason); err != nil {
		return err
	}
	return s.owesTaking(ctx, tx, r)
}

func (s *Service) owesTaking(ctx context.Context, tx *db.Tx, r *Request) error {
	c := tenant.From(ctx)
	u, _ := s.needs.Unit(ctx, r.Unit)
	if c.TakeWithin.N == 0 || u.Outside || !r.Status.Open() {
		return nil
	}
	_, err := s.ledger.Make(ctx, tx, promises.Draft{
		SubjectKind: "request", Subject: r.ID, Label: r.Number, Topic: r.Subject, Of: promises.Accept, Owner: s.owner(ctx, r),
		Place: r.Place, Calendar: cmp.Or(u.Calendar, c.Calendar), Amount: c.TakeWithin,
	})
	return err
}

// taken keeps that promise: somebody in the unit is on it.
func (s *Service) taken(ctx context.Context, tx *db.Tx, r *Request) error {
	_, err := s.ledger.Keep(ctx, tx, r.ID, promises.Accept, string(r.Person))
	return err
}

// toResident leaves out what the house promised only itself.
func toResident(all []promises.Promise) []promises.Promise {
	var theirs []promises.Promise
	for i := range all {
		if !all[i].Of.Inside() {
			theirs = append(theirs, all[i])
		}
	}
	return theirs
}
