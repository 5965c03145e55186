package hours

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/calendar"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/promises"
)

// kinds are what can be entered, in the order in which the page offers them.
var kinds = []string{"closed", "half", "hours", "week"}

const (
	mostName = 80  // letters
	mostDays = 200 // of one entry
	mostPast = 366 // days back to which a decree may be entered late
	mostNext = 1830
)

// asked is a form as it was typed.
type asked struct {
	kind   string
	fields url.Values
	lang   city.Lang
	today  city.Day
	book   promises.Book
	zone   *time.Location
	wrong  []fault.Field
}

func (a *asked) is(bad bool, name, key string, args ...any) bool {
	if bad {
		a.wrong = append(a.wrong, fault.Field{Name: name, Key: key, Args: args})
	}
	return bad
}

func (a *asked) typed(name string) string { return strings.TrimSpace(a.fields.Get(name)) }

// entry reads the form: what is to be entered, or everything that is wrong.
func (a *asked) entry(id city.ID) (promises.Entry, error) {
	e := promises.Entry{ID: id, Name: a.name()}
	from := a.day("from", 0)
	if len(a.wrong) == 0 {
		switch a.kind {
		case "closed":
			e.Days = a.closed(from, a.day("until", from), e.Name)
		case "half":
			e.Days = a.half(from, e.Name)
		case "hours":
			e.Weeks = a.hours(from, a.day("until", from))
		case "week":
			e.Weeks = a.week(from)
		}
	}
	if len(a.wrong) == 0 {
		_, err := a.book.With(e).Calendar(a.zone)
		a.is(err != nil, "from", "hours.cannot_be")
	}
	if len(a.wrong) > 0 {
		return e, fault.Fields(a.wrong...)
	}
	return e, nil
}

// name is what people call it: in the language of the page it must be said, in the
// others it may be.
func (a *asked) name() city.Text {
	a.is(a.typed(nameField(a.lang)) == "", nameField(a.lang), "hours.name_it")
	in := func(lang city.Lang) string {
		field := nameField(lang)
		name := i18n.CleanText(a.typed(field))
		a.is(len([]rune(name)) > mostName, field, "hours.name_long", "n", mostName)
		return name
	}
	return city.Text{TR: in(city.Turkish), FA: in(city.Persian), EN: in(city.English)}
}

// nameField is the field of the name in a language.
func nameField(lang city.Lang) string { return "name_" + string(lang) }

// otherLangs are those in which a name may be said as well.
func (a *asked) otherLangs() (all []city.Lang) {
	for _, lang := range []city.Lang{city.Turkish, city.Persian, city.English} {
		if lang != a.lang {
			all = append(all, lang)
		}
	}
	return all
}

// day reads a date. One left empty is the day before it in the form.
func (a *asked) day(field string, otherwise city.Day) city.Day {
	if a.typed(field) == "" && otherwise != 0 {
		return otherwise
	}
	d, err := i18n.ParseDay(a.typed(field))
	switch {
	case a.is(err != nil, field, "hours.choose_day"):
	case a.is(d < a.today-mostPast || d > a.today+mostNext, field, "hours.day_far"):
	case a.is(d < otherwise, field, "hours.ends_before"):
	case a.is(otherwise != 0 && d-otherwise >= mostDays, field, "hours.too_long", "n", mostDays):
	}
	return d
}

func (a *asked) closed(from, until city.Day, name city.Text) (days []calendar.Exception) {
	for day := from; day <= until && len(a.wrong) == 0; day++ {
		if was, twice := a.exception(day, calendar.Closed); twice {
			a.is(true, "from", "hours.closed_already", "day", day, "name", was.Name.In(a.lang))
		}
		days = append(days, calendar.Exception{Day: day, Kind: calendar.Closed, Name: name})
	}
	return days
}

func (a *asked) exception(day city.Day, kind calendar.Kind) (promises.Exception, bool) {
	i := slices.IndexFunc(a.book.Exceptions, func(e promises.Exception) bool { return e.Day == day && e.Kind == kind })
	if i < 0 {
		return promises.Exception{}, false
	}
	return a.book.Exceptions[i], true
}

