package journey

import (
	"fmt"
	"strings"
	"testing"

	"mahalle/internal/browser"
	"mahalle/internal/city"
)

// neighbourWords are what people write from their telephones.
var neighbourWords = map[string]struct{ hole, mended, still string }{
	"tr": {"Fırının önünde çukur var.", "Çukur dolduruldu.", "Hâlâ duruyor, kimse gelmedi."},
	"fa": {"جلوی نانوایی چاله‌ای هست.", "چاله پر شد.", "هنوز هست و کسی نیامده است."},
	"en": {"There is a hole in front of the bakery.", "The hole was filled.", "It is still there, nobody came."},
}

func TestANeighbourJoinsWhatWasToldBefore(t *testing.T) {
	for lang, words := range neighbourWords {
		t.Run(lang, func(t *testing.T) {
			c := in(t, lang)
			before := c.toldOf(t, "YL01", words.hole, city.Place{District: c.district, Point: c.at}, c.street)
			neighbour := c.comes(t)
			neighbour.Phone()
			neighbour.goes(fmt.Sprintf("/report?subject=YL01&lat=%f&lon=%f&step=tell", float64(c.at.Lat)/1e6, float64(c.at.Lon)/1e6))
			neighbour.reads(c.say(t, "requests.report_already"))
			neighbour.Picture("neighbour-already-" + lang)
			neighbour.presses(`form[action="/r/`+before.Number+`/join"] button`).reads(c.say(t, "requests.joined"), c.say(t, "requests.joined_before"))
		})
	}
}

func TestAResidentHasTheLastWord(t *testing.T) {
	for lang, words := range neighbourWords {
		t.Run(lang, func(t *testing.T) {
			c := in(t, lang)
			good, bad := c.told(t, "YL01", words.hole), c.told(t, "YL01", words.hole)
			c.mended(t, good, words.mended)
			c.mended(t, bad, words.mended)

			content := c.comes(t)
			content.Phone()
			content.goes("/r/" + good.Number + "/verify?k=" + good.Secret).reads(words.mended)
			content.Click("[name=answer][value=yes]")
			content.Click("[name=face][value=happy]")
			content.presses("form.form button.big").reads(c.say(t, "requests.verified_yes"))

			cross := browser.Open(t) // an old telephone that runs no scripts
			cross.Phone()
			cross.WithoutScripts()
			cross.Visit(c.base + "/r/" + bad.Number + "/verify?k=" + bad.Secret + "&lang=" + lang)
			cross.Click("[name=answer][value=no]")
			cross.Fill("#f-text", words.still)
			cross.Follow("form.form button.big")
			if page := cross.Text("body"); !strings.Contains(page, c.say(t, "requests.verified_no")) {
				t.Errorf("after saying no one reads %s", page)
			}
			c.as(t, "clerk").goes("/staff/requests?view=reopen").reads(bad.Number)
		})
	}
}
