package office

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/phone"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/ui"
	"mahalle/internal/platform/web"
)

// desk is the office behind its doors, and a browser in front of them.
type desk struct {
	t      *testing.T
	s      *Service
	router *web.Router
	ctx    context.Context
	token  string
	lang   city.Lang
}

func atDesk(t *testing.T, s *Service, ctx context.Context) *desk {
	t.Helper()
	catalog, err := i18n.NewCatalog(ui.Locales, web.Locales, phone.Locales, Locales)
	if err != nil {
		t.Fatal(err)
	}
	c := tenant.From(ctx)
	r := &web.Router{Cities: func(string) (*tenant.City, bool) { return c, true }, Catalog: catalog, WhoIs: s.WhoIs, SignInPath: signInPath}
	s.Routes(r)
	return &desk{t: t, s: s, router: r, ctx: ctx, lang: city.Turkish}
}

// send is what a browser does; it keeps the session it is given.
func (d *desk) send(method, path string, form url.Values) *httptest.ResponseRecorder {
	d.t.Helper()
	r := httptest.NewRequest(method, "https://kasaba.example"+path, strings.NewReader(form.Encode())).WithContext(d.ctx)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("User-Agent", aBrowser)
	r.AddCookie(&http.Cookie{Name: "lang", Value: string(d.lang)})
	if d.token != "" {
		r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: d.token})
	}
	w := httptest.NewRecorder()
	d.router.ServeHTTP(w, r)
	for _, k := range w.Result().Cookies() {
		if k.Name == web.SessionCookie {
			d.token = k.Value
		}
	}
	return w
}

func (d *desk) signIn(password string) *httptest.ResponseRecorder {
	d.t.Helper()
	return d.send("POST", signInPath, url.Values{"login": {ayse}, "password": {password}, "next": {"/staff/units?x=1"}})
}

func (d *desk) expect(w *httptest.ResponseRecorder, status int, parts ...string) {
	d.t.Helper()
	if w.Code != status {
		d.t.Errorf("answered %d, want %d", w.Code, status)
	}
	said := w.Header().Get("Location") + w.Body.String()
	for _, part := range parts {
		if !strings.Contains(said, part) {
			d.t.Errorf("the answer does not hold %q", part)
		}
	}
	if strings.Contains(said, "⟦") {
		d.t.Errorf("a sentence is missing: %s", said[strings.Index(said, "⟦"):][:60])
	}
}

func TestTheWayInAndOut(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		hired(t, s, ctx, "yol-mudur", "fen-baskan")
		d := atDesk(t, s, ctx)
		d.expect(d.send("GET", "/staff/account", nil), http.StatusSeeOther, signInPath+"?next=%2Fstaff%2Faccount")
		d.expect(d.send("GET", signInPath+"?next=//evil.example", nil), http.StatusOK, `name="next" value="/staff"`)
		d.expect(d.signIn(wrong), http.StatusUnprocessableEntity, "Kullanıcı adı ya da parola yanlış.", `value="ayse.kaya"`, `value="/staff/units?x=1"`)

		in := d.signIn(herKey)
		d.expect(in, http.StatusSeeOther, "/staff/units?x=1")
		k := in.Result().Cookies()[0]
		if !k.HttpOnly || !k.Secure || k.SameSite != http.SameSiteLaxMode || k.MaxAge != 7*24*3600 || k.Path != "/" {
			t.Errorf("the session's cookie: %+v", k)
		}
		d.expect(d.send("GET", signInPath, nil), http.StatusSeeOther, home)
		d.expect(d.send("GET", "/staff/account", nil), http.StatusOK, "Yol Müdürü", "Daire Başkanı", "Firefox · Linux")
		d.expect(d.send("POST", "/staff/post", url.Values{"post": {"yol-mudur"}}), http.StatusSeeOther, home)
		if a := who(t, s, ctx, d.token); a.Post != "yol-mudur" {
			t.Errorf("sits in %s", a.Post)
		}
		was := d.token
		d.expect(d.send("POST", "/staff/sign-out", nil), http.StatusSeeOther, signInPath)
		if d.token != "" || who(t, s, ctx, was).Kind != access.Resident {
			t.Error("signing out left the session open")
		}
		d.expect(d.send("POST", "/staff/sign-out", nil), http.StatusSeeOther, signInPath)
	})
}

