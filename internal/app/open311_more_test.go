package app_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"mahalle/internal/app"
	"mahalle/internal/doors"
	"mahalle/internal/platform/dbtest"
)

var extensions = []requirement{
	{"E1 paging", func(t *testing.T, s abroad) {
		for range 3 {
			s.hole()
		}
		seen := map[string]bool{}
		for _, page := range []string{"page=1", "page=2", "page=3"} {
			id := field(t, s.ask("v2/requests", page+"&page_size=1", 200), 0, "service_request_id")
			if seen[id] {
				t.Errorf("%s is on two pages", id)
			}
			seen[id] = true
		}
		zero, one := s.ask("v2/requests", "page=0&page_size=1", 200), s.ask("v2/requests", "page=1&page_size=1", 200)
		if fmt.Sprint(zero) != fmt.Sprint(one) {
			t.Error("page 0 is not the first")
		}
		if far := s.ask("v2/requests", "page=50&page_size=1000", 200).([]any); len(far) != 0 {
			t.Errorf("a page beyond the end holds %v", far)
		}
		for _, query := range []string{"page=-1", "page_size=0", "page_size=many", "page=99999999999", "page=1e3"} {
			codeIs(t, s.ask("v2/requests", query, 400), 400)
		}
	}},
	{"E2 by change, by box, by a point and a radius", func(t *testing.T, s abroad) {
		number := s.hole()
		minute := func(d time.Duration) string { return url.QueryEscape(time.Now().UTC().Add(d).Format(time.RFC3339)) }
		for query, want := range map[string]bool{
			"updated_after=" + minute(-time.Minute):                                           true,
			"updated_after=" + minute(time.Minute):                                            false,
			"updated_before=" + minute(time.Minute):                                           true,
			"updated_after=" + minute(-time.Hour) + "&updated_before=" + minute(-time.Minute): false,
			"bbox=27.42,38.61,27.43,38.62":                                                    true,
			"bbox=26,38,28,39":                                                                true,
			"bbox=27.40,38.60,27.41,38.61":                                                    false,
			"lat=38.6123&long=27.4265&radius=50":                                              true,
			"lat=38.6123&long=27.4265":                                                        true,
			"lat=38.6200&long=27.4265&radius=50":                                              false,
			"bbox=27.42,38.61,27.43,38.62&status=open&service_code=YL01":                      true,
			"bbox=27.42,38.61,27.43,38.62&status=closed":                                      false,
		} {
			if found := strings.Contains(fmt.Sprint(s.ask("v2/requests", query+"&page_size=200", 200)), number); found != want {
				t.Errorf("%s finds it: %v", query, found)
			}
		}
		for _, query := range []string{"bbox=1,2,3", "bbox=28,39,27,38", "bbox=a,b,c,d", "lat=38", "lat=99&long=27", "lat=38&long=27&radius=-5", "updated_after=yesterday"} {
			codeIs(t, s.ask("v2/requests", query, 400), 400)
		}
	}},
	{"E3 more is told where it is asked for", func(t *testing.T, s abroad) {
		number := s.hole()
		if _, more := item(t, s.ask("v2/requests/"+number, "", 200), 0)["extended_attributes"]; more {
			t.Error("the usual answer is not pure")
		}
		r := item(t, s.ask("v2/requests/"+number, "extensions=true", 200), 0)
		more, _ := r["extended_attributes"].(map[string]any)
		if more["status"] != "open" || more["non_public"] != "false" || more["district_id"] == nil {
			t.Errorf("extended %v", more)
		}
	}},
	{"E4 a photo travels with the report", func(t *testing.T, s abroad) {
		for _, name := range []string{"media", "photo1", "file_1"} {
			kind, body := parts(t, name, "api_key", s.key, "service_code", "YL01", "lat", "38.6123", "long", "27.4265")
			number := field(t, s.post("requests.json", 200, kind, body), 0, "service_request_id")
			media := field(t, s.ask("v2/requests/"+number, "", 200), 0, "media_url")
			r, err := http.NewRequest(http.MethodGet, media, nil)
			if err != nil || !strings.Contains(media, "/r/"+number+"/photo/") {
				t.Fatalf("media_url %q, %v", media, err)
			}
			if picture, h := s.do(r, 200); h.Get("Content-Type") != "image/jpeg" || len(picture) < 100 {
				t.Errorf("the photo is %s", h.Get("Content-Type"))
			}
		}
		kind, body := parts(t, "media", "api_key", s.key, "service_code", "YL01", "lat", "38.6123", "long", "27.4265")
		codeIs(t, s.post("requests.json", 400, kind, strings.Replace(body, "JFIF", "JUNK", 1)[:len(body)-200]), 400)
	}},
	{"E5 updates go both ways", func(t *testing.T, s abroad) {
		number := s.hole()
		told := s.send("servicerequestupdates.xml", 200, "update_id", "1", "service_request_id", number, "updated_datetime", "2026-11-24T09:00:00Z",
			"status", "OPEN", "description", "Büyüdü\r\nçok", "first_name", "-", "title", "Ms", "uprn", "1")
		id := field(t, told, 0, "update_id")
		if again := field(t, s.send("servicerequestupdates.json", 200, "update_id", "1", "service_request_id", number, "description", "Büyüdü"), 0, "update_id"); again != id {
			t.Errorf("the same update is %s and %s", id, again)
		}
		u := s.updateOf(number, id)
		if u == nil || u["status"] != "open" || u["description"] != "Büyüdü\nçok" {
			t.Fatalf("it comes back as %v", u)
		}
		s.finished(number)
		if r := item(t, s.ask("v2/requests/"+number, "", 200), 0); r["status"] != "closed" || r["expected_datetime"] != nil {
			t.Errorf("finished: %v", r)
		}
		var fixed bool
		for _, u := range s.ask("v2/servicerequestupdates", "", 200).([]any) {
			u := u.(map[string]any)
			fixed = fixed || u["service_request_id"] == number && u["status"] == "fixed" && u["description"] == "Çukur dolduruldu."
		}
		if !fixed {
			t.Error("nobody is told that it is fixed")
		}
		codeIs(t, s.send("servicerequestupdates.json", 400, "update_id", "2", "service_request_id", number, "status", "OPEN", "description", ""), 400)
		no := field(t, s.send("servicerequestupdates.json", 200, "update_id", "3", "service_request_id", number, "status", "OPEN", "description", "Yine açıldı"), 0, "update_id")
		if u := s.updateOf(number, no); u == nil || u["description"] != "Yine açıldı" {
			t.Errorf("the no comes back as %v", u)
		}
		if r := item(t, s.ask("v2/requests/"+number, "", 200), 0); r["status"] != "open" {
			t.Errorf("after the no: %v", r)
		}
		codeIs(t, s.send("servicerequestupdates.json", 404, "service_request_id", "MNS-26-999999-A", "description", "x"), 404)
		codeIs(t, s.send("servicerequestupdates.json", 400, "description", "x"), 400)
		codeIs(t, s.send("servicerequestupdates.json", 400, "service_request_id", number, "status", "ASLEEP", "description", "x"), 400)
		codeIs(t, s.ask("v2/servicerequestupdates", "start_date=2026-01-01T00:00:00Z&end_date=2026-06-01T00:00:00Z", 400), 400)
	}},
}

