package feeds

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/calendar"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/web"
	"mahalle/internal/promises"
)

// A working calendar tells the days that are not like the others, of a year back
// and two ahead.
const (
	daysBack  = 366
	daysAhead = 2 * 366
)

// workingCalendar answers with feasts, half-days and closures of one of the city's
// calendars.
func (s *Service) workingCalendar(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	code, ok := strings.CutSuffix(r.PathValue("calendar"), ".ics")
	books, err := promises.Books(ctx, s.db.Read(ctx))
	if err != nil {
		return err
	}
	b, known := books[code]
	if !ok || !known {
		return fault.New(fault.NotFound, "feeds.no_calendar")
	}
	l, c := i18n.From(ctx), &ical{}
	c.begin(s.calendarName(ctx, l, code, len(books)))
	today := tenant.From(ctx).Today(clock.Now(ctx))
	for _, e := range b.Exceptions {
		if e.Day < today-daysBack || e.Day > today+daysAhead {
			continue
		}
		c.event(happening{uid: fmt.Sprintf("%s-%s-%s@%s.mahalle", e.Day, e.Kind, code, db.TenantFrom(ctx)), stamp: writtenAt(e),
			day: e.Day, summary: dayName(l, e.Exception), url: web.Origin(r) + "/services"})
	}
	return answer(w, r, calendarKind, c.end(), time.Time{}, true)
}

// calendarName: a city with one calendar needs no more name than its own.
func (s *Service) calendarName(ctx context.Context, l i18n.Locale, code string, calendars int) string {
	name := l.Say("feeds.calendar_of", "city", l.Text(tenant.From(ctx).ShortName))
	if calendars > 1 {
		name += " · " + s.needs.CalendarName(l, code)
	}
	return name
}

// dayName says what is special about a day.
func dayName(l i18n.Locale, e calendar.Exception) string {
	name := l.Text(e.Name)
	if name == "" {
		name = l.Say("feeds.day_" + string(e.Kind))
	}
	if e.Kind == calendar.Closed || len(e.Spans) == 0 {
		return l.Say("feeds.day_shut", "name", name)
	}
	return l.Say("feeds.day_hours", "name", name, "hours", hours(l, e.Spans))
}

func hours(l i18n.Locale, spans []calendar.Span) string {
	var all []string
	for _, s := range spans {
		at := func(d time.Duration) string {
			return l.Digits(fmt.Sprintf("%02d:%02d", int(d.Hours()), int(d.Minutes())%60))
		}
		all = append(all, at(s.From)+"–"+at(s.To))
	}
	return strings.Join(all, " ")
}

// writtenAt is when a day was entered, as far as that is known: the same each
// time, so that a calendar that did not change is the same bytes.
func writtenAt(e promises.Exception) time.Time {
	return e.Day.At(0, time.UTC).AddDate(-1, 0, 0)
}

// calendars lists, by their codes, the city's calendars that know a special day.
func (s *Service) calendars(ctx context.Context) ([]Choice, error) {
	books, err := promises.Books(ctx, s.db.Read(ctx))
	var all []Choice
	for code, b := range books {
		if len(b.Exceptions) > 0 {
			all = append(all, Choice{Code: code, Name: s.needs.CalendarName(i18n.From(ctx), code)})
		}
	}
	slices.SortFunc(all, func(a, b Choice) int { return cmp.Compare(a.Code, b.Code) })
	return all, err
}

// uidOf names a promise's entry for ever.
func uidOf(t city.Tenant, p promises.Promise) string {
	return string(p.ID) + "@" + string(t) + ".mahalle"
}
