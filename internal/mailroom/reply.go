package mailroom

import (
	"context"
	"errors"
	"strings"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/jobs"
	"mahalle/internal/platform/mail"
	"mahalle/internal/platform/tenant"
)

const (
	errand    = "mailroom: send"
	mostTries = 6 // below the jobs' own, so that the queue tells a reply's end
)

// Reply is what the mailroom wrote back about a letter.
type Reply struct {
	ID      city.ID
	Letter  city.ID
	Purpose string // received, too_large or answer
	Lang    city.Lang
	Subject string
	Text    string
	State   string // as in the ledger of letters
	Error   string // a code of ours
	Queued  time.Time
	Sent    time.Time
}

// acknowledge says that a letter arrived, who reads it, and what was not taken.
func (s *Service) acknowledge(ctx context.Context, tx *db.Tx, m *Mail) error {
	l, c := s.speak(ctx, m.Lang), tenant.From(ctx)
	in := i18n.With(ctx, l)
	gaps := []any{"city", l.Text(c.Name), "desk", s.needs.Desk(in), "moment", l.Moment(m.At), "limit", int(mostBytes >> 20), "most", MostPhotos,
		"files", strings.Join(m.Refused, l.Say("mailroom.between")), "emergency", l.Digits(c.Emergency)}
	r := Reply{Letter: m.ID, Purpose: "received", Lang: l.Lang, Subject: l.Say("mailroom.ack_subject", gaps...)}
	parts := []string{l.Say("mailroom.greeting"), l.Say("mailroom.ack_body", gaps...)}
	if m.Mark == TooLarge {
		r.Purpose = "too_large"
		parts = []string{l.Say("mailroom.greeting"), l.Say("mailroom.ack_too_large", gaps...)}
	}
	if len(m.Refused) > 0 {
		parts = append(parts, l.Say("mailroom.ack_refused", gaps...))
	}
	if c.Emergency != "" {
		parts = append(parts, l.Say("mailroom.ack_emergency", gaps...))
	}
	r.Text = strings.Join(append(parts, l.Say("mailroom.closing", gaps...)), "\n\n")
	return s.order(ctx, tx, r)
}

// order keeps a reply and the job that sends it.
func (s *Service) order(ctx context.Context, tx *db.Tx, r Reply) error {
	now := clock.Now(ctx)
	r.ID, r.State, r.Queued = city.NewIDAt(now), "queued", now
	if tenant.From(ctx).Demonstration {
		r.State, r.Sent = "kept", now
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO mailroom_replies (tenant_id, id, letter, purpose, lang, subject, text, state, queued_at, sent_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, tx.Tenant(), r.ID, r.Letter, r.Purpose, r.Lang, r.Subject, r.Text,
		r.State, db.Micros(r.Queued), db.Micros(r.Sent)); err != nil || r.State == "kept" {
		return err
	}
	return jobs.Enqueue(ctx, tx, errand, "", load{r.ID}, now)
}

// load is what the job carries.
type load struct {
	Reply city.ID `json:"reply"`
}

// send takes one reply to the mail server and notes what came of it.
func (s *Service) send(ctx context.Context, j jobs.Job) error {
	var of load
	if err := j.Read(&of); err != nil {
		return err
	}
	r, err := replyByID(ctx, s.db.Read(ctx), of.Reply)
	if err != nil || r.State != "queued" {
		return err
	}
	m, err := byID(ctx, s.db.Read(ctx), r.Letter)
	if err != nil {
		return err
	}
	failure := s.deliver(ctx, m, r)
	r.outcome(failure, j.Attempts)
	if r.State == "sent" {
		r.Sent = clock.Now(ctx)
	}
	if err := s.db.Write(ctx, func(tx *db.Tx) error { return noteReply(ctx, tx, r) }); err != nil {
		return err
	}
	if r.State == "queued" {
		return failure
	}
	return nil
}

var errForgotten = errors.New("mailroom: the address was erased")

func (s *Service) deliver(ctx context.Context, m Mail, r Reply) error {
	if m.Address == "" {
		return errForgotten
	}
	l := mail.Letter{To: m.Address, Subject: r.Subject, Text: r.Text, Lang: r.Lang, MessageID: string(r.ID)}
	if b, ok := s.boxOf(ctx); ok {
		l.ReplyTo = s.address(b)
	}
	if threadable(m.NameOf) {
		l.Headers = map[string]string{"In-Reply-To": "<" + m.NameOf + ">", "References": "<" + m.NameOf + ">"}
	}
	return s.sender.Send(ctx, l)
}

// threadable reports whether a stranger's Message-ID may stand in a header.
func threadable(id string) bool {
	strange := func(r rune) bool { return r <= ' ' || r >= 0x7f || r == '<' || r == '>' }
	return id != "" && len(id) < 200 && !strings.ContainsFunc(id, strange)
}

// outcome decides what a try means for the reply.
func (r *Reply) outcome(err error, tries int) {
	var f *mail.Failure
	switch {
	case err == nil:
		r.State, r.Error = "sent", ""
	case errors.Is(err, mail.ErrUnset):
		r.State, r.Error = "not_configured", "unset"
	case errors.Is(err, errForgotten), fault.KindOf(err) == fault.Invalid:
		r.State, r.Error = "refused", "address"
	case errors.As(err, &f) && f.Permanent:
		r.State, r.Error = "refused", "refused"
	case tries >= mostTries:
		r.State, r.Error = "failed", "unreachable"
	default:
		r.Error = "unreachable"
	}
}
