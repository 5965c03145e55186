package journey

import (
	"strings"
	"testing"
	"time"

	"mahalle/internal/app"
	"mahalle/internal/browser"
	"mahalle/internal/city"
)

// look opens a page and holds it to WCAG.
func look(t *testing.T, tab *browser.Tab, address, picture string) {
	t.Helper()
	if status := tab.Visit(address); status != 200 {
		t.Errorf("%s answered %d", address, status)
	}
	for _, v := range tab.Accessible() {
		if v.Serious() {
			t.Errorf("%s: %s", address, v)
		}
	}
	tab.Picture(picture)
}

func TestAResidentsAndAnOfficersDayInThreeLanguages(t *testing.T) {
	base := livingCity(t)
	for lang, speaks := range map[string]struct{ dir, words string }{
		"tr": {"ltr", "Yolda derin bir çukur açıldı, arabalar zarar görüyor."},
		"fa": {"rtl", "چالهٔ بزرگی در خیابان باز شده و خودروها آسیب می‌بینند."},
		"en": {"ltr", "A deep hole has opened in the street and cars are damaged."},
	} {
		t.Run(lang, func(t *testing.T) {
			resident := browser.Open(t)
			resident.Phone()
			q := "&lang=" + lang
			look(t, resident, base+"/report?q=çukur"+q, lang+"-report")
			look(t, resident, base+"/report?subject=YL01&district=turgutlu&step=tell"+q, lang+"-tell")
			resident.Fill("#f-description", speaks.words)
			resident.Fill("#f-email", "sakin@example.org")
			resident.Follow("button.btn.first.big")
			number := strings.TrimSpace(resident.Text(".plate"))
			if !strings.HasPrefix(number, "MNS-") {
				t.Fatalf("after sending, the plate says %q at %s", number, resident.Address())
			}
			look(t, resident, base+"/r/"+number+"?lang="+lang, lang+"-tracking")
			if dir := browser.Eval[string](resident, "() => document.documentElement.dir"); dir != speaks.dir {
				t.Errorf("the page is written %s", dir)
			}
			if page := resident.Text("body"); !strings.Contains(page, speaks.words) {
				t.Errorf("the resident's words are missing: %s", page[:min(len(page), 400)])
			}

			officer := browser.Open(t)
			officer.Desktop()
			officer.Visit(base + "/demo/as/clerk?lang=" + lang)
			look(t, officer, base+"/staff/requests?view=all"+q, lang+"-list")
			look(t, officer, base+"/staff/requests/"+number+"?lang="+lang, lang+"-one")
			look(t, officer, base+"/staff/requests/"+number+"/handover?lang="+lang, lang+"-handover")
			look(t, officer, base+"/staff/requests/new?lang="+lang, lang+"-call")
			if page := officer.Text("body"); lang == "fa" && strings.Contains(page, "⟦") {
				t.Errorf("a sentence is missing: %s", page)
			}

			chief := browser.Open(t)
			chief.Desktop()
			chief.Scheme("dark")
			chief.Visit(base + "/demo/as/chief?lang=" + lang)
			look(t, chief, base+"/staff/districts?lang="+lang, lang+"-chief-dark")
			if page, month := chief.Text("body"), thisMonth(t, lang); !strings.Contains(page, month) {
				t.Errorf("the chief's page does not name the month %s: %s", month, page)
			}
			deputy := browser.Open(t)
			deputy.Visit(base + "/demo/as/deputy?lang=" + lang)
			look(t, deputy, base+"/staff/city?lang="+lang, lang+"-city")
			look(t, deputy, base+"/demo?lang="+lang, lang+"-demo")
		})
	}
}

// thisMonth is the month as readers of the language call it: Azar in Persian
// while it is November elsewhere.
func thisMonth(t *testing.T, lang string) string {
	t.Helper()
	catalog, err := app.Sentences()
	if err != nil {
		t.Fatal(err)
	}
	zone, err := time.LoadLocation("Europe/Istanbul")
	if err != nil {
		t.Fatal(err)
	}
	month := []rune(catalog.Locale(city.Lang(lang), zone).Month(city.DayOf(time.Now(), zone)))
	return string(month[:3]) // English dates write Nov
}
