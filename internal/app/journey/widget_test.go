package journey

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"mahalle/internal/browser"
)

// framedThere waits until the frame on a foreign page has loaded, and tells how
// high it stands.
const framedThere = `async () => { for (let i = 0; i < 100; i++) { const f = document.querySelector('iframe');
	if (f && performance.getEntriesByType('resource').some(e => e.name === f.src && e.responseEnd > 0)) return f.offsetHeight; await new Promise(r => setTimeout(r, 50)) } return 0 }`

func TestANeighbourhoodStandsOnAForeignPage(t *testing.T) {
	for lang, dir := range map[string]string{"tr": "ltr", "fa": "rtl", "en": "ltr"} {
		t.Run(lang, func(t *testing.T) {
			c := in(t, lang)
			v := c.comes(t)
			v.goes("/widget?district=" + c.district).reads(c.say(t, "widget.preview"))
			code := browser.Eval[string](v.Tab, "() => document.querySelector('[name=code]').value")
			if !strings.Contains(code, c.base+"/widget.js") {
				t.Fatalf("the line to copy is %q", code)
			}
			foreign := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", "text/html; charset=utf-8")
				if r.URL.Path != "/" {
					w.WriteHeader(http.StatusNoContent)
					return
				}
				_, _ = io.WriteString(w, `<!DOCTYPE html><html lang="en"><head><title>Foreign</title></head><body><main><h1>Ours</h1>`+code+`</main></body></html>`)
			}))
			defer foreign.Close()
			if status := v.Visit(foreign.URL + "/"); status != 200 {
				t.Fatalf("the foreign page answered %d", status)
			}
			if high := browser.Eval[int](v.Tab, framedThere); high < 200 {
				t.Errorf("the frame stands %d high", high)
			}
			v.Picture("widget-foreign-" + lang)
			src := browser.Eval[string](v.Tab, "() => document.querySelector('iframe').src")
			for _, scheme := range []string{"light", "dark"} {
				v.Scheme(scheme)
				if status := v.Visit(src); status != 200 {
					t.Fatalf("%s answered %d", src, status)
				}
				holds(t, v.Tab, src)
				if got := browser.Eval[string](v.Tab, "() => document.documentElement.dir"); got != dir {
					t.Errorf("it is written %s", got)
				}
				v.reads(c.say(t, "widget.open"), c.say(t, "widget.see"))
				v.Picture("widget-" + lang + "-" + scheme)
			}
			answer, err := http.Get(src)
			if err != nil {
				t.Fatal(err)
			}
			_ = answer.Body.Close()
			if len(answer.Cookies()) > 0 {
				t.Errorf("it keeps %v", answer.Cookies())
			}
		})
	}
}
