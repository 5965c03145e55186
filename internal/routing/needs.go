package routing

import (
	"context"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/calendar"
	"mahalle/internal/platform/i18n"
)

// Needs is what the pages of routing ask of others; package app joins them.
type Needs struct {
	UnitName  func(ctx context.Context, code string) string
	Districts func(t city.Tenant, l i18n.Locale) []District
	// Due tells when something the unit promises now would be due.
	Due func(ctx context.Context, unit string, a calendar.Amount) (time.Time, error)
}

// District is a choice in the simulator.
type District struct{ Code, Name string }

// Join gives the service what it needs.
func (s *Service) Join(n Needs) { s.needs = n }
