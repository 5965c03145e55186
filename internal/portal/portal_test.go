package portal

import (
	"context"
	"html"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"mahalle/internal/city"
	"mahalle/internal/platform/geo"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/ui"
	"mahalle/internal/platform/web"
)

// town is a city of two districts, of which one has all the trouble.
func town() Needs {
	square := func(west float64) orb.MultiPolygon {
		return orb.MultiPolygon{{{{west, 38}, {west + 1, 38}, {west + 1, 39}, {west, 39}, {west, 38}}}}
	}
	drawing := geo.Outline{Areas: []geo.Area{{Code: "bir", Shape: square(27)}, {Code: "iki", Shape: square(28)}}}.Project(400)
	return Needs{
		Popular:  func(context.Context) []Subject { return []Subject{{Code: "YL01", Name: "Yolda çukur"}} },
		Subjects: func(context.Context) []Subject { return []Subject{{Code: "YL01", Name: "Yolda çukur", Group: "Yol"}} },
		Figures: func(context.Context) (Figures, bool) {
			return Figures{Received: 1846, Finished: 1500, OnTime: 0.87, Answers: 1204, Confirmed: 0.78, Late: 96}, true
		},
		OpenNow: func(context.Context) []ui.OpenThing {
			return []ui.OpenThing{{Title: "Çöp konteyneri taşıyor", Note: "Muradiye Mah.", Href: "/r/X"}}
		},
		OpenIn:    func(context.Context) map[string]int64 { return map[string]int64{"bir": 40, "iki": 1} },
		Districts: func(context.Context) []District { return []District{{"bir", "Bir", 10_000}, {"iki", "İki", 10_000}} },
		Drawing:   func(context.Context) geo.Drawing { return drawing },
		Sources: func(context.Context) []Source {
			return []Source{{"Sınırlar: OpenStreetMap", "https://www.openstreetmap.org/copyright"}}
		},
	}
}

func visit(t *testing.T, n Needs, path string) (int, string) {
	t.Helper()
	catalog, err := i18n.NewCatalog(ui.Locales, web.Locales, Locales)
	if err != nil {
		t.Fatal(err)
	}
	c, err := tenant.City{ID: "kasaba", ZoneName: "Europe/Istanbul", DefaultLang: "tr", ConfirmDays: 7, Name: city.Text{TR: "Kasaba Belediyesi"},
		ShortName: city.Text{TR: "Kasaba"}}.WithZone()
	if err != nil {
		t.Fatal(err)
	}
	r := &web.Router{Cities: func(string) (*tenant.City, bool) { return &c, true }, Catalog: catalog}
	New(n).Routes(r)
	w := httptest.NewRecorder()
	r.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
	body := html.UnescapeString(w.Body.String())
	if i := strings.Index(body, "⟦"); i >= 0 {
		t.Errorf("%s: nobody has said %s", path, body[i:min(i+60, len(body))])
	}
	return w.Code, body
}

func wants(t *testing.T, n Needs, path string, words ...string) {
	t.Helper()
	status, body := visit(t, n, path)
	if status != 200 {
		t.Errorf("%s answered %d", path, status)
	}
	for _, w := range words {
		if !strings.Contains(body, w) {
			t.Errorf("%s does not say %q", path, w)
		}
	}
}

func TestTheFirstPageAsksOneQuestionAndAnswersForItsFigures(t *testing.T) {
	wants(t, town(), "/", "Mahallenizde ne eksik?", `action="/report"`, "/report?subject=YL01", `action="/r"`,
		"1.846", `href="/requests?show=received"`, "%87", `href="/requests?show=done"`, "%78", "1.204 cevaptan", `href="/requests?show=confirmed"`,
		"96", `href="/requests?show=late"`, "Çöp konteyneri taşıyor", `href="/requests?district=bir"`, "Bir: 40 açık başvuru", "/map#districts")
	wants(t, town(), "/?lang=fa", "محلهٔ شما چه کم دارد؟", "۸۷٪", "۱٬۸۴۶")
	wants(t, town(), "/?lang=en", "What does your neighbourhood need?", "87%")
}

func TestANewCityHasAFirstPageToo(t *testing.T) {
	wants(t, Needs{}, "/", "Mahallenizde ne eksik?", "Şu anda açık başvuru yok")
	wants(t, Needs{}, "/map", "Şehrin haritası")
	n := town()
	n.Figures = func(context.Context) (Figures, bool) { return Figures{Received: 3}, true }
	if _, body := visit(t, n, "/"); strings.Contains(body, "%0") {
		t.Error("a share of nothing is shown as a figure")
	}
}

func TestTheMapIsATableToo(t *testing.T) {
	wants(t, town(), "/map", "data-points=\"/map/view.json\"", "100.000 kişiye açık başvuru", ">400<", `href="/requests?district=iki"`)
	wants(t, town(), "/map?subject=YL01", "/map/view.json?subject=YL01", "/requests?district=bir&subject=YL01")
	if _, body := visit(t, town(), "/map?subject=%22%3E%3Cscript%3E"); strings.Contains(body, "><script>") {
		t.Error("an unknown subject is written into the page")
	}
}

func TestDistrictsAreShadedByFifths(t *testing.T) {
	s := New(town())
	rows, perPerson := s.rows(context.Background())
	if !perPerson || rows[0].per != 400 || rows[0].shade <= rows[1].shade || rows[1].shade != 1 {
		t.Errorf("rows = %+v", rows)
	}
	n := town()
	n.Districts = func(context.Context) []District { return []District{{"bir", "Bir", 0}, {"iki", "İki", 10_000}} }
	if rows, perPerson = New(n).rows(context.Background()); perPerson || rows[0].per != 40 {
		t.Error("where nobody knows how many live there, the plain number counts")
	}
}

func TestWhatTheCityOwesItsVisitorsIsSaidInThreeLanguages(t *testing.T) {
	for _, lang := range city.Langs {
		for path, parts := range map[string]int{"/privacy": 7, "/accessibility": 4, "/about-data": 3} {
			_, body := visit(t, town(), path+"?lang="+string(lang))
			if n := strings.Count(body, "<h2>"); n < parts {
				t.Errorf("%s in %s has %d of %d parts", path, lang, n, parts)
			}
		}
	}
	wants(t, town(), "/about-data", "https://www.openstreetmap.org/copyright", "7 gün")
}

func TestMachinesFindTheirWay(t *testing.T) {
	wants(t, town(), "/robots.txt", "Disallow: /staff", "Sitemap: http://example.com/sitemap.xml")
	wants(t, town(), "/sitemap.xml", "<loc>http://example.com/report</loc>")
	if status, _ := visit(t, town(), "/favicon.ico"); status != 302 {
		t.Errorf("favicon answered %d", status)
	}
}
