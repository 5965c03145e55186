package web

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"mahalle/internal/city"
)

func TestAtEveryDoorItIsAskedWhoMayEnter(t *testing.T) {
	rt := house(t)
	for name, tt := range map[string]struct {
		who, method, path string
		status            int
		to                string
	}{
		"a resident at an open door":            {"", "GET", "/open", 200, ""},
		"a resident at a page of staff":         {"", "GET", "/staff?view=late&q=cukur", 303, "/staff/sign-in?next=%2Fstaff%3Fview%3Dlate%26q%3Dcukur"},
		"a resident who sends a form of staff":  {"", "POST", "/staff", 401, ""},
		"a resident at a list for programs":     {"", "GET", "/staff/list.json", 401, ""},
		"a program that is not signed in":       {"", "GET", "/programs", 401, ""},
		"somebody with a session of the past":   {"expired", "GET", "/staff", 303, "/staff/sign-in?next=%2Fstaff"},
		"a clerk at a page of staff":            {"clerk", "GET", "/staff", 200, ""},
		"a clerk at a page of others":           {"clerk", "GET", "/reply", 403, ""},
		"a clerk who sends a form of others":    {"clerk", "POST", "/reply", 403, ""},
		"a clerk's program without permission":  {"clerk", "GET", "/programs", 403, ""},
		"a chief at the same page":              {"chief", "GET", "/reply", 200, ""},
		"a chief who sends the form":            {"chief", "POST", "/reply", 303, "/open"},
		"a chief's program":                     {"chief", "GET", "/programs", 200, ""},
		"nobody can say who it is":              {"silent", "GET", "/staff", 503, ""},
		"an address that leads nowhere":         {"clerk", "GET", "/nowhere", 404, ""},
		"an address that leads nowhere, a form": {"", "POST", "/nowhere", 404, ""},
		"a page that takes no form":             {"", "POST", "/staff/list.json", 405, ""},
		"a page that is to be deleted":          {"", "DELETE", "/open", 405, ""},
		"a door that asks nobody":               {"", "GET", "/healthz", 200, ""},
		"a way around through another folder":   {"", "GET", "/open/../staff", 307, "/staff"},
	} {
		t.Run(name, func(t *testing.T) {
			w := call(rt, tt.method, tt.path, by(tt.who), form("name", "a"))
			if w.Code != tt.status || w.Header().Get("Location") != tt.to {
				t.Errorf("answered %d to %q, want %d to %q", w.Code, w.Header().Get("Location"), tt.status, tt.to)
			}
			keepsSilent(t, w, "10.0.0.7")
		})
	}
}

func TestADoorThatNamesNoPermissionCannotBeBuilt(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a door that asks nothing of anybody was built")
		}
	}()
	new(Router).Handle("GET /forgotten", "", showCity)
}

func TestARefusalIsReadInOnesOwnLanguageAndProgramsGetJSON(t *testing.T) {
	rt := house(t)
	for lang, want := range map[string]string{"tr": "Aradığınız sayfa ya da kayıt bulunamadı.", "fa": "صفحه یا پرونده‌ای که می‌خواستید پیدا نشد.",
		"en": "The page or record you are looking for was not found."} {
		says(t, call(rt, "GET", "/nowhere?lang="+lang), want)
	}
	for _, asking := range []func(*http.Request){header("Accept", "application/json"), func(r *http.Request) { r.URL.Path += ".json" }} {
		w := call(rt, "GET", "/nowhere", asking)
		if w.Code != http.StatusNotFound || w.Header().Get("Content-Type") != "application/json; charset=utf-8" {
			t.Errorf("a program was answered %d, %s", w.Code, w.Header().Get("Content-Type"))
		}
		says(t, w, "Aradığınız sayfa")
	}
	w := call(rt, "PUT", "/open")
	says(t, w, "Bu adres bu tür bir istek kabul etmez.")
	if allow := w.Header().Get("Allow"); !strings.Contains(allow, "GET") || !strings.Contains(allow, "POST") {
		t.Errorf("Allow = %q", allow)
	}
}

func TestANameUnderWhichNoCityIsServedGetsOnePlainLine(t *testing.T) {
	w := call(house(t), "GET", "/open", func(r *http.Request) { r.Host = "izmir.example" })
	if w.Code != http.StatusNotFound || w.Header().Get("Content-Type") != "text/plain; charset=utf-8" || len(w.Result().Cookies()) != 0 {
		t.Errorf("%d %s %v", w.Code, w.Header().Get("Content-Type"), w.Result().Cookies())
	}
	keepsSilent(t, w, "manisa", "tehran")
}

