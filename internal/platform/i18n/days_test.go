package i18n

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"mahalle/internal/city"
	"mahalle/internal/platform/fault"
)

func TestDays(t *testing.T) {
	tr, fa, en := readers(t)
	day := city.Date(2026, time.November, 25)
	for name, tt := range map[string]struct{ got, want string }{
		"Turkish":                      {tr.Day(day), "25 Kasım 2026"},
		"Persian":                      {fa.Day(day), "۴ آذر ۱۴۰۵"},
		"English":                      {en.Day(day), "25 Nov 2026"},
		"Turkish, short":               {tr.DayShort(day), "25 Kasım"},
		"Persian, short":               {fa.DayShort(day), "۴ آذر"},
		"English, short":               {en.DayShort(day), "25 Nov"},
		"Turkish, with weekday":        {tr.DayNamed(day), "25 Kasım Çarşamba"},
		"Persian, with weekday":        {fa.DayNamed(day), "چهارشنبه ۴ آذر"},
		"English, with weekday":        {en.DayNamed(day), "Wed 25 Nov"},
		"Turkish, in full":             {tr.DayLong(day), "25 Kasım 2026 Çarşamba"},
		"Persian, in full":             {fa.DayLong(day), "چهارشنبه ۴ آذر ۱۴۰۵"},
		"English, in full":             {en.DayLong(day), "Wednesday 25 November 2026"},
		"Turkish, in a table":          {tr.DayNumeric(day), "25.11.2026"},
		"Persian, in a table":          {fa.DayNumeric(day), "۱۴۰۵/۰۹/۰۴"},
		"English, in a table":          {en.DayNumeric(day), "25/11/2026"},
		"Turkish month":                {tr.Month(day), "Kasım 2026"},
		"Persian month":                {fa.Month(day), "آذر ۱۴۰۵"},
		"English month":                {en.Month(day), "November 2026"},
		"Persian weekday with ZWNJ":    {fa.Weekday(day - 1), "سه\u200cشنبه"},
		"the day the month begins":     {fa.Day(city.Date(2026, 11, 22)), "۱ آذر ۱۴۰۵"},
		"the last day before it":       {fa.Day(city.Date(2026, 11, 21)), "۳۰ آبان ۱۴۰۵"},
		"30 Esfand of a leap year":     {fa.Day(city.Date(2025, 3, 20)), "۳۰ اسفند ۱۴۰۳"},
		"29 Esfand of a plain year":    {fa.Day(city.Date(2026, 3, 20)), "۲۹ اسفند ۱۴۰۴"},
		"today":                        {tr.DayRef(day, day), "bugün"},
		"tomorrow":                     {fa.DayRef(day, day-1), "فردا"},
		"yesterday":                    {en.DayRef(day, day+1), "yesterday"},
		"this week":                    {tr.DayRef(day, day+3), "25 Kasım"},
		"another year":                 {tr.DayRef(day, day+60), "25 Kasım 2026"},
		"yesterday was another year":   {tr.DayRef(city.Date(2026, 12, 31), city.Date(2027, 1, 1)), "dün"},
		"the Jalali year goes on":      {fa.DayRef(day, city.Date(2027, 1, 20)), "۴ آذر"},
		"the Jalali year has ended":    {fa.DayRef(day, city.Date(2027, 3, 25)), "۴ آذر ۱۴۰۵"},
		"long before the Jalali count": {fa.DayShort(city.Date(100, 3, 1)), "۱ خرداد"},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: %q, want %q", name, tt.got, tt.want)
		}
	}
	if y := fa.CalendarYear(day); y != 1405 {
		t.Errorf("CalendarYear = %d", y)
	}
}

func TestParseDay(t *testing.T) {
	day := city.Date(2026, time.November, 24)
	for _, s := range []string{
		"2026-11-24", " 24.11.2026 ", "24/11/2026", "1405/9/3", "۱۴۰۵/۰۹/۰۳", "1405-09-03", "3.9.1405", "٢٤.١١.٢٠٢٦",
	} {
		if got, err := ParseDay(s); err != nil || got != day {
			t.Errorf("ParseDay(%q) = %v, %v", s, got, err)
		}
	}
	for name, s := range map[string]string{
		"nothing": "", "words": "yarın", "two parts": "24.11", "a short year": "24.11.26",
		"31 November": "31.11.2026", "30 Esfand of a plain year": "1404/12/30", "month 13": "1405/13/01",
		"day 0": "2026-11-00", "four parts": "1.2.3.2026", "a sign": "2026-+1-05", "year 1": "0000-00-00",
	} {
		if _, err := ParseDay(s); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: ParseDay(%q) = %v", name, s, err)
		}
	}
}

func TestADateThatIsShownCanBeTyped(t *testing.T) {
	tr, fa, en := readers(t)
	rapid.Check(t, func(t *rapid.T) {
		day := city.Day(rapid.IntRange(-40000, 60000).Draw(t, "day"))
		for _, l := range []Locale{tr, fa, en} {
			if got, err := ParseDay(l.DayNumeric(day)); err != nil || got != day {
				t.Fatalf("ParseDay(%q) = %v, %v, want %v", l.DayNumeric(day), got, err, day)
			}
		}
	})
}

func FuzzParseDay(f *testing.F) {
	f.Add("2026-11-24")
	f.Add("۱۴۰۵/۰۹/۰۳")
	f.Fuzz(func(t *testing.T, s string) {
		if d, err := ParseDay(s); err == nil && (d < city.Date(0, 1, 1) || d > city.Date(9999, 12, 31)) {
			t.Errorf("ParseDay(%q) = %v", s, d)
		}
	})
}
