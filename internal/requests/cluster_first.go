package requests

import (
	"context"
	"slices"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/journal"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
)

// Two clerks at once: one is first, the other is told who was, and when.

// TakeFrom is Take by somebody who saw who was on it. If it is somebody else
// meanwhile, they are named and nothing changes.
func (s *Service) TakeFrom(ctx context.Context, tx *db.Tx, number string, had city.ID) error {
	r, err := forChange(ctx, tx, number)
	if err == nil {
		err = maySee(access.From(ctx), &r)
	}
	if err != nil {
		return err
	}
	if r.Person != had && r.Person != "" && r.Person != access.From(ctx).Person {
		return s.whoWasFirst(ctx, tx, &r, fault.New(fault.Conflict, "requests.somebody_was_first"), events.RequestTaken{}.Kind())
	}
	return s.Take(ctx, tx, number)
}

// tooLate are the refusals that come of somebody having been quicker.
var tooLate = []string{"requests.not_open", "requests.accept_first", "requests.decide_reopening_first", "requests.not_offered",
	"requests.nobody_asked_to_reopen", "requests.not_together", "requests.cannot_be_together", "requests.with_another",
	"requests.already_together", "requests.already_merged", "requests.somebody_was_first"}

// whoWasFirst says who did something with the request last, and when, in the
// place of a refusal that says only how it stands.
func (s *Service) whoWasFirst(ctx context.Context, q db.Query, r *Request, refused error, kinds ...string) error {
	f, ok := fault.Of(refused)
	if !ok || f.Kind != fault.Conflict || !slices.Contains(tooLate, f.Key) {
		return refused
	}
	all, err := journal.Of(ctx, q, r.ID, mostHistory)
	if err != nil {
		return err
	}
	for _, e := range all {
		if e.Actor.Kind == access.Staff && e.Actor.Person != access.From(ctx).Person && (len(kinds) == 0 || slices.Contains(kinds, e.Kind)) {
			return fault.New(fault.Conflict, "requests.somebody_was_first", "number", r.Number,
				"who", s.pages.personName(ctx, e.Actor.Person), "when", i18n.From(ctx).Moment(e.At))
		}
	}
	return refused
}

// toldWho asks it for a form that came too late.
func (s *Service) toldWho(ctx context.Context, number string, refused error) error {
	one, err := s.seen(ctx, number)
	if err != nil {
		return refused
	}
	return s.whoWasFirst(ctx, s.db.Read(ctx), &one, refused)
}
