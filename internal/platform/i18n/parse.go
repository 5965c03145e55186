package i18n

import (
	"strconv"
	"strings"

	"mahalle/internal/city"
	"mahalle/internal/platform/fault"
)

// ParseDay reads a date as people type it, in any digits: 2026-11-24 (what a
// browser sends), 24.11.2026, 24/11/2026, 1405/9/3. A year from 1200 to 1599 is
// a Jalali year. Anything else is fault.Invalid.
func ParseDay(s string) (city.Day, error) {
	parts := strings.FieldsFunc(ASCIIDigits(strings.TrimSpace(s)), func(r rune) bool {
		return r == '-' || r == '.' || r == '/'
	})
	if len(parts) == 3 && len(parts[2]) == 4 {
		parts[0], parts[2] = parts[2], parts[0]
	}
	if len(parts) == 3 && len(parts[0]) == 4 {
		year, err1 := strconv.ParseUint(parts[0], 10, 16)
		month, err2 := strconv.ParseUint(parts[1], 10, 8)
		day, err3 := strconv.ParseUint(parts[2], 10, 8)
		if err1 == nil && err2 == nil && err3 == nil {
			if d, ok := dayOfDate(int(year), int(month), int(day)); ok {
				return d, nil
			}
		}
	}
	return 0, fault.New(fault.Invalid, "i18n.not_a_date")
}

func dayOfDate(year, month, day int) (city.Day, bool) {
	if year >= 1200 && year < 1600 {
		return jalali(year, month, day)
	}
	return gregorian(year, month, day)
}
