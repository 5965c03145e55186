package journey

import (
	"strings"
	"testing"

	"mahalle/internal/browser"
)

// residentPages are the pages that anybody may open.
var residentPages = map[string]string{
	"home": "/", "subjects": "/report", "found": "/report?q=su", "place": "/report?subject=YL01", "words": "/report?subject=YL01&district=turgutlu&step=tell",
	"outside": "/report?subject=YL01&lat=40.2&lon=27.4&step=tell", "danger": "/report?subject=AY02", "list": "/requests", "late": "/requests?show=late",
	"map": "/map", "privacy": "/privacy", "accessibility": "/accessibility", "sources": "/about-data", "lookup": "/r",
}

func TestEveryPageForResidentsIsForEverybody(t *testing.T) {
	base := livingCity(t)
	for lang, scheme := range map[string]string{"tr": "light", "fa": "dark", "en": "light"} {
		t.Run(lang, func(t *testing.T) {
			tab := browser.Open(t)
			tab.Scheme(scheme)
			for name, path := range residentPages {
				join := "?"
				if strings.Contains(path, "?") {
					join = "&"
				}
				tab.Phone()
				tab.Visit(base + path + join + "lang=" + lang)
				holds(t, tab, lang+" "+name)
				tab.Picture("resident-" + name + "-" + lang + "-390-" + scheme)
				tab.Desktop()
				tab.Picture("resident-" + name + "-" + lang + "-1280-" + scheme)
			}
		})
	}
}

// holds wants a page that everybody can use: nothing missing, nothing beside
// the screen, nothing serious against WCAG.
func holds(t *testing.T, tab *browser.Tab, name string) {
	t.Helper()
	for _, v := range tab.Accessible() {
		if v.Serious() {
			t.Errorf("%s: %s", name, v)
		}
	}
	if browser.Eval[bool](tab, "() => document.documentElement.scrollWidth > innerWidth") {
		t.Errorf("%s is wider than the screen", name)
	}
	if missing := browser.Eval[string](tab, "() => (document.documentElement.outerHTML.match(/⟦[^⟧]*⟧/) ?? [''])[0]"); missing != "" {
		t.Errorf("%s: nobody has said %s", name, missing)
	}
}

const (
	settled  = `async (css, want) => { for (let i = 0; i < 100; i++) { if (document.querySelector(css)?.value === want) return true; await new Promise(r => setTimeout(r, 50)) } return false }`
	pinsThen = `async (css) => { for (let i = 0; i < 100; i++) { if (document.querySelector(css)) return true; await new Promise(r => setTimeout(r, 50)) } return false }`
)

func TestAResidentShowsThePlaceOnTheMap(t *testing.T) {
	base := livingCity(t)
	tab := browser.Open(t)
	tab.Phone()
	tab.Stand(38.612, 27.43)
	tab.Visit(base + "/report?subject=YL01&lang=tr")
	tab.Click(".live-map-here")
	if !browser.Eval[bool](tab, settled, "[name=district]", "sehzadeler") || browser.Eval[string](tab, "() => document.querySelector('[name=lat]').value") != "38.612000" {
		t.Fatalf("standing in Şehzadeler, the form says %q", tab.Text("[data-part]"))
	}
	browser.Eval[any](tab, `() => { const box = document.querySelector("svg.map").getBoundingClientRect(); // a tap elsewhere
		const at = { bubbles: true, cancelable: true, detail: 1, clientX: box.left + 20, clientY: box.top + 20, pointerId: 1 };
		const target = document.querySelector("svg.map path");
		target.dispatchEvent(new PointerEvent("pointerdown", at)); target.dispatchEvent(new PointerEvent("pointerup", at)); target.dispatchEvent(new MouseEvent("click", at)) }`)
	if !browser.Eval[bool](tab, `async () => { for (let i = 0; i < 100; i++) { const v = document.querySelector("[name=lat]")?.value; if (v && v !== "38.612000") return true; await new Promise(r => setTimeout(r, 50)) } return false }`) {
		t.Error("a tap on the map chose nothing")
	}
	tab.Choose("[name=district]", "turgutlu")
	if !browser.Eval[bool](tab, pinsThen, `[name=neighbourhood] option[value^="turgutlu-"]`) {
		t.Error("the neighbourhoods of the chosen district did not come")
	}
	tab.Follow("button[value=tell]")
	if text := tab.Text("main"); !strings.Contains(text, "Turgutlu") {
		t.Errorf("the hand's choice was lost: %s", text)
	}
}

func TestAResidentWithoutScriptChoosesByHand(t *testing.T) {
	base := livingCity(t)
	tab := browser.Open(t)
	tab.Phone()
	tab.WithoutScripts()
	if status := tab.Visit(base + "/report?subject=YL01&district=turgutlu&step=place&lang=tr"); status != 200 {
		t.Fatalf("answered %d", status)
	}
	if text := tab.Text("main"); !strings.Contains(text, "Mahalleleri göster") || !strings.Contains(text, "Altay") {
		t.Errorf("without script one reads %s", text)
	}
	tab.Follow("button[value=tell]")
	tab.Follow("form[enctype] button.first")
	if number := tab.Text(".plate"); !strings.HasPrefix(number, "MNS-") {
		t.Errorf("the plate says %q", number)
	}
}

func TestTheCitysMapComesCloser(t *testing.T) {
	base := livingCity(t)
	tab := browser.Open(t)
	tab.Visit(base + "/map?lang=tr")
	if !browser.Eval[bool](tab, pinsThen, ".pin.many, .pin-one") {
		t.Fatal("no numbers came onto the map")
	}
	before := browser.Eval[string](tab, "() => document.querySelector('svg.map').getAttribute('viewBox')")
	tab.Click(".live-map-bar button")
	if after := browser.Eval[string](tab, "() => document.querySelector('svg.map').getAttribute('viewBox')"); after == before {
		t.Error("the map did not come closer")
	}
}