// half closes the rest of a day.
func (a *asked) half(day city.Day, name city.Text) []calendar.Exception {
	cal, err := a.book.Calendar(a.zone)
	closes, ok := clockTime(a.typed("closes"))
	if a.is(err != nil, "from", "hours.cannot_be") || a.is(!ok, "closes", "hours.choose_time") {
		return nil
	}
	was, twice := a.exception(day, calendar.Half)
	open := cal.Hours(day)
	switch {
	case a.is(len(open) == 0, "from", "hours.not_open", "day", day):
	case a.is(twice, "from", "hours.half_already", "day", day, "name", was.Name.In(a.lang)):
	case a.is(closes <= open[0].From, "closes", "hours.closes_before_open"):
	case a.is(closes >= open[len(open)-1].To, "closes", "hours.closes_anyway"):
	}
	return []calendar.Exception{{Day: day, Kind: calendar.Half, Spans: []calendar.Span{{To: closes}}, Name: name}}
}

// hours opens every open day of a stretch at other times, and goes back after it.
func (a *asked) hours(from, until city.Day) []calendar.Week {
	spans := a.spans("times")
	a.is(len(spans) == 0 && len(a.wrong) == 0, "times", "hours.choose_times")
	now := a.inForce(from)
	next := until + 1
	back := calendar.Week{From: next, Hours: now.Hours}
	for _, w := range a.book.Weeks {
		a.is(w.From >= from && w.From <= until, "from", "hours.week_between", "day", w.From)
	}
	other := calendar.Week{From: from}
	for d, open := range now.Hours {
		if len(open) > 0 {
			other.Hours[d] = spans
		}
	}
	if slices.ContainsFunc(a.book.Weeks, func(w promises.Week) bool { return w.From == next }) {
		return []calendar.Week{other}
	}
	return []calendar.Week{other, back}
}

// week is a whole new week from a day on.
func (a *asked) week(from city.Day) []calendar.Week {
	w := calendar.Week{From: from}
	open := false
	for d := range w.Hours {
		w.Hours[d] = a.spans(dayField(d))
		open = open || len(w.Hours[d]) > 0
	}
	a.is(!open && len(a.wrong) == 0, "from", "hours.never_open")
	for _, other := range a.book.Weeks {
		a.is(other.From == from, "from", "hours.week_already", "day", from)
	}
	a.is(len(a.wrong) == 0 && same(w, a.inForce(from).Week), "from", "hours.same_week")
	return []calendar.Week{w}
}

func dayField(weekday int) string { return "day" + strconv.Itoa(weekday) }

func same(a, b calendar.Week) bool {
	for d := range a.Hours {
		if !slices.Equal(a.Hours[d], b.Hours[d]) {
			return false
		}
	}
	return true
}

// inForce is the week that holds on a day.
func (a *asked) inForce(day city.Day) promises.Week {
	now := a.book.Weeks[0]
	for _, w := range a.book.Weeks {
		if w.From <= day {
			now = w
		}
	}
	return now
}

var spanForm = regexp.MustCompile(`^(\d{1,2})[:.](\d{2}) ?[-–—] ?(\d{1,2})[:.](\d{2})$`)

// spans reads opening hours such as 08:00–12:00 13:00–17:00; nothing is closed.
func (a *asked) spans(field string) (all []calendar.Span) {
	typed := i18n.ASCIIDigits(a.typed(field))
	for _, sep := range []string{" - ", " – ", " — "} {
		typed = strings.ReplaceAll(typed, sep, "-")
	}
	for _, part := range strings.FieldsFunc(typed, func(r rune) bool { return strings.ContainsRune(" ,;،؛", r) }) {
		m := spanForm.FindStringSubmatch(part)
		if a.is(m == nil, field, "hours.not_hours") {
			return nil
		}
		s := calendar.Span{From: clockOf(m[1], m[2]), To: clockOf(m[3], m[4])}
		overlaps := len(all) > 0 && s.From < all[len(all)-1].To
		if a.is(s.To <= s.From || s.To > 24*time.Hour || overlaps, field, "hours.hours_overlap") {
			return nil
		}
		all = append(all, s)
	}
	return all
}

var timeForm = regexp.MustCompile(`^(\d{1,2})[:.](\d{2})$`)

func clockTime(typed string) (time.Duration, bool) {
	m := timeForm.FindStringSubmatch(i18n.ASCIIDigits(typed))
	if m == nil {
		return 0, false
	}
	at := clockOf(m[1], m[2])
	return at, at < 24*time.Hour
}

// clockOf is the time since midnight; the minutes of 12:75 lead past any day.
func clockOf(hours, minutes string) time.Duration {
	h, badHour := strconv.Atoi(hours)
	m, badMinute := strconv.Atoi(minutes)
	if badHour != nil || badMinute != nil || m > 59 {
		return 100 * time.Hour
	}
	return time.Duration(h)*time.Hour + time.Duration(m)*time.Minute
}
