package calendar

import (
	"fmt"
	"strconv"
	"strings"

	"mahalle/internal/platform/i18n"
)

// Unit is the way in which an amount of time is counted.
type Unit string

// The four ways to count. See the package's own words for what they mean.
const (
	CalendarDays Unit = "calendar_days"
	WorkingDays  Unit = "working_days"
	WorkingHours Unit = "working_hours"
	Hours        Unit = "hours"
)

// Units lists the ways to count, in the order in which screens offer them.
var Units = []Unit{CalendarDays, WorkingDays, WorkingHours, Hours}

// Amount is a length of time such as 15 working days.
type Amount struct {
	N    int  `json:"n"`
	Unit Unit `json:"unit"`
}

// mostAmount keeps a slip of the pen from promising something in a thousand
// years.
const mostAmount = 10_000

// ParseAmount reads the short form used in city packs: 30d is calendar days,
// 15wd working days, 8wh working hours, 24h hours. The number is from 1 to
// 10,000.
func ParseAmount(s string) (Amount, error) {
	digits := strings.TrimRight(s, "dhw")
	n, err := strconv.ParseUint(digits, 10, 32)
	unit, known := unitOf(s[len(digits):])
	if err != nil || !known || n == 0 || n > mostAmount {
		return Amount{}, fmt.Errorf("%q is not an amount of time such as 30d, 15wd, 8wh or 24h", s)
	}
	return Amount{N: int(n), Unit: unit}, nil
}

// In is the amount as people say it: 15 iş günü, ۱۵ روز کاری, 15 working days.
func (a Amount) In(l i18n.Locale) string {
	return l.Say("calendar."+string(a.Unit), "n", a.N)
}

// String is the short form that ParseAmount reads. People are shown In.
func (a Amount) String() string {
	return strconv.Itoa(a.N) + a.Unit.short()
}

func unitOf(short string) (Unit, bool) {
	for _, u := range Units {
		if u.short() == short {
			return u, true
		}
	}
	return "", false
}

func (u Unit) short() string {
	switch u {
	case CalendarDays:
		return "d"
	case WorkingDays:
		return "wd"
	case WorkingHours:
		return "wh"
	case Hours:
		return "h"
	}
	return "?"
}
