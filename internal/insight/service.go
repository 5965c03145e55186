package insight

import (
	"context"
	"embed"
	"sync"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/journal"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/ui"
)

//go:embed migrations
var migrations embed.FS

// Schema is what this capability keeps in the database.
var Schema = db.Schema{Name: "insight", Files: migrations}

// Locales holds the sentences of this capability.
//
//go:embed locales
var Locales embed.FS

// Needs is what the figures ask of the other capabilities; package app joins
// them.
type Needs struct {
	// Districts lists the districts of the city as they are today, in the
	// city's own order.
	Districts func(ctx context.Context) []District
	// Units lists all units, with the department each belongs to.
	Units func(ctx context.Context) []Unit
	// UnitName and SubjectName write a code in the reader's language.
	UnitName    func(ctx context.Context, code string) string
	SubjectName func(ctx context.Context, code string) string
	// PlaceName writes an official place, e.g. "Altay Mah., Turgutlu".
	PlaceName func(l i18n.Locale, ctx context.Context, p city.Place) string
	// Confidential tells that requests about a subject are for the owning unit
	// alone; others see them as a number in a figure and nowhere else.
	Confidential func(ctx context.Context, subject string) bool
	// Drawing draws the outlines of all districts. The view lies around the
	// given ones with their neighbours in sight; without any, around the city.
	Drawing func(ctx context.Context, around []string) Drawing
	// People counts who may sign in.
	People func(ctx context.Context) (int, error)
	// Watch lists what whoever runs the house keeps an eye on.
	Watch func(ctx context.Context) ([]ui.Line, error)
}

// District is what the figures need to know of a district.
type District struct {
	Code       string
	Name       city.Text
	Population int64 // 0: nobody knows
}

// Unit is what the figures need to know of a unit.
type Unit struct {
	Code       string
	Department string // code of the department it belongs to; its own, if it is one
}

// Drawing is a map of outlines, in units of its own.
type Drawing struct {
	X, Y, Width, Height float64
	Outlines            []Outline
}

// Outline is one district on the map.
type Outline struct {
	Code    string
	Path    string  // SVG path
	LabelX  float64 // where the name fits best
	LabelY  float64
	Breadth float64 // how much room the name has there; 0: nobody knows
}

// Service keeps the figures and shows them.
type Service struct {
	db    *db.DB
	needs Needs
	again map[string]func(journal.Entry) (events.Request, Flow, error) // by kind of news

	mu      sync.Mutex
	homes   map[city.Tenant]*Home
	popular map[city.Tenant]popular

	areas struct {
		sync.Mutex
		of map[areaKey]Area
	}
}

// New is the keeper of the figures; call Listen before the first request.
func New(d *db.DB, n Needs) *Service {
	return &Service{db: d, needs: n, homes: make(map[city.Tenant]*Home), popular: make(map[city.Tenant]popular),
		again: make(map[string]func(journal.Entry) (events.Request, Flow, error))}
}
