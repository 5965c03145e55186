package app_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"mahalle/internal/app"
	"mahalle/internal/city"

	"net/http/httptest"
)

// hostile is what nobody should send.
var hostile = []string{
	``, `null`, `[]`, `"x"`, `{`, `{}{}`, `{"text":null}`, `{"text":7,"unit":[],"outcome":{}}`, `{"text":"\u0000","unit":"\u0000","subject":"\u0000","district":"\u0000"}`,
	`{"text":"` + strings.Repeat("ğ", 4001) + `"}`, `{"subject":"YL01","description":"a","lat":1e400,"lon":"x"}`, `{"subject":"YL01","description":"a","lat":91,"lon":-181}`,
	`{"subject":"YL01","description":"a","district":"turgutlu","answers":{"size":{"a":[[[]]]},"\u0000":1}}`, `{"subject":"YL01","description":"a","photos":["../../etc/passwd","a.b.1.1"]}`,
	`{"subject":"YL01","description":"a","district":"turgutlu","kind":"none","phone":"1","email":"@"}`, "\xff\xfe", strings.Repeat("[", 20_000), `{"a":` + strings.Repeat(`{"a":`, 5000),
	`{"unit":"nowhere","text":"x","district":"nowhere","street":"moon","reason":"because","outcome":"gone","interim":"yes"}`, `{"days":1,"__proto__":{},"constructor":1}`,
}

func TestWhateverIsSentIsAnsweredAndNeverWithAnApology(t *testing.T) {
	everyTown(t, func(t *testing.T, a *app.App, server *httptest.Server, clerk, manager program) {
		a.Programs.PerMinute = 1_000_000
		n := clerk.opened("YL01", pothole)
		ways := []string{n, "MNS-26-999999-X", "%00", "%ff", strings.Repeat("9", 300), "..%2f..", "'%20OR%201=1--"}
		queries := []string{"?limit=0", "?limit=9999999999999999999", "?limit=x", "?after=%00", "?view=%00", "?district=%00&unit=%ff", "?from=2026-13-45", "?lat=NaN&lon=Inf", "?lat=1e400&lon=0",
			"?colour=red", "?limit=1&limit=2", "?%zz", "?small=maybe", "?before=yesterday", "?whose=everybody", "?lang=xx", "?q=" + strings.Repeat("a", 5000)}
		for _, e := range examples(described(t, city.English)) {
			for i, way := range ways {
				path := e.path
				for _, gap := range []string{"MNS-26-000042-K", "019ab0c1-2d3e-7f40-8a51-62b3c4d5e6f7", "turgutlu", "YL01"} {
					path = strings.ReplaceAll(path, gap, way)
				}
				if path == e.path && i > 0 {
					break
				}
				for _, q := range append(queries, "?"+e.query) {
					if e.method == http.MethodGet {
						calm(t, clerk, e.method, path+q, "", "application/json")
					}
				}
				for _, body := range hostile {
					if e.method != http.MethodGet {
						calm(t, clerk, e.method, path, body, "application/json")
					}
				}
			}
			calm(t, manager, e.method, e.path, `{}`, "multipart/form-data; boundary=\"")
			calm(t, manager, e.method, e.path, strings.Repeat("x", 200<<10), "application/json")
		}
	})
}

// calm calls and wants no apology; a refusal is a problem.
func calm(t *testing.T, p program, method, path, body, media string) {
	t.Helper()
	got := p.call(method, path, body, "Content-Type", media)
	if got.status >= 500 {
		t.Errorf("%s %.80s with %.60q answered %d", method, path, body, got.status)
	}
	if got.status >= 400 && got.status != 404 && got.header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("%s %.80s is refused as %s", method, path, got.header.Get("Content-Type"))
	}
}

func TestWhoCallsTooOftenIsToldWhenToComeAgain(t *testing.T) {
	a, server := town(t, "")
	clerk := programOf(t, a, server, "zeynep-demir", "beyaz-masa-gorevli-1")
	a.Programs.PerMinute = 5
	last := told{}
	for range 7 {
		last = clerk.call("GET", "/api/v1/me", "")
	}
	if wait, err := strconv.Atoi(last.header.Get("Retry-After")); last.status != 429 || err != nil || wait < 1 || wait > 60 {
		t.Errorf("%d, Retry-After %q", last.status, last.header.Get("Retry-After"))
	}
	guesser := program{t, server.URL, "mahalle_person_GUESS"}
	for range 300 {
		last = guesser.call("GET", "/api/v1/me", "")
	}
	if last.status != 429 {
		t.Errorf("who tries many keys is answered %d", last.status)
	}
}

func TestPagesOfOtherSitesReadWithAKeyAndNeverWithASession(t *testing.T) {
	a, server := town(t, "")
	clerk := programOf(t, a, server, "zeynep-demir", "beyaz-masa-gorevli-1")
	body := `{"subject":"YL01","description":"Çukur","district":"turgutlu"}`
	asked := program{t, server.URL, ""}.call("OPTIONS", "/api/v1/requests", "", "Origin", "https://else.example", "Access-Control-Request-Method", "POST")
	if asked.status != 204 || asked.header.Get("Access-Control-Allow-Origin") != "*" || !strings.Contains(asked.header.Get("Access-Control-Allow-Headers"), "Authorization") || asked.header.Get("Access-Control-Allow-Credentials") != "" {
		t.Errorf("the browser is told %d %v", asked.status, asked.header)
	}
	if got := clerk.call("POST", "/api/v1/requests", body, "Origin", "https://else.example", "Sec-Fetch-Site", "cross-site"); got.status != 201 {
		t.Errorf("with a key: %d %s", got.status, got.body)
	}
	v := as(t, server, "clerk")
	u, _ := url.Parse(server.URL)
	cookie := v.c.Jar.Cookies(u)[0].String()
	for _, c := range v.c.Jar.Cookies(u)[1:] {
		cookie += "; " + c.String()
	}
	session := program{t, server.URL, ""}
	if got := session.call("POST", "/api/v1/requests", body, "Cookie", cookie, "Sec-Fetch-Site", "cross-site"); got.status != 403 {
		t.Errorf("with a session, from another site: %d", got.status)
	}
	if got := session.call("POST", "/api/v1/requests", body, "Cookie", cookie, "Sec-Fetch-Site", "same-origin"); got.status != 201 {
		t.Errorf("with a session, from our own pages: %d %s", got.status, got.body)
	}
	if got := session.call("DELETE", "/api/v1/requests", "", "Cookie", cookie); got.status != 405 || got.header.Get("Allow") == "" {
		t.Errorf("what no address takes: %d, Allow %q", got.status, got.header.Get("Allow"))
	}
	if got := session.call("GET", "/api/v1/nothing", ""); got.status != 404 || got.header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("nowhere: %d %s", got.status, got.header.Get("Content-Type"))
	}
}
