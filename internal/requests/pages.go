package requests

import (
	"context"

	"mahalle/internal/city"
	"mahalle/internal/platform/i18n"
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
}
