package browser

import (
	"strings"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// keys are those that have a name instead of a letter.
var keys = map[string]string{
	"Enter": kb.Enter, "Esc": kb.Escape, "Tab": kb.Tab, "Down": kb.ArrowDown, "Space": " ",
	"F2": kb.F2, "F3": kb.F3, "F4": kb.F4, "F6": kb.F6,
}

// Type types the words where the cursor is, key by key.
func (b *Tab) Type(words string) {
	b.t.Helper()
	b.do("typing "+words, chromedp.KeyEvent(words))
}

// Press presses one key that stays on the page: F3, Down, or with Ctrl before it.
func (b *Tab) Press(key string) {
	b.t.Helper()
	b.do("pressing "+key, press(key))
}

// PressOn presses a key that leads to another page, and returns the status of
// that one.
func (b *Tab) PressOn(key string) (status int) {
	b.t.Helper()
	return b.arrive("pressing "+key, press(key))
}

func press(key string) chromedp.Action[chromedp.Void] {
	name, ctrl := strings.CutPrefix(key, "Ctrl ")
	code, named := keys[name]
	if !named {
		code = name
	}
	if ctrl {
		return chromedp.KeyEvent(code, chromedp.KeyModifiers(chromedp.ModifierCtrl))
	}
	return chromedp.KeyEvent(code)
}
