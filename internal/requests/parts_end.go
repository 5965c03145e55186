package requests

import (
	"context"
	"slices"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/journal"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
)

// A request ends when its parts have ended, or somebody answers for it that they
// have not. A part that runs is never cancelled unasked.

// endPart: a part asks nobody for a yes or no.
func (r *Request) endPart(o Outcome, now time.Time) error {
	if !r.Status.Open() {
		return fault.New(fault.Conflict, "requests.not_open")
	}
	r.Status, r.Outcome, r.DoneAt, r.ClosedAt, r.OfferedFrom = Closed, o, now, now, ""
	r.Due, r.Late = time.Time{}, false
	return nil
}

// speaks: residents hear from the request, never from its parts.
func (r *Request) speaks() error {
	if r.Parent != "" {
		return fault.New(fault.Conflict, "requests.part_speaks_to_nobody", "number", r.Number)
	}
	return nil
}

// partsOf lists the parts of a request, in their order.
func partsOf(ctx context.Context, q db.Query, parent city.ID) ([]Request, error) {
	return db.All(ctx, q, scan, `SELECT `+columns+` FROM requests_requests
		WHERE tenant_id = $1 AND parent <> '' AND parent = $2 ORDER BY id`, q.Tenant(), parent)
}

func openPartsOf(ctx context.Context, q db.Query, r *Request) ([]Request, error) {
	if r.Parts == 0 {
		return nil, nil
	}
	all, err := partsOf(ctx, q, r.ID)
	return slices.DeleteFunc(all, func(p Request) bool { return !p.Status.Open() }), err
}

// mayEnd: every part has ended, or an exception was signed since the last split.
func (s *Service) mayEnd(ctx context.Context, q db.Query, r *Request) error {
	open, err := openPartsOf(ctx, q, r)
	if err != nil || len(open) == 0 {
		return err
	}
	signed, err := excepted(ctx, q, r.ID)
	if err != nil || signed {
		return err
	}
	return fault.New(fault.Conflict, "requests.parts_open", "n", len(open))
}

// excepted reports whether somebody signed that the request may end before its
// parts. A new split or a reopening needs a new signature.
func excepted(ctx context.Context, q db.Query, request city.ID) (bool, error) {
	all, err := journal.Of(ctx, q, request, 10*mostHistory)
	for _, e := range all {
		switch e.Kind {
		case events.ExceptionSigned{}.Kind():
			return true, err
		case events.RequestSplit{}.Kind(), events.RequestReopened{}.Kind():
			return false, err
		}
	}
	return false, err
}

// SignException lets a request end though parts of it run on, for a reason that
// is kept in the journal.
func (s *Service) SignException(ctx context.Context, tx *db.Tx, number, why string) error {
	var id city.ID
	open := 0
	return s.change(ctx, tx, number, func(r *Request) (err error) {
		if err := mayWork(access.From(ctx), r, CanRefuse); err != nil {
			return err
		}
		running, err := openPartsOf(ctx, tx, r)
		if open = len(running); err != nil {
			return err
		}
		if open == 0 || !r.Status.Open() {
			return fault.New(fault.Conflict, "requests.no_part_runs", "number", r.Number)
		}
		id, err = s.sayNeeded(ctx, tx, r, Note, why)
		return err
	}, func(f events.Request) events.Event {
		return events.ExceptionSigned{Request: f, Message: id, Open: open}
	})
}

// dropParts ends every running part with the reason for which its request ends;
// somebody chose so.
func (s *Service) dropParts(ctx context.Context, tx *db.Tx, r *Request, why string) error {
	open, err := openPartsOf(ctx, tx, r)
	for i := range open {
		if err == nil {
			err = s.dropPart(ctx, tx, r, open[i].Number, "", why)
		}
	}
	return err
}
