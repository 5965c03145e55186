package requests

import (
	"context"

	"mahalle/internal/city"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/geo"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/ui"
)

// Pages is what the screens of requests ask of the other capabilities: names
// and drawings. Package app joins them.
type Pages struct {
	// SubjectName, KindName, UnitName, PostName and PersonName write a code in
	// the reader's language; an unknown code is written as it is.
	SubjectName func(ctx context.Context, code string) string
	KindName    func(ctx context.Context, code string) string
	UnitName    func(ctx context.Context, code string) string
	PostName    func(ctx context.Context, code string) string
	PersonName  func(ctx context.Context, id city.ID) string
	// PlaceName writes the official place, e.g. "Altay Mah., Turgutlu".
	PlaceName func(l i18n.Locale, ctx context.Context, p city.Place) string

	// SubjectSearch lists subjects by somebody's own words, the best first.
	SubjectSearch func(ctx context.Context, words string) []Choice
	// Subjects lists every subject in the city's order; Popular those reported
	// most; Kinds the kinds of request, the usual one first.
	Subjects func(ctx context.Context) []Choice
	Popular  func(ctx context.Context) []Choice
	Kinds    func(ctx context.Context) []KindChoice
	// Here tells which areas a point lies in and whose borders are near.
	Here func(ctx context.Context, p city.Point) Spot
	// Districts and Neighbourhoods list areas in the reader's alphabet.
	Districts      func(ctx context.Context) []Area
	Neighbourhoods func(ctx context.Context, district string) []Area
	// Questions are asked in addition about some subjects.
	Questions Questions
	// Drawing is the city's districts as paths, for maps.
	Drawing func(ctx context.Context) geo.Drawing
	// Locator is a small map of where a place lies; false where nothing is drawn.
	Locator func(ctx context.Context, p city.Place) (ui.Map, bool)
	// Custody tells what a body outside the municipality said about a request that
	// is with it; the zero Custody where none has it.
	Custody func(ctx context.Context, q db.Query, request city.ID) (Custody, error)
}
