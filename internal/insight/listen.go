package insight

import (
	"context"
	"strings"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/journal"
	"mahalle/internal/platform/db"
)

// Listen lets the figures hear every event about requests, within the
// transaction that makes it true. Read top to bottom, it says what each piece of
// news counts for besides the standing it changes.
func (s *Service) Listen(j *journal.Journal) {
	hear(s, j, func(e events.RequestOpened) (events.Request, Flow) { return e.Request, Flow{Opened: 1} })
	hear(s, j, func(e events.RequestTaken) (events.Request, Flow) { return e.Request, Flow{} })
	hear(s, j, func(e events.RequestReleased) (events.Request, Flow) { return e.Request, Flow{} })
	hear(s, j, func(e events.RequestHandedOver) (events.Request, Flow) { return e.Request, Flow{} })
	hear(s, j, func(e events.RequestReturned) (events.Request, Flow) { return e.Request, Flow{} })
	hear(s, j, func(e events.RequestAccepted) (events.Request, Flow) { return e.Request, Flow{} })
	hear(s, j, func(e events.RequestNoted) (events.Request, Flow) { return e.Request, Flow{} })
	hear(s, j, func(e events.RequestAnswered) (events.Request, Flow) { return e.Request, Flow{} })
	hear(s, j, func(e events.RequestAsked) (events.Request, Flow) { return e.Request, Flow{} })
	hear(s, j, func(e events.ResidentWrote) (events.Request, Flow) { return e.Request, Flow{} })
	hear(s, j, func(e events.RequestJoined) (events.Request, Flow) { return e.Request, Flow{} })
	hear(s, j, func(e events.RequestClustered) (events.Request, Flow) { return e.Request, Flow{} })
	hear(s, j, func(e events.RequestFollowed) (events.Request, Flow) { return e.Request, Flow{} })
	hear(s, j, func(e events.RequestUnclustered) (events.Request, Flow) { return e.Request, Flow{} })
	hear(s, j, func(e events.RequestMerged) (events.Request, Flow) { return e.Request, Flow{} })
	hear(s, j, func(e events.RequestUnmerged) (events.Request, Flow) { return e.Request, Flow{} })
	hear(s, j, func(e events.AnswerGiven) (events.Request, Flow) { return e.Request, Flow{} })
	hear(s, j, func(e events.RequestSplit) (events.Request, Flow) { return e.Request, Flow{} })
	hear(s, j, func(e events.ExceptionSigned) (events.Request, Flow) { return e.Request, Flow{} })
	hear(s, j, finished)
	hear(s, j, func(e events.ResidentConfirmed) (events.Request, Flow) {
		f := Flow{Confirmed: 1}
		f.face(e.Face)
		return e.Request, f
	})
	hear(s, j, func(e events.ReopenRequested) (events.Request, Flow) {
		f := Flow{Refuted: 1}
		f.face(e.Face)
		return e.Request, f
	})
	hear(s, j, func(e events.RequestReopened) (events.Request, Flow) { return e.Request, Flow{Reopened: 1} })
	hear(s, j, func(e events.ReopenRefused) (events.Request, Flow) { return e.Request, Flow{} })
	hear(s, j, func(e events.RequestClosed) (events.Request, Flow) { return e.Request, Flow{Unconfirmed: 1} })
	hear(s, j, func(e events.RequestFellDue) (events.Request, Flow) { return e.Request, Flow{} })
	hear(s, j, func(e events.RequestRescheduled) (events.Request, Flow) { return e.Request, Flow{} })
	hear(s, j, func(e events.SubjectChanged) (events.Request, Flow) { return e.Request, Flow{} })
	hear(s, j, func(e events.ContactSeen) (events.Request, Flow) { return e.Request, Flow{} })
}

// finished is in time or late only where a time was promised.
func finished(e events.RequestFinished) (events.Request, Flow) {
	f := Flow{Done: 1}
	if e.Before != nil && e.Before.Due != 0 {
		f.OnTime, f.DoneLate = one(e.OnTime), one(!e.OnTime)
	}
	return e.Request, f
}

// hear counts one kind of news when it comes, and remembers how to count it
// again from the journal. Parts of a request are work of the request, which
// counts once.
func hear[E events.Event](s *Service, j *journal.Journal, of func(E) (events.Request, Flow)) {
	journal.Within(j, func(ctx context.Context, tx *db.Tx, e E) error {
		r, happened := of(e)
		if r.Part {
			return nil
		}
		was, err := districtBefore(ctx, tx, e.Kind(), r, "")
		if err != nil {
			return err
		}
		gather(ctx, tx, reckon(r, was, happened))
		return nil
	})
	var kind E
	s.again[kind.Kind()] = func(entry journal.Entry) (events.Request, Flow, error) {
		var e E
		err := entry.Read(&e)
		r, happened := of(e)
		if r.Part {
			return events.Request{}, Flow{}, err
		}
		return r, happened, err
	}
}

// lookBack is how far back in a request's history its last place is looked for.
const lookBack = 500

// districtBefore is where a request lay before the news. Only what is handed
// over may have been moved on the map as well; its journal knows from where.
// entry is the news itself in the journal, or empty when it is the newest.
func districtBefore(ctx context.Context, q db.Query, kind string, r events.Request, entry city.ID) (string, error) {
	if kind != (events.RequestHandedOver{}).Kind() {
		return r.Place.District, nil
	}
	history, err := journal.Of(ctx, q, r.ID, lookBack)
	if err != nil {
		return "", err
	}
	passed := false
	for _, h := range history {
		if passed && strings.HasPrefix(h.Kind, "request.") {
			return h.Place.District, nil
		}
		passed = passed || entry == "" || h.ID == entry
	}
	return r.Place.District, nil
}
