package places

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/web"
)

// doors are the doors of places in one of the shipped cities. Whoever brings a
// session is an officer.
func doors(t testing.TB, name string) *web.Router {
	t.Helper()
	c := tenant.From(entered(t, name, today))
	r := &web.Router{Catalog: catalog(), Cities: func(string) (*tenant.City, bool) { return c, true },
		WhoIs: func(context.Context, string) (access.Actor, error) { return access.Actor{Kind: access.Staff}, nil }}
	s := shipped()
	s.Join(Needs{Chief: func(_ context.Context, district string) string {
		if district == "turgutlu" {
			return "Murat Kaya"
		}
		return ""
	}})
	s.Routes(r)
	return r
}

func get(t testing.TB, name, path string, staff bool) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	if staff {
		r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: "x"})
	}
	w := httptest.NewRecorder()
	doors(t, name).ServeHTTP(w, r)
	return w
}

func TestAPhoneLearnsWhereItStands(t *testing.T) {
	for name, tt := range map[string]struct {
		city, query, district string
		status                int
		outside, said         bool
	}{
		"in Turgutlu":                    {"manisa", "lat=38.5006&lon=27.7072", "turgutlu", 200, false, false},
		"in Persian digits, by a border": {"tehran", "lat=۳۵٫۶۹۹۷&lon=۵۱٫۳۳۸&lang=fa", "m9", 200, false, true},
		"in the next city":               {"manisa", "lat=38.4192&lon=27.1287", "", 200, true, true},
		"where no borders are known":     {"boston", "lat=42.36&lon=-71.06", "", 200, false, true},
		"nowhere":                        {"manisa", "lat=&lon=", "", 422, false, true},
	} {
		t.Run(name, func(t *testing.T) {
			w := get(t, tt.city, "/places/here.json?"+tt.query, false)
			var answer hereAnswer
			if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil || w.Code != tt.status {
				t.Fatalf("%d %s", w.Code, w.Body)
			}
			if answer.District.Code != tt.district || answer.Outside != tt.outside || (answer.Message != "") != tt.said {
				t.Errorf("answered %+v", answer)
			}
		})
	}
}

func TestAFieldThatIsTypedIntoFindsPlaces(t *testing.T) {
	w := get(t, "manisa", "/places/search.json?q=turgutlu+altay&lang=tr", false)
	var all []named
	if err := json.Unmarshal(w.Body.Bytes(), &all); err != nil || len(all) == 0 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if want := (named{Code: "turgutlu-altay", Name: "Altay", District: "turgutlu", Place: "Altay Mah., Turgutlu"}); all[0] != want {
		t.Errorf("found %+v, want %+v", all[0], want)
	}
	if w := get(t, "manisa", "/places/search.json?q=xyzzy", false); strings.TrimSpace(w.Body.String()) != "[]" {
		t.Errorf("nothing found is answered with %s", w.Body)
	}
}

func TestTheDistrictsAreTold(t *testing.T) {
	for _, lang := range city.Langs {
		for _, name := range []string{"manisa", "tehran", "boston"} {
			w := get(t, name, "/staff/places?lang="+string(lang), true)
			if w.Code != 200 || strings.Contains(w.Body.String(), "⟦") {
				t.Fatalf("%s in %s: %d, unsaid words: %v", name, lang, w.Code, strings.Contains(w.Body.String(), "⟦"))
			}
		}
		body := get(t, "manisa", "/staff/places?lang="+string(lang), true).Body.String()
		for _, want := range []string{"/staff/places/turgutlu", "Murat Kaya", "<svg", "OpenStreetMap"} {
			if !strings.Contains(body, want) {
				t.Errorf("the districts in %s lack %s", lang, want)
			}
		}
	}
}

func TestADistrictHasItsOwnPage(t *testing.T) {
	body := get(t, "manisa", "/staff/places/turgutlu?lang=tr", true).Body.String()
	for _, want := range []string{"Altay", "45400", "/staff/requests?district=turgutlu", "Murat Kaya", "<svg"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page of Turgutlu lacks %s", want)
		}
	}
	for path, want := range map[string]int{"/staff/places/m1": 404, "/staff/places/turgutlu-altay": 404} {
		if w := get(t, "manisa", path, true); w.Code != want {
			t.Errorf("%s answers %d", path, w.Code)
		}
	}
	if w := get(t, "tehran", "/staff/places/m11?lang=fa", true); w.Code != 200 || strings.Contains(w.Body.String(), "⟦") {
		t.Errorf("a district of Tehran answers %d", w.Code)
	}
	if w := get(t, "manisa", "/staff/places", false); w.Code != 401 {
		t.Errorf("a stranger at the door is told %d", w.Code)
	}
}
