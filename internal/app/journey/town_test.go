package journey

import (
	"context"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"

	"mahalle/internal/app"
	"mahalle/internal/browser"
	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/requests"
)

// town is a living demonstration city and the language that is read in it. All
// journeys of a language live in one: what one of them does, the others meet.
type town struct {
	lang, city  string
	start       string     // of every number
	district    string     // where the journeys live
	beside, far string     // two other districts
	officers    string     // the unit of the officer
	electricity string     // the body outside that looks after lamps
	street      string     // who keeps up the officer's streets
	at          city.Point // in the district
	gas         string     // whom one calls when it smells of gas
	*app.App
	base string
}

var towns = map[string]*town{
	"tr": {lang: "tr", city: "manisa", start: "MNS-", district: "turgutlu", beside: "salihli", far: "akhisar", officers: "yol-bakim", electricity: "elektrik", street: "metro", at: city.PointAt(38.48376, 27.7626), gas: "187"},
	"fa": {lang: "fa", city: "tehran", start: "THR-", district: "m14", beside: "m15", far: "m16", officers: "m14-omran", electricity: "bargh", at: city.PointAt(35.672867, 51.484297), gas: "194"},
	"en": {lang: "en", city: "manisa", start: "MNS-", district: "turgutlu", beside: "salihli", far: "akhisar", officers: "yol-bakim", electricity: "elektrik", street: "metro", at: city.PointAt(38.48376, 27.7626), gas: "187"},
}

func TestMain(m *testing.M) {
	code := browser.Main(m)
	for _, end := range ends {
		end()
	}
	os.Exit(code)
}

var (
	opened = map[string]*app.App{}
	bases  = map[string]string{}
	ends   []func()
	gates  sync.Mutex
)

// in is the town in which the language is read.
func in(t *testing.T, lang string) *town {
	t.Helper()
	gates.Lock()
	defer gates.Unlock()
	at := *towns[lang]
	if opened[at.city] == nil {
		found(t, at.city)
	}
	at.App, at.base = opened[at.city], bases[at.city]
	return &at
}

// found makes a demonstration with some hundred requests and serves it until
// every journey has ended.
func found(t *testing.T, name string) {
	t.Helper()
	folder, err := os.MkdirTemp("", "journey")
	if err != nil {
		t.Fatal(err)
	}
	a, err := app.Open(context.Background(), app.Options{Folder: folder})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Demonstrate(context.Background(), app.Demo{City: name, Requests: 300, Seed: 45, Progress: func(int, int) {}}); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(a.Router)
	opened[name], bases[name] = a, server.URL
	ends = append(ends, func() { server.Close(); _ = a.Close(); _ = os.RemoveAll(folder) })
}

// livingCity is where the Turkish city is served.
func livingCity(t *testing.T) string { return in(t, "tr").base }

// looks lets the sweep look at what is owed, once for every rung of the ladder.
func (c *town) looks(t *testing.T) {
	t.Helper()
	for range 3 {
		if err := c.Ledger.Sweep(access.AsSystem(c.inside(t))); err != nil {
			t.Fatal(err)
		}
	}
}

// inside is the inside of the city, as nobody yet.
func (c *town) inside(t *testing.T) context.Context {
	t.Helper()
	home, known := c.Cities.ByID(city.Tenant(c.city))
	if !known {
		t.Fatalf("there is no city %s", c.city)
	}
	return tenant.Enter(t.Context(), home)
}

// told opens a request of somebody who wrote to the city about the district.
func (c *town) told(t *testing.T, subject, words string) requests.Opened {
	t.Helper()
	return c.toldOf(t, subject, words, city.Place{District: c.district}, c.street)
}

func (c *town) toldOf(t *testing.T, subject, words string, at city.Place, street string) (o requests.Opened) {
	t.Helper()
	c.write(t, access.AsSystem, func(ctx context.Context, tx *db.Tx) (err error) {
		o, err = c.Requests.Open(ctx, tx, requests.Report{Kind: "complaint", Subject: subject, Description: words, Lang: city.Lang(c.lang), Channel: "web",
			Street: street, Place: at, Contact: requests.Contact{Email: "sakin@example.org", Lang: city.Lang(c.lang)}})
		return err
	})
	return o
}

