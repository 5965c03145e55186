package i18n

import (
	"time"

	"github.com/jalaali/go-jalaali"

	"mahalle/internal/city"
)

// Day writes a date: 21 Kasım 2026, ۳۰ آبان ۱۴۰۵, 21 Nov 2026.
func (l Locale) Day(d city.Day) string { return l.sayDay("i18n.day", d, short) }

// DayShort writes a date of a year nobody doubts: 21 Kasım, ۳۰ آبان, 21 Nov.
func (l Locale) DayShort(d city.Day) string { return l.sayDay("i18n.day_short", d, short) }

// DayNamed adds the weekday: 25 Kasım Çarşamba, چهارشنبه ۴ آذر, Wed 25 Nov.
func (l Locale) DayNamed(d city.Day) string { return l.sayDay("i18n.day_named", d, short) }

// DayLong is the full form: 25 Kasım 2026 Çarşamba, چهارشنبه ۴ آذر ۱۴۰۵,
// Wednesday 25 November 2026.
func (l Locale) DayLong(d city.Day) string { return l.sayDay("i18n.day_long", d, long) }

// DayNumeric is the form for narrow columns: 25.11.2026, ۱۴۰۵/۰۹/۰۴, 25/11/2026.
func (l Locale) DayNumeric(d city.Day) string {
	y, m, day := l.Date(d)
	return l.Say("i18n.day_numeric", "day", padded(day), "month", padded(m), "year", plain(y))
}

// Month writes the month of a day: Kasım 2026, آبان ۱۴۰۵, November 2026.
func (l Locale) Month(d city.Day) string {
	y, m, _ := l.Date(d)
	return l.Say("i18n.month_year", "month", l.speech().long.months[m-1], "year", plain(y))
}

// Weekday is the full name of the weekday.
func (l Locale) Weekday(d city.Day) string { return l.speech().long.weekdays[d.Weekday()] }

// DayRef says bugün, yarın or dün, else the short date; the year is added when
// it is another than today's.
func (l Locale) DayRef(d, today city.Day) string {
	switch d - today {
	case 0:
		return l.Say("i18n.today")
	case 1:
		return l.Say("i18n.tomorrow")
	case -1:
		return l.Say("i18n.yesterday")
	}
	if l.CalendarYear(d) != l.CalendarYear(today) {
		return l.Day(d)
	}
	return l.DayShort(d)
}

// CalendarYear is the year in the reader's calendar: Jalali in Persian.
func (l Locale) CalendarYear(d city.Day) int {
	y, _, _ := l.Date(d)
	return y
}

// Date gives year, month and day of month in the reader's calendar.
func (l Locale) Date(d city.Day) (year, month, day int) {
	y, m, dd := d.Date()
	if l.Lang == city.Persian {
		if jy, jm, jd, err := jalaali.ToJalaali(y, m, dd); err == nil {
			return jy, int(jm), jd
		}
	}
	return y, int(m), dd // the Jalali count is known from 560 to 3798 only
}

// names are the months and weekdays that go into a date. Only English has short
// ones; the other two languages write dates in full.
type names struct {
	months   [12]string
	weekdays [7]string
}

func long(t *tongue) *names  { return &t.long }
func short(t *tongue) *names { return &t.short }

func (l Locale) sayDay(key string, d city.Day, form func(*tongue) *names) string {
	n := form(l.speech())
	y, m, day := l.Date(d)
	return l.Say(key, "day", plain(day), "month", n.months[m-1], "year", plain(y),
		"weekday", n.weekdays[d.Weekday()])
}

// jalali is the day of a Jalali date, if there is such a date.
func jalali(year, month, day int) (city.Day, bool) {
	y, m, d, err := jalaali.ToGregorian(year, jalaali.Month(month), day)
	if err != nil {
		return 0, false
	}
	return city.Date(y, m, d), true
}

// gregorian is the day of a Gregorian date, if there is such a date.
func gregorian(year, month, day int) (city.Day, bool) {
	d := city.Date(year, time.Month(month), day)
	y, m, dd := d.Date()
	return d, y == year && int(m) == month && dd == day
}
