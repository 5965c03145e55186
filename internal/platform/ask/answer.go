package ask

import (
	"strconv"
	"strings"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/phone"
)

// Answer is what somebody answered, with the words it was asked and offered
// with: it needs no question any more to be read.
type Answer struct {
	Question string      `json:"question"`
	Kind     Kind        `json:"kind"`
	Label    city.Text   `json:"label"`
	Value    string      `json:"value"`          // canonical: yes, big, 12.5, 2026-11-24, 17:00, +90…
	Said     []city.Text `json:"said,omitempty"` // the labels of what was chosen
	Unit     city.Text   `json:"unit,omitzero"`
	Personal bool        `json:"personal,omitempty"`
}

// In is the answer in the reader's language and digits; what was typed stays as
// it was typed.
func (a Answer) In(l i18n.Locale, plan phone.Plan) string {
	switch a.Kind {
	case YesNo:
		return l.Say("ask." + a.Value)
	case One, Many:
		return a.chosen(l)
	case Number:
		return a.number(l)
	case Date, Time, Moment:
		return a.when(l)
	case Phone:
		return l.Digits(phone.Format(a.Value, plan))
	case Plate:
		return l.Digits(a.Value)
	}
	return a.Value
}

func (a Answer) chosen(l i18n.Locale) string {
	all := make([]string, len(a.Said))
	for i, s := range a.Said {
		all[i] = l.Text(s)
	}
	return strings.Join(all, l.Say("ask.between"))
}

func (a Answer) number(l i18n.Locale) string {
	f, err := strconv.ParseFloat(a.Value, 64)
	if err != nil {
		return a.Value
	}
	_, fraction, _ := strings.Cut(a.Value, ".")
	written := l.Decimal(f, len(fraction))
	if a.Unit.Empty() {
		return written
	}
	return l.Say("ask.with_unit", "number", written, "unit", a.Unit)
}

// when writes a day, a time or both; a value that cannot be read as it is.
func (a Answer) when(l i18n.Locale) string {
	day, at, _ := strings.Cut(a.Value, "T")
	if a.Kind == Time {
		day, at = "1970-01-01", a.Value
	}
	d, err := city.ParseDay(day)
	if err != nil {
		return a.Value
	}
	if a.Kind == Date {
		return l.Day(d)
	}
	t, err := time.Parse("15:04", at)
	if err != nil {
		return a.Value
	}
	zone := l.Zone
	if zone == nil {
		zone = time.UTC
	}
	moment := d.At(time.Duration(t.Hour())*time.Hour+time.Duration(t.Minute())*time.Minute, zone)
	if a.Kind == Time {
		return l.Clock(moment)
	}
	return l.Moment(moment)
}
