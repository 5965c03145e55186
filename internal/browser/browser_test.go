package browser

import (
	"cmp"
	"fmt"
	"mime"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
)

func TestMain(m *testing.M) { os.Exit(Main(m)) }

// town serves pages under the policy that our own pages have.
func town(t *testing.T, pages map[string]string) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, ok := pages[r.URL.Path]
		if r.URL.Path == "/favicon.ico" {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		w.Header().Set("Content-Security-Policy", "default-src 'self'")
		w.Header().Set("Content-Type", cmp.Or(mime.TypeByExtension(path.Ext(r.URL.Path)), "text/html; charset=utf-8"))
		if !ok {
			w.WriteHeader(http.StatusNotFound)
			body = page("Not found", "<p>Nothing here.</p>")
		}
		fmt.Fprint(w, body)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func page(title, body string) string {
	return `<!doctype html><html lang="tr"><head><title>` + title + `</title></head><body><main><h1>` + title + `</h1>` + body + `</main></body></html>`
}

// witness is a test that remembers its failures and lives on.
type witness struct {
	*testing.T
	said []string
	last []func()
}

func (w *witness) Error(v ...any)               { w.said = append(w.said, fmt.Sprint(v...)) }
func (w *witness) Errorf(text string, v ...any) { w.said = append(w.said, fmt.Sprintf(text, v...)) }
func (w *witness) Cleanup(fn func())            { w.last = append(w.last, fn) }

// testimony runs the visit to its end and gives everything it was failed for.
func testimony(t *testing.T, visit func(tab *Tab)) string {
	t.Helper()
	w := &witness{T: t}
	visit(Open(w))
	for _, fn := range w.last {
		fn()
	}
	return strings.Join(w.said, "\n")
}

func TestAVisitorReadsFillsInAndArrives(t *testing.T) {
	home := town(t, map[string]string{
		"/": page("Bildirim", `<form action="/sent"><label>Ne oldu? <input id="words" name="words" value="old"></label>
			<label>Konu <select id="subject" name="subject"><option value="road">Yol</option><option value="water">Su</option></select></label>
			<button>Gönder</button></form>`),
		"/sent": page("Alındı", `<p id="number">MNS-26-004821</p>`),
	})
	tab := Open(t)
	if status := tab.Visit(home + "/"); status != http.StatusOK {
		t.Errorf("status %d", status)
	}
	tab.Fill("#words", "çukur ışık")
	tab.Choose("#subject", "water")
	if status := tab.Follow("button"); status != http.StatusOK {
		t.Errorf("status after sending: %d", status)
	}
	tab.Wait("#number")
	if got := tab.Text("#number"); got != "MNS-26-004821" {
		t.Errorf("read %q", got)
	}
	if got := tab.Address(); !strings.Contains(got, "subject=water") || !strings.Contains(got, "%C3%A7ukur") || strings.Contains(got, "old") {
		t.Errorf("the form sent %s", got)
	}
	tab.Accessible()
}

func TestAMissingPageTellsItsStatusAndFailsNobody(t *testing.T) {
	home := town(t, nil)
	said := testimony(t, func(tab *Tab) {
		if status := tab.Visit(home + "/nowhere"); status != http.StatusNotFound {
			t.Errorf("status %d", status)
		}
	})
	if said != "" {
		t.Errorf("the visit failed for: %s", said)
	}
}

func TestWhatIsWrongWithAPageFailsTheTest(t *testing.T) {
	for name, tt := range map[string]struct{ body, want string }{
		"it writes an error to the console": {`<script src="/error.js"></script>`, `"no such thing" 7`},
		"its script fails":                  {`<script src="/throw.js"></script>`, "broken bell"},
		"a file is missing":                 {`<img alt="" src="/missing.png">`, "404"},
		"its own policy forbids a part":     {`<p style="color:red">red</p>`, "Content Security Policy"},
	} {
		t.Run(name, func(t *testing.T) {
			home := town(t, map[string]string{
				"/":         page("Page", tt.body),
				"/error.js": `console.error("no such thing", 7)`,
				"/throw.js": `throw new Error("broken bell")`,
			})
			if said := testimony(t, func(tab *Tab) { tab.Visit(home) }); !strings.Contains(said, tt.want) {
				t.Errorf("failed for %q, want %q", said, tt.want)
			}
		})
	}
}

func TestAPageMayAskOnlyTheHostItCameFrom(t *testing.T) {
	other := town(t, map[string]string{"/count.js": ""})
	home := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, page("Page", `<link rel="icon" href="data:,"><script src="`+other+`/count.js"></script>`))
	}))
	defer home.Close()
	said := testimony(t, func(tab *Tab) { tab.Visit(home.URL) })
	if want := "the page asked another host: " + other + "/count.js"; said != want {
		t.Errorf("failed for %q, want %q", said, want)
	}
	if said := testimony(t, func(tab *Tab) { tab.Visit(other); tab.Visit(home.URL) }); said != "" {
		t.Errorf("both hosts were visited, yet it failed for %q", said)
	}
}

