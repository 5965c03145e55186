package web

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/a-h/templ"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/ui"
)

func TestMain(m *testing.M) {
	slog.SetDefault(slog.New(slog.NewTextHandler(io.Discard, nil))) // the panics below are meant
	os.Exit(m.Run())
}

// What the test's own doors say.
var sentences = fstest.MapFS{
	"locales/tr.json": {Data: []byte(`{"test.saved": "{name} kaydedildi"}`)},
	"locales/fa.json": {Data: []byte(`{"test.saved": "«{name}» ثبت شد"}`)},
	"locales/en.json": {Data: []byte(`{"test.saved": "{name} was saved"}`)},
}

var holders = map[string]access.Actor{
	"clerk": {Kind: access.Staff, Person: "c"},
	"chief": {Kind: access.Staff, Person: "h", Permissions: map[access.Permission]bool{"requests.reply": true}},
}

func whoIs(_ context.Context, token string) (access.Actor, error) {
	if token == "silent" {
		return access.Actor{}, fault.Wrap(fault.Unavailable, errors.New("server 10.0.0.7 is gone"), "db.cannot_answer")
	}
	if a, ok := holders[token]; ok {
		return a, nil
	}
	return access.Actor{Kind: access.Resident}, nil
}

// house is a router with a few doors of each sort, in Manisa and Tehran.
func house(t *testing.T) *Router {
	t.Helper()
	catalog, err := i18n.NewCatalog(ui.Locales, Locales, db.Locales, sentences)
	if err != nil {
		t.Fatal(err)
	}
	cities := map[string]*tenant.City{
		"manisa.example": {ID: "manisa", DefaultLang: city.Turkish}, "tehran.example": {ID: "tehran", DefaultLang: city.Persian}}
	rt := &Router{Catalog: catalog, WhoIs: whoIs, SignInPath: "/staff/sign-in",
		Cities: func(host string) (*tenant.City, bool) { c, ok := cities[host]; return c, ok }}
	rt.Handle("GET /open", access.Public, showCity)
	rt.Handle("POST /open", access.Public, save)
	rt.Handle("POST /photos", access.Public, save, MostBody(1<<20))
	rt.Handle("GET /staff", access.SignedIn, showCity)
	rt.Handle("POST /staff", access.SignedIn, save)
	rt.Handle("GET /staff/list.json", access.SignedIn, showCity)
	rt.Handle("GET /programs", "requests.reply", showCity, ForPrograms)
	rt.Handle("GET /reply", "requests.reply", showCity)
	rt.Handle("POST /reply", "requests.reply", save)
	rt.Handle("GET /panics", access.Public, func(http.ResponseWriter, *http.Request) error { panic("secret of the house") })
	rt.Handle("GET /fails", access.Public, func(http.ResponseWriter, *http.Request) error { return errors.New("secret of the house") })
	rt.Handle("GET /cut", access.Public, func(http.ResponseWriter, *http.Request) error { panic(http.ErrAbortHandler) })
	rt.Handle("GET /late", access.Public, func(w http.ResponseWriter, _ *http.Request) error {
		_, _ = io.WriteString(w, "half a page")
		return errors.New("secret of the house")
	})
	rt.Handle("POST /gone", access.Public, func(_ http.ResponseWriter, r *http.Request) error {
		_ = r.FormValue("text")
		return fault.Wrap(fault.Unavailable, errors.New("disk full"), "db.cannot_keep")
	})
	rt.Handle("POST /unread", access.Public, func(http.ResponseWriter, *http.Request) error {
		return fault.Wrap(fault.Unavailable, errors.New("server gone"), "db.cannot_answer")
	})
	rt.Plain("GET /healthz", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "ok\n") }))
	return rt
}

func showCity(w http.ResponseWriter, r *http.Request) error {
	return Page(w, r, http.StatusOK, ui.Public(string(tenant.From(r.Context()).ID)+" "+string(access.From(r.Context()).Person)))
}

func save(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	Flash(w, "/undo", "test.saved", "name", r.FormValue("name"))
	return Go(w, r, "/open")
}

// call is one call of a browser in Manisa; change makes it otherwise.
func call(rt http.Handler, method, path string, change ...func(r *http.Request)) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "http://manisa.example"+path, nil)
	for _, c := range change {
		c(r)
	}
	w := httptest.NewRecorder()
	rt.ServeHTTP(w, r)
	return w
}

func by(token string) func(r *http.Request) {
	return func(r *http.Request) {
		if token != "" {
			r.AddCookie(&http.Cookie{Name: SessionCookie, Value: token})
		}
	}
}

func header(name, value string) func(r *http.Request) {
	return func(r *http.Request) { r.Header.Set(name, value) }
}

func form(pairs ...string) func(r *http.Request) {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return body("application/x-www-form-urlencoded", v.Encode())
}

func body(kind, text string) func(r *http.Request) {
	return func(r *http.Request) {
		r.Header.Set("Content-Type", kind)
		r.Body, r.ContentLength = io.NopCloser(strings.NewReader(text)), int64(len(text))
	}
}

func says(t *testing.T, w *httptest.ResponseRecorder, words string) {
	t.Helper()
	if !strings.Contains(w.Body.String(), templ.EscapeString(words)) {
		t.Errorf("%d does not say %q: %s", w.Code, words, w.Body)
	}
}

func keepsSilent(t *testing.T, w *httptest.ResponseRecorder, words ...string) {
	t.Helper()
	for _, word := range words {
		if strings.Contains(w.Body.String(), word) {
			t.Errorf("%d shows %q: %s", w.Code, word, w.Body)
		}
	}
}
