package insight

import (
	"context"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/ui"
	"mahalle/internal/promises"
)

// owed is one promise as a row: what, where, who has it, until when.
type owed struct {
	Number, Href, What, Where, Who string
	Bar                            ui.Promise
}

// mostOwed is how many promises a start page shows; the rest is in the list.
const mostOwed = 10

// dueToday narrows a question to what must be kept by tomorrow noon, what fell
// due earlier today included.
func dueToday(ctx context.Context, o promises.Owed) promises.Owed {
	c := tenant.From(ctx)
	today := c.Today(clock.Now(ctx))
	o.After = promises.Mark{Due: today.At(0, c.Zone())}
	o.Before = today.At(36*time.Hour, c.Zone())
	return o
}

// mostOverdue is how many overdue promises a start page shows.
const mostOverdue = 5

// overdue is what fell due before today and is still owed, the oldest first.
func (s *Service) overdue(ctx context.Context, o promises.Owed) ([]owed, error) {
	c := tenant.From(ctx)
	o.Before = c.Today(clock.Now(ctx)).At(0, c.Zone())
	rows, err := s.promised(ctx, o)
	return rows[:min(len(rows), mostOverdue)], err
}

// promised answers what is owed, the nearest due time first, one row for each
// thing. What is confidential stays with the unit that owns it.
func (s *Service) promised(ctx context.Context, o promises.Owed) ([]owed, error) {
	o.Limit = 3 * mostOwed
	found, err := promises.List(ctx, s.db.Read(ctx), o)
	if err != nil {
		return nil, err
	}
	var rows []owed
	seen := make(map[city.ID]bool, len(found))
	for i := range found {
		if p := &found[i]; len(rows) < mostOwed && !seen[p.Subject] && s.mayRead(ctx, p) {
			seen[p.Subject] = true
			rows = append(rows, s.row(ctx, p))
		}
	}
	return rows, nil
}

func (s *Service) mayRead(ctx context.Context, p *promises.Promise) bool {
	return !s.needs.Confidential(ctx, p.Topic) || access.From(ctx).InUnit(p.Owner.Unit)
}

func (s *Service) row(ctx context.Context, p *promises.Promise) owed {
	l := i18n.From(ctx)
	o := owed{Number: p.Label, What: s.needs.SubjectName(ctx, p.Topic), Where: s.needs.PlaceName(l, ctx, p.Place),
		Who: s.needs.UnitName(ctx, p.Owner.Unit), Bar: bar(l, p, clock.Now(ctx))}
	if p.SubjectKind == "request" {
		o.Href = reading(access.From(ctx)).one(p.Label)
	}
	return o
}

// bar is the promise as its bar shows it.
func bar(l i18n.Locale, p *promises.Promise, now time.Time) ui.Promise {
	b := ui.Promise{Label: l.Say("insight.owed"), Opened: p.Opened, Due: p.Due, Now: now}
	if key := "insight.owed_" + string(p.Of); l.Has(key) {
		b.Label = l.Say(key)
	}
	if p.State == promises.Paused {
		b.State, b.Since = ui.Stopped, p.PausedAt
	}
	return b
}

// life is the bar of a request that may have ended.
func life(l i18n.Locale, opened, due, done, now time.Time) ui.Promise {
	b := ui.Promise{Label: l.Say("insight.owed"), Opened: opened, Due: due, Now: now}
	switch {
	case !done.IsZero():
		b.State, b.Since, b.Due = ui.Closed, done, done
		b.Words = l.Say("insight.ended", "day", l.DayRef(city.DayOf(done, l.Zone), city.DayOf(now, l.Zone)))
	case due.IsZero():
		b.State, b.Since, b.Due, b.Words = ui.Closed, now, now, l.Say("insight.no_date")
	}
	return b
}