// mended lets the desk finish a request.
func (c *town) mended(t *testing.T, o requests.Opened, words string) {
	t.Helper()
	can := map[access.Permission]bool{requests.CanView: true, requests.CanFinish: true, requests.SeesCity: true}
	desk := func(ctx context.Context) context.Context {
		return access.With(ctx, access.Actor{Kind: access.Staff, Permissions: can})
	}
	c.write(t, desk, func(ctx context.Context, tx *db.Tx) error {
		return c.Requests.Finish(ctx, tx, o.Number, requests.Finishing{Outcome: requests.Fixed, Text: words})
	})
}

// write does something in the town as somebody.
func (c *town) write(t *testing.T, as func(context.Context) context.Context, fn func(ctx context.Context, tx *db.Tx) error) {
	t.Helper()
	ctx := as(c.inside(t))
	if err := c.DB.Write(ctx, func(tx *db.Tx) error { return fn(ctx, tx) }); err != nil {
		t.Fatal(err)
	}
}

// reader is somebody in front of a screen in a town.
type reader struct {
	*browser.Tab
	t  *testing.T
	in *town
}

// comes is a stranger with a new window.
func (c *town) comes(t *testing.T) *reader {
	t.Helper()
	return &reader{browser.Open(t), t, c}
}

// as is somebody who works for the city, or leads it.
func (c *town) as(t *testing.T, role string) *reader {
	t.Helper()
	r := c.comes(t)
	r.Visit(c.base + "/demo/as/" + role + "?lang=" + c.lang)
	return r
}

// goes opens a page, which everybody must be able to use.
func (r *reader) goes(path string) *reader {
	r.t.Helper()
	join := "?"
	if strings.Contains(path, "?") {
		join = "&"
	}
	path, part, _ := strings.Cut(path, "#")
	if part != "" {
		part = "#" + part
	}
	r.arrived(r.Visit(r.in.base+path+join+"lang="+r.in.lang+part), path)
	return r
}

// presses follows what the CSS selector finds to the next page.
func (r *reader) presses(css string) *reader {
	r.t.Helper()
	r.arrived(r.Follow(css), css)
	return r
}

func (r *reader) arrived(status int, by string) {
	r.t.Helper()
	if status != 200 {
		r.t.Errorf("%s led to %s, which answered %d", by, r.Address(), status)
	}
	holds(r.t, r.Tab, r.in.lang+" "+r.Address())
}

// reads wants words on the page.
func (r *reader) reads(words ...string) *reader {
	r.t.Helper()
	page := r.Text("body")
	for _, w := range words {
		if !strings.Contains(page, w) {
			r.t.Errorf("at %s nobody reads %q; the page says:\n%s", r.Address(), w, page[:min(len(page), 3000)])
		}
	}
	return r
}

// finds tells whether somebody can see what the selector names.
func (r *reader) finds(css string) bool {
	r.t.Helper()
	return browser.Eval[bool](r.Tab, shown, css)
}

// plate is the first number on the page.
func (r *reader) plate() string {
	r.t.Helper()
	number := strings.TrimSpace(r.Text(".plate"))
	if !strings.HasPrefix(number, r.in.start) {
		r.t.Fatalf("the plate says %q at %s", number, r.Address())
	}
	return number
}

// say is a sentence of the city in the town's language.
func (c *town) say(t *testing.T, key string, kv ...any) string {
	t.Helper()
	catalog, err := app.Sentences()
	if err != nil {
		t.Fatal(err)
	}
	home, _ := c.Cities.ByID(city.Tenant(c.city))
	l := catalog.Locale(city.Lang(c.lang), home.Zone())
	if !l.Has(key) {
		t.Fatalf("nobody has said %s", key)
	}
	return l.Say(key, kv...)
}