func TestMoreThanADoorTakesIsRefusedBeforeItIsRead(t *testing.T) {
	rt := house(t)
	large := form("name", strings.Repeat("a", 200<<10))
	streamed := func(r *http.Request) { large(r); r.ContentLength = -1 } // nobody said how much it would be
	for name, tt := range map[string]struct {
		path   string
		change func(*http.Request)
		status int
	}{
		"too large":                     {"/open", large, 413},
		"too large, and not announced":  {"/open", streamed, 413},
		"a door for photos takes more":  {"/photos", large, 303},
		"too much at a door of nowhere": {"/nowhere", large, 404},
	} {
		t.Run(name, func(t *testing.T) {
			w := call(rt, "POST", tt.path, tt.change)
			if w.Code != tt.status && (tt.status != 404 || w.Code != 413) {
				t.Errorf("answered %d, want %d", w.Code, tt.status)
			}
			if w.Code == 413 {
				says(t, w, "Gönderdiğiniz dosyalar çok büyük.")
			}
		})
	}
}

func TestOurOwnFaultsAreAnApologyWithoutTheInside(t *testing.T) {
	rt := house(t)
	for _, path := range []string{"/panics", "/fails"} {
		w := call(rt, "GET", path)
		if w.Code != http.StatusInternalServerError {
			t.Errorf("%s answered %d", path, w.Code)
		}
		says(t, w, "Bir hata oluştu; kusur bizde.")
		keepsSilent(t, w, "secret of the house", "goroutine", ".go:")
	}
	if w := call(rt, "GET", "/late"); w.Code != http.StatusOK || w.Body.String() != "half a page" {
		t.Errorf("a page that broke off in the middle: %d %q", w.Code, w.Body)
	}
	if w := call(rt, "GET", "/open"); w.Code != http.StatusOK {
		t.Errorf("after a panic the house answers %d", w.Code)
	}
}

func TestAHandlerMayCutTheConnection(t *testing.T) {
	server := httptest.NewServer(house(t))
	defer server.Close()
	r, _ := http.NewRequest(http.MethodGet, server.URL+"/cut", nil)
	r.Host = "manisa.example"
	if answer, err := server.Client().Do(r); err == nil {
		_ = answer.Body.Close()
		t.Errorf("the cut connection answered %d", answer.StatusCode)
	}
}

func TestAskingOnlyForTheHeadGetsNoBody(t *testing.T) {
	server := httptest.NewServer(house(t))
	defer server.Close()
	for path, status := range map[string]int{"/open": 200, "/nowhere": 404} {
		r, _ := http.NewRequest(http.MethodHead, server.URL+path, nil)
		r.Host = "manisa.example"
		answer, err := server.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		if answer.StatusCode != status || answer.ContentLength < 100 {
			t.Errorf("HEAD %s = %d with length %d", path, answer.StatusCode, answer.ContentLength)
		}
	}
}

func TestWhatAnotherSiteSendsIsNotAccepted(t *testing.T) {
	rt := house(t)
	for name, tt := range map[string]struct {
		method string
		change func(*http.Request)
		status int
	}{
		"our own form":                    {"POST", header("Sec-Fetch-Site", "same-origin"), 303},
		"a form of another site":          {"POST", header("Sec-Fetch-Site", "cross-site"), 403},
		"a form of a neighbouring host":   {"POST", header("Sec-Fetch-Site", "same-site"), 403},
		"an old browser on another site":  {"POST", header("Origin", "http://evil.example"), 403},
		"an old browser on our own site":  {"POST", header("Origin", "http://manisa.example"), 303},
		"a browser that keeps its origin": {"POST", header("Origin", "null"), 403},
		"a program, which has no origin":  {"POST", func(*http.Request) {}, 303},
		"a link on another site":          {"GET", header("Sec-Fetch-Site", "cross-site"), 200},
	} {
		t.Run(name, func(t *testing.T) {
			w := call(rt, tt.method, "/open", form("name", "a"), tt.change)
			if w.Code != tt.status {
				t.Errorf("answered %d, want %d", w.Code, tt.status)
			}
			if w.Code == 403 {
				says(t, w, "Bu istek başka bir siteden geldiği için kabul edilmedi.")
			}
		})
	}
}

func TestEveryAnswerProtectsTheBrowser(t *testing.T) {
	rt := house(t)
	for _, path := range []string{"/open", "/nowhere", "/panics", "/staff", "/programs"} {
		h := call(rt, "GET", path).Header()
		for name, want := range map[string]string{"Content-Security-Policy": "default-src 'self'", "X-Content-Type-Options": "nosniff",
			"Referrer-Policy": "same-origin", "Content-Security-Policy ": "frame-ancestors 'none'"} {
			if !strings.Contains(h.Get(strings.TrimSpace(name)), want) {
				t.Errorf("%s: %s = %q", path, name, h.Get(name))
			}
		}
		if path != "/staff" && h.Get("Cache-Control") != "no-store" {
			t.Errorf("%s may be kept by others: %q", path, h.Get("Cache-Control"))
		}
	}
}

func TestALanguageThatWasChosenIsRemembered(t *testing.T) {
	rt := house(t)
	w := call(rt, "GET", "/open?lang=fa")
	if !strings.Contains(w.Body.String(), `lang="fa" dir="rtl"`) {
		t.Error("the language in the address is not spoken")
	}
	cookies := w.Result().Cookies()
	if len(cookies) != 1 || cookies[0].Value != "fa" || cookies[0].MaxAge < 300*86400 || !cookies[0].HttpOnly {
		t.Fatalf("cookies: %v", cookies)
	}
	remembered := func(r *http.Request) { r.AddCookie(cookies[0]) }
	if !strings.Contains(call(rt, "GET", "/open", remembered).Body.String(), `lang="fa" dir="rtl"`) {
		t.Error("the next page is in another language")
	}
	if !strings.Contains(call(rt, "GET", "/open?lang=en", remembered).Body.String(), `lang="en"`) {
		t.Error("the address does not win over what is remembered")
	}
	for _, strange := range []string{"de", "fa%00", "<script>", "TR", ""} {
		if w := call(rt, "GET", "/open?lang="+strange); len(w.Result().Cookies()) != 0 || !strings.Contains(w.Body.String(), `lang="tr"`) {
			t.Errorf("lang=%s was taken", strange)
		}
	}
}

func TestAStrangerIsMetInTheCitysLanguageUnlessTheBrowserAsksOtherwise(t *testing.T) {
	for accept, want := range map[string]city.Lang{
		"":                                   city.Turkish,
		"tr-TR,tr;q=0.9,en;q=0.8":            city.Turkish,
		"en-US,en;q=0.9":                     city.English,
		"en-US,en;q=0.9,tr;q=0.5":            city.Turkish, // reads the city's own language too
		"de-DE,de;q=0.9":                     city.Turkish,
		"de-DE,fa;q=0.5":                     city.Persian,
		"fa,en;q=0.5":                        city.Persian,
		",,,; q":                             city.Turkish,
		"x":                                  city.Turkish,
		strings.Repeat("de,", 10_000) + "en": city.English,
	} {
		if got := preferred(accept, city.Turkish); got != want {
			t.Errorf("preferred(%.40q) = %s, want %s", accept, got, want)
		}
	}
	w := call(house(t), "GET", "/open", func(r *http.Request) { r.Host = "tehran.example" })
	if !strings.Contains(w.Body.String(), `lang="fa" dir="rtl"`) {
		t.Error("Tehran greets in another language")
	}
}

func TestAFormThatCouldNotBeKeptComesBackWithEverythingThatWasTyped(t *testing.T) {
	rt := house(t)
	var b bytes.Buffer
	parts := multipart.NewWriter(&b)
	_ = parts.WriteField("key", "k-1")
	file, _ := parts.CreateFormFile("photos", "cukur.jpg")
	_, _ = file.Write([]byte("the bytes of a photo"))
	_ = parts.WriteField("text", "Çukur var <b>derin</b>")
	_ = parts.Close()
	for name, tt := range map[string]struct {
		path   string
		change func(*http.Request)
	}{
		"a form the handler has read":              {"/gone?a=1", form("key", "k-1", "text", "Çukur var <b>derin</b>")},
		"a form nobody has read":                   {"/unread?a=1", form("key", "k-1", "text", "Çukur var <b>derin</b>")},
		"a form with a photo that nobody has read": {"/unread?a=1", body(parts.FormDataContentType(), b.String())},
		"a form of somebody we cannot recognise":   {"/staff?a=1", func(r *http.Request) { by("silent")(r); form("key", "k-1", "text", "Çukur var <b>derin</b>")(r) }},
	} {
		t.Run(name, func(t *testing.T) {
			w := call(rt, "POST", tt.path, tt.change)
			if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" {
				t.Errorf("answered %d, Retry-After %q", w.Code, w.Header().Get("Retry-After"))
			}
			says(t, w, "Şu anda kayıt yapılamıyor")
			says(t, w, "Yazdıklarınız bu sayfada duruyor")
			says(t, w, "Çukur var <b>derin</b>")
			for _, part := range []string{`<input type="hidden" name="key" value="k-1"`, `method="post" action="` + tt.path + `"`} {
				if !strings.Contains(w.Body.String(), part) {
					t.Errorf("the form lacks %s", part)
				}
			}
			keepsSilent(t, w, "the bytes of a photo", "disk full", "server gone", "10.0.0.7")
		})
	}
}

func TestAPasswordIsNeverWrittenIntoAPage(t *testing.T) {
	w := call(house(t), "POST", "/gone", form("login", "ayse", "password", "gizli şifre 45"))
	if w.Code != http.StatusServiceUnavailable {
		t.Errorf("answered %d", w.Code)
	}
	keepsSilent(t, w, "gizli", `name="login"`)
}

func TestRoutesAndFiguresKnowPatternsAndNobody(t *testing.T) {
	rt := house(t)
	call(rt, "GET", "/open?q=gizli", by("clerk"))
	call(rt, "GET", "/gizli")
	w := httptest.NewRecorder()
	rt.Meters().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	figures := w.Body.String()
	if !strings.Contains(figures, `mahalle_http_answers_total{class="2xx",route="GET /open"} 1`) || strings.Contains(figures, "gizli") {
		t.Errorf("the figures: %s", figures)
	}
	for _, r := range rt.Routes() {
		if r.Needs == "" {
			t.Errorf("%s needs nothing", r.Pattern)
		}
	}
	if first := rt.Routes()[0].Pattern; first != "GET /cut" {
		t.Errorf("the doors begin with %s", first)
	}
}
