package journey

import (
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"

	"mahalle/internal/browser"
)

// typist counts the keys of somebody who never touches the mouse.
type typist struct {
	*reader
	strokes int
}

func (p *typist) types(words string) {
	p.t.Helper()
	p.strokes += len([]rune(words))
	p.Type(words)
}

func (p *typist) press(key string) {
	p.t.Helper()
	p.strokes++
	p.Press(key)
}

// tabsTo goes from field to field until the cursor is in the one meant.
func (p *typist) tabsTo(css string) {
	p.t.Helper()
	for range 60 {
		if browser.Eval[bool](p.Tab, `css => document.activeElement.matches(css)`, css) {
			return
		}
		p.press("Tab")
	}
	p.t.Fatalf("no number of tabs leads to %s", css)
}

// Somebody practised strikes five keys a second; the rest of the half minute is
// for listening.
const (
	strokesInASecond = 5
	longestTyping    = 20 * time.Second
)

// callWords are what a caller says, and how little of it a clerk types.
var callWords = map[string]struct{ phone, words, where, key string }{
	"tr": {"05326164118", "köprü başında çukur", "turgutlu altay", "C"},
	"fa": {"09121234567", "سر پل چاله باز شده", "منطقه ۱۴", "R"},
}

func TestAClerkTakesACallByKeyboardAlone(t *testing.T) {
	for lang, said := range callWords {
		t.Run(lang, func(t *testing.T) {
			c := in(t, lang)
			clerk := &typist{reader: c.as(t, "clerk")}
			first := clerk.call(said.phone, said.words, said.where)
			clerk.strokes = 0
			second := clerk.call(said.phone, said.words, said.where)
			if typing := time.Duration(clerk.strokes) * time.Second / strokesInASecond; typing > longestTyping {
				t.Errorf("a call takes %d keys, %v of typing", clerk.strokes, typing)
			}
			t.Logf("%s: a call with an earlier case takes %d keys", lang, clerk.strokes)
			if first == second {
				t.Error("the second call made no request")
			}
			clerk.answers(second, said.key)
		})
	}
}

// call takes one call from the ringing on, and gives the number.
func (p *typist) call(phone, words, where string) string {
	p.t.Helper()
	known := p.strokes == 0 && p.Address() != "" && p.finds(".plate-big")
	p.goes("/staff/requests/new")
	p.types(phone)
	if known {
		p.Wait("#call-earlier .promise-mini, #call-earlier li")
	}
	p.press("F3")
	p.types(words)
	p.Wait("#call-subjects [name=subject]")
	p.press("F6")
	p.types(where)
	p.Wait("#call-places [name=spot]")
	p.Wait("#call-plan .promise")
	holds(p.t, p.Tab, p.in.lang+" call")
	p.Picture("call-typed-" + p.in.lang)
	p.strokes++
	p.arrived(p.PressOn("Ctrl Enter"), "Ctrl Enter")
	return p.plate()
}

// answers sends the caller a ready text, still without a mouse.
func (p *typist) answers(number, key string) {
	p.t.Helper()
	p.goes("/staff/requests/" + number)
	p.strokes = 1
	p.arrived(p.PressOn(key), key)
	p.tabsTo("#f-template")
	p.press("Down")
	p.tabsTo("button[name=use]")
	p.strokes += 2
	p.arrived(p.PressOn("Enter"), "the ready text")
	if text := browser.Eval[string](p.Tab, `() => document.querySelector("#f-text").value`); text == "" {
		p.t.Error("the ready text is empty")
	}
	p.arrived(p.PressOn("Ctrl Enter"), "Ctrl Enter")
	p.t.Logf("%s: an answer takes %d keys", p.in.lang, p.strokes)
	p.reads(number)
}

func TestALetterBecomesARequest(t *testing.T) {
	for lang, words := range officerWords {
		t.Run(lang, func(t *testing.T) {
			c := in(t, lang)
			clerk := c.as(t, "clerk")
			clerk.goes("/staff/mailroom").goes("/staff/mailroom/scan")
			clerk.Attach("#f-photos", paper(t))
			clerk.Fill("#f-text", words.hole)
			clerk.presses("form.form button.first").reads(words.hole)
			clerk.Click("[name=subject][value=YL01], #f-subject")
			clerk.Choose("#f-district", c.district)
			clerk.presses(`form[action$="/open"] button.first`).reads(c.start)
		})
	}
}

// paper is a letter put under the camera.
func paper(t *testing.T) string {
	t.Helper()
	sheet := image.NewGray(image.Rect(0, 0, 420, 594))
	for i := range sheet.Pix {
		sheet.Pix[i] = 0xee
	}
	for x := 60; x < 360; x++ {
		sheet.SetGray(x, 100, color.Gray{})
	}
	path := filepath.Join(t.TempDir(), "letter.png")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, sheet); err != nil {
		t.Fatal(err)
	}
	return path
}
