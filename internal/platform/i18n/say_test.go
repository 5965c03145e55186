package i18n

import (
	"testing"
	"time"

	"mahalle/internal/city"
)

var (
	istanbul = zone("Europe/Istanbul")
	tehran   = zone("Asia/Tehran")
)

func zone(name string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return z
}

// readers gives a locale of each language for a package with some sentences.
func readers(t testing.TB) (tr, fa, en Locale) {
	c := catalogOf(t, speaking(
		`"t.title":"Başvuru {number}","t.open":"{n} açık başvuru","t.who":"{who} için {n} iş","t.plain":"Gönder"`,
		`"t.title":"درخواست {number}","t.open":"{n} درخواست باز","t.who":"{n} کار برای {who}","t.plain":"ارسال"`,
		`"t.title":"Request {number}","t.open":{"one":"an open request","other":"{n} open requests"},"t.who":"{n} jobs for {who}","t.plain":"Send"`))
	return c.Locale(city.Turkish, istanbul), c.Locale(city.Persian, tehran), c.Locale(city.English, istanbul)
}

func TestSay(t *testing.T) {
	tr, fa, en := readers(t)
	noon := time.Date(2026, 11, 21, 12, 0, 0, 0, istanbul)
	for name, tt := range map[string]struct {
		got, want string
	}{
		"a sentence without gaps":             {tr.Say("t.plain"), "Gönder"},
		"a code in Turkish":                   {tr.Say("t.title", "number", "MNS-26-7"), "Başvuru MNS-26-7"},
		"a code in Persian stays in order":    {fa.Say("t.title", "number", "MNS-26-7"), "درخواست \u2066MNS-26-7\u2069"},
		"a Persian name in Turkish":           {tr.Say("t.who", "who", "علی", "n", 2), "\u2068علی\u2069 için 2 iş"},
		"a Persian name in Persian":           {fa.Say("t.who", "who", "علی", "n", 2), "۲ کار برای علی"},
		"Persian digits need no mark":         {fa.Say("t.title", "number", "۱۲"), "درخواست ۱۲"},
		"a link is never marked":              {fa.Say("t.title", "number", "https://x.ir/1"), "درخواست https://x.ir/1"},
		"a count in Turkish":                  {tr.Say("t.open", "n", 1846), "1.846 açık başvuru"},
		"a count in Persian":                  {fa.Say("t.open", "n", int64(1846)), "۱٬۸۴۶ درخواست باز"},
		"a count in English":                  {en.Say("t.open", "n", uint16(1846)), "1,846 open requests"},
		"one of them":                         {en.Say("t.open", "n", 1), "an open request"},
		"none of them":                        {en.Say("t.open", "n", 0), "0 open requests"},
		"a count that was forgotten":          {en.Say("t.open"), "⟦n⟧ open requests"},
		"a gap that was forgotten":            {tr.Say("t.title"), "Başvuru ⟦number⟧"},
		"a name without its value":            {tr.Say("t.title", "number"), "Başvuru ⟦number⟧"},
		"a key nobody wrote":                  {tr.Say("t.nothing", "n", 1), "⟦t.nothing⟧"},
		"a value nobody can say":              {tr.Say("t.title", "number", struct{}{}), "Başvuru ⟦number⟧"},
		"the city's own text":                 {tr.Say("t.title", "number", city.Text{TR: "Su", EN: "Water"}), "Başvuru Su"},
		"a text of its own kind":              {tr.Say("t.title", "number", city.Tenant("manisa")), "Başvuru manisa"},
		"a day":                               {tr.Say("t.title", "number", city.Date(2026, 11, 21)), "Başvuru 21 Kasım 2026"},
		"a moment":                            {tr.Say("t.title", "number", noon), "Başvuru 21 Kasım 2026 12.00"},
		"a length of time":                    {en.Say("t.title", "number", 26*time.Hour), "Request 1 day"},
		"a fraction":                          {tr.Say("t.title", "number", 2.25), "Başvuru 2,2"},
		"a length of time is not a count":     {en.Say("t.open", "n", time.Hour), "1 hour open requests"},
		"text that looks like a gap is text":  {tr.Say("t.title", "number", "{number}"), "Başvuru {number}"},
		"more values than gaps are no matter": {tr.Say("t.plain", "n", 5), "Gönder"},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: %q, want %q", name, tt.got, tt.want)
		}
	}
	if !tr.Has("t.plain") || tr.Has("t.nothing") {
		t.Error("Has is mistaken")
	}
}

func BenchmarkSay(b *testing.B) {
	tr, fa, _ := readers(b)
	number := "MNS-26-000123-4"
	for name, say := range map[string]func() string{
		"plain":   func() string { return tr.Say("t.plain") },
		"one gap": func() string { return tr.Say("t.title", "number", number) },
		"count":   func() string { return tr.Say("t.who", "who", number, "n", 18460) },
		"Persian": func() string { return fa.Say("t.who", "who", number, "n", 18460) },
		"day":     func() string { return fa.Day(20778) },
		"moment":  func() string { return tr.Moment(time.Unix(1795000000, 0)) },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				say()
			}
		})
	}
}
