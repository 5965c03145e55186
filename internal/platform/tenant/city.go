package tenant

import (
	"context"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/calendar"
	"mahalle/internal/platform/phone"
)

// City is what every page and every rule may want to know of the municipality
// it works for. All of it comes from the city's own pack.
type City struct {
	ID           city.Tenant `json:"id"`
	Name         city.Text   `json:"name"`       // "Manisa Büyükşehir Belediyesi"
	ShortName    city.Text   `json:"short_name"` // "Manisa"
	Tagline      city.Text   `json:"tagline"`
	ZoneName     string      `json:"zone"`
	DefaultLang  city.Lang   `json:"default_lang"`
	NumberPrefix string      `json:"number_prefix"` // "MNS"
	Jalali       bool        `json:"jalali"`        // numbers carry the Jalali year
	Phone        phone.Plan  `json:"phone"`
	Lines        []Line      `json:"lines"`
	Emergency    string      `json:"emergency"`           // the number to call when life is in danger
	ConfirmDays  int         `json:"confirm_days"`        // how long a resident may say yes or no
	ReopenDays   int         `json:"reopen_days"`         // how long after closing a request may be reopened
	Calendar     string      `json:"calendar"`            // default working calendar
	KeepDays     int         `json:"keep_days,omitempty"` // how long after its end a request says who asked; zero: as usual
	// TakeWithin is how long until somebody in the unit must be on a request; zero: no time is set.
	TakeWithin    calendar.Amount `json:"take_within,omitzero"`
	MapCredit     city.Text       `json:"map_credit"`
	Credits       []Credit        `json:"credits,omitempty"`
	Address       string          `json:"address,omitempty"` // under which residents reach the city, such as https://istek.example.bel.tr
	Demonstration bool            `json:"demonstration"`     // invented people and requests

	// Changed is when its pack was brought in last.
	Changed time.Time `json:"-"`

	zone *time.Location
}

// Line is a telephone number the city answers.
type Line struct {
	Label  city.Text `json:"label"`
	Number string    `json:"number"`
}

// Credit names a source of the city's data and its licence.
type Credit struct {
	Text city.Text `json:"text"`
	URL  string    `json:"url,omitempty"`
}

// usualKeepDays is how long a city keeps who asked unless its pack says otherwise.
const usualKeepDays = 730

// KeepsContact is for how many days after its end a request says who asked.
func (c *City) KeepsContact() int {
	if c.KeepDays > 0 {
		return c.KeepDays
	}
	return usualKeepDays
}

// Zone is the city's time zone.
func (c *City) Zone() *time.Location {
	if c.zone == nil {
		return time.UTC
	}
	return c.zone
}

// Today is the date on the city's wall at t.
func (c *City) Today(t time.Time) city.Day { return city.DayOf(t, c.Zone()) }

// WithZone loads the time zone by its name.
func (c City) WithZone() (City, error) {
	zone, err := time.LoadLocation(c.ZoneName)
	c.zone = zone
	return c, err
}

type key struct{}

// With puts the city under the context, where From finds it.
func With(ctx context.Context, c *City) context.Context { return context.WithValue(ctx, key{}, c) }

// From is the city everything under the context is for.
func From(ctx context.Context) *City {
	if c, ok := ctx.Value(key{}).(*City); ok {
		return c
	}
	return &City{DefaultLang: city.English}
}