// updateOf finds an update in the list.
func (s abroad) updateOf(number, id string) map[string]any {
	s.t.Helper()
	for _, u := range s.ask("v2/servicerequestupdates", "", 200).([]any) {
		u := u.(map[string]any)
		if u["service_request_id"] == number && u["update_id"] == id {
			return u
		}
	}
	return nil
}

// finished lets the city do its work.
func (s abroad) finished(number string) {
	s.t.Helper()
	officer := handedTo(as(s.t, s.server, "clerk"), s.server, number)
	officer.post("/staff/requests/"+number+"/take", http.StatusOK, "key", "t"+number)
	officer.post("/staff/requests/"+number+"/finish", http.StatusOK, "key", "f"+number, "text", "Çukur dolduruldu.")
}

var clients = []requirement{
	{"C1 the endpoint ends in a slash and needs no redirect", func(t *testing.T, s abroad) {
		endpoints := s.ask("discovery", "", 200).(map[string]any)["endpoints"].([]any)
		last := endpoints[len(endpoints)-1].(map[string]any)["url"].(string)
		r, _ := http.NewRequest(http.MethodGet, last+"services.xml", nil)
		if s.do(r, 200); !strings.HasSuffix(last, "/") {
			t.Errorf("endpoint %s", last)
		}
	}},
	{"C2 codes and numbers begin with letters and fit an address", func(t *testing.T, s abroad) {
		s.hole()
		for _, one := range s.ask("v2/services", "", 200).([]any) {
			code := one.(map[string]any)["service_code"].(string)
			if code[0] < 'A' || code[0] > 'z' || strings.ContainsAny(code, "/?# .") {
				t.Errorf("code %q", code)
			}
		}
		if id := field(t, s.ask("v2/requests", "page_size=1", 200), 0, "service_request_id"); id[0] < 'A' || id[0] > 'Z' {
			t.Errorf("number %q", id)
		}
	}},
	{"C3 elements carry no attributes", func(t *testing.T, s abroad) {
		for _, path := range []string{"services", "services/AY01", "requests", "servicerequestupdates", "requests/x"} {
			r, _ := http.NewRequest(http.MethodGet, s.server.URL+"/open311/v2/"+path+".xml", nil)
			want := 200
			if path == "requests/x" {
				want = 404
			}
			body, _ := s.do(r, want)
			if _, rest, _ := strings.Cut(body, "?>"); strings.Contains(rest, "=\"") {
				t.Errorf("%s has attributes", path)
			}
		}
	}},
	{"C4 no two services have one name", func(t *testing.T, s abroad) {
		for _, lang := range []string{"tr", "fa", "en"} {
			seen := map[string]bool{}
			for _, one := range s.ask("v2/services", "lang="+lang, 200).([]any) {
				name := one.(map[string]any)["service_name"].(string)
				if seen[name] {
					t.Errorf("%s: %s twice", lang, name)
				}
				seen[name] = true
			}
		}
	}},
	{"C5 a report has its number at once", func(t *testing.T, s abroad) {
		if s.hole() == "" {
			t.Error("no number")
		}
	}},
	{"C6 a short window holds what happened in it, by its own time", func(t *testing.T, s abroad) {
		number := s.hole()
		s.send("servicerequestupdates.json", 200, "update_id", "c6", "service_request_id", number, "description", "Not")
		from, until := time.Now().UTC().Add(-2*time.Minute).Format(time.RFC3339), time.Now().UTC().Format(time.RFC3339)
		window := "start_date=" + url.QueryEscape(from) + "&end_date=" + url.QueryEscape(until)
		found := false
		for _, path := range []string{"v2/requests", "v2/servicerequestupdates"} {
			for _, one := range s.ask(path, window, 200).([]any) {
				one := one.(map[string]any)
				at := one["updated_datetime"].(string)
				found = found || one["service_request_id"] == number
				if at < from || at > until {
					t.Errorf("%s: %s lies outside %s … %s", path, at, from, until)
				}
			}
		}
		if !found {
			t.Error("what just happened is not in the window")
		}
	}},
	{"C7 an update comes back under the name we gave it", func(t *testing.T, s abroad) {
		number := s.hole()
		id := field(t, s.send("servicerequestupdates.json", 200, "update_id", "c7", "service_request_id", number, "description", "Not"), 0, "update_id")
		if u := s.updateOf(number, id); u == nil || id[0] != 'u' {
			t.Errorf("%s is not in the list", id)
		}
	}},
	{"C8 a request has its number and its point", func(t *testing.T, s abroad) {
		number := s.hole()
		r := item(t, s.ask("v2/requests/"+number, "", 200), 0)
		if r["lat"] == nil || r["long"] == nil || r["service_request_id"] != number {
			t.Errorf("request %v", r)
		}
	}},
	{"C9 line ends and marks arrive as they were meant", func(t *testing.T, s abroad) {
		number := s.hole("description", "a\r\nb\rc <i>&amp; ş 🕳")
		if d := field(t, s.ask("v2/requests/"+number, "", 200), 0, "description"); !strings.Contains(d, "Çukur") && d != "a\nb\nc <i>&amp; ş 🕳" {
			t.Errorf("description %q", d)
		}
	}},
	{"C10 what we do not know is left alone", func(t *testing.T, s abroad) {
		s.hole("service_name", "Çukur", "uprn", "1", "attribute[easting]", "5", "attribute[nobody_asks]", "x", "device_id", "d", "attribute[]", "y")
		s.ask("v2/services", "lat=1&long=2&unknown=3", 200)
	}},
	{"C11 a boundary without quotes is read", func(t *testing.T, s abroad) {
		body := "--===99===\r\nContent-Disposition: form-data; name=\"api_key\"\r\n\r\n" + s.key + "\r\n--===99===\r\nContent-Disposition: form-data; name=\"service_code\"\r\n\r\nYL01\r\n" +
			"--===99===\r\nContent-Disposition: form-data; name=\"address_id\"\r\n\r\nturgutlu\r\n--===99===--\r\n"
		if field(t, s.post("requests.json", 200, "multipart/form-data; boundary====99===", body), 0, "service_request_id") == "" {
			t.Error("no number")
		}
	}},
	{"C12 a point on the list of services is left alone", func(t *testing.T, s abroad) {
		if len(s.ask("v2/services", "lat=38.6&long=27.4", 200).([]any)) < 50 {
			t.Error("services are missing")
		}
	}},
	{"C13 errors are a list, and a good answer is 200", func(t *testing.T, s abroad) {
		codeIs(t, s.ask("v2/requests/none", "", 404), 404)
		s.hole() // wants exactly 200
	}},
	{"C14 a start without an end is a window", func(t *testing.T, s abroad) {
		number := s.hole()
		for ago, want := range map[time.Duration]bool{time.Hour: true, 24 * 200 * time.Hour: false} {
			query := "start_date=" + url.QueryEscape(time.Now().UTC().Add(-ago).Format(time.RFC3339))
			if found := strings.Contains(fmt.Sprint(s.ask("v2/requests", query, 200)), number); found != want {
				t.Errorf("%s finds it: %v", query, found)
			}
		}
	}},
	{"C15 discovery names two endpoints with two formats each", func(t *testing.T, s abroad) {
		endpoints := s.ask("discovery", "", 200).(map[string]any)["endpoints"].([]any)
		for _, e := range endpoints {
			if len(e.(map[string]any)["formats"].([]any)) != 2 || len(endpoints) < 2 {
				t.Errorf("endpoints %v", endpoints)
			}
		}
	}},
	{"C16 an empty key is 403", func(t *testing.T, s abroad) {
		s.key = ""
		codeIs(t, s.send("requests.xml", 403, "api_key", "", "service_code", "YL01", "lat", "38.6123", "long", "27.4265"), 403)
	}},
	{"a report sent again is the same report", func(t *testing.T, s abroad) {
		if a, b := s.hole("attribute[fixmystreet_id]", "4711"), s.hole("attribute[fixmystreet_id]", "4711"); a != b {
			t.Errorf("it became %s and %s", a, b)
		}
	}},
}

