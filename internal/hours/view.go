package hours

import (
	"fmt"
	"strings"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/calendar"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/ui"
	"mahalle/internal/promises"
)

// row is a calendar in the list of all.
type row struct {
	Code  string
	Today []calendar.Span
	Units int
}

// view is one calendar: its weeks, and the days that are not like the others.
type view struct {
	Code    string
	Units   int
	Weeks   []promises.Week
	Special []special
	Today   city.Day
	Days    []int // of the week, in the city's order
	More    bool  // days beyond a year are left out
}

// special is a day, or some days entered together.
type special struct {
	Entry       city.ID
	First, Last city.Day
	Kind        string
	Name        city.Text
	Spans       []calendar.Span
}

// shownPast and shownNext are how many days back and ahead the page shows at first.
const shownPast, shownNext = 60, 366

// sight is what an entry would do.
type sight struct {
	Code      string
	Asked     *asked // nil when an entry is taken back
	Entry     promises.Entry
	Back      bool
	Foresight promises.Foresight
	Rows      []example
	Now       time.Time
}

// example is a promise that would get another date.
type example struct {
	Number, What, Unit string
	Was, Will          time.Time
}

// weekdays lists the days of a week as the city's wall calendar does.
func weekdays(jalali bool) []int {
	if jalali {
		return []int{6, 0, 1, 2, 3, 4, 5}
	}
	return []int{1, 2, 3, 4, 5, 6, 0}
}

// NameOf is what people call a calendar.
func NameOf(l i18n.Locale, code string) string {
	if key := "hours.calendar_" + code; l.Has(key) {
		return l.Say(key)
	}
	return code
}

// say writes opening hours: 08.00–12.00, 13.00–17.00.
func say(l i18n.Locale, spans []calendar.Span) string {
	switch {
	case len(spans) == 0:
		return l.Say("hours.shut")
	case len(spans) == 1 && spans[0].To-spans[0].From == 24*time.Hour:
		return l.Say("hours.round_the_clock")
	}
	said := make([]string, len(spans))
	for i, s := range spans {
		said[i] = sayTime(l, s.From) + "\u2060–\u2060" + sayTime(l, s.To) // one opening stays on one line
	}
	return strings.Join(said, l.Say("hours.comma"))
}

func sayTime(l i18n.Locale, at time.Duration) string {
	return l.Clock(city.Day(0).At(at, l.Zone))
}

// days says one day, or from which to which.
func days(l i18n.Locale, first, last city.Day) string {
	if first == last {
		return l.DayLong(first)
	}
	return l.Say("hours.from_until", "from", first, "until", last)
}

// say tells what an entry does to its days.
func (s special) say(l i18n.Locale) string {
	if s.Kind == string(calendar.Half) && len(s.Spans) == 1 && s.Spans[0].From == 0 {
		return l.Say("hours.closes_at", "clock", sayTime(l, s.Spans[0].To))
	}
	if s.Kind == string(calendar.Closed) {
		return l.Say("hours.shut")
	}
	return say(l, s.Spans)
}

// begins says from when a week holds.
func begins(l i18n.Locale, w promises.Week) string {
	if w.From == 0 {
		return l.Say("hours.from_the_beginning")
	}
	return l.Day(w.From)
}

// carried is the form as it was typed, for the page that asks whether one is sure.
func (v sight) carried() []ui.Hidden {
	var all []ui.Hidden
	for name := range v.Asked.fields {
		if name != "sure" && name != "key" && name != "change" {
			all = append(all, ui.Hidden{Name: name, Value: v.Asked.fields.Get(name)})
		}
	}
	return all
}

// action is the address that does it.
func (v sight) action() string {
	if v.Back {
		return address + "/" + v.Code + "/take-back"
	}
	return address + "/" + v.Code + "/enter/" + v.Asked.kind
}

// summary says in a few lines what would become of the promises.
func (v sight) summary(l i18n.Locale) []string {
	f := v.Foresight
	if f.Later+f.Earlier == 0 {
		return []string{l.Say("hours.moves_none")}
	}
	lines := []string{l.Say("hours.moves", "n", f.Later+f.Earlier)}
	add := func(n int, key string) {
		if n > 0 {
			lines = append(lines, l.Say(key, "n", n))
		}
	}
	add(f.Later, "hours.moves_later")
	add(f.Earlier, "hours.moves_earlier")
	add(f.Mended, "hours.moves_mended")
	add(f.Late, "hours.moves_late")
	return lines
}

// lines lists the entry's own days and weeks.
func (v sight) lines(l i18n.Locale) []ui.Line {
	var all []ui.Line
	if n := len(v.Entry.Days); n > 0 {
		first, last := v.Entry.Days[0], v.Entry.Days[n-1]
		s := special{Kind: string(first.Kind), Spans: first.Spans}
		all = append(all, ui.Line{Text: days(l, first.Day, last.Day), End: s.say(l)})
	}
	for _, w := range v.Entry.Weeks {
		all = append(all, ui.Line{Text: l.Say("hours.week_from", "day", w.From), Note: sayWeek(l, w)})
	}
	return all
}

func sayWeek(l i18n.Locale, w calendar.Week) string {
	var parts []string
	for _, d := range weekdays(l.Lang == city.Persian) {
		parts = append(parts, l.Say("hours.day_hours", "day", l.Say(weekdayKeys[d]), "hours", say(l, w.Hours[d])))
	}
	return strings.Join(parts, " · ")
}

var weekdayKeys = [7]string{"hours.sunday", "hours.monday", "hours.tuesday", "hours.wednesday", "hours.thursday", "hours.friday", "hours.saturday"}

// typedDay is what stands in the field of a weekday at first: the week as it is.
func (a *asked) typedDay(d int) string {
	if a.fields.Has(dayField(d)) {
		return a.fields.Get(dayField(d))
	}
	var parts []string
	for _, s := range a.inForce(a.today).Hours[d] {
		parts = append(parts, plainTime(s.From)+"-"+plainTime(s.To))
	}
	return strings.Join(parts, " ")
}

func plainTime(at time.Duration) string {
	return fmt.Sprintf("%02d:%02d", at/time.Hour, at%time.Hour/time.Minute)
}
