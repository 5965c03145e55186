package messages

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/jobs"
	"mahalle/internal/platform/mail"
	"mahalle/internal/platform/tenant"
)

const (
	errand    = "messages: send"
	mostTries = 6 // in a round, some twenty minutes; below the jobs' own, so that a letter's end is told by the ledger

	// A mail server may be gone for a night: a round of tries begins every hour
	// until a letter is a day old.
	nextRound = time.Hour
	giveUp    = 24 * time.Hour
)

// load is what the job carries.
type load struct {
	Letter city.ID `json:"letter"`
}

// send takes one letter to the mail server and notes what came of it. Its error
// makes the job come again.
func (s *Service) send(ctx context.Context, j jobs.Job) error {
	var of load
	if err := j.Read(&of); err != nil {
		return err
	}
	l, err := byID(ctx, s.db.Read(ctx), of.Letter)
	if err != nil || l.State != Queued {
		return err
	}
	failure := s.deliver(ctx, l)
	l.outcome(failure)
	roundOver := l.State == Queued && j.Attempts >= mostTries
	if roundOver && clock.Now(ctx).Sub(l.Queued) >= giveUp {
		l.State = Failed
	}
	if l.State == Sent || l.State == Kept {
		l.Sent = clock.Now(ctx)
	}
	l.Attempts++
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if err := note(ctx, tx, l); err != nil || l.State != Queued || !roundOver {
			return err
		}
		return order(ctx, tx, l, clock.Now(ctx).Add(nextRound))
	})
	if err == nil && l.State == Queued && !roundOver {
		return failure // the job comes again
	}
	return err
}

var (
	errErased = errors.New("messages: the address was erased")
	errKept   = errors.New("messages: a demonstration sends nothing")
)

func (s *Service) deliver(ctx context.Context, l Letter) error {
	if tenant.From(ctx).Demonstration {
		return errKept
	}
	if l.address == "" {
		return errErased
	}
	return s.sender.Send(ctx, mail.Letter{To: l.address, Subject: l.Subject, Text: s.asSent(ctx, l), Lang: l.Lang,
		MessageID: string(l.ID), ReplyTo: s.replyTo(ctx, l), Headers: s.thread(l)})
}

// replyTo is an address that knows the request; only whoever asked gets it.
func (s *Service) replyTo(ctx context.Context, l Letter) string {
	if s.needs.ReplyTo == nil || l.joined != "" {
		return ""
	}
	return s.needs.ReplyTo(ctx, l.Number)
}

// thread lets mail programs show all letters about one request together: each
// answers a first letter that bears the request's own name.
func (s *Service) thread(l Letter) map[string]string {
	_, domain, _ := strings.Cut(s.sender.From(), "@")
	return map[string]string{"References": "<" + string(l.Request) + "@" + domain + ">"}
}

// ownLink is the address of the tracking page in a letter: with the key for
// whoever asked, without it for others.
func (s *Service) ownLink(ctx context.Context, l Letter, link string) string {
	if l.joined != "" {
		return link
	}
	return link + "?k=" + url.QueryEscape(s.needs.Key(ctx, l.Request))
}

// asSent is the text with the resident's own link in it.
func (s *Service) asSent(ctx context.Context, l Letter) string {
	return strings.ReplaceAll(l.Text, l.link, s.ownLink(ctx, l, l.link))
}

// outcome decides what a try means for the letter.
func (l *Letter) outcome(err error) {
	var f *mail.Failure
	switch {
	case err == nil:
		l.State, l.Error = Sent, ""
	case errors.Is(err, errKept):
		l.State, l.Error = Kept, ""
	case errors.Is(err, errErased):
		l.State, l.Error = Refused, "erased"
	case errors.Is(err, mail.ErrUnset):
		l.State, l.Error = NotConfigured, "unset"
	case fault.KindOf(err) == fault.Invalid:
		l.State, l.Error = Refused, "address"
	case errors.As(err, &f) && f.Permanent:
		l.State, l.Error = Refused, "refused"
	case errors.As(err, &f) && f.Code != 0:
		l.Error = "server"
	default:
		l.Error = "unreachable"
	}
}

// again puts a letter that was not sent back into the queue.
func (s *Service) again(ctx context.Context, id city.ID) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		l, err := byID(ctx, tx, id)
		if err != nil {
			return err
		}
		if l.address == "" {
			return fault.New(fault.Conflict, "messages.address_erased")
		}
		moved, err := requeue(ctx, tx, id)
		if err != nil {
			return err
		}
		if !moved {
			return fault.New(fault.Conflict, "messages.not_unsent")
		}
		return order(ctx, tx, l, clock.Now(ctx))
	})
}
