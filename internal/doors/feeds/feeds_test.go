package feeds

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"mahalle/internal/city"
	"mahalle/internal/doors"
	"mahalle/internal/journal"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/calendar"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/dbtest"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/jobs"
	"mahalle/internal/platform/seal"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/promises"
)

var morning = time.Date(2026, 11, 24, 6, 0, 0, 0, time.UTC)

const ada = city.ID("019ab4a2-6c3e-7c41-9d0f-3f6a5c1b2e80")

// house is a city of one district in which two things were reported.
type house struct {
	*Service
	t      *testing.T
	ctx    context.Context
	asked  Filter
	items  []Item
	active bool
}

func every(t *testing.T, test func(t *testing.T, h *house)) {
	t.Helper()
	dbtest.Every(t, func(t *testing.T, d *db.DB) {
		catalog, err := i18n.NewCatalog(Locales)
		if err != nil {
			t.Fatal(err)
		}
		manisa := &tenant.City{ID: "manisa", DefaultLang: city.Turkish, ShortName: city.Text{TR: "Manisa", FA: "مانیسا", EN: "Manisa"}}
		ctx := i18n.With(tenant.Enter(clock.With(t.Context(), morning), manisa), catalog.Locale(city.Turkish, time.UTC))
		h := &house{Service: New(d, journal.New(), seal.New()), t: t, ctx: access.With(ctx, access.Actor{Kind: access.Staff, Person: ada}), active: true}
		h.items = []Item{
			{ID: "019ab4a2-0000-7c41-9d0f-3f6a5c1b2e80", Number: "MNS-26-000002-A", Subject: "YL01", Status: "working", Open: true, Opened: morning.Add(-time.Hour), Updated: morning,
				Due: morning.Add(48 * time.Hour), People: 3, Place: city.Place{District: "turgutlu", Point: city.Point{Lat: 38500001, Lon: -27700000}}},
			{ID: "019ab4a2-0001-7c41-9d0f-3f6a5c1b2e80", Number: "MNS-26-000001-B", Subject: "YL01", Status: "closed", Opened: morning.Add(-2 * time.Hour), Updated: morning.Add(-time.Hour), People: 1},
		}
		h.Join(Needs{
			Requests: func(_ context.Context, f Filter) ([]Item, error) {
				h.asked = f
				return h.items[:min(len(h.items), f.Limit)], nil
			},
			Subjects:       func(context.Context) []Choice { return []Choice{{Code: "YL01", Name: "Çukur"}} },
			Districts:      func(context.Context) []Choice { return []Choice{{Code: "turgutlu", Name: "Turgutlu"}} },
			Neighbourhoods: func(context.Context, string) []Choice { return nil },
			AreaName: func(_ context.Context, code string) (string, bool, bool) {
				return strings.ToUpper(code), code == "turgutlu", code == "turgutlu" || code == "altay"
			},
			SubjectName:  func(context.Context, string) string { return `Çukur & <"b">` },
			PlaceName:    func(_ i18n.Locale, _ context.Context, p city.Place) string { return p.District },
			CalendarName: func(_ i18n.Locale, code string) string { return code },
			Confidential: func(_ context.Context, subject string) bool { return subject == "GZ01" },
			Person: func(context.Context, city.ID) (Person, error) {
				return Person{Active: h.active, Lang: city.Persian}, nil
			},
			Speak: func(_ context.Context, lang city.Lang) i18n.Locale { return catalog.Locale(lang, time.UTC) },
		})
		test(t, h)
	}, jobs.Schema, journal.Schema, tenant.Schema, promises.Schema, doors.Schema)
}

// gets asks a handler as a program does.
func (h *house) gets(do func(http.ResponseWriter, *http.Request) error, target string, set ...string) (*httptest.ResponseRecorder, error) {
	r := httptest.NewRequest(http.MethodGet, "https://manisa.example"+target, nil).WithContext(h.ctx)
	for i := 0; i+1 < len(set); i += 2 {
		if name, ok := strings.CutPrefix(set[i], "path:"); ok {
			r.SetPathValue(name, set[i+1])
		} else {
			r.Header.Set(set[i], set[i+1])
		}
	}
	w := httptest.NewRecorder()
	w.Header().Set("Set-Cookie", "lang=tr")
	return w, do(w, r)
}

