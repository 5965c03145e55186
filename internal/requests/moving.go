package requests

import (
	"cmp"
	"context"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
)

// What turns out to be somewhere else is put right; whose it is then is offered.

// Streets are the classes of street that the owner rules know, besides the one
// nobody knows.
var Streets = []string{"metro", "district"}

// Site is where a request belongs, and who keeps up the street there.
type Site struct {
	city.Place
	Street string // of Streets; empty when nobody knows
}

// Move puts a request where it belongs on the map. Its unit stays; if the rules
// send the place to another one, that is offered and never done unasked: the unit
// may have begun, and whoever asked was told who has it.
func (s *Service) Move(ctx context.Context, tx *db.Tx, number string, to Site) error {
	return s.change(ctx, tx, number, func(r *Request) error {
		if err := mayPutRight(access.From(ctx), r); err != nil {
			return err
		}
		was := *r
		to.Words = r.Place.Words
		r.Place, r.Street = to.Place, to.Street
		if was.Place.District != r.Place.District {
			keepWordsAgain(ctx, tx, &was, r)
		}
		return s.ledger.Rename(ctx, tx, r.ID, r.Subject, r.Place)
	}, func(f events.Request) events.Event {
		return events.RequestHandedOver{Request: f, From: f.After.Unit, To: f.After.Unit}
	})
}

// mayPutRight: what is still worked on is put right by whoever may hand it over.
func mayPutRight(a access.Actor, r *Request) error {
	if err := mayPush(a, r); err != nil {
		return err
	}
	switch {
	case !r.Status.Open():
		return fault.New(fault.Conflict, "requests.not_open")
	case r.Status == ReopenRequested:
		return fault.New(fault.Conflict, "requests.decide_reopening_first")
	}
	return nil
}

// decideAgain asks the owner rules about a request as it stands now, with all that
// is known of it: its kind and subject, the place and its street, the answers that
// were given, and the time. What is promised is counted by the calendar of the
// unit that has it, whomever the rules name.
func (s *Service) decideAgain(ctx context.Context, q db.Query, r *Request) (Decision, error) {
	answers, err := s.pages.Questions.kept(ctx, q, r.ID)
	if err != nil {
		return Decision{}, err
	}
	d, err := s.needs.Decide(ctx, Case{Kind: r.Kind, Subject: r.Subject, Street: r.Street, Place: r.Place, Answers: answers})
	if u, known := s.needs.Unit(ctx, r.Unit); known {
		d.Calendar = cmp.Or(u.Calendar, d.Calendar)
	}
	return d, err
}
