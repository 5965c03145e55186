package widget

import (
	"context"
	"embed"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/i18n"
)

// Locales holds the sentences of this package.
//
//go:embed locales
var Locales embed.FS

// Choice is a place by its code and name.
type Choice struct{ Code, Name string }

// Figures are what is told of a place.
type Figures struct {
	Open     int64 // now
	Late     int64 // of those
	Received int64 // in the last thirty days
	Finished int64 // in them
	At       time.Time
}

// Needs is what the widget asks of others; package app joins them. Figures are
// kept or remembered, never searched for at each call.
type Needs struct {
	Districts      func(ctx context.Context) []Choice
	Neighbourhoods func(ctx context.Context, district string) []Choice
	// Area is a district or neighbourhood; false if there is none.
	Area    func(ctx context.Context, code string) (name string, district, ok bool)
	Figures func(ctx context.Context, code string, district bool) (Figures, error)
	Speak   func(ctx context.Context, lang city.Lang) i18n.Locale
}

// Service shows the widget.
type Service struct{ needs Needs }

// New is a widget with what others give it.
func New(n Needs) *Service { return &Service{needs: n} }