func TestAFeedIsAtomThatLeadsToItself(t *testing.T) {
	every(t, func(t *testing.T, h *house) {
		w, err := h.gets(h.atom, "/feeds/requests.atom?show=open&district=turgutlu&subject=YL01")
		if err != nil {
			t.Fatal(err)
		}
		var feed struct {
			XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
			ID      string   `xml:"id"`
			Title   string   `xml:"title"`
			Updated string   `xml:"updated"`
			Links   []struct {
				Rel  string `xml:"rel,attr"`
				Href string `xml:"href,attr"`
			} `xml:"link"`
			Entries []struct {
				ID      string `xml:"id"`
				Title   string `xml:"title"`
				Updated string `xml:"updated"`
			} `xml:"entry"`
		}
		if err := xml.Unmarshal(w.Body.Bytes(), &feed); err != nil {
			t.Fatalf("%v: %s", err, w.Body)
		}
		if w.Header().Get("Content-Type") != "application/atom+xml; charset=utf-8" || w.Header().Get("Set-Cookie") != "" {
			t.Errorf("headers %v", w.Header())
		}
		if feed.Links[0].Rel != "self" || feed.Links[0].Href != "https://manisa.example/feeds/requests.atom?show=open&district=turgutlu&subject=YL01" {
			t.Errorf("links %+v", feed.Links)
		}
		if feed.ID != "urn:mahalle:manisa:requests:open:turgutlu::YL01" || feed.Updated != "2026-11-24T06:00:00Z" || len(feed.Entries) != 2 ||
			feed.Entries[0].ID != "urn:uuid:019ab4a2-0000-7c41-9d0f-3f6a5c1b2e80" || feed.Entries[0].Title != `Çukur & <"b"> · turgutlu` {
			t.Errorf("%+v", feed)
		}
		if !h.asked.Open || h.asked.District != "turgutlu" || h.asked.Limit != pageOf {
			t.Errorf("asked for %+v", h.asked)
		}
		again, err := h.gets(h.atom, "/feeds/requests.atom?show=open&district=turgutlu&subject=YL01", "If-None-Match", w.Header().Get("ETag"))
		if err != nil || again.Code != http.StatusNotModified || again.Body.Len() > 0 {
			t.Errorf("asked again: %d, %v", again.Code, err)
		}
		again, err = h.gets(h.atom, "/feeds/requests.atom", "If-Modified-Since", w.Header().Get("Last-Modified"))
		if err != nil || again.Code != http.StatusNotModified {
			t.Errorf("asked whether it changed since: %d, %v", again.Code, err)
		}
	})
}

func TestAPageOfRequestsIsGeoJSON(t *testing.T) {
	every(t, func(t *testing.T, h *house) {
		for len(h.items) < pageOf {
			h.items = append(h.items, h.items[1])
		}
		w, err := h.gets(h.geoJSON, "/feeds/requests.geojson?bbox=-28,38,28.5,39&since=2026-11-01&page=2")
		if err != nil {
			t.Fatal(err)
		}
		var c struct {
			Type     string
			Features []struct {
				Type       string
				ID         string
				Geometry   *struct{ Coordinates []float64 }
				Properties map[string]any
			}
		}
		if err := json.Unmarshal(w.Body.Bytes(), &c); err != nil || c.Type != "FeatureCollection" || len(c.Features) != pageOf {
			t.Fatalf("%v: %s", err, w.Body)
		}
		one, two := c.Features[0], c.Features[1]
		if !slices.Equal(one.Geometry.Coordinates, []float64{-27.7, 38.500001}) || one.Properties["number"] != one.ID || two.Geometry != nil || two.Properties["due"] != nil {
			t.Errorf("%+v, %+v", one, two)
		}
		if next := w.Header().Get("Link"); !strings.Contains(next, "page=3") || !strings.Contains(next, "since=2026-11-01") || !strings.Contains(next, `rel="next"`) {
			t.Errorf("next page %q", next)
		}
		if h.asked.Skip != pageOf || h.asked.Box.West != -28_000_000 || h.asked.Box.North != 39_000_000 || w.Header().Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("asked for %+v, %v", h.asked, w.Header())
		}
	})
}

