package journey

import (
	"strings"
	"testing"
	"time"

	"mahalle/internal/app"
	"mahalle/internal/browser"
	"mahalle/internal/city"
)

func TestABodyOutsideAnswersOnAnOldTelephone(t *testing.T) {
	base := livingCity(t)
	for lang, tt := range map[string]struct{ row, done string }{"tr": {"1", "Direk değiştirildi."}, "fa": {"2", "تیر برق عوض شد."}} {
		t.Run(lang, func(t *testing.T) {
			clerk := browser.Open(t)
			clerk.Desktop()
			clerk.Visit(base + "/demo/as/clerk?lang=" + lang)
			clerk.Visit(base + "/staff/requests?view=open&lang=" + lang)
			number := strings.TrimSpace(clerk.Text("tbody tr:nth-child(" + tt.row + ") .plate"))
			clerk.Visit(base + "/staff/requests/" + number + "/handover?lang=" + lang)
			clerk.Choose("#f-unit", "elektrik")
			clerk.Follow("form button.first")
			look(t, clerk, base+"/staff/agencies?lang="+lang, lang+"-agencies")
			look(t, clerk, base+"/staff/agencies/elektrik?lang="+lang, lang+"-agency")
			list := browser.Eval[string](clerk, "() => document.querySelector('a[href^=\"/agency\"]').getAttribute('href')")

			company := browser.Open(t)
			company.Phone()
			company.WithoutScripts()
			company.Visit(base + list + "&lang=" + lang)
			company.Follow("tbody a[href*='" + number + "']")
			if text := company.Text("main"); strings.Contains(text, "⟦") {
				t.Fatalf("a sentence is missing: %s", text)
			}
			here := company.Address()
			company.Fill("#f-reference", "GDZ-77")
			company.Fill("#f-until", inAWeek(t, lang))
			company.Follow("form[action*='/accept'] button")
			if text := company.Text("main"); !strings.Contains(text, "GDZ-77") {
				t.Errorf("after taking it on the page says %s", text)
			}
			company.Click("details:first-of-type summary")
			company.Fill("#f-what", tt.done)
			company.Follow("form[action*='/done'] button")
			if text := company.Text("main"); strings.Contains(text, "⟦") {
				t.Errorf("a sentence is missing:  %s", text)
			}
			seen := browser.Open(t)
			seen.Phone()
			look(t, seen, here, lang+"-agency-page")
			clerk.Visit(base + "/staff/requests/" + number + "?lang=" + lang)
			if text := clerk.Text("main"); !strings.Contains(text, tt.done) {
				t.Errorf("the city does not read what was done: %s", text)
			}
		})
	}
}

// inAWeek is a day as readers of the language write it: 10.09.1405 in Persian
// digits while it is 1 December elsewhere.
func inAWeek(t *testing.T, lang string) string {
	t.Helper()
	catalog, err := app.Sentences()
	if err != nil {
		t.Fatal(err)
	}
	return catalog.Locale(city.Lang(lang), time.UTC).DayNumeric(city.DayOf(time.Now(), time.UTC) + 7)
}