func TestSigningInAgainLeavesNoSessionBehind(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		hired(t, s, ctx, "yol-mudur")
		d := atDesk(t, s, ctx)
		d.signIn(herKey)
		first := d.token
		d.signIn(herKey)
		if d.token == first || who(t, s, ctx, first).Kind != access.Resident {
			t.Error("the session of before is still open")
		}
	})
}

func TestAGuesserReadsHowLongToWait(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		hired(t, s, ctx)
		d := atDesk(t, s, ctx)
		for range freeByLogin {
			d.signIn(wrong)
		}
		d.expect(d.signIn(herKey), http.StatusTooManyRequests, "1 dakika sonra")
	})
}

func TestTheOwnAccountChangesHands(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		hired(t, s, ctx, "yol-mudur")
		d := atDesk(t, s, ctx)
		d.signIn(herKey)
		d.expect(d.send("POST", "/staff/account/password", url.Values{"password": {wrong}, "next": {"bambaşka bir parola"}}),
			http.StatusUnprocessableEntity, "Şimdiki parola yanlış.")
		d.expect(d.send("POST", "/staff/account/password", url.Values{"password": {herKey}, "next": {"kısa"}}),
			http.StatusUnprocessableEntity, "en az 10 karakter")
		was := d.token
		d.expect(d.send("POST", "/staff/account/password", url.Values{"password": {herKey}, "next": {"bambaşka bir parola"}}),
			http.StatusSeeOther, "/staff/account")
		if d.token == was || who(t, s, ctx, d.token).Kind != access.Staff {
			t.Error("the session did not go on under a new token")
		}
		d.expect(d.send("POST", "/staff/account/language", url.Values{"lang": {"fa"}}), http.StatusSeeOther, "/staff/account?lang=fa")
		d.expect(d.send("POST", "/staff/account/language", url.Values{"lang": {"xx"}}), http.StatusUnprocessableEntity)
		d.send("POST", "/staff/account/everywhere", nil)
		in := d.send("POST", signInPath, url.Values{"login": {ayse}, "password": {"bambaşka bir parola"}, "next": {"/staff/units?x=1"}})
		d.expect(in, http.StatusSeeOther, "/staff/units?lang=fa&x=1")
	})
}

func TestAnAdministratorKeepsSomebodysFile(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		hired(t, s, ctx, "yonetici")
		d := atDesk(t, s, ctx)
		d.signIn(herKey)
		d.expect(d.send("GET", "/staff/people/new", nil), http.StatusOK, "Yol Müdürü", `name="key"`)
		form := url.Values{"key": {string(city.NewID())}, "name": {"Veli Can"}, "login": {"veli"}, "password": {"0123456789"}, "phone": {"12"}}
		d.expect(d.send("POST", "/staff/people/new", form), http.StatusUnprocessableEntity, "kolay tahmin", `value="Veli Can"`, `href="#f-phone"`)
		form.Set("password", herKey)
		form.Set("phone", "0532 123 41 18")
		form.Set("post", "yol-sorumlu")
		file := d.send("POST", "/staff/people/new", form).Header().Get("Location")
		if again := d.send("POST", "/staff/people/new", form).Header().Get("Location"); again != file || !strings.HasPrefix(file, "/staff/people/0") {
			t.Fatalf("sent twice: %q and %q", file, again)
		}
		d.expect(d.send("GET", file, nil), http.StatusOK, "Yol Sorumlusu", "+905321234118", "Hesap açıldı", "Pozisyon verildi: Yol Sorumlusu")
		d.expect(d.send("GET", "/staff/people?q=veli", nil), http.StatusOK, "Veli Can", "Yol Sorumlusu")
		d.expect(d.send("GET", "/staff/people?q=kimse", nil), http.StatusOK, "Kimse bulunamadı")

		deputy := url.Values{"key": {string(city.NewID())}, "post": {"fen-baskan"}, "from": {"01.12.2026"}, "deputy": {"on"}}
		d.expect(d.send("POST", file+"/posts", deputy), http.StatusUnprocessableEntity, "Vekâletin son gününü yazın.")
		deputy.Set("until", "03.12.2026")
		d.expect(d.send("POST", file+"/posts", deputy), http.StatusSeeOther, file)
		d.expect(d.send("GET", file, nil), http.StatusOK, "Daire Başkanı", "03.12.2026", "vekâleten")
		end := url.Values{"post": {"yol-sorumlu"}, "from": {strconv.Itoa(int(today(ctx)))}}
		d.expect(d.send("POST", file+"/posts/end", end), http.StatusSeeOther, file)

		d.expect(d.send("POST", file, url.Values{"name": {""}}), http.StatusUnprocessableEntity, "Adı ve soyadı yazın.")
		d.expect(d.send("POST", file, url.Values{"name": {"Veli Öz"}}), http.StatusSeeOther, file)
		d.expect(d.send("POST", file+"/password", url.Values{"password": {"kısa"}}), http.StatusUnprocessableEntity, "en az 10 karakter")
		d.expect(d.send("POST", file+"/password", url.Values{"password": {"bambaşka bir parola"}}), http.StatusSeeOther, file)
		d.expect(d.send("POST", file+"/active", url.Values{"active": {"0"}}), http.StatusSeeOther, file)
		d.expect(d.send("GET", file, nil), http.StatusOK, "Veli Öz", "Erişimi yeniden aç")
		d.expect(d.send("POST", file+"/active", url.Values{"active": {"1"}}), http.StatusSeeOther, file)
		d.expect(d.send("POST", file+"/sign-out", nil), http.StatusSeeOther, file)
		d.expect(d.send("GET", "/staff/people/"+string(city.NewID()), nil), http.StatusNotFound)
		d.expect(d.send("POST", "/staff/people/"+string(city.NewID())+"/posts", deputy), http.StatusNotFound)
	})
}