func TestWhatNobodyCanFollow(t *testing.T) {
	every(t, func(t *testing.T, h *house) {
		for query, want := range map[string]fault.Kind{
			"show=late": fault.Invalid, "bbox=1,2,3": fault.Invalid, "bbox=3,2,1,4": fault.Invalid, "bbox=1,2,3,x": fault.Invalid, "bbox=NaN,2,3,4": fault.Invalid, "bbox=-181,2,3,4": fault.Invalid,
			"bbox=1,-91,3,4": fault.Invalid, "since=yesterday": fault.Invalid, "since=0001-01-01": fault.Invalid, "page=0": fault.Invalid, "page=201": fault.Invalid, "page=1e3": fault.Invalid,
			"district=paris": fault.NotFound, "district=altay": fault.NotFound, "neighbourhood=turgutlu": fault.NotFound, "subject=GZ01": fault.NotFound,
			"unknown=1": fault.None, "show=": fault.None, "since=2026-11-01T08:00:00%2B03:00": fault.None, "bbox=%2026.1,38,28,39": fault.None, "neighbourhood=altay": fault.None,
		} {
			if _, err := h.gets(h.geoJSON, "/feeds/requests.geojson?"+query); fault.KindOf(err) != want {
				t.Errorf("%s: %v, want %v", query, err, want)
			}
		}
	})
}

func TestTheWorkingCalendarTellsFeastsAndHalfDays(t *testing.T) {
	every(t, func(t *testing.T, h *house) {
		spans := []calendar.Span{{From: 8 * time.Hour, To: 17 * time.Hour}}
		write := func(do func(tx *db.Tx) error) {
			if err := h.db.Write(h.ctx, do); err != nil {
				t.Fatal(err)
			}
		}
		write(func(tx *db.Tx) error {
			return promises.SaveWeek(h.ctx, tx, "office", calendar.Week{Hours: [7][]calendar.Span{1: spans, 2: spans}})
		})
		feast := city.DayOf(morning, time.UTC) + 10
		write(func(tx *db.Tx) error {
			return promises.SaveException(h.ctx, tx, "office", calendar.Exception{Day: feast, Kind: calendar.Closed, Name: city.Text{TR: "Bayram; uzun, güzel", EN: "Feast", FA: "عید"}})
		})
		write(func(tx *db.Tx) error {
			return promises.SaveException(h.ctx, tx, "office", calendar.Exception{Day: feast - 1, Kind: calendar.Half, Spans: []calendar.Span{{From: 8 * time.Hour, To: 13 * time.Hour}}})
		})
		w, err := h.gets(h.workingCalendar, "/feeds/calendar/office.ics", "path:calendar", "office.ics")
		if err != nil {
			t.Fatal(err)
		}
		wellFormed(t, w.Body.String())
		for _, want := range []string{"DTSTART;VALUE=DATE:20261204\r\nDTEND;VALUE=DATE:20261205\r\n", `SUMMARY:Bayram\; uzun\, güzel (kapalı)`, "SUMMARY:Yarım gün (08:00–13:00)", "UID:2026-12-04-closed-office@manisa.mahalle"} {
			if !strings.Contains(unfolded(w.Body.String()), want) {
				t.Errorf("nobody reads %q in\n%s", want, w.Body)
			}
		}
		again, _ := h.gets(h.workingCalendar, "/feeds/calendar/office.ics", "path:calendar", "office.ics")
		if again.Body.String() != w.Body.String() {
			t.Error("a calendar that did not change is other bytes")
		}
		if _, err := h.gets(h.workingCalendar, "/feeds/calendar/none.ics", "path:calendar", "none.ics"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a calendar that is not: %v", err)
		}
	})
}

