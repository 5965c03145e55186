package mornings

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/jobs"
	"mahalle/internal/platform/mail"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/promises"
)

// work is what stands in one letter, each request once.
type work struct {
	Late, Today, New []promises.Promise
}

func (w work) empty() bool { return len(w.Late)+len(w.Today)+len(w.New) == 0 }

const (
	mostLooked = 1000 // promises of a unit that are looked at, the nearest due first
	mostNamed  = 10   // under each heading
)

// send makes one person's letter and gives it to the mail server. One with
// nothing to say is not sent, nor one of a day that is over.
func (s *Service) send(ctx context.Context, j jobs.Job) error {
	var of order
	if err := j.Read(&of); err != nil || of.Day != tenant.From(ctx).Today(clock.Now(ctx)) {
		return err
	}
	readers, err := s.needs.Readers(ctx)
	if err != nil {
		return err
	}
	var w work
	var to Reader
	for _, r := range readers {
		if r.Person == of.Person {
			to = r
			if err := s.gather(ctx, &w, r, of.Day); err != nil {
				return err
			}
		}
	}
	if to.Email == "" || w.empty() {
		return nil
	}
	err = s.sender.Send(ctx, s.letter(ctx, to, w))
	if f := (*mail.Failure)(nil); errors.As(err, &f) && f.Permanent {
		slog.WarnContext(ctx, "mornings: a letter was refused for good", "person", of.Person, "error", err)
		return nil // asking again today is of no use
	}
	return err
}

// gather adds the work of one unit.
func (s *Service) gather(ctx context.Context, w *work, r Reader, day city.Day) error {
	all, err := promises.List(ctx, s.db.Read(ctx), promises.Owed{Units: []string{r.Unit}, Limit: mostLooked})
	since, now := s.sinceLast(ctx, r.Calendar, day), clock.Now(ctx)
	midnight := day.At(24*time.Hour, tenant.From(ctx).Zone())
	seen := map[city.ID]bool{}
	for _, p := range all {
		if seen[p.Subject] {
			continue
		}
		switch {
		case p.Late(now):
			w.Late = append(w.Late, p)
		case p.State != promises.Paused && p.Due.Before(midnight):
			w.Today = append(w.Today, p)
		case !p.Opened.Before(since):
			w.New = append(w.New, p)
		default:
			continue
		}
		seen[p.Subject] = true
	}
	return err
}

func (s *Service) letter(ctx context.Context, to Reader, w work) mail.Letter {
	c := tenant.From(ctx)
	lang := to.Lang
	if lang == "" {
		lang = c.DefaultLang
	}
	l := s.catalog.Locale(lang, c.Zone())
	ctx = i18n.With(ctx, l)
	base := s.needs.BaseURL(ctx)
	parts := []string{l.Say("mornings.greeting")}
	for _, list := range []struct {
		key string
		all []promises.Promise
	}{{"mornings.late", w.Late}, {"mornings.today", w.Today}, {"mornings.new", w.New}} {
		if len(list.all) > 0 {
			parts = append(parts, s.list(ctx, l, list.key, list.all))
		}
	}
	parts = append(parts, l.Say("mornings.follow", "link", base+"/staff"), l.Say("mornings.stop", "link", base+"/staff/account"), l.Say("mornings.closing", "city", l.Text(c.Name)))
	return mail.Letter{To: to.Email, Lang: lang, MessageID: string(city.NewID()), Text: strings.Join(parts, "\n\n"),
		Subject: l.Say("mornings.subject", "late", len(w.Late), "today", len(w.Today), "new", len(w.New))}
}

// list is one heading and its lines.
func (s *Service) list(ctx context.Context, l i18n.Locale, key string, all []promises.Promise) string {
	lines := []string{l.Say(key, "n", len(all))}
	for _, p := range all[:min(len(all), mostNamed)] {
		lines = append(lines, l.Say("mornings.line", "number", p.Label, "subject", s.needs.SubjectName(ctx, p.Topic), "when", l.When(p.Due, clock.Now(ctx))))
	}
	if rest := len(all) - mostNamed; rest > 0 {
		lines = append(lines, l.Say("mornings.more", "n", rest))
	}
	return strings.Join(lines, "\n")
}
