package feeds

import (
	"context"
	"embed"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/journal"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/geo"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/seal"
)

// Locales holds the sentences of this package.
//
//go:embed locales
var Locales embed.FS

// Item is a public request as programs follow it; never anybody's words.
type Item struct {
	ID      city.ID
	Number  string
	Subject string
	Status  string
	Open    bool
	Place   city.Place
	Opened  time.Time
	Updated time.Time
	Due     time.Time // zero when nothing is owed
	People  int
}

// Filter says which of them, the newest first.
type Filter struct {
	Open, Ended   bool // both or none: all
	District      string
	Neighbourhood string
	Subject       string
	Box           *geo.Box
	Since         time.Time // changed since; then the last change decides the order
	Skip, Limit   int
}

// Choice is a thing by its code and name.
type Choice struct{ Code, Name, Group string }

// Person is who subscribed to their own promises.
type Person struct {
	Active bool
	Lang   city.Lang
}

// Needs is what feeds ask of others; package app joins them.
type Needs struct {
	Requests func(ctx context.Context, f Filter) ([]Item, error)
	// Subjects lists those of which requests are public.
	Subjects       func(ctx context.Context) []Choice
	Districts      func(ctx context.Context) []Choice
	Neighbourhoods func(ctx context.Context, district string) []Choice
	// AreaName is the name of a district or neighbourhood; false if there is none.
	AreaName    func(ctx context.Context, code string) (name string, district, ok bool)
	SubjectName func(ctx context.Context, code string) string
	// CalendarName is what people call one of the working calendars.
	CalendarName func(l i18n.Locale, code string) string
	PlaceName    func(l i18n.Locale, ctx context.Context, p city.Place) string
	// Confidential tells that what is about a subject stays in the house.
	Confidential func(ctx context.Context, subject string) bool
	Person       func(ctx context.Context, id city.ID) (Person, error)
	Speak        func(ctx context.Context, lang city.Lang) i18n.Locale
}

// Service answers those who follow.
type Service struct {
	db      *db.DB
	journal *journal.Journal
	ring    seal.Seal
	needs   Needs
}

// New is the service; call Join before the first page.
func New(d *db.DB, j *journal.Journal, ring seal.Seal) *Service {
	return &Service{db: d, journal: j, ring: ring}
}

// Join tells the service who answers its needs; all of them are needed.
func (s *Service) Join(n Needs) { s.needs = n }