// What is told in confidence is told to nobody, whatever is asked; and each
// partner has only what it has to do with.
func TestOpen311KeepsWhatIsNotForEverybody(t *testing.T) {
	dbtest.EveryURL(t, func(t *testing.T, address string) {
		s := fromAbroad(t, address)
		hidden := field(t, s.send("requests.json", 200, "service_code", "SU08", "lat", "38.6123", "long", "27.4265", "description", "Gizli ihbar", "email", "a@example.org"), 0, "service_request_id")
		open := s.hole()
		everybody, inside, other := s, s, s
		everybody.key = ""
		inside.key = partnerKey(t, s.a, "manisa", doors.Partner{Code: "inside", Name: "Inside", Rights: doors.Rights})
		other.key = partnerKey(t, s.a, "manisa", doors.Partner{Code: "parks", Name: "Parks", Rights: doors.Rights, Subjects: []string{"PB08"}})
		for name, tt := range map[string]struct {
			s            abroad
			hidden, open bool
		}{"everybody": {everybody, false, true}, "the one who told it": {s, true, true}, "somebody with the right": {inside, true, true}, "a partner for parks": {other, false, false}} {
			s := tt.s
			query := "extensions=true"
			if s.key != "" {
				query += "&api_key=" + s.key
			}
			for number, want := range map[string]bool{hidden: tt.hidden, open: tt.open} {
				status := 404
				if want {
					status = 200
				}
				told := fmt.Sprint(s.ask("v2/requests/"+number, query, status), s.ask("v2/requests", query+"&service_request_id="+number, 200))
				if strings.Contains(told, "a@example.org") || strings.Contains(told, "Gizli") && !tt.hidden {
					t.Errorf("%s reads %s", name, told)
				}
			}
			list := fmt.Sprint(s.ask("v2/requests", query, 200), s.ask("v2/servicerequestupdates", query, 200))
			if strings.Contains(list, hidden) && !tt.hidden || strings.Contains(list, open) != tt.open {
				t.Errorf("%s: the list holds %s", name, list)
			}
		}
		codeIs(t, other.send("requests.json", 403, "service_code", "YL01", "lat", "38.6123", "long", "27.4265"), 403)
		for _, one := range s.ask("v2/services", "", 200).([]any) {
			if one := one.(map[string]any); one["service_code"] == "SU08" && !strings.HasPrefix(one["keywords"].(string), "private") {
				t.Errorf("%v is not marked private", one)
			}
		}
	})
}

