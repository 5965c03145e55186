package hours

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/calendar"
	"mahalle/internal/platform/fault"
	"mahalle/internal/promises"
)

var today = city.Date(2026, 11, 24)

// office is open Monday to Friday from 8 to 17; Republic Day is closed, its eve
// a half-day, and from January on it opens at nine.
func office() promises.Book {
	week := func(from city.Day, opens time.Duration) promises.Week {
		w := promises.Week{Week: calendar.Week{From: from}}
		for d := time.Monday; d <= time.Friday; d++ {
			w.Hours[d] = []calendar.Span{{From: opens * time.Hour, To: 17 * time.Hour}}
		}
		return w
	}
	return promises.Book{Code: "office", Weeks: []promises.Week{week(0, 8), week(city.Date(2027, 1, 4), 9)}, Exceptions: []promises.Exception{
		{Exception: calendar.Exception{Day: city.Date(2026, 10, 28), Kind: calendar.Half, Spans: []calendar.Span{{To: 13 * time.Hour}}, Name: city.Text{TR: "Arife"}}},
		{Exception: calendar.Exception{Day: city.Date(2026, 10, 29), Kind: calendar.Closed, Name: city.Text{TR: "Cumhuriyet Bayramı"}}},
	}}
}

func fill(t *testing.T, kind, form string) (promises.Entry, map[string]string) {
	t.Helper()
	fields, err := url.ParseQuery("name_tr=Karar&" + form)
	if err != nil {
		t.Fatal(err)
	}
	zone, err := time.LoadLocation("Europe/Istanbul")
	if err != nil {
		t.Fatal(err)
	}
	a := &asked{kind: kind, fields: fields, lang: city.Turkish, today: today, book: office(), zone: zone}
	e, err := a.entry("x")
	wrong := map[string]string{}
	if f, ok := fault.Of(err); ok {
		for _, field := range f.On {
			wrong[field.Name] = field.Key
		}
	}
	return e, wrong
}

func TestWhatCannotBeIsRefusedBesideTheField(t *testing.T) {
	for name, tt := range map[string]struct{ kind, form, field, says string }{
		"a day that is no day":                  {"closed", "from=yarın", "from", "hours.choose_day"},
		"a feast that ends before it begins":    {"closed", "from=2026-12-02&until=2026-12-01", "until", "hours.ends_before"},
		"a day that is closed already":          {"closed", "from=2026-10-29", "from", "hours.closed_already"},
		"a closure of years":                    {"closed", "from=2026-12-01&until=2028-12-01", "until", "hours.too_long"},
		"a century typed wrong":                 {"closed", "from=1926-12-01", "from", "hours.day_far"},
		"half of a Sunday":                      {"half", "from=2026-11-29&closes=13:00", "from", "hours.not_open"},
		"half of a half-day":                    {"half", "from=2026-10-28&closes=12:00", "from", "hours.half_already"},
		"a half-day that closes at night":       {"half", "from=2026-11-25&closes=20:00", "closes", "hours.closes_anyway"},
		"a half-day that never opens":           {"half", "from=2026-11-25&closes=07:00", "closes", "hours.closes_before_open"},
		"hours over the change of the week":     {"hours", "from=2026-12-28&until=2027-01-08&times=06:00-13:00", "from", "hours.week_between"},
		"hours that run backwards":              {"hours", "from=2026-12-01&until=2026-12-10&times=13:00-06:00", "times", "hours.hours_overlap"},
		"hours that overlap":                    {"hours", "from=2026-12-01&until=2026-12-10&times=08:00-12:00 11:00-13:00", "times", "hours.hours_overlap"},
		"words instead of hours":                {"hours", "from=2026-12-01&until=2026-12-10&times=sabah", "times", "hours.not_hours"},
		"temporary hours without an end":        {"hours", "from=2026-12-01&until=x&times=06:00-13:00", "until", "hours.choose_day"},
		"a week that is never open":             {"week", "from=2026-12-01", "from", "hours.never_open"},
		"a week where one begins already":       {"week", "from=2027-01-04&day1=06:00-13:00", "from", "hours.week_already"},
		"a week that is as it was":              {"week", "from=2026-12-01&day1=08:00-17:00&day2=08:00-17:00&day3=08:00-17:00&day4=08:00-17:00&day5=08:00-17:00", "from", "hours.same_week"},
		"a minute that the clock does not have": {"week", "from=2026-12-01&day1=08:75-17:00", "day1", "hours.hours_overlap"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, wrong := fill(t, tt.kind, tt.form); wrong[tt.field] != tt.says {
				t.Errorf("beside %s it says %q, want %q (%v)", tt.field, wrong[tt.field], tt.says, wrong)
			}
		})
	}
}

func TestADecreeWhoseDayIsPastMayBeEntered(t *testing.T) {
	e, wrong := fill(t, "closed", "from=2026-11-20")
	if len(wrong) > 0 || len(e.Days) != 1 || e.Days[0].Kind != calendar.Closed || e.Name.TR != "Karar" {
		t.Errorf("got %+v, %v", e, wrong)
	}
}

func TestTemporaryHoursGoBackToTheOldOnesAndKeepClosedDaysClosed(t *testing.T) {
	e, wrong := fill(t, "hours", "from=۲۰۲۶-۱۱-۳۰&until=2026-12-11&times=۰۶:۰۰-۱۳:۰۰")
	if len(wrong) > 0 || len(e.Weeks) != 2 {
		t.Fatalf("got %+v, %v", e, wrong)
	}
	cal, err := office().With(e).Calendar(time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[city.Day]time.Duration{
		city.Date(2026, 11, 27): 17, city.Date(2026, 11, 30): 13, city.Date(2026, 12, 5): 0, city.Date(2026, 12, 11): 13, city.Date(2026, 12, 14): 17,
	} {
		closes := time.Duration(0)
		if open := cal.Hours(day); len(open) > 0 {
			closes = open[len(open)-1].To
		}
		if closes != want*time.Hour {
			t.Errorf("on %v it closes at %v, want %v", day, closes, want*time.Hour)
		}
	}
	if back := office().With(e).Without(e.ID); len(back.Weeks) != 2 {
		t.Errorf("taken back there are %d weeks", len(back.Weeks))
	}
}

func TestABreakIsTwoPartsOfOneDay(t *testing.T) {
	e, wrong := fill(t, "week", "from=2026-12-07&day1=08.00 – 12.00, 13:00-17:30&day4=")
	if len(wrong) > 0 || len(e.Weeks) != 1 || len(e.Weeks[0].Hours[time.Monday]) != 2 || len(e.Weeks[0].Hours[time.Thursday]) != 0 {
		t.Errorf("got %+v, %v", e, wrong)
	}
}

func TestADecreeIsCalledByItsNameInEveryLanguage(t *testing.T) {
	e, wrong := fill(t, "closed", "from=2026-12-01&name_fa=%D8%AA%D8%B5%D9%85%DB%8C%D9%85&name_en=Decree")
	if want := (city.Text{TR: "Karar", FA: "تصمیم", EN: "Decree"}); e.Name != want || e.Days[0].Name != want || len(wrong) > 0 {
		t.Errorf("%+v, %v", e.Name, wrong)
	}
	if e, _ = fill(t, "closed", "from=2026-12-01"); e.Name != (city.Text{TR: "Karar"}) {
		t.Errorf("named once: %+v", e.Name)
	}
	if _, wrong = fill(t, "closed", "from=2026-12-01&name_en="+strings.Repeat("x", 81)); wrong["name_en"] != "hours.name_long" {
		t.Errorf("%v", wrong)
	}
}
