package journey

import (
	"strings"
	"testing"

	"mahalle/internal/city"
)

// officerWords are what residents and officers write in the two cities.
var officerWords = map[string]struct{ hole, same, fill, paint, news, done, wrong string }{
	"tr": {"Köprünün başında derin bir çukur var.", "Aynı çukura ben de düştüm.", "Çukuru doldurun", "Yolu çizin",
		"Asfalt ekibi yarın sabah geliyor.", "Çukur dolduruldu, yol çizildi.", "Yeri yanlış yazılmış bir çukur."},
	"fa": {"سر پل چالهٔ گودی باز شده است.", "من هم در همان چاله افتادم.", "چاله را پر کنید", "خط‌کشی کنید",
		"اکیپ آسفالت فردا صبح می‌آید.", "چاله پر و خط‌کشی انجام شد.", "چاله‌ای که جایش اشتباه نوشته شده است."},
}

func TestAnOfficerMendsOneHoleForTwoPeople(t *testing.T) {
	for lang, words := range officerWords {
		t.Run(lang, func(t *testing.T) {
			c := in(t, lang)
			one, two := c.told(t, "YL01", words.hole), c.told(t, "YL01", words.same)
			at := "/staff/requests/" + one.Number
			officer := c.as(t, "officer")
			officer.goes("/staff").goes("/staff/requests?view=open")
			officer.goes(at).reads(words.hole)
			officer.presses(`form[action$="/take"] button`)

			officer.goes("/staff/requests/gather?number=" + one.Number + "&number=" + two.Number)
			officer.Click(`[name=lead][value="` + one.Number + `"]`)
			officer.presses("form.form button.first").goes(at).reads(two.Number)

			officer.goes(at + "/reply?interim=1")
			officer.Fill("#f-text", words.news)
			officer.presses("button[name=preview]").presses("form.form button.first").reads(words.news)

			officer.goes(at + "/pause")
			officer.Click("[name=reason][value=season]")
			officer.presses("form.form button.first").reads(c.say(t, "requests.pause_season"))
			officer.goes(at + "/resume").presses("form.form button.first")

			officer.goes(at + "/split")
			for i, what := range []string{words.fill, words.paint} {
				line := string(rune('1' + i))
				officer.Fill("#f-text_"+line, what)
				officer.Choose("#f-unit_"+line, c.officers)
			}
			officer.presses("form.form button.first").reads(words.fill, words.paint)
			officer.goes(at + "/finish")
			officer.Fill("#f-text", words.done)
			if status := officer.Follow("form.form button.first"); status != 422 {
				t.Errorf("finished with its parts open (%d)", status)
			}
			for _, part := range []string{".1", ".2"} {
				officer.goes(at + part + "/part-done")
				officer.Fill("#f-text", words.done)
				officer.presses("form.form button.first")
			}
			officer.goes(at + "/finish").reads(c.say(t, "requests.together_all_are_told", "n", 2))
			officer.Fill("#f-text", words.done)
			officer.presses("form.form button.first")
			officer.Picture("officer-done-" + lang)

			both := c.comes(t)
			both.Phone()
			both.goes("/r/"+one.Number+"?k="+one.Secret).reads(words.news, words.done)
			both.goes("/r/"+two.Number+"?k="+two.Secret).reads(words.news, words.done)
		})
	}
}

func TestAnOfficerFindsTheRightDistrict(t *testing.T) {
	for lang, words := range officerWords {
		t.Run(lang, func(t *testing.T) {
			c := in(t, lang)
			lost := c.toldOf(t, "YL01", words.wrong, city.Place{District: c.beside}, "")
			at := "/staff/requests/" + lost.Number
			clerk := c.as(t, "clerk").goes(at + "/handover")
			clerk.Choose("#f-unit", c.officers)
			clerk.presses("form.form button.first")

			officer := c.as(t, "officer").goes(at).reads(words.wrong)
			officer.presses(`form[action$="/accept"] button`).presses(`form[action$="/take"] button`)
			officer.goes(at + "/move")
			officer.Choose("#f-district", c.far)
			officer.presses("form.form button.first")
			if !strings.Contains(officer.Address(), "/handover?") {
				t.Fatalf("after the place was put right the page does not offer whose it is: %s", officer.Address())
			}
			officer.Picture("officer-belongs-" + lang)
			officer.presses("form.form button.first")
			clerk.goes(at).reads(c.say(t, "requests.staff_why_here"))
		})
	}
}

func TestAPlacePutRightTakesWhatNobodyIsOnAway(t *testing.T) {
	c := in(t, "tr")
	lost := c.toldOf(t, "YL01", officerWords["tr"].wrong, city.Place{District: c.beside}, "")
	clerk := c.as(t, "clerk").goes("/staff/requests/" + lost.Number + "/handover")
	clerk.Choose("#f-unit", c.officers)
	clerk.presses("form.form button.first")
	officer := c.as(t, "officer").goes("/staff/requests/" + lost.Number)
	officer.presses(`form[action$="/accept"] button`)
	officer.goes("/staff/requests/" + lost.Number + "/move")
	officer.Choose("#f-district", c.far)
	officer.presses("form.form button.first").reads(lost.Number)
	if !strings.Contains(officer.Address(), "/staff/requests") {
		t.Errorf("the officer ended at %s", officer.Address())
	}
}