func TestOpen311OfSeveralCitiesNeedsAJurisdiction(t *testing.T) {
	dbtest.EveryURL(t, func(t *testing.T, address string) {
		a, server := bothCities(t, address)
		s := abroad{t: t, a: a, server: server, host: "api.example"}
		for _, path := range []string{"v2/requests", "v2/services", "v2/services/YL01", "v2/requests/x", "v2/tokens/x", "v2/servicerequestupdates", "discovery"} {
			codeIs(t, s.ask(path, "", 400), 400)
			codeIs(t, s.ask(path, "jurisdiction_id=izmir", 404), 404)
		}
		codeIs(t, s.send("requests.json", 400), 400)
		codeIs(t, s.send("requests.json", 404, "jurisdiction_id", "izmir"), 404)
		s.key = partnerKey(t, a, "manisa", doors.Partner{Code: "app", Name: "App", Rights: doors.Rights})
		number := field(t, s.send("requests.xml", 200, "jurisdiction_id", "manisa", "service_code", "YL01", "lat", "38.6123", "long", "27.4265"), 0, "service_request_id")
		s.ask("v2/requests/"+number, "jurisdiction_id=manisa.example", 200)
		codeIs(t, s.ask("v2/requests/"+number, "jurisdiction_id=tehran", 404), 404)
		codeIs(t, s.send("requests.xml", 403, "jurisdiction_id", "tehran", "service_code", "YL01"), 403)
		s.host = "manisa.example"
		s.ask("v2/requests/"+number, "", 200)
		codeIs(t, s.ask("v2/requests", "jurisdiction_id=tehran", 404), 404)
	})
}

