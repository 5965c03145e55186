package routing

import (
	"context"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/calendar"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/ui"
	"mahalle/internal/routing/rules"
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
	// Office is how the units stand today, and when they are at work.
	Office func(ctx context.Context) (rules.Office, error)
	// Units lists the units a rule can lead to.
	Units func(ctx context.Context) []ui.Option
	// Neighbourhoods lists those of a district.
	Neighbourhoods func(t city.Tenant, l i18n.Locale, district string) []District
	// HoodOf tells the district of a neighbourhood.
	HoodOf func(t city.Tenant, code string) (district string, known bool)
	// Questions lists what can be asked of an answer about a subject.
	Questions func(ctx context.Context, subject string) ([]Question, error)
	// PastCases tells the requests opened since a day, the oldest first; first how
	// many there are. Answers are told where some rule asks for them.
	PastCases  func(ctx context.Context, since time.Time, answers bool, count func(int), each func(PastCase)) error
	PersonName func(ctx context.Context, id city.ID) string
}

// Question is an extra question with fixed answers that a rule can ask for.
type Question struct {
	Code, Label string
	Options     []District
}

// PastCase is a request that was really opened, and where it is now.
type PastCase struct {
	Case
	Number string
	Unit   string
	Rule   int // that led it to its first unit; 0: not known
	Secret bool
}

// District is a place one can choose.
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

func (s *Service) districtCodes(ctx context.Context) []string {
	var all []string
	for _, d := range s.districts(ctx) {
		all = append(all, d.Code)
	}
	return all
}
