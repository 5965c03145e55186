package ui

import (
	"testing"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/i18n"
)

func words(t *testing.T, lang city.Lang) i18n.Locale {
	t.Helper()
	c, err := i18n.NewCatalog(Locales)
	if err != nil {
		t.Fatal(err)
	}
	zone := time.FixedZone("city", 3*3600)
	return c.Locale(lang, zone)
}

// The promise of these tests is ten days long; now is so many days after its
// beginning.
func tenDays(now float64, state PromiseState, since float64) Promise {
	opened := time.Date(2026, 11, 10, 9, 0, 0, 0, time.FixedZone("city", 3*3600))
	after := func(days float64) time.Time { return opened.Add(time.Duration(days * 24 * float64(time.Hour))) }
	p := Promise{Label: "Onarım", Opened: opened, Due: after(10), Now: after(now), State: state}
	if since >= 0 {
		p.Since = after(since)
	}
	return p
}

func TestAPromiseStandsWhereItsTimeIs(t *testing.T) {
	const never = -1
	for name, tt := range map[string]struct {
		p          Promise
		full, mini int
		tone       Tone
		ring       bool
	}{
		"just opened: a beginning is already seen":       {tenDays(0, Open, never), 2, 2, Run, true},
		"looked at before it was opened":                 {tenDays(-1, Open, never), 2, 2, Run, true},
		"not yet half of the time is used":               {tenDays(4.9, Open, never), 37, 26, Run, true},
		"half of the time is used":                       {tenDays(5, Open, never), 38, 27, Half, true},
		"three quarters are used: it is due soon":        {tenDays(7.5, Open, never), 57, 40, Soon, true},
		"due this very moment: not late yet":             {tenDays(10, Open, never), 76, 54, Soon, true},
		"an hour late: it already crosses the mark":      {tenDays(10.05, Open, never), 78, 56, Late, true},
		"a quarter late: time after the mark is pressed": {tenDays(12.5, Open, never), 87, 59, Late, true},
		"a whole length late: the end":                   {tenDays(20, Open, never), 98, 64, Late, true},
		"a year late: still the end":                     {tenDays(365, Open, never), 98, 64, Late, true},
		"kept on the third day: it stops there":          {tenDays(8, Closed, 3), 22, 16, Kept, false},
		"kept, but late":                                 {tenDays(30, Closed, 12.5), 87, 59, Late, false},
		"the clock stands since the second day":          {tenDays(9, Stopped, 2), 15, 10, Paused, true},
		"the clock stands, but only since it was late":   {tenDays(15, Stopped, 12.5), 87, 59, Late, true},
		"waiting for the resident: the clock runs":       {tenDays(9, Waiting, never), 68, 48, Wait, true},
		"with another body and late: red is late":        {tenDays(12.5, HandedOn, never), 87, 59, Late, true},
		"no longer owed":                                 {tenDays(12, Cancelled, 1), 7, 5, Paused, false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := tt.p.at(dueAt, endFull); got != tt.full {
				t.Errorf("full bar ends at %d, want %d", got, tt.full)
			}
			if got := tt.p.at(dueAtMini, endMini); got != tt.mini {
				t.Errorf("mini bar ends at %d, want %d", got, tt.mini)
			}
			if got := tt.p.Tone(); got != tt.tone {
				t.Errorf("tone is %q, want %q", got, tt.tone)
			}
			if got := tt.p.running(); got != tt.ring {
				t.Errorf("ring of now: %v, want %v", got, tt.ring)
			}
		})
	}
}

func TestAPromiseWithoutLengthIsDueAtOnce(t *testing.T) {
	p := tenDays(0, Open, -1)
	p.Due = p.Opened
	if got := p.at(dueAt, endFull); got != 2 || p.late() {
		t.Errorf("at the moment itself: %d, late %v", got, p.late())
	}
	p.Now = p.Now.Add(time.Hour)
	if got := p.at(dueAt, endFull); got != endFull || !p.late() {
		t.Errorf("an hour later: %d, late %v", got, p.late())
	}
}

func TestAPromiseSaysItsWords(t *testing.T) {
	for name, tt := range map[string]struct {
		p        Promise
		lang     city.Lang
		row, bar string
	}{
		"due tomorrow, in Turkish":   {tenDays(9, Open, -1), city.Turkish, "yarın 09.00", "en geç yarın 09.00"},
		"due tomorrow, in Persian":   {tenDays(9, Open, -1), city.Persian, "فردا ۰۹:۰۰", "تا فردا ۰۹:۰۰"},
		"three days late":            {tenDays(13, Open, -1), city.Turkish, "3 gün geçti", "3 gün geçti"},
		"three days late, Persian":   {tenDays(13, Open, -1), city.Persian, "۳ روز گذشته", "۳ روز گذشته"},
		"three days late, English":   {tenDays(13, Open, -1), city.English, "3 days late", "3 days late"},
		"kept":                       {tenDays(8, Closed, 3), city.English, "on time", "kept after 3 days"},
		"done, two days after due":   {tenDays(30, Closed, 12), city.Turkish, "2 gün geç", "2 gün geç"},
		"the clock stands":           {tenDays(9, Stopped, 2), city.Turkish, "süre durduruldu", "süre durduruldu"},
		"its owner has own words":    {Promise{Words: "bekleyen: MASKİ"}, city.Turkish, "bekleyen: MASKİ", "bekleyen: MASKİ"},
		"no longer owed, in English": {tenDays(12, Cancelled, 1), city.English, "cancelled", "cancelled"},
	} {
		t.Run(name, func(t *testing.T) {
			l := words(t, tt.lang)
			if got := tt.p.words(l); got != tt.row {
				t.Errorf("in a row %q, want %q", got, tt.row)
			}
			if got := tt.p.longWords(l); got != tt.bar {
				t.Errorf("beside the bar %q, want %q", got, tt.bar)
			}
		})
	}
}

func TestAScreenReaderHearsOneSentence(t *testing.T) {
	for lang, want := range map[city.Lang]string{
		city.Turkish: "Onarım: son tarih yarın 09.00, kalan süre 1 gün",
		city.English: "Onarım: due tomorrow 09:00, 1 day left",
	} {
		if got := tenDays(9, Open, -1).sentence(words(t, lang)); got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
	}
}
