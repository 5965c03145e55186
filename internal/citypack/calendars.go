package citypack

import (
	"fmt"
	"slices"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/calendar"
	"mahalle/internal/platform/table"
)

// Week is how the days of a calendar look from a day on, until a later Week of
// the same calendar takes over.
type Week struct {
	Calendar string
	calendar.Week
}

// Holiday closes one stretch of one day for one calendar.
type Holiday struct {
	Calendar string
	Day      city.Day
	Closed   calendar.Span
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
	r.runs()
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
	for _, row := range r.may("holidays.tsv", table.Columns{
		Need: append(texts("name"), "calendar", "date", "from", "to", "kind"),
	}) {
		h := Holiday{Kind: row.OneOf("kind", "full", "half", "declared"), Name: row.Texts("name", r.langs()...)}
		row.Need("calendar")
		row.Need("date")
		h.Day, _ = row.Day("date")
		h.Closed = span(row, "from, to", row.Text("from")+"-"+row.Text("to"))
		for _, h.Calendar = range row.Words("calendar") {
			r.holiday(row, h)
		}
	}
}

func (r *reader) holiday(row table.Row, h Holiday) {
	if !r.has("calendar", h.Calendar) {
		row.Fail("calendar %q is not a calendar", h.Calendar)
	}
	once := h.Calendar + " " + h.Day.String()
	if line, twice := r.codes["holiday"][once]; twice {
		row.Fail("%v is closed already in line %d", h.Day, line)
	}
	r.take("holiday", once, row.Line)
	r.pack.Holidays = append(r.pack.Holidays, h)
}

// runs tries whether each calendar counts: one that is never open promises
// nothing.
func (r *reader) runs() {
	if len(r.faults) > 0 {
		return // what is wrong has been said with its line
	}
	for _, code := range r.pack.calendarCodes() {
		if _, err := r.pack.Calendar(code); err != nil {
			r.faults.Add("calendars.tsv", r.codes["calendar"][code], "%v", err)
		}
	}
}

// Calendar puts the weeks and holidays of one calendar together.
func (p *Pack) Calendar(code string) (*calendar.Calendar, error) {
	zone, err := time.LoadLocation(p.City.Zone)
	if err != nil {
		return nil, fmt.Errorf("calendar %q: %w", code, err)
	}
	var weeks []calendar.Week
	for _, w := range p.Weeks {
		if w.Calendar == code {
			weeks = append(weeks, w.Week)
		}
	}
	var exceptions []calendar.Exception
	for _, h := range p.Holidays {
		if h.Calendar == code {
			exceptions = append(exceptions, calendar.Shut(h.Day, h.Closed, h.Name))
		}
	}
	return calendar.New(code, zone, weeks, exceptions)
}

// calendarCodes lists the calendars in the order of the file.
func (p *Pack) calendarCodes() []string {
	var codes []string
	for _, w := range p.Weeks {
		if !slices.Contains(codes, w.Calendar) {
			codes = append(codes, w.Calendar)
		}
	}
	return codes
}
