package hours

import (
	"context"
	"embed"

	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/promises"
)

// Locales holds the sentences of this capability.
//
//go:embed locales
var Locales embed.FS

// CanEdit is the right to write the city's calendars.
const CanEdit access.Permission = "calendars.edit"

// Needs is what the pages ask of others; package app joins them.
type Needs struct {
	// Units tells how many units count by each calendar.
	Units func(ctx context.Context) map[string]int
	// UnitName and SubjectName write a code in the reader's language.
	UnitName, SubjectName func(ctx context.Context, code string) string
}

// Service shows and changes calendars.
type Service struct {
	db     *db.DB
	ledger *promises.Ledger
	needs  Needs
}

// New is the keeper of the calendars; call Join before the first page.
func New(d *db.DB, l *promises.Ledger) *Service { return &Service{db: d, ledger: l} }

// Join tells the service who answers its needs; all of them are needed.
func (s *Service) Join(n Needs) { s.needs = n }
