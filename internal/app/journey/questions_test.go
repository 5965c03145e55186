package journey

import (
	"testing"

	"mahalle/internal/browser"
)

// shown tells whether somebody can see what the selector names.
const shown = `css => [...document.querySelectorAll(css)].some(e => e.checkVisibility())`

func TestWhatFollowsFromAnAnswerIsAskedAtOnce(t *testing.T) {
	base := livingCity(t)
	for _, lang := range []string{"tr", "fa"} {
		tab := browser.Open(t)
		tab.Phone()
		tab.Visit(base + "/report?subject=VT02&district=turgutlu&step=tell&lang=" + lang)
		for _, step := range []struct {
			answer string
			asked  bool
		}{{"", false}, {"yes", true}, {"no", false}, {"yes", true}} {
			if step.answer != "" {
				tab.Click(`[name=a-with][value=` + step.answer + `]`)
			}
			if browser.Eval[bool](tab, shown, "[name=a-phone]") != step.asked {
				t.Errorf("%s: after %q the number is asked: %v", lang, step.answer, !step.asked)
			}
		}
		tab.Fill("[name=a-phone]", "0532 616 41 18")
		tab.Click(`[name=a-with][value=no]`)
		tab.Click(`[name=a-with][value=yes]`)
		if typed := browser.Eval[string](tab, "() => document.querySelector('[name=a-phone]').value"); typed != "0532 616 41 18" {
			t.Errorf("%s: what was typed came back as %q", lang, typed)
		}
		holds(t, tab, lang+" questions")
		tab.Picture("questions-" + lang + "-390")
	}
}

func TestWhatIsNotOursIsSaidOnTheSpot(t *testing.T) {
	for lang := range towns {
		t.Run(lang, func(t *testing.T) {
			c := in(t, lang)
			neighbour := c.comes(t)
			neighbour.Phone()
			neighbour.goes("/report?subject=KN05")
			call := `a[href="tel:` + c.gas + `"].btn`
			if neighbour.finds(call) {
				t.Error("the number is shown before anything was answered")
			}
			neighbour.Click("[name=a-gas][value=yes]")
			if !neighbour.finds(call) {
				t.Error("nobody is told whom to call")
			}
			holds(t, neighbour.Tab, lang+" not ours")
			neighbour.Click("[name=a-gas][value=no]")
			neighbour.presses("button[value=place]").reads(c.say(t, "requests.report_where"))
		})
	}
}

func TestACallerIsAskedWhatTheSubjectAsks(t *testing.T) {
	base := livingCity(t)
	tab := browser.Open(t)
	tab.Visit(base + "/demo/as/clerk")
	tab.Visit(base + "/staff/requests/new?lang=tr")
	tab.Fill("#f-text", "yaralı kedi var")
	tab.Wait("[name=a-animal]")
	tab.Choose("[name=a-with]", "yes")
	if !browser.Eval[bool](tab, shown, "[name=a-phone]") {
		t.Error("the caller's answer leads to no question")
	}
	holds(t, tab, "call with questions")
}
