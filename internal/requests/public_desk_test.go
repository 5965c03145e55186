package requests

import (
	"bytes"
	"context"
	"html"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/dbtest"
	"mahalle/internal/platform/files"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/mail"
	"mahalle/internal/platform/once"
	"mahalle/internal/platform/phone"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/ui"
	"mahalle/internal/platform/web"
)

// street is a resident's browser in front of the small city.
type street struct {
	*testing.T
	s       *Service
	ctx     context.Context
	router  *web.Router
	cookies map[string]*http.Cookie
	actor   access.Actor
	address string
}

func onTheStreet(t *testing.T, test func(t *street)) {
	all := append(schemas, once.Schema)
	dbtest.Every(t, func(t *testing.T, d *db.DB) { test(standOn(t, d)) }, all...)
}

func standOn(t *testing.T, d *db.DB) *street {
	t.Helper()
	s, ctx := counter(t, d)
	store, err := files.OpenFolder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	s.files = store
	s.pages = smallCity()
	catalog, err := i18n.NewCatalog(ui.Locales, web.Locales, db.Locales, files.Locales, mail.Locales, phone.Locales, Locales)
	if err != nil {
		t.Fatal(err)
	}
	c := tenant.From(ctx)
	c.Phone = phone.Plan{Country: "90", Trunk: "0", Area: "236", Mobile: []string{"5"}}
	c.Emergency = "112"
	b := &street{T: t, s: s, ctx: ctx, cookies: map[string]*http.Cookie{}, actor: access.Actor{Kind: access.Resident}}
	b.router = &web.Router{Cities: func(string) (*tenant.City, bool) { return c, true }, Catalog: catalog,
		WhoIs: func(context.Context, string) (access.Actor, error) { return b.actor, nil }}
	s.publicRoutes(b.router)
	return b
}

// smallCity has three subjects, two districts and a border between them.
func smallCity() Pages {
	subjects := []Choice{
		{Code: "YL01", Name: "Yolda çukur", Group: "YL", GroupName: "Yol", Icon: "road", Kind: "request",
			Near: Near{Metres: 200, Within: 30 * 24 * time.Hour, Subjects: []string{"YL01"}}},
		{Code: "EL01", Name: "Açıkta elektrik teli", Group: "EL", GroupName: "Elektrik", Icon: "lamp", Kind: "request", Danger: true},
		{Code: "ID08", Name: "Diğer", Group: "ID", GroupName: "İdari", Icon: "desk", Kind: "request", Resort: true},
	}
	districts := []Area{{Code: "turgutlu", Name: "Turgutlu"}, {Code: "ahmetli", Name: "Ahmetli"}}
	return Pages{
		SubjectName: func(_ context.Context, code string) string {
			for _, c := range subjects {
				if c.Code == code {
					return c.Name
				}
			}
			return code
		},
		UnitName:  func(_ context.Context, code string) string { return "Birim " + code },
		PlaceName: func(_ i18n.Locale, _ context.Context, p city.Place) string { return "Yer " + p.District },
		SubjectSearch: func(_ context.Context, words string) []Choice {
			if strings.Contains(words, "çukur") {
				return subjects[:1]
			}
			return nil
		},
		Subjects: func(context.Context) []Choice { return subjects },
		Kinds: func(context.Context) []KindChoice {
			return []KindChoice{{Code: "request", Name: "Talep"}, {Code: "information", Name: "Bilgi edinme", Named: true}}
		},
		Here: func(_ context.Context, p city.Point) Spot {
			switch {
			case p.Lat > 39_000_000:
				return Spot{Place: city.Place{Point: p}, Outside: true}
			case p.Lat > 38_700_000:
				return Spot{Place: city.Place{District: "ahmetli", Point: p}, Near: districts[:1]}
			}
			return Spot{Place: city.Place{District: "turgutlu", Neighbourhood: "turgutlu-altay", Point: p}}
		},
		Districts: func(context.Context) []Area { return districts },
		Neighbourhoods: func(_ context.Context, district string) []Area {
			if district == "turgutlu" {
				return []Area{{Code: "turgutlu-altay", Name: "Altay"}}
			}
			return nil
		},
	}
}

type page struct {
	*httptest.ResponseRecorder
	body string
}

func (b *street) do(r *http.Request) page {
	b.Helper()
	for _, c := range b.cookies {
		if c.Path == "" || strings.HasPrefix(r.URL.Path, strings.TrimSuffix(c.Path, "/")) {
			r.AddCookie(c)
		}
	}
	if b.address != "" {
		r.RemoteAddr = b.address + ":1234"
	}
	w := httptest.NewRecorder()
	b.router.ServeHTTP(w, r.WithContext(b.ctx))
	for _, c := range w.Result().Cookies() {
		b.cookies[c.Name+c.Path] = c
	}
	if w.Code >= 500 {
		b.Errorf("%s %s: %d", r.Method, r.URL, w.Code)
	}
	if i := strings.Index(w.Body.String(), "⟦"); i >= 0 {
		b.Errorf("%s %s: nobody has said %s", r.Method, r.URL, w.Body.String()[i:min(i+60, w.Body.Len())])
	}
	return page{w, w.Body.String()}
}

func (b *street) get(path string) page {
	b.Helper()
	return b.do(httptest.NewRequest("GET", path, nil))
}

func (b *street) post(path string, v url.Values) page {
	b.Helper()
	r := httptest.NewRequest("POST", path, strings.NewReader(v.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.do(r)
}

// send fills in the report's form, photos included.
func (b *street) send(path string, v url.Values, photos ...[]byte) page {
	b.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, values := range v {
		for _, value := range values {
			_ = form.WriteField(name, value)
		}
	}
	for _, p := range photos {
		part, _ := form.CreateFormFile("photos", "foto.jpg")
		_, _ = part.Write(p)
	}
	_ = form.Close()
	r := httptest.NewRequest("POST", path, &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	return b.do(r)
}

func (b *street) wants(p page, status int, words ...string) {
	b.Helper()
	if p.Code != status {
		b.Errorf("status %d, want %d: %s", p.Code, status, head(p.body))
	}
	text := html.UnescapeString(p.body)
	for _, w := range words {
		if !strings.Contains(text, w) {
			b.Errorf("the page does not say %q: %s", w, head(p.body))
		}
	}
}

func head(s string) string {
	if i := strings.Index(s, "<main"); i >= 0 {
		s = s[i:]
	}
	return s[:min(len(s), 600)]
}

// opened follows a report that was taken to its number and its key.
func (b *street) opened(p page) (number, secret string) {
	b.Helper()
	to := p.Header().Get("Location")
	m := regexp.MustCompile(`^/report/done/([A-Z0-9-]+)\?k=([\w-]+)$`).FindStringSubmatch(to)
	if p.Code != http.StatusSeeOther || m == nil {
		b.Fatalf("not taken: %d to %q: %s", p.Code, to, head(p.body))
	}
	return m[1], m[2]
}

func pothole() url.Values {
	return url.Values{"key": {string(city.NewID())}, "subject": {"YL01"}, "lat": {"38.5"}, "lon": {"27.7"},
		"description": {"Kavşakta derin çukur"}, "public": {"on"}}
}
