package calendar

import (
	"testing"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/i18n"
)

func TestParseAmount(t *testing.T) {
	for s, want := range map[string]Amount{
		"30d": {30, CalendarDays}, "15wd": {15, WorkingDays}, "8wh": {8, WorkingHours}, "24h": {24, Hours}, "10000h": {10000, Hours},
	} {
		got, err := ParseAmount(s)
		if err != nil || got != want || got.String() != s {
			t.Errorf("ParseAmount(%q) = %v, %v", s, got, err)
		}
	}
	for _, s := range []string{"", "d", "30", "0d", "-1d", "+1d", "1.5h", "3 d", "3w", "3dd", "3hw", "d3", "10001d", "99999999999d", "۳d", "law"} {
		if got, err := ParseAmount(s); err == nil {
			t.Errorf("ParseAmount(%q) = %v", s, got)
		}
	}
}

func FuzzParseAmount(f *testing.F) {
	f.Add("15wd")
	c := must(f, time.UTC, []Week{{Hours: turkishWeek}})
	opened := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, s string) {
		a, err := ParseAmount(s)
		if err != nil {
			return
		}
		if again, err := ParseAmount(a.String()); err != nil || again != a {
			t.Errorf("ParseAmount(%q) = %v, again %v, %v", s, a, again, err)
		}
		if !c.Due(opened, a).After(opened) {
			t.Errorf("Due(%v) is not after the opening", a)
		}
	})
}

func TestAnAmountIsSaidInThreeLanguages(t *testing.T) {
	catalog, err := i18n.NewCatalog(Locales)
	if err != nil {
		t.Fatal(err)
	}
	for lang, want := range map[city.Lang]string{
		city.Turkish: "15 iş günü", city.Persian: "۱۵ روز کاری", city.English: "15 working days",
	} {
		l := catalog.Locale(lang, nil)
		if got := (Amount{15, WorkingDays}).In(l); got != want {
			t.Errorf("%s: %q", lang, got)
		}
		for _, u := range Units {
			if !l.Has("calendar." + string(u)) {
				t.Errorf("%s has no word for %s", lang, u)
			}
		}
	}
}
