package messages

import (
	"context"
	"strings"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/jobs"
	"mahalle/internal/platform/tenant"
)

// forAll are the letters that also go to everybody who has the same problem.
var forAll = map[Purpose]bool{Interim: true, Answered: true, Finished: true, Declined: true, Forwarded: true, Reopened: true}

// write tells a piece of news to whoever asked, and what concerns all also to
// those who have the same problem. Nobody is told the same twice.
func (s *Service) write(ctx context.Context, tx *db.Tx, n news) error {
	if n.purpose == "" {
		return nil
	}
	to, some, err := s.needs.Recipient(ctx, tx, n.ID)
	if err != nil {
		return err
	}
	if some {
		if err := s.tell(ctx, tx, n, to); err != nil {
			return err
		}
	}
	if !forAll[n.purpose] || s.needs.Joined == nil {
		return nil
	}
	joined, err := s.needs.Joined(ctx, tx, n.ID)
	for _, one := range joined {
		if err == nil && one.Email != to.Email {
			err = s.tell(ctx, tx, n, one)
		}
	}
	return err
}

// tell composes one letter, keeps it and orders it to be sent. Without an
// address, or the second time, nothing happens.
func (s *Service) tell(ctx context.Context, tx *db.Tx, n news, to Recipient) error {
	if to.Email == "" {
		return nil
	}
	cause := n.cause(ctx)
	if to.Joined != "" {
		n.confirm, cause = 0, cause+"/"+to.Joined // one who joined is not asked
	}
	l, err := s.compose(ctx, tx, n, to)
	if err != nil {
		return err
	}
	isNew, err := insert(ctx, tx, l, cause)
	if err != nil || !isNew || l.State == Kept {
		return err
	}
	return order(ctx, tx, l, clock.Now(ctx))
}

// order writes the job that sends a letter; each round of tries has its own.
func order(ctx context.Context, tx *db.Tx, l Letter, at time.Time) error {
	return jobs.Enqueue(ctx, tx, errand, "", load{l.ID}, at)
}

func (s *Service) compose(ctx context.Context, q db.Query, n news, to Recipient) (Letter, error) {
	c, now := tenant.From(ctx), clock.Now(ctx)
	lang := to.Lang
	if lang == "" {
		lang = c.DefaultLang
	}
	l := s.catalog.Locale(lang, c.Zone())
	ctx = i18n.With(ctx, l)
	letter := Letter{
		ID: city.NewIDAt(now), Request: n.ID, Number: n.Number, Channel: "email", Purpose: n.purpose, Lang: lang,
		State: Queued, Queued: now, address: to.Email, joined: to.Joined, link: s.needs.BaseURL(ctx) + "/r/" + n.Number,
	}
	if c.Demonstration {
		letter.State, letter.Sent = Kept, now
	}
	words := ""
	if n.message != "" {
		var err error
		if words, err = s.needs.Words(ctx, q, n.message); err != nil {
			return letter, err
		}
	}
	gaps := []any{"number", n.Number, "city", l.Text(c.Name), "link", letter.link,
		"subject", s.needs.SubjectName(ctx, n.After.Subject), "unit", s.needs.UnitName(ctx, n.After.Unit),
		"confirm", n.confirm}
	if n.post != "" && s.needs.PostName != nil {
		gaps = append(gaps, "post", s.needs.PostName(ctx, n.post))
	} else {
		n.post = ""
	}
	if n.After.Due != 0 {
		gaps = append(gaps, "due", db.Time(n.After.Due))
	}
	letter.Subject = l.Say("messages.subject_"+string(n.purpose), gaps...)
	letter.Text = body(l, n, to, words, gaps)
	return letter, nil
}

// body is the letter's paragraphs: whole sentences, each said or left out.
func body(l i18n.Locale, n news, to Recipient, words string, gaps []any) string {
	parts := []string{l.Say("messages.greeting"), l.Say("messages.body_"+string(n.purpose), gaps...)}
	add := func(some bool, key string) {
		if some {
			parts = append(parts, l.Say(key, gaps...))
		}
	}
	add(to.Joined != "", "messages.you_joined")
	if words = strings.TrimSpace(words); words != "" {
		parts = append(parts, words)
	}
	add(n.After.Due != 0 && n.After.Open && (n.purpose == Received || n.purpose == Reopened || n.purpose == OtherSubject), "messages.by_when")
	add(n.purpose == Late && n.post != "", "messages.was_told")
	add(n.confirm != 0, "messages.please_confirm")
	add(n.purpose == Asked, "messages.please_answer")
	add(true, "messages.follow")
	add(true, "messages.closing")
	return strings.Join(parts, "\n\n")
}
