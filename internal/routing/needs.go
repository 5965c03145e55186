package routing

import (
	"context"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/calendar"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
)

// Needs is what the pages of routing ask of others; package app joins them.
type Needs struct {
	UnitName  func(ctx context.Context, code string) string
	Districts func(t city.Tenant, l i18n.Locale) []District
	// Due tells when something the unit promises now would be due.
	Due func(ctx context.Context, unit string, a calendar.Amount) (time.Time, error)
	// ClosedCases tells each closed request's words and last subject, the newest
	// first, at most so many; none that is hidden or confidential.
	ClosedCases func(ctx context.Context, most int, each func(text, subject string)) error
}

// District is a choice in the simulator.
type District struct{ Code, Name string }

// Join gives the service what it needs.
func (s *Service) Join(n Needs) { s.needs = n }

// The pages ask through these, so that a need nobody joined is an empty answer
// and not a broken page.

func (s *Service) unitName(ctx context.Context, code string) string {
	if s.needs.UnitName == nil {
		return code
	}
	return s.needs.UnitName(ctx, code)
}

func (s *Service) districts(ctx context.Context) []District {
	if s.needs.Districts == nil {
		return nil
	}
	return s.needs.Districts(tenant.From(ctx).ID, i18n.From(ctx))
}

func (s *Service) due(ctx context.Context, unit string, a calendar.Amount) (time.Time, error) {
	if s.needs.Due == nil {
		return clock.Now(ctx), nil
	}
	return s.needs.Due(ctx, unit, a)
}
