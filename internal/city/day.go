package city

import (
	"fmt"
	"time"
)

// Day is a date on the wall calendar, counted in days since 1 January 1970. A
// city day is not a UTC day: ask DayOf with the city's zone.
type Day int32

// DayOf is the date that people in zone read on their calendar at t.
func DayOf(t time.Time, zone *time.Location) Day {
	return Date(t.In(zone).Date())
}

// Date is the day of a Gregorian date.
func Date(year int, month time.Month, day int) Day {
	return Day(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// ParseDay reads an ISO date such as 2026-11-24.
func ParseDay(s string) (Day, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, fmt.Errorf("%q is not a date such as 2026-11-24", s)
	}
	return Date(t.Date()), nil
}

// Date gives the Gregorian year, month and day.
func (d Day) Date() (year int, month time.Month, day int) { return d.utc().Date() }

// Weekday is the day of the week.
func (d Day) Weekday() time.Weekday { return d.utc().Weekday() }

// At is the moment on this day when clocks in zone show the given time since
// midnight. 24 hours means the first moment of the next day.
func (d Day) At(sinceMidnight time.Duration, zone *time.Location) time.Time {
	y, m, day := d.Date()
	minutes := int(sinceMidnight / time.Minute)
	rest := sinceMidnight % time.Minute
	return time.Date(y, m, day, minutes/60, minutes%60, int(rest/time.Second), int(rest%time.Second), zone)
}

// String is the ISO form, for files and logs; people are shown i18n dates.
func (d Day) String() string { return d.utc().Format(time.DateOnly) }

func (d Day) utc() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }
