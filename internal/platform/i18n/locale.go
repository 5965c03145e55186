package i18n

import (
	"context"
	"time"

	"mahalle/internal/city"
)

// Locale is how one reader is spoken to. It is small: pass it by value. The
// zero Locale speaks English in UTC and knows only this package's own words.
type Locale struct {
	Lang city.Lang
	Zone *time.Location

	tongue *tongue
}

type contextKey struct{}

// With gives the context the reader's locale.
func With(ctx context.Context, l Locale) context.Context {
	return context.WithValue(ctx, contextKey{}, l)
}

// From is the locale of the reader we are answering; English and UTC if nobody
// said who is reading.
func From(ctx context.Context) Locale {
	if l, ok := ctx.Value(contextKey{}).(Locale); ok {
		return l
	}
	return own().Locale(city.English, time.UTC)
}

// Dir is the direction of writing, "rtl" or "ltr", for the dir attribute.
func (l Locale) Dir() string {
	if l.Lang == city.Persian {
		return "rtl"
	}
	return "ltr"
}

// Text is the city's own text in the reader's language, or in another where it
// has not been written yet.
func (l Locale) Text(t city.Text) string { return t.In(l.Lang) }

// Day is the date the reader's calendar shows at t.
func (l Locale) dayOf(t time.Time) city.Day { return city.DayOf(t, l.zone()) }

func (l Locale) zone() *time.Location {
	if l.Zone == nil {
		return time.UTC
	}
	return l.Zone
}

func (l Locale) speech() *tongue {
	if l.tongue != nil {
		return l.tongue
	}
	return own().Locale(l.Lang, l.Zone).tongue
}
