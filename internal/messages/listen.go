package messages

import (
	"context"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/journal"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
)

// Listen hears the news that residents are told, later and at least once.
func (s *Service) Listen(j *journal.Journal) {
	journal.On(j, "messages: received", s.RequestOpened)
	journal.On(j, "messages: forwarded", s.RequestHandedOver)
	journal.On(j, "messages: asked", s.RequestAsked)
	journal.On(j, "messages: answered", s.RequestAnswered)
	journal.On(j, "messages: finished", s.RequestFinished)
	journal.On(j, "messages: reopened", s.RequestReopened)
	journal.On(j, "messages: not reopened", s.ReopenRefused)
	journal.On(j, "messages: closed", s.RequestClosed)
	journal.On(j, "messages: late", s.RequestFellDue)
	journal.On(j, "messages: moved", s.RequestRescheduled)
	journal.On(j, "messages: other subject", s.SubjectChanged)
}

// RequestOpened thanks and says who has it and by when.
func (s *Service) RequestOpened(ctx context.Context, tx *db.Tx, e events.RequestOpened) error {
	return s.write(ctx, tx, news{Request: e.Request, purpose: Received})
}

// RequestHandedOver tells when a body outside the city has it from now on; who
// in the city does the work is on the tracking page.
func (s *Service) RequestHandedOver(ctx context.Context, tx *db.Tx, e events.RequestHandedOver) error {
	if e.After.Status != "forwarded" {
		return nil
	}
	return s.write(ctx, tx, news{Request: e.Request, purpose: Forwarded})
}

// RequestAsked passes a question on.
func (s *Service) RequestAsked(ctx context.Context, tx *db.Tx, e events.RequestAsked) error {
	return s.write(ctx, tx, news{Request: e.Request, purpose: Asked, message: e.Message})
}

// RequestAnswered passes an answer on.
func (s *Service) RequestAnswered(ctx context.Context, tx *db.Tx, e events.RequestAnswered) error {
	purpose := Answered
	if e.Interim {
		purpose = Interim
	}
	return s.write(ctx, tx, news{Request: e.Request, purpose: purpose, message: e.Message})
}

// outcomes says which letter tells how a request ended. An answer that ended it
// is the answer's own letter, under the same message.
var outcomes = map[string]Purpose{"fixed": Finished, "answered": Answered, "refused": Declined, "duplicate": Duplicate, "forwarded": Forwarded}

// RequestFinished tells how it ended and asks whether that is so.
func (s *Service) RequestFinished(ctx context.Context, tx *db.Tx, e events.RequestFinished) error {
	return s.write(ctx, tx, news{Request: e.Request, purpose: outcomes[e.Outcome], message: e.Message, confirm: e.Confirm})
}

// RequestReopened says that the city works on it again.
func (s *Service) RequestReopened(ctx context.Context, tx *db.Tx, e events.RequestReopened) error {
	return s.write(ctx, tx, news{Request: e.Request, purpose: Reopened})
}

// ReopenRefused says why the city holds that it is done.
func (s *Service) ReopenRefused(ctx context.Context, tx *db.Tx, e events.ReopenRefused) error {
	return s.write(ctx, tx, news{Request: e.Request, purpose: ReopenRefused, message: e.Message})
}

// RequestClosed says that it was closed because nobody objected.
func (s *Service) RequestClosed(ctx context.Context, tx *db.Tx, e events.RequestClosed) error {
	return s.write(ctx, tx, news{Request: e.Request, purpose: Closed})
}

// RequestFellDue says that the promised time ran out, who has it and who was
// told: nobody should have to ask.
func (s *Service) RequestFellDue(ctx context.Context, tx *db.Tx, e events.RequestFellDue) error {
	return s.writeAboutTime(ctx, tx, news{Request: e.Request, purpose: Late, post: e.Post})
}

// RequestRescheduled tells the new date when it is another day. A clock that
// runs again after a pause is told on the tracking page.
func (s *Service) RequestRescheduled(ctx context.Context, tx *db.Tx, e events.RequestRescheduled) error {
	if e.Before == nil || e.Before.DueDay == e.After.DueDay || e.Reason == "resumed" || !e.After.Open {
		return nil
	}
	return s.writeAboutTime(ctx, tx, news{Request: e.Request, purpose: Moved})
}

// SubjectChanged tells what the city takes the request for now, and the date.
func (s *Service) SubjectChanged(ctx context.Context, tx *db.Tx, e events.SubjectChanged) error {
	if e.From == e.To && e.Before != nil && e.Before.DueDay == e.After.DueDay {
		return nil
	}
	return s.write(ctx, tx, news{Request: e.Request, purpose: OtherSubject})
}

// atMostEvery is how often a resident is written to about the time of a request.
const atMostEvery = 7 * 24 * time.Hour

func (s *Service) writeAboutTime(ctx context.Context, tx *db.Tx, n news) error {
	since := db.Micros(clock.Now(ctx).Add(-atMostEvery))
	told, err := db.One(ctx, tx, db.Value[int], `SELECT count(*) FROM messages_letters
		WHERE tenant_id = $1 AND request = $2 AND purpose IN ('late', 'moved') AND queued_at > $3`, tx.Tenant(), n.ID, since)
	if err != nil || told > 0 {
		return err
	}
	return s.write(ctx, tx, n)
}

// news is what a letter is about.
type news struct {
	events.Request
	post    string // which was told, if one was
	purpose Purpose
	message city.ID  // whose words it carries; "" for none
	confirm city.Day // the last day for a yes or no; 0 when nobody is asked
}

// cause names the news: words are told once, though two entries of the journal
// carry them (an answer that also ends the case).
func (n news) cause(ctx context.Context) city.ID {
	if n.message != "" {
		return n.message
	}
	return journal.Cause(ctx)
}
