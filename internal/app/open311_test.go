package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"mahalle/internal/app"
	"mahalle/internal/city"
	"mahalle/internal/doors"
	"mahalle/internal/doors/open311/spark"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/dbtest"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
)

// abroad is another system that speaks Open311 with a city.
type abroad struct {
	t      *testing.T
	a      *app.App
	server *httptest.Server
	host   string
	key    string
}

// fromAbroad is a system with every right but the last in Manisa.
func fromAbroad(t *testing.T, address string) abroad {
	a, server := town(t, address)
	return abroad{t, a, server, "", partnerKey(t, a, "manisa", doors.Partner{Code: "app", Name: "App", Rights: []doors.Right{doors.Read, doors.Report, doors.Update}})}
}

func partnerKey(t *testing.T, a *app.App, in city.Tenant, one doors.Partner) string {
	t.Helper()
	c, _ := a.Cities.ByID(in)
	ctx := i18n.With(access.AsSystem(tenant.Enter(context.Background(), c)), a.Catalog.Locale(city.English, c.Zone()))
	one, err := a.Partners.Add(ctx, one)
	if err != nil {
		t.Fatal(err)
	}
	key, err := a.Partners.MakeKey(ctx, one.ID)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// on is the same system in another test.
func (s abroad) on(t *testing.T) abroad { s.t = t; return s }

func (s abroad) do(r *http.Request, want int) (string, http.Header) {
	s.t.Helper()
	if s.host != "" {
		r.Host = s.host
	}
	answer, err := s.server.Client().Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != want {
		s.t.Fatalf("%s %s answered %d, %v; want %d: %s", r.Method, r.URL, answer.StatusCode, err, want, body)
	}
	return string(body), answer.Header
}

// ask asks in both formats, which must tell the same, and gives what was told.
func (s abroad) ask(path, query string, want int) any {
	s.t.Helper()
	var told [2]any
	for i, format := range []string{".xml", ".json"} {
		r, err := http.NewRequest(http.MethodGet, s.server.URL+"/open311/"+path+format+"?"+query, nil)
		if err != nil {
			s.t.Fatal(err)
		}
		body, h := s.do(r, want)
		told[i] = s.read(format, body, h)
	}
	if !reflect.DeepEqual(told[0], told[1]) {
		s.t.Fatalf("%s: XML tells %v and JSON %v", path, told[0], told[1])
	}
	return told[0]
}

func (s abroad) read(format, body string, h http.Header) any {
	s.t.Helper()
	read, kind := spark.XML, "text/xml; charset=utf-8"
	if format == ".json" {
		read, kind = spark.JSON, "application/json; charset=utf-8"
	}
	told, err := read([]byte(body))
	if err != nil || h.Get("Content-Type") != kind {
		s.t.Fatalf("%s, %v: %s", h.Get("Content-Type"), err, body)
	}
	return told
}

// send posts a form; values stand in pairs, the key is added.
func (s abroad) send(path string, want int, pairs ...string) any {
	s.t.Helper()
	form := url.Values{}
	if s.key != "" {
		form.Set("api_key", s.key)
	}
	for i := 0; i < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return s.post(path, want, "application/x-www-form-urlencoded; charset=utf-8", form.Encode())
}

func (s abroad) post(path string, want int, kind, body string) any {
	s.t.Helper()
	r, err := http.NewRequest(http.MethodPost, s.server.URL+"/open311/v2/"+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Content-Type", kind)
	answer, h := s.do(r, want)
	return s.read(path[strings.LastIndexByte(path, '.'):], answer, h)
}

// hole reports a hole in the road and gives its number.
func (s abroad) hole(pairs ...string) string {
	s.t.Helper()
	told := s.send("requests.json", 200, append([]string{"service_code", "YL01", "lat", "38.6123", "long", "27.4265", "description", "Çukur"}, pairs...)...)
	return field(s.t, told, 0, "service_request_id")
}

// item is one element of a list.
func item(t *testing.T, told any, i int) map[string]any {
	t.Helper()
	all, ok := told.([]any)
	if !ok || len(all) <= i {
		t.Fatalf("told %v, which has no item %d", told, i)
	}
	return all[i].(map[string]any)
}

func field(t *testing.T, told any, i int, name string) string {
	t.Helper()
	text, _ := item(t, told, i)[name].(string)
	return text
}

// codeIs wants an error in the format asked for, with its code.
func codeIs(t *testing.T, told any, code int) {
	t.Helper()
	if field(t, told, 0, "code") != fmt.Sprint(code) || len([]rune(field(t, told, 0, "description"))) < 10 {
		t.Errorf("told %v, want code %d and a sentence", told, code)
	}
}

var mustHave = map[string][]string{
	"discovery": {"changeset", "contact", "key_service", "endpoints"},
	"endpoint":  {"specification", "url", "changeset", "type", "formats"},
	"service":   {"service_code", "service_name", "description", "metadata", "type", "keywords", "group"},
	"attribute": {"variable", "code", "datatype", "required", "datatype_description", "order", "description"},
	"request": {"service_request_id", "status", "status_notes", "service_name", "service_code", "description", "agency_responsible", "service_notice",
		"requested_datetime", "updated_datetime", "expected_datetime", "address", "address_id", "zipcode", "lat", "long", "media_url"},
}

func has(t *testing.T, what string, v any) map[string]any {
	t.Helper()
	all := v.(map[string]any)
	for _, name := range mustHave[what] {
		if _, there := all[name]; !there {
			t.Errorf("a %s without %s: %v", what, name, v)
		}
	}
	return all
}

// Every requirement of the specification, of its extensions and of its clients
// has a test that bears its number; see docs/decisions/0013.
func TestOpen311(t *testing.T) {
	dbtest.EveryURL(t, func(t *testing.T, address string) {
		s := fromAbroad(t, address)
		for _, one := range slices.Concat(specification, extensions, clients) {
			t.Run(one.name, func(t *testing.T) { one.test(t, s.on(t)) })
		}
	})
}

type requirement struct {
	name string
	test func(t *testing.T, s abroad)
}

var w3c = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$`)

var specification = []requirement{
	{"R1 discovery tells where the door is", func(t *testing.T, s abroad) {
		d := has(t, "discovery", s.ask("discovery", "", 200))
		at, err := time.Parse(time.RFC3339, d["changeset"].(string))
		if err != nil || at.After(time.Now()) {
			t.Errorf("changeset %v, %v", d["changeset"], err)
		}
		if again := s.ask("discovery", "", 200).(map[string]any); again["changeset"] != d["changeset"] {
			t.Error("the changeset moves by itself")
		}
		for _, e := range d["endpoints"].([]any) {
			e := has(t, "endpoint", e)
			if e["specification"] != "http://wiki.open311.org/GeoReport_v2" || !strings.HasPrefix(e["url"].(string), s.server.URL) || e["formats"].([]any)[0] != "text/xml" {
				t.Errorf("endpoint %v", e)
			}
		}
	}},
	{"R2 the path chooses the format, whatever is accepted", func(t *testing.T, s abroad) {
		r, _ := http.NewRequest(http.MethodGet, s.server.URL+"/open311/v2/services.xml", nil)
		r.Header.Set("Accept", "application/json")
		body, h := s.do(r, 200)
		if h.Get("Content-Type") != "text/xml; charset=utf-8" || !strings.HasPrefix(body, `<?xml version="1.0" encoding="utf-8"?>`) || strings.Contains(body, "xmlns") {
			t.Errorf("%s: %.80s", h.Get("Content-Type"), body)
		}
		if h.Get("Access-Control-Allow-Origin") != "*" || len(h.Values("Set-Cookie")) != 0 {
			t.Errorf("headers %v", h)
		}
	}},
	{"R3 JSON is the Spark image of the XML", func(t *testing.T, s abroad) {
		number := s.hole()
		r, _ := http.NewRequest(http.MethodGet, s.server.URL+"/open311/v2/requests/"+number+".json", nil)
		body, _ := s.do(r, 200)
		var told []map[string]any
		if err := json.Unmarshal([]byte(body), &told); err != nil || len(told) != 1 {
			t.Fatalf("%v: %s", err, body)
		}
		if _, isText := told[0]["service_request_id"].(string); !isText || told[0]["lat"] != 38.6123 || told[0]["zipcode"] != nil {
			t.Errorf("told %v", told[0])
		}
		r, _ = http.NewRequest(http.MethodGet, s.server.URL+"/open311/v2/services/YL01.json", nil)
		body, _ = s.do(r, 200)
		var definition struct {
			Attributes []struct {
				Variable bool
				Order    int
				Values   []struct{ Key, Name string }
			}
		}
		if err := json.Unmarshal([]byte(body), &definition); err != nil || !definition.Attributes[0].Variable || len(definition.Attributes[0].Values) != 3 {
			t.Errorf("%v: %s", err, body)
		}
		if strings.Contains(body, `"values":null`) {
			t.Error("values are left out where there are none, and are not null")
		}
	}},
	{"R4 times carry their zone and no fractions", func(t *testing.T, s abroad) {
		s.hole()
		r := item(t, s.ask("v2/requests", "page_size=1", 200), 0)
		for _, name := range []string{"requested_datetime", "updated_datetime", "expected_datetime"} {
			if v, _ := r[name].(string); !w3c.MatchString(v) {
				t.Errorf("%s is %q", name, v)
			}
		}
		for _, v := range []string{"2026-11-24T09:30:00", "2026-11-24", "now"} {
			codeIs(t, s.ask("v2/requests", "start_date="+v, 400), 400)
		}
		s.ask("v2/requests", "start_date="+url.QueryEscape(time.Now().Format(time.RFC3339)), 200)
	}},
	{"R5 an empty parameter is an absent one, and the jurisdiction is the city's own", func(t *testing.T, s abroad) {
		s.hole()
		for _, query := range []string{"status=&start_date=&service_code=&page=&bbox=&jurisdiction_id=&lat=&service_request_id=", "jurisdiction_id=manisa"} {
			if all := s.ask("v2/requests", query, 200).([]any); len(all) == 0 {
				t.Errorf("%s: nothing", query)
			}
		}
		for _, path := range []string{"v2/requests", "v2/services", "v2/services/YL01", "v2/tokens/x", "v2/requests/x", "discovery"} {
			codeIs(t, s.ask(path, "jurisdiction_id=elsewhere.example", 404), 404)
		}
		codeIs(t, s.send("requests.xml", 404, "jurisdiction_id", "elsewhere.example", "service_code", "YL01"), 404)
	}},
	{"R6a services", func(t *testing.T, s abroad) {
		all := s.ask("v2/services", "", 200).([]any)
		if len(all) < 50 {
			t.Errorf("%d services", len(all))
		}
		for _, one := range all {
			one := has(t, "service", one)
			if one["type"] != "realtime" || one["metadata"] != "true" && one["metadata"] != "false" {
				t.Errorf("service %v", one)
			}
		}
	}},
	{"R6b a definition", func(t *testing.T, s abroad) {
		d := s.ask("v2/services/AY01", "lang=en", 200).(map[string]any)
		order := map[string]bool{}
		for _, a := range d["attributes"].([]any) {
			a := has(t, "attribute", a)
			if n := a["order"].(string); order[n] || n == "0" {
				t.Errorf("order %s twice, or none", n)
			} else {
				order[n] = true
			}
			if !slices.Contains([]string{"string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"}, a["datatype"].(string)) {
				t.Errorf("datatype %v", a["datatype"])
			}
			if _, lists := a["values"]; lists != strings.HasSuffix(a["datatype"].(string), "list") {
				t.Errorf("values of %v", a)
			}
		}
		codeIs(t, s.ask("v2/services/NOPE", "", 404), 404)
	}},
	{"R6c a report needs a key, a service, a place, and what is asked", func(t *testing.T, s abroad) {
		told := s.send("requests.xml", 200, "service_code", "YL01", "lat", "38.6123", "long", "27.4265", "account_id", "77")
		if field(t, told, 0, "service_request_id") == "" || field(t, told, 0, "account_id") != "77" || item(t, told, 0)["token"] != nil {
			t.Errorf("told %v", told)
		}
		for name, pairs := range map[string][]string{
			"no service": {"lat", "38.6123", "long", "27.4265"},
			"no place":   {"service_code", "YL01"},
			"half":       {"service_code", "YL01", "lat", "38.6"},
			"elsewhere":  {"service_code", "YL01", "lat", "41.01", "long", "28.97"},
			"no point":   {"service_code", "YL01", "lat", "abc", "long", "28"},
			"an answer":  {"service_code", "AY01", "address_id", "turgutlu"},
			"a number":   {"service_code", "YL01", "address_id", "turgutlu", "attribute[size]", "huge"},
			"the end":    {"service_code", "AY01", "address_id", "turgutlu", "attribute[cable]", "yes"},
			"too long":   {"service_code", "YL01", "address_id", "turgutlu", "description", strings.Repeat("ş", 4001)},
			"an e-mail":  {"service_code", "YL01", "address_id", "turgutlu", "email", "nobody"},
			"an area":    {"service_code", "YL01", "address_id", "izmir"},
			"a photo":    {"service_code", "YL01", "address_id", "turgutlu", "media_url", "file:///etc/passwd"},
		} {
			t.Run(name, func(t *testing.T) {
				codeIs(t, s.on(t).send("requests.json", 400, pairs...), 400)
			})
		}
		codeIs(t, s.send("requests.json", 404, "service_code", "NOPE", "lat", "38.6123", "long", "27.4265"), 404)
		s.send("requests.json", 200, "service_code", "YL01", "address_string", "Kavşak", "description", strings.Repeat("ş", 4000))
		s.send("requests.json", 200, "service_code", "AY01", "address_id", "turgutlu", "attribute[cable]", "no", "attribute[what]", "off")
	}},
	{"R6d tokens", func(t *testing.T, s abroad) {
		number := s.hole()
		if told := s.ask("v2/tokens/"+number, "", 200); field(t, told, 0, "service_request_id") != number || field(t, told, 0, "token") != number {
			t.Errorf("told %v", told)
		}
		codeIs(t, s.ask("v2/tokens/unknown", "", 404), 404)
	}},
	{"R6e lists by number, service, status and time", func(t *testing.T, s abroad) {
		first, second := s.hole(), s.hole()
		told := s.ask("v2/requests", "status=closed&service_code=SU01&start_date=broken&service_request_id="+first+","+second+",MNS-26-000000-A", 200).([]any)
		if len(told) != 2 || field(t, told, 1, "service_request_id") != second {
			t.Errorf("the number overrides the rest: %v", told)
		}
		for query, want := range map[string]bool{"service_code=YL01": true, "service_code=SU01": false, "service_code=SU01,YL01": true, "status=open": true,
			"status=closed": false, "status=open,closed": true, "end_date=2020-01-01T00:00:00Z": false, "start_date=2020-01-01T00:00:00Z": false} {
			found := strings.Contains(fmt.Sprint(s.ask("v2/requests", query, 200)), first)
			if found != want {
				t.Errorf("%s finds it: %v", query, found)
			}
		}
		codeIs(t, s.ask("v2/requests", "start_date=2026-01-01T00:00:00Z&end_date=2026-06-01T00:00:00Z", 400), 400)
		codeIs(t, s.ask("v2/requests", "start_date=2026-03-01T00:00:00Z&end_date=2026-02-01T00:00:00Z", 400), 400)
		codeIs(t, s.ask("v2/requests", "status=asleep", 400), 400)
		codeIs(t, s.ask("v2/requests", "service_code=NOPE", 404), 404)
	}},
	{"R6f one request is a list of one", func(t *testing.T, s abroad) {
		number := s.hole()
		if all := s.ask("v2/requests/"+number, "", 200).([]any); len(all) != 1 {
			t.Errorf("told %v", all)
		}
		codeIs(t, s.ask("v2/requests/MNS-26-999999-A", "", 404), 404)
		codeIs(t, s.ask("v2/requests/"+number[:len(number)-1]+"Z", "", 404), 404)
	}},
	{"R7 a request has all its fields", func(t *testing.T, s abroad) {
		number := s.hole("first_name", "Ayşe", "email", "ayse@example.org")
		told := s.ask("v2/requests/"+number, "lang=fa", 200)
		r := has(t, "request", item(t, told, 0))
		if r["status"] != "open" || r["service_code"] != "YL01" || r["description"] != "Çukur" || r["lat"] != "38.6123" || r["long"] != "27.4265" {
			t.Errorf("request %v", r)
		}
		if s := fmt.Sprint(told); strings.Contains(s, "ayse") || strings.Contains(s, "Ayşe") {
			t.Error("who asked is told")
		}
		if !strings.ContainsAny(r["agency_responsible"].(string), "ابپتدرسش") {
			t.Errorf("the unit is told as %v", r["agency_responsible"])
		}
	}},
	{"R8 what is wrong is 400, 403 or 404 in the format asked for", func(t *testing.T, s abroad) {
		stranger := s
		for _, key := range []string{"", "wrong"} {
			stranger.key = key
			for _, path := range []string{"requests.xml", "requests.json", "servicerequestupdates.xml", "servicerequestupdates.json"} {
				codeIs(t, stranger.send(path, 403, "service_code", "YL01", "lat", "38.6123", "long", "27.4265"), 403)
			}
		}
		codeIs(t, stranger.ask("v2/requests", "api_key=wrong", 403), 403)
		codeIs(t, s.ask("v2/nothing", "", 404), 404)
		codeIs(t, s.post("requests.xml", 400, "multipart/form-data; boundary=x", "broken"), 400)
		several := s.send("requests.xml", 400, "service_code", "YL01", "lat", "1", "description", strings.Repeat("a", 4001)).([]any)
		if len(several) < 2 {
			t.Errorf("only %v is told", several)
		}
		for _, method := range []string{"PUT", "DELETE", "PATCH"} {
			r, _ := http.NewRequest(method, s.server.URL+"/open311/v2/requests.json", nil)
			s.do(r, 404)
		}
	}},
}

// parts is a form with a file as a client would make it.
func parts(t *testing.T, file string, pairs ...string) (kind, body string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for i := 0; i < len(pairs); i += 2 {
		_ = w.WriteField(pairs[i], pairs[i+1])
	}
	f, err := w.CreateFormFile(file, "p.jpg")
	if err == nil {
		_, err = f.Write([]byte(photo(t, 40, 30)))
	}
	if err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	return w.FormDataContentType(), b.String()
}
