package journey

import (
	"context"
	"strconv"
	"strings"
	"testing"
	"time"

	"mahalle/internal/browser"
	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/requests"
)

func TestAChiefGoesFromAFigureToItsRowsToARequest(t *testing.T) {
	for _, lang := range []string{"tr", "fa"} {
		t.Run(lang, func(t *testing.T) {
			c := in(t, lang)
			chief := c.as(t, "chief")
			chief.Scheme("dark")
			chief.goes("/staff").goes("/staff/districts")
			const open = `a.figure[href*="view=open"]`
			said := figure(t, chief, open)
			chief.presses(open)
			rows := browser.Eval[int](chief.Tab, `() => document.querySelectorAll("tbody tr").length`)
			if rows != min(said, 50) || rows == 0 {
				t.Errorf("the figure says %d and has %d rows", said, rows)
			}
			chief.Picture("chief-open-" + lang)
			chief.presses("tbody tr a[href^='/staff/requests/']").reads(c.start)
			chief.goes("/staff/districts/" + c.district).presses(open)
		})
	}
}

// figure is the number that a link shows, in whatever digits.
func figure(t *testing.T, r *reader, css string) int {
	t.Helper()
	text := browser.Eval[string](r.Tab, `css => { const a = document.querySelector(css); return (a.querySelector(".value, b, strong") ?? a).textContent }`, css)
	digits := strings.FieldsFunc(i18n.ASCIIDigits(text), func(r rune) bool { return r < '0' || r > '9' })
	if len(digits) == 0 {
		t.Fatalf("%q is no figure", text)
	}
	n, err := strconv.Atoi(strings.Join(digits[:1], ""))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestWhatIsNotKeptStandsOnTheListOfWhoeverIsAbove(t *testing.T) {
	for lang, words := range officerWords {
		t.Run(lang, func(t *testing.T) {
			c := in(t, lang)
			var late requests.Opened
			monthsAgo := func(ctx context.Context) context.Context {
				return clock.With(access.AsSystem(ctx), time.Now().AddDate(0, -3, 0))
			}
			c.write(t, monthsAgo, func(ctx context.Context, tx *db.Tx) (err error) {
				late, err = c.Requests.Open(ctx, tx, requests.Report{Kind: "complaint", Subject: "YL01", Description: words.hole, Lang: city.Lang(lang),
					Channel: "web", Street: c.street, Place: city.Place{District: c.district}})
				return err
			})
			c.looks(t)
			above := c.as(t, "head") // what nobody has taken yet is the manager's to keep
			above.goes("/staff").goes("/staff/told").reads(late.Number)
			above.Picture("told-" + lang)
			above.presses(`tbody a[href^="/staff/requests/` + late.Number + `"]`).reads(words.hole)
			chief := c.as(t, "chief").goes("/staff/districts/" + c.district)
			chief.presses(`a[href*="view=late"]`).reads(late.Number)
		})
	}
}

// ruleWords are the units a head gives walls to, and the sentence that says why.
var ruleWords = map[string]struct{ unit, why, wall string }{
	"tr": {"yol-bakim", "Turgutlu'daki istinat duvarlarına yol bakım ekibi bakar.", "İstinat duvarı çatladı."},
	"fa": {"m14-khadamat", "دیوارهای حائل منطقهٔ ۱۴ با خدمات شهری است.", "دیوار حائل ترک برداشته است."},
}

func TestAHeadTriesARuleBeforeItCounts(t *testing.T) {
	for lang, words := range ruleWords {
		t.Run(lang, func(t *testing.T) {
			c := in(t, lang)
			head := c.as(t, "head")
			head.goes("/staff/routing/rules").goes("/staff/routing/rules/draft/new")
			head.Choose("#f-subject", "YL08")
			head.Choose("#f-unit", words.unit)
			head.Click(`[name=place][value="` + c.district + `"]`)
			for _, l := range []string{"tr", "fa", "en"} {
				head.Fill("#f-why_"+l, words.why)
			}
			head.presses("form.form button.first").reads(c.say(t, "routing.draft"))
			head.presses(`a[href="/staff/routing/rules/simulation"]`)
			head.Wait(`form[action$="/publish"] button`) // however long the last month takes
			head.reads(c.say(t, "routing.sim_moves"))
			head.Picture("simulation-" + lang)
			head.presses(`form[action$="/publish"] button`)

			wall := c.toldOf(t, "YL08", words.wall, city.Place{District: c.district}, "")
			c.as(t, "clerk").goes("/staff/requests/"+wall.Number).reads(words.why, c.say(t, "requests.staff_why_here"))
		})
	}
}
