package calendar

import (
	"embed"
	"time"

	"mahalle/internal/city"
)

// Locales holds this package's words for the catalog.
//
//go:embed locales
var Locales embed.FS

// Span is a stretch of a day in which a unit is open, in time since midnight on
// the wall clock, whole minutes, 0 ≤ From < To ≤ 24 h.
type Span struct{ From, To time.Duration }

// Week is the opening hours of a plain week from a day on, until the next Week
// begins. Hours is indexed by time.Weekday; a day without spans is closed.
type Week struct {
	From  city.Day
	Hours [7][]Span
}

// Kind says what an exception does to its day.
type Kind string

// The kinds of exception.
const (
	Closed Kind = "closed" // nobody works, whatever the week says
	Half   Kind = "half"   // of the day's hours only what lies within Spans remains
	Open   Kind = "open"   // the hours are Spans, even on a day that is closed otherwise
)

// Exception is a day that is not like the others of its week.
type Exception struct {
	Day   city.Day
	Kind  Kind
	Spans []Span    // for Half and Open
	Name  city.Text // what people call it: Kurban Bayramı arifesi
}

// Shut is the exception of a day on which a stretch is closed: a feast from 0:00
// to 24:00, an eve from 13:00 to 24:00.
func Shut(day city.Day, closed Span, name city.Text) Exception {
	e := Exception{Day: day, Kind: Half, Name: name}
	if closed.From > 0 {
		e.Spans = append(e.Spans, Span{0, closed.From})
	}
	if closed.To < 24*time.Hour {
		e.Spans = append(e.Spans, Span{closed.To, 24 * time.Hour})
	}
	if len(e.Spans) == 0 {
		e.Kind = Closed
	}
	return e
}

// Calendar is the working time of one unit or city. It does not change after it
// is made and may be used by many at once.
type Calendar struct {
	Code string
	Zone *time.Location

	weeks []Week // sorted; the first also holds for all time before it

	// From the day first on, every day on which an exception or a change of
	// week could matter is laid out; around it the weeks repeat.
	first city.Day
	days  [][]Span

	exceptions map[city.Day][]Exception
}

// Hours lists the opening hours of a day in order. Do not change the list.
func (c *Calendar) Hours(day city.Day) []Span {
	if i := int(day) - int(c.first); i >= 0 && i < len(c.days) {
		return c.days[i]
	}
	return c.week(day).Hours[day.Weekday()]
}

// IsWorking reports whether the unit is open at all on a day. A half-day is a
// working day.
func (c *Calendar) IsWorking(day city.Day) bool { return len(c.Hours(day)) > 0 }

// Exceptions lists what makes a day unlike others, in the order in which it was
// declared, so that a screen can say why the door is closed. Do not change it.
func (c *Calendar) Exceptions(day city.Day) []Exception { return c.exceptions[day] }

// IsOpen reports whether the unit is open at a moment.
func (c *Calendar) IsOpen(t time.Time) bool {
	return c.Worked(t, t.Add(time.Nanosecond)) > 0
}

func (c *Calendar) week(day city.Day) *Week {
	for i := len(c.weeks) - 1; i > 0; i-- {
		if c.weeks[i].From <= day {
			return &c.weeks[i]
		}
	}
	return &c.weeks[0]
}