// A photo that is named by its address is fetched when the report is safe, and
// only from where the city may call.
func TestAPhotoThatAReportNamesIsFetched(t *testing.T) {
	dbtest.EveryURL(t, func(t *testing.T, address string) {
		pictures := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write([]byte(photo(t, 40, 30))) }))
		defer pictures.Close()
		for allowed, want := range map[string]bool{"http://127.0.0.0/8:*": true, "": false} {
			a, err := app.Open(context.Background(), app.Options{DB: address, Folder: t.TempDir(), Inside: allowed})
			if err != nil {
				t.Fatal(err)
			}
			if len(a.Cities.All()) == 0 {
				pack, err := app.PackOf("manisa", nil)
				if err != nil {
					t.Fatal(err)
				}
				if _, err := a.AddCity(context.Background(), pack, true); err != nil {
					t.Fatal(err)
				}
			}
			server := httptest.NewServer(a.Router)
			s := abroad{t: t, a: a, server: server, key: partnerKey(t, a, "manisa", doors.Partner{Code: fmt.Sprint("app", len(allowed)), Name: "App", Rights: doors.Rights})}
			if !want {
				codeIs(t, s.send("requests.json", 400, "service_code", "YL01", "address_id", "turgutlu", "media_url", pictures.URL+"/p.jpg"), 400)
			} else {
				number := s.hole("media_url", pictures.URL+"/p.jpg")
				for range 50 {
					a.Runner.Round(context.Background())
					if field(t, s.ask("v2/requests/"+number, "", 200), 0, "media_url") != "" {
						break
					}
				}
				if field(t, s.ask("v2/requests/"+number, "", 200), 0, "media_url") == "" {
					t.Error("the photo was not fetched")
				}
			}
			server.Close()
			if err := a.Close(); err != nil {
				t.Error(err)
			}
		}
	})
}

func TestCallsOfAPartnerAreSeenOnItsPage(t *testing.T) {
	s := fromAbroad(t, "")
	s.hole()
	codeIs(t, s.send("requests.json", 400, "service_code", "YL01"), 400)
	codeIs(t, s.send("requests.json", 404, "service_code", "NOPE"), 404)
	admin := as(t, s.server, "admin")
	list := admin.get("/staff/partners?lang=en", http.StatusOK)
	one := strings.Split(strings.SplitN(list, "/staff/partners/", 3)[2], `"`)[0]
	page := admin.get("/staff/partners/"+one+"?lang=en", http.StatusOK)
	for _, want := range []string{"POST requests", "There is no service with this service_code.", "Last failures"} {
		admin.sees(page, want)
	}
	if body, _ := admin.post("/staff/partners/"+one+"/keys", http.StatusOK); !strings.Contains(body, "mahalle_") {
		t.Error("the new key is not shown")
	}
	if page := admin.get("/staff/partners/"+one, http.StatusOK); strings.Contains(page, "mahalle_") {
		t.Error("the key is shown again")
	}
	as(t, s.server, "officer").get("/staff/partners", http.StatusForbidden)
}
