package citypack

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/table"
)

// Span is a stretch of a day, counted from midnight.
type Span struct{ From, To time.Duration }

// Week is how a calendar's days look from a day on, until a later Week of the
// same calendar takes over.
type Week struct {
	Calendar string
	From     city.Day  // 0: since always
	Hours    [7][]Span // by time.Weekday; none means closed
}

// Holiday closes one stretch of one day for one calendar.
type Holiday struct {
	Calendar string
	Day      city.Day
	Closed   Span
	Kind     string // full, half or declared (announced days ahead)
	Name     city.Text
}

var weekdays = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

func (r *reader) calendars() {
	for _, row := range r.must("calendars.tsv", table.Columns{Need: append([]string{"code", "valid_from"}, weekdays...)}) {
		week := Week{Calendar: row.Need("code")}
		week.From, _ = row.Day("valid_from")
		for i, day := range weekdays {
			week.Hours[i] = spans(row, day)
		}
		r.week(row, week)
	}
	if c := r.pack.City.Calendar; c != "" && !r.has("calendar", c) {
		r.faults.Add("calendars.tsv", 0, "has no week for %q, the calendar of %s", c, cityFile)
	}
	r.holidays()
}

// week keeps a week; the first one of a calendar has no beginning, and each
// later one begins after the one before.
func (r *reader) week(row table.Row, week Week) {
	first := !r.has("calendar", week.Calendar)
	if first {
		r.take("calendar", week.Calendar, row.Line)
	}
	if first && week.From != 0 {
		row.Fail("the first week of calendar %q must have no valid_from", week.Calendar)
	}
	for _, before := range r.pack.Weeks {
		if before.Calendar == week.Calendar && before.From >= week.From {
			row.Fail("the weeks of calendar %q must stand in the order of valid_from", week.Calendar)
			break
		}
	}
	r.pack.Weeks = append(r.pack.Weeks, week)
}

func (r *reader) holidays() {
	type once struct {
		calendar string
		day      city.Day
	}
	seen := map[once]int{}
	for _, row := range r.may("holidays.tsv", table.Columns{
		Need: append(texts("name"), "calendar", "date", "from", "to", "kind"),
	}) {
		h := Holiday{Kind: row.OneOf("kind", "full", "half", "declared"), Name: row.Texts("name", r.langs()...)}
		row.Need("calendar")
		row.Need("date")
		h.Day, _ = row.Day("date")
		h.Closed = span(row, "from", row.Text("from")+"-"+row.Text("to"))
		for _, h.Calendar = range row.Words("calendar") {
			if !r.has("calendar", h.Calendar) {
				row.Fail("calendar %q is not a calendar", h.Calendar)
			}
			if line, twice := seen[once{h.Calendar, h.Day}]; twice {
				row.Fail("%v is closed already in line %d", h.Day, line)
			}
			seen[once{h.Calendar, h.Day}] = row.Line
			r.pack.Holidays = append(r.pack.Holidays, h)
		}
	}
}

// Hours are the stretches in which a calendar works on a day: those of its
// week, less what a holiday closes.
func (p *Pack) Hours(calendar string, day city.Day) []Span {
	var hours []Span
	for _, week := range p.Weeks {
		if week.Calendar == calendar && week.From <= day {
			hours = week.Hours[day.Weekday()]
		}
	}
	for _, h := range p.Holidays {
		if h.Calendar == calendar && h.Day == day {
			hours = without(hours, h.Closed)
		}
	}
	return hours
}

func without(hours []Span, closed Span) []Span {
	var open []Span
	for _, s := range hours {
		if before := (Span{s.From, min(s.To, closed.From)}); before.From < before.To {
			open = append(open, before)
		}
		if after := (Span{max(s.From, closed.To), s.To}); after.From < after.To {
			open = append(open, after)
		}
	}
	return open
}

// spans reads "08:00-12:00 13:00-17:00".
func spans(row table.Row, column string) []Span {
	var list []Span
	for _, word := range row.Words(column) {
		s := span(row, column, word)
		if len(list) > 0 && s.From < list[len(list)-1].To {
			row.Fail("%s %q begins before the stretch in front of it ends", column, word)
		}
		list = append(list, s)
	}
	return slices.Clip(list)
}

var spanForm = regexp.MustCompile(`^(\d\d):([0-5]\d)-(\d\d):([0-5]\d)$`)

func span(row table.Row, column, word string) Span {
	m := spanForm.FindStringSubmatch(word)
	if m == nil {
		row.Fail("%s %q is not a stretch such as 08:00-12:00", column, strings.Trim(word, "-"))
		return Span{}
	}
	s := Span{timeOfDay(m[1], m[2]), timeOfDay(m[3], m[4])}
	if s.From >= s.To || s.To > 24*time.Hour {
		row.Fail("%s %q does not end after it begins, within one day", column, word)
	}
	return s
}

func timeOfDay(hours, minutes string) time.Duration {
	h, _ := strconv.Atoi(hours) // two digits, by spanForm
	m, _ := strconv.Atoi(minutes)
	return time.Duration(h)*time.Hour + time.Duration(m)*time.Minute
}
