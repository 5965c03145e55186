package routing

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/journal"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/calendar"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/ui"
	"mahalle/internal/platform/web"
)

var catalog = sync.OnceValue(func() *i18n.Catalog {
	c, err := i18n.NewCatalog(Locales, ui.Locales, web.Locales, db.Locales, calendar.Locales)
	if err != nil {
		panic(err)
	}
	return c
})

// get opens a page of a shipped city, as an officer or from the street.
func get(t testing.TB, name, path string, staff bool) *httptest.ResponseRecorder {
	t.Helper()
	p, c := packs()[name], tenant.From(entered(t, name))
	s := New(nil, journal.New())
	s.cities[c.ID] = bookOf(t, p)
	s.Join(Needs{
		UnitName: func(ctx context.Context, code string) string {
			for _, u := range p.Units {
				if u.Code == code {
					return i18n.From(ctx).Text(u.Name)
				}
			}
			return code
		},
		Districts: func(_ city.Tenant, l i18n.Locale) (all []District) {
			for _, d := range p.Districts {
				all = append(all, District{d.Code, l.Text(d.Name)})
			}
			return all
		},
		Due: func(context.Context, string, calendar.Amount) (time.Time, error) {
			return monday.Add(72 * time.Hour), nil
		},
	})
	r := &web.Router{Catalog: catalog(), Cities: func(string) (*tenant.City, bool) { return c, true },
		WhoIs: func(context.Context, string) (access.Actor, error) { return access.Actor{Kind: access.Staff}, nil }}
	s.Routes(r)
	req := httptest.NewRequest(http.MethodGet, path, nil)
	if staff {
		req.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: "x"})
	}
	w := httptest.NewRecorder()
	r.ServeHTTP(w, req)
	return w
}

func TestThePagesOfRoutingSayEverything(t *testing.T) {
	for _, path := range []string{"/staff/routing", "/staff/routing?q=çukur", "/staff/routing?q=xqzv", "/staff/routing/rules", "/staff/routing/rules?dead=1",
		"/staff/routing/try", "/staff/routing/try?subject=YL01&district=turgutlu&street=metro&kind=complaint", "/staff/routing/try?subject=SS05",
		"/services", "/services?district=turgutlu"} {
		for _, lang := range city.Langs {
			for name := range packs() {
				where, query, _ := strings.Cut(path, "?")
				q, _ := url.ParseQuery(query)
				q.Set("lang", string(lang))
				w := get(t, name, where+"?"+q.Encode(), true)
				if body := w.Body.String(); w.Code != 200 || strings.Contains(body, "⟦") || !strings.Contains(body, "<h1") {
					at := max(0, strings.Index(body, "⟦"))
					t.Errorf("%s of %s in %s answers %d: %s", path, name, lang, w.Code, body[at:min(at+80, len(body))])
				}
			}
		}
	}
}

func TestTheSimulatorTellsUnitReasonAndBothDates(t *testing.T) {
	body := get(t, "manisa", "/staff/routing/try?subject=YL01&district=turgutlu&street=metro&lang=tr", true).Body.String()
	for _, want := range []string{"Yol Bakım", "5216", "30 takvim günü", "3 iş günü", "Hedef süre", "Yasal süre", "bu kural belirler"} {
		if !strings.Contains(body, want) {
			t.Errorf("the simulator does not tell %q", want)
		}
	}
	body = get(t, "manisa", "/staff/routing/try?subject=nothing&lang=tr", true).Body.String()
	if !strings.Contains(body, "Konuyu listeden seçin.") {
		t.Error("an unknown subject is not explained")
	}
	for _, q := range []string{"subject=YL01&district=m11", "subject=YL01&street=%27--", "subject=YL01&kind=nothing", "subject=" + strings.Repeat("x", 2000)} {
		if w := get(t, "manisa", "/staff/routing/try?"+q, true); w.Code != 200 {
			t.Errorf("%s answers %d", q, w.Code)
		}
	}
}

func TestResidentsReadTheStandardsAndStrangersStayOut(t *testing.T) {
	body := get(t, "manisa", "/services?lang=tr&district=turgutlu", false).Body.String()
	for _, want := range []string{"Kamu hizmet standartları", "Yolda çukur", "3 iş günü", "3071", "Turgutlu"} {
		if !strings.Contains(body, want) {
			t.Errorf("the standards lack %q", want)
		}
	}
	if body := get(t, "tehran", "/services?lang=fa", false).Body.String(); !strings.Contains(body, "استانداردهای خدمت") || !strings.Contains(body, "روز کاری") {
		t.Error("the standards of Tehran are not in Persian")
	}
	for _, path := range []string{"/staff/routing", "/staff/routing/rules", "/staff/routing/try"} {
		if w := get(t, "manisa", path, false); w.Code != 401 {
			t.Errorf("%s tells a stranger %d", path, w.Code)
		}
	}
}

func TestProgramsReadTheStandards(t *testing.T) {
	w := get(t, "manisa", "/services.json?district=turgutlu&lang=en", false)
	var all []standardJSON
	if err := json.Unmarshal(w.Body.Bytes(), &all); err != nil || len(all) != len(packs()["manisa"].Subjects) {
		t.Fatalf("%d %.200s", w.Code, w.Body)
	}
	for _, one := range all {
		if len(one.Owners) == 0 || one.Name == "" {
			t.Errorf("%+v", one)
		}
		if one.Code == "YL01" && (one.Target != "3wd" || one.Answer != "30d") {
			t.Errorf("a pothole is told as %+v", one)
		}
	}
}