func TestOnesOwnPromisesHangOnALinkThatCanBeEnded(t *testing.T) {
	every(t, func(t *testing.T, h *house) {
		ledger := promises.New(h.db, h.journal)
		promise := func(topic string, who city.ID) {
			if err := h.db.Write(h.ctx, func(tx *db.Tx) error {
				_, err := ledger.Make(h.ctx, tx, promises.Draft{SubjectKind: "request", Subject: city.NewID(), Label: "MNS-26-" + topic, Topic: topic, Of: "repair",
					Owner: promises.Owner{Unit: "yol", Person: who}, Calendar: "office", Amount: calendar.Amount{N: 1, Unit: calendar.CalendarDays}, Due: morning.Add(time.Hour)})
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
		promise("YL01", ada)
		promise("GZ01", ada) // confidential
		promise("YL02", "019ab4a2-9999-7c41-9d0f-3f6a5c1b2e80")
		path := func() string {
			l, err := linkOf(h.ctx, h.db.Read(h.ctx), ada)
			if err != nil {
				t.Fatal(err)
			}
			return h.path("manisa", ada, l.edition)
		}
		opens := func(path string) (string, error) {
			parts := strings.Split(path, "/")
			w, err := h.gets(h.mine, path, "path:person", parts[3], "path:key", parts[4])
			return w.Body.String(), err
		}
		if _, err := opens(path()); fault.KindOf(err) != fault.NotFound {
			t.Errorf("before there is a link: %v", err)
		}
		if err := h.Make(h.ctx); err != nil {
			t.Fatal(err)
		}
		first := path()
		text, err := opens(first)
		if err != nil {
			t.Fatal(err)
		}
		wellFormed(t, text)
		if flat := unfolded(text); !strings.Contains(flat, "MNS-26-YL01") || strings.Contains(flat, "GZ01") || strings.Contains(flat, "YL02") ||
			!strings.Contains(flat, "DTSTART:20261124T070000Z") || !strings.Contains(flat, "تعهد") || !strings.Contains(flat, "/staff/requests/MNS-26-YL01") {
			t.Errorf("it says\n%s", text)
		}
		if _, err := opens(strings.Replace(first, "mine/0", "mine/1", 1)); fault.KindOf(err) != fault.NotFound {
			t.Errorf("somebody else's: %v", err)
		}
		if err := h.Make(h.ctx); err != nil {
			t.Fatal(err)
		}
		second := path()
		if _, err := opens(first); fault.KindOf(err) != fault.NotFound || first == second {
			t.Errorf("the first link after the second was made: %v", err)
		}
		h.active = false
		if _, err := opens(second); fault.KindOf(err) != fault.NotFound {
			t.Errorf("for somebody who is let in no more: %v", err)
		}
		h.active = true
		if err := h.Revoke(h.ctx); err != nil {
			t.Fatal(err)
		}
		if _, err := opens(second); fault.KindOf(err) != fault.NotFound {
			t.Errorf("after it was ended: %v", err)
		}
		if err := h.Make(h.ctx); err != nil {
			t.Fatal(err)
		}
		if _, err := opens(second); fault.KindOf(err) != fault.NotFound {
			t.Errorf("an ended link lives again: %v", err)
		}
		if _, err := opens(path()); err != nil {
			t.Errorf("a new one: %v", err)
		}
	})
}

// wellFormed holds a calendar against the rules of its lines.
func wellFormed(t *testing.T, text string) {
	t.Helper()
	if !strings.HasSuffix(text, "END:VCALENDAR\r\n") || strings.Contains(strings.ReplaceAll(text, "\r\n", ""), "\n") {
		t.Errorf("lines do not end in CR LF:\n%q", text)
	}
	for line := range strings.SplitSeq(strings.TrimSuffix(text, "\r\n"), "\r\n") {
		if len(line) > widest || !utf8.ValidString(line) {
			t.Errorf("a line of %d octets: %q", len(line), line)
		}
	}
	events := strings.Count(text, "BEGIN:VEVENT")
	for _, p := range []string{"\r\nUID:", "\r\nDTSTAMP:", "\r\nDTSTART", "\r\nSUMMARY:"} {
		if strings.Count(text, p) != events {
			t.Errorf("%d events, %d of %q", events, strings.Count(text, p), p)
		}
	}
}

func unfolded(text string) string { return strings.ReplaceAll(text, "\r\n ", "") }

func FuzzALineOfACalendarIsFoldedAndUnfoldedAgain(f *testing.F) {
	for _, seed := range []string{"", "Bayram; uzun, güzel\nve iki satır", strings.Repeat("ş", 200), strings.Repeat("𝒜", 60), "a\r\nEND:VCALENDAR", "\xff\xfe", `\n\\;`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var c ical
		c.text("SUMMARY", text)
		out := c.b.String()
		for line := range strings.SplitSeq(strings.TrimSuffix(out, "\r\n"), "\r\n") {
			if len(line) > widest || !utf8.ValidString(line) || strings.ContainsAny(line, "\r\n\x00") {
				t.Fatalf("%q became the line %q", text, line)
			}
		}
		if flat := unfolded(out); flat != "SUMMARY:"+escape(text)+"\r\n" {
			t.Errorf("%q became %q", text, flat)
		}
	})
}

func FuzzWhatSomebodyAsksForIsUnderstoodOrRefused(f *testing.F) {
	for _, seed := range []string{"bbox=26,38,28,39&since=2026-11-01&page=3", "bbox=1e9,0,0,0", "since=9999-12-31T23:59:59Z", "page=-1&show=done"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		q, err := url.ParseQuery(query)
		if err != nil {
			return
		}
		asked, page, err := read(q)
		if err != nil {
			if fault.KindOf(err) != fault.Invalid {
				t.Errorf("%q: %v", query, err)
			}
			return
		}
		if page < 1 || page > mostPage || asked.Skip < 0 || asked.Box != nil && (asked.Box.West >= asked.Box.East || asked.Box.South >= asked.Box.North) {
			t.Errorf("%q became %+v", query, asked)
		}
	})
}