func TestEveryHostNameLeadsHere(t *testing.T) {
	home := town(t, map[string]string{"/": page("Manisa", "")})
	tab := Open(t)
	if status := tab.Visit(strings.Replace(home, "127.0.0.1", "manisa.example", 1)); status != http.StatusOK {
		t.Errorf("status %d", status)
	}
}

func TestAPageSomebodyCannotUseFailsTheTest(t *testing.T) {
	home := town(t, map[string]string{
		"/":           page("Form", `<input id="nameless"><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">`),
		"/pale.css":   `p { color: #ccc; background: #fff }`,
		"/light":      `<!doctype html><html lang="tr"><head><title>Pale</title><link rel="stylesheet" href="/pale.css"></head><body><p>Pale words</p></body></html>`,
		"/fine":       page("Fine", `<p>Words anybody can read.</p>`),
		"/nolanguage": `<!doctype html><html><head><title>x</title></head><body><main><h1>x</h1></main></body></html>`,
	})
	for at, rule := range map[string]string{"/": "label (critical)", "/nolanguage": "html-has-lang (serious)", "/light": "color-contrast (serious)", "/fine": ""} {
		said := testimony(t, func(tab *Tab) { tab.Visit(home + at); tab.Accessible() })
		if !strings.Contains(said, rule) || (rule == "" && said != "") {
			t.Errorf("%s: failed for %q, want %q", at, said, rule)
		}
	}
}

func TestVisitorsDoNotShareCookies(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, err := r.Cookie("seen")
		http.SetCookie(w, &http.Cookie{Name: "seen", Value: "1"})
		fmt.Fprintf(w, `<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>x</title><p id="known">%v</p>`, err == nil)
	}))
	defer server.Close()
	first, second := Open(t), Open(t)
	for _, tt := range []struct {
		tab  *Tab
		want string
	}{{first, "false"}, {first, "true"}, {second, "false"}} {
		tt.tab.Visit(server.URL)
		if got := tt.tab.Text("#known"); got != tt.want {
			t.Errorf("known = %s, want %s", got, tt.want)
		}
	}
}

func TestPhoneDarknessAndPlaceReachThePage(t *testing.T) {
	home := town(t, map[string]string{"/": page("x", "")})
	tab := Open(t)
	tab.Phone()
	tab.Scheme("dark")
	tab.Stand(38.6191, 27.4289)
	tab.Visit(home)
	if width := Eval[int](tab, `() => screen.width`); width != 390 {
		t.Errorf("width %d", width)
	}
	if !Eval[bool](tab, `() => matchMedia("(prefers-color-scheme: dark)").matches && matchMedia("(prefers-reduced-motion)").matches`) {
		t.Error("the page does not know that it is dark")
	}
	lat := Eval[float64](tab, `() => new Promise((yes, no) => navigator.geolocation.getCurrentPosition(p => yes(p.coords.latitude), no))`)
	if lat != 38.6191 {
		t.Errorf("the visitor stands at %v", lat)
	}
}

func TestAVisitorWithoutScriptsCanStillSend(t *testing.T) {
	home := town(t, map[string]string{
		"/":        page("Form", `<script src="/hide.js"></script><form action="/sent"><label>Ne? <input id="words" name="words"></label><button>Gönder</button></form>`),
		"/hide.js": `document.title = "changed"; throw new Error("ran")`,
		"/sent":    page("Alındı", ""),
	})
	tab := Open(t)
	tab.WithoutScripts()
	tab.Visit(home)
	tab.Fill("#words", "lamba")
	tab.Follow("button")
	if got := tab.Text("h1"); got != "Alındı" {
		t.Errorf("arrived at %q", got)
	}
}

func TestPicturesAreKeptWhereAsked(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "shots")
	t.Setenv("MAHALLE_SHOTS", folder)
	tab := Open(t)
	tab.Visit(town(t, map[string]string{"/": page("x", "")}))
	tab.Picture("home-tr")
	png, err := os.ReadFile(filepath.Join(folder, "home-tr.png"))
	if err != nil || !strings.HasPrefix(string(png), "\x89PNG") {
		t.Errorf("no picture: %v", err)
	}
}