func TestWhoeverWasGivenAPasswordIsAskedForAnOwnOne(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		hired(t, s, ctx, "yonetici")
		d := atDesk(t, s, ctx)
		d.signIn(herKey)
		d.send("POST", "/staff/people/new", url.Values{"name": {"Veli Can"}, "login": {"veli"}, "password": {"bambaşka bir parola"}})
		d.token = ""
		in := url.Values{"login": {"veli"}, "password": {"bambaşka bir parola"}, "next": {"/staff/units"}}
		d.expect(d.send("POST", signInPath, in), http.StatusSeeOther, "/staff/account")
		d.expect(d.send("GET", "/staff/account", nil), http.StatusOK, "Parolanızı bir yönetici belirledi.", "Bugün bir pozisyonunuz yok")
		d.send("POST", "/staff/account/password", url.Values{"password": {"bambaşka bir parola"}, "next": {"artık benim parolam"}})
		d.token, in["password"] = "", []string{"artık benim parolam"}
		d.expect(d.send("POST", signInPath, in), http.StatusSeeOther, "/staff/units")
	})
}

func TestFilesOfStaffAreForTheAdministratorAlone(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		id := hired(t, s, ctx, "yol-mudur")
		d := atDesk(t, s, ctx)
		d.signIn(herKey)
		for _, route := range d.router.Routes() {
			method, path, _ := strings.Cut(route.Pattern, " ")
			if !strings.HasPrefix(path, "/staff/people") {
				continue
			}
			if route.Needs != CanManagePeople {
				t.Errorf("%s needs only %s", route.Pattern, route.Needs)
			}
			d.expect(d.send(method, strings.ReplaceAll(path, "{id}", string(id)), nil), http.StatusForbidden)
		}
		d.expect(d.send("GET", "/staff/units/yol", nil), http.StatusOK, "Ayşe Kaya")
		if w := d.send("GET", "/staff/units/yol", nil); strings.Contains(w.Body.String(), "/staff/people/") {
			t.Error("the unit's page leads to a file that must stay shut")
		}
	})
}

func TestThePagesSpeakEveryLanguage(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		id := hired(t, s, ctx, "yonetici")
		d := atDesk(t, s, ctx)
		if err := s.FillPost(ctx, ayse, "fen-baskan", today(ctx), today(ctx)+5, true); err != nil {
			t.Fatal(err)
		}
		tenant.From(ctx).Demonstration = true
		for _, d.lang = range city.Langs {
			d.token = ""
			d.expect(d.send("GET", signInPath, nil), http.StatusOK, `lang="`+string(d.lang)+`"`, `href="/demo"`)
			d.signIn(herKey)
			for _, page := range []string{"/staff/account", "/staff/people", "/staff/people/new", personHref(id), "/staff/units", "/staff/units/fen", "/staff/units/elektrik"} {
				d.expect(d.send("GET", page, nil), http.StatusOK, "<h1>", `lang="`+string(d.lang)+`"`)
			}
		}
		d.expect(d.send("GET", "/staff/units/yok", nil), http.StatusNotFound)
	})
}
