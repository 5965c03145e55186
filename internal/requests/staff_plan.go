package requests

import (
	"context"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/calendar"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/ui"
	"mahalle/internal/promises"
)

// plan is who will have a request and by when, and what is open already.
type plan struct {
	Unit, Why string
	Danger    bool
	Due       []ui.Promise
	First     time.Time // the nearest of the dates
	Similar   []listRow
	Key       city.ID
	City      *tenant.City
}

func (s *Service) plan(ctx context.Context, c call) (plan, error) {
	about, known := s.about(ctx, c)
	place, placed := s.placeOf(ctx, c)
	p := plan{City: tenant.From(ctx), Danger: known && about.Danger, Key: city.NewID()}
	if !known || !placed {
		return p, nil
	}
	kind := s.kindFor(ctx, &draft{Kind: c.Kind}, about)
	_, answers, err := s.pages.Questions.read(ctx, about.Code, c.Answers)
	if err != nil {
		return p, err
	}
	d, err := s.needs.Decide(ctx, Case{Kind: kind.Code, Subject: about.Code, Place: place, Answers: answers})
	if err != nil {
		return p, nil // saving says what is wrong, beside the field
	}
	p.Unit, p.Why = s.pages.unitName(ctx, d.Unit), i18n.From(ctx).Text(d.Why)
	s.dates(ctx, d, &p)
	p.Similar, err = s.similar(ctx, about.Code, place)
	return p, err
}

// dates are the promises as they would be made now, the repair first.
func (s *Service) dates(ctx context.Context, d Decision, p *plan) {
	l, now := i18n.From(ctx), clock.Now(ctx)
	for _, owed := range []struct {
		of     promises.Of
		amount calendar.Amount
	}{{promises.Repair, d.Repair}, {promises.Answer, d.Answer}} {
		due, err := s.ledger.Due(db.TenantFrom(ctx), d.Calendar, owed.amount, now)
		if err != nil || owed.amount.N == 0 {
			continue
		}
		p.Due = append(p.Due, ui.Promise{Label: l.Say("requests.staff_promise_" + string(owed.of)), Opened: now, Due: due, Now: now})
		if p.First.IsZero() {
			p.First = due
		}
	}
}

// mostSimilar is how many open requests like a new one are shown.
const mostSimilar = 3

// similar lists what is open about the same subject in the same neighbourhood.
func (s *Service) similar(ctx context.Context, subject string, at city.Place) ([]listRow, error) {
	if at.Neighbourhood == "" {
		return nil, nil
	}
	a := access.From(ctx)
	all, err := list(ctx, s.db.Read(ctx), a, Filter{Open: true, Subject: subject, District: at.District, Neighbourhood: at.Neighbourhood, Limit: mostSimilar})
	rows := make([]listRow, len(all))
	for i := range all {
		rows[i] = s.row(ctx, a, all[i])
	}
	return rows, err
}
