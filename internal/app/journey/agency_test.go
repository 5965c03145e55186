package journey

import (
	"strings"
	"testing"
	"time"

	"mahalle/internal/app"
	"mahalle/internal/browser"
	"mahalle/internal/city"
)

var companyWords = map[string]struct{ lamp, done, notOurs string }{
	"tr": {"Direk eğildi, kablo sarkıyor.", "Direk değiştirildi.", "Direk bizim değil, telefon direği."},
	"fa": {"تیر برق کج شده و سیم آویزان است.", "تیر برق عوض شد.", "تیر برق نیست، تیر مخابرات است."},
}

// given hands a request of the officer's unit to the electricity company and
// gives the company's own page of it: a link with a seal, no account.
func given(t *testing.T, c *town, clerk *reader, number string) string {
	t.Helper()
	clerk.goes("/staff/requests/" + number + "/handover")
	clerk.Choose("#f-unit", c.electricity)
	clerk.presses("form.form button.first")
	clerk.goes("/staff/agencies").goes("/staff/agencies/" + c.electricity)
	return browser.Eval[string](clerk.Tab, "() => document.querySelector('a[href^=\"/agency\"]').getAttribute('href')")
}

func TestABodyOutsideAnswersOnAnOldTelephone(t *testing.T) {
	for lang, words := range companyWords {
		t.Run(lang, func(t *testing.T) {
			c := in(t, lang)
			one := c.told(t, "YL01", words.lamp)
			clerk := c.as(t, "clerk")
			list := given(t, c, clerk, one.Number)

			company := browser.Open(t)
			company.Phone()
			company.WithoutScripts()
			company.Visit(c.base + list + "&lang=" + lang)
			company.Follow("tbody a[href*='" + one.Number + "']")
			here := company.Address()
			company.Fill("#f-reference", "GDZ-77")
			company.Fill("#f-until", inAWeek(t, lang))
			company.Follow("form[action*='/accept'] button")
			if text := company.Text("main"); !strings.Contains(text, "GDZ-77") {
				t.Errorf("after taking it on the page says %s", text)
			}
			company.Click("details:first-of-type summary")
			company.Fill("#f-what", words.done)
			company.Follow("form[action*='/done'] button")

			seen := c.comes(t)
			seen.Phone()
			seen.goes(strings.TrimPrefix(here, c.base))
			seen.Picture("agency-page-" + lang)
			clerk.goes("/staff/requests/" + one.Number).reads(words.done)
		})
	}
}

func TestWhatComesBackTwiceIsForTheWhiteDesk(t *testing.T) {
	for lang, words := range companyWords {
		t.Run(lang, func(t *testing.T) {
			c := in(t, lang)
			one := c.told(t, "YL01", words.lamp)
			clerk := c.as(t, "clerk")
			company := c.comes(t)
			company.Phone()
			for range 2 {
				list := given(t, c, clerk, one.Number)
				company.goes(list).presses("tbody a[href*='" + one.Number + "']")
				company.Click("details:has(form[action*='/return']) summary")
				company.Fill("#f-why", words.notOurs)
				if status := company.Follow("form[action*='/return'] button"); status != 410 {
					t.Errorf("what they gave back is still theirs (%d)", status)
				}
				holds(t, company.Tab, lang+" given back")
			}
			desk, _ := c.Office.Unit(city.Tenant(c.city), c.Office.Desk(city.Tenant(c.city)))
			clerk.goes("/staff/requests/"+one.Number).reads(words.notOurs, desk.Name.In(city.Lang(lang)))
			clerk.Picture("white-desk-" + lang)
			resident := c.comes(t)
			resident.Phone()
			resident.goes("/r/" + one.Number + "?k=" + one.Secret).reads(desk.Name.In(city.Lang(lang)))
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
