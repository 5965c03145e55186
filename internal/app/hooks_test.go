package app_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"mahalle/internal/app"
	"mahalle/internal/city"
	"mahalle/internal/doors"
	"mahalle/internal/doors/hooks"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/dbtest"
	"mahalle/internal/requests"
)

// What leaves the house by itself, letters to other systems and feeds, tells of
// what everybody may see and of nothing else.
func TestWhatIsConfidentialLeavesByNoDoor(t *testing.T) {
	dbtest.EveryURL(t, func(t *testing.T, address string) {
		var mu sync.Mutex
		var told []string
		receiver := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			mu.Lock()
			defer mu.Unlock()
			told = append(told, string(body))
		}))
		defer receiver.Close()
		a, server := townThatCalls(t, address, "http://127.0.0.1:*")
		admin := access.With(cityOf(t, a), access.Actor{Kind: access.Staff, Person: "admin", Permissions: map[access.Permission]bool{doors.CanEdit: true}})
		if _, err := a.Hooks.Add(admin, hooks.Hook{Name: "Harita", URL: receiver.URL, Events: []string{"request.opened"}}); err != nil {
			t.Fatal(err)
		}
		numbers := map[string]string{}
		for _, subject := range []string{"YL01", "SS01"} {
			if err := a.DB.Write(admin, func(tx *db.Tx) error {
				o, err := a.Requests.Open(access.AsSystem(admin), tx, requests.Report{Kind: "complaint", Subject: subject, Description: "Ayşe'nin sözleri", Lang: city.Turkish, Channel: "web",
					Place: city.Place{District: "turgutlu", Point: city.Point{Lat: 38_495_000, Lon: 27_704_000}}, Contact: requests.Contact{Name: "Ayşe", Email: "ayse@example.org", Lang: city.Turkish}})
				numbers[subject] = o.Number
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
		workDone(t, a)
		mu.Lock()
		defer mu.Unlock()
		if len(told) != 1 || !strings.Contains(told[0], numbers["YL01"]) || strings.Contains(told[0], "Ayşe") || strings.Contains(told[0], "ayse@") {
			t.Errorf("told %v, want %s alone", told, numbers["YL01"])
		}
		v := come(t, server)
		for _, feed := range []string{"/feeds/requests.atom", "/feeds/requests.atom?show=open&district=turgutlu", "/feeds/requests.atom?subject=YL01", "/feeds/requests.geojson",
			"/feeds/requests.geojson?bbox=27,38,28,39&since=2020-01-01", "/feeds/requests.geojson?bbox=27.70,38.49,27.71,38.50&show=open"} {
			page := v.get(feed, http.StatusOK)
			if !strings.Contains(page, numbers["YL01"]) || strings.Contains(page, numbers["SS01"]) || strings.Contains(page, "Ayşe") {
				t.Errorf("%s says\n%s", feed, page)
			}
		}
		for path, want := range map[string]int{"/feeds/requests.atom?subject=SS01": 404, "/feeds/requests.geojson?bbox=1": 422, "/feeds/calendar/office.ics": 200, "/feeds/requests.atom?show=done": 200,
			"/open-data?district=turgutlu": 200, "/open-data?district=paris&subject=x": 200, "/widget?district=turgutlu": 200, "/widget/frame/tr/turgutlu": 200, "/widget/frame/tr/paris": 404} {
			v.get(path, want)
		}
		if home := v.get("/", http.StatusOK); !strings.Contains(home, `rel="alternate" type="application/atom+xml"`) || !strings.Contains(home, `href="/open-data"`) {
			t.Error("a program finds no feed on the first page")
		}
	})
}

// townThatCalls is a Manisa whose operator allows calls to some addresses inside.
func townThatCalls(t *testing.T, address, inside string) (*app.App, *httptest.Server) {
	t.Helper()
	a, err := app.Open(t.Context(), app.Options{DB: address, Folder: t.TempDir(), Inside: inside})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	pack, err := app.PackOf("manisa", nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.AddCity(t.Context(), pack, true); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(a.Router)
	t.Cleanup(server.Close)
	return a, server
}
