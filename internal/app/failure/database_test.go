package failure

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"mahalle/internal/app"
	"mahalle/internal/city"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/dbtest"
	"mahalle/internal/platform/tenant"
)

// town is Manisa on a database server at the end of a line.
type town struct {
	*line
	app  *app.App
	city *tenant.City
	base string
	stop func()
}

// onAServer runs the test where there is a server to lose. SQLite has none: what
// it can lose is in disk_test.go.
func onAServer(t *testing.T, test func(t *testing.T, w *town)) {
	t.Helper()
	dbtest.EveryURL(t, func(t *testing.T, address string) {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		if u.Scheme == "sqlite" {
			return
		}
		l := lineTo(t, u.Host)
		u.Host = l.address
		a, c := found(t, app.Options{DB: u.String(), Folder: t.TempDir()})
		base, stop := served(t, a)
		test(t, &town{l, a, c, base, stop})
	})
}

// fromMemory are the pages that need no database, and the first page, which
// leaves out what it cannot know.
var fromMemory = map[string]bool{
	"/": true, "/about-data": true, "/accessibility": true, "/map": true, "/privacy": true, "/r": true, "/report": true, "/report/place": true,
	"/services": true, "/services.json": true, "/places/search.json": true, "/robots.txt": true, "/sitemap.xml": true, "/styleguide": true,
	"/healthz": true, "/metrics": true, "/staff/people/new": true, "/staff/places": true, "/staff/routing": true, "/staff/routing/rules": true,
	"/staff/routing/try": true, "/api/docs": true, "/api/openapi.json": true, "/api/v1/districts": true, "/api/v1/kinds": true, "/api/v1/subjects": true,
	"/widget": true, "/widget.js": true, "/widget/style.css": true,
}

func TestWithoutItsDatabaseEveryPageSaysSoPlainly(t *testing.T) {
	onAServer(t, func(t *testing.T, w *town) {
		admin, deputy, resident := come(t, w.base), come(t, w.base), come(t, w.base)
		admin.get("/demo/as/admin")
		deputy.get("/demo/as/deputy")
		number := numberOf(t, resident.post("/report", told(string(city.NewID()), "Kavşakta derin çukur")))
		w.cut()
		for who, v := range map[string]*visitor{"an administrator": admin, "a deputy": deputy, "a resident": resident} {
			asked := 0
			for _, r := range w.app.Router.Routes() {
				path, ok := openable(r.Pattern, number)
				if !ok {
					continue
				}
				s := v.get(path)
				honest(t, who+" at "+path, path, s)
				if s.status == http.StatusServiceUnavailable {
					asked++
				}
			}
			if asked < 4 {
				t.Errorf("%s met only %d pages that need the database", who, asked)
			}
		}
		for lang, words := range map[string]string{"tr": "Sistem şu anda yanıt vermiyor", "fa": "سامانه در حال حاضر پاسخ نمی‌دهد",
			"en": "The system is not answering at the moment"} {
			s := resident.get("/r/" + number + "?lang=" + lang)
			s.says(t, words)
			if s.status != http.StatusServiceUnavailable {
				t.Errorf("a request that cannot be read now answered %d", s.status)
			}
		}
		if s := resident.get("/healthz"); s.status != http.StatusOK {
			t.Errorf("/healthz = %d: the process is alive", s.status)
		}
		becomes(t, w.base, http.StatusServiceUnavailable, 5*time.Second)
	})
}

// openable is the address behind a door that anybody can look at.
func openable(pattern, number string) (path string, ok bool) {
	method, path, _ := strings.Cut(pattern, " ")
	path = strings.NewReplacer("{$}", "", "{number}", number).Replace(path)
	return path, method == http.MethodGet && !strings.ContainsAny(path, "{") && path != "/readyz" && path != "/static/"
}

// honest: in time, in words, and never as if nothing were wrong.
func honest(t *testing.T, what, path string, s seen) {
	t.Helper()
	switch s.status {
	case http.StatusOK:
		if !fromMemory[path] && !strings.HasPrefix(path, "/staff/sign-in") {
			t.Errorf("%s: answers as if nothing were wrong: %s", what, plain(s.page))
		}
	case http.StatusServiceUnavailable, http.StatusForbidden, http.StatusSeeOther, http.StatusFound, http.StatusUnprocessableEntity,
		http.StatusUnauthorized:
	case http.StatusNotFound:
		if path != "/agency" { // an address without its key is refused unasked
			t.Errorf("%s: what is there is said not to be: %s", what, plain(s.page))
		}
	default:
		t.Errorf("%s: %d: %s", what, s.status, plain(s.page))
	}
	for _, inner := range []string{"SQLSTATE", "dial", "connect", "goroutine", "panic", "EOF", "127.0.0.1:"} {
		if strings.Contains(plain(s.page), inner) && path != "/metrics" && path != "/robots.txt" && path != "/sitemap.xml" {
			t.Errorf("%s shows %q to people: %s", what, inner, plain(s.page))
		}
	}
	if s.took > 10*time.Second {
		t.Errorf("%s took %s", what, s.took)
	}
}

func numberOf(t *testing.T, s seen) string {
	t.Helper()
	u, err := url.Parse(s.to)
	if err != nil || s.status != http.StatusSeeOther {
		t.Fatalf("the report was answered %d: %s", s.status, plain(s.page))
	}
	return strings.TrimPrefix(u.Path, "/report/done/")
}

func TestWhenTheDatabaseComesBackEverythingGoesOnByItself(t *testing.T) {
	onAServer(t, func(t *testing.T, w *town) {
		v := come(t, w.base)
		kept := numberOf(t, v.post("/report", told(string(city.NewID()), "Kaldırım taşı oynuyor")))
		w.app.Runner.Round(t.Context()) // the jobs of the day are behind us
		before := settled()
		w.cut()
		var forms []url.Values
		for range 8 {
			s := v.post("/report?lang=tr", told(string(city.NewID()), "Sokak lambası yanmıyor,\niki gündür karanlık"))
			if s.status != http.StatusServiceUnavailable {
				t.Fatalf("answered %d: %s", s.status, plain(s.page))
			}
			s.says(t, "Şu anda kayıt yapılamıyor")
			s.says(t, "Yazdıklarınız bu sayfada duruyor")
			to, form := formOf(t, s.page)
			if to != "/report?lang=tr" || form.Get("description") != "Sokak lambası yanmıyor,\niki gündür karanlık" || form.Get("email") != "sakin@example.org" {
				t.Errorf("the form came back to %s as %v", to, form)
			}
			forms = append(forms, form)
		}
		w.mend()
		becomes(t, w.base, http.StatusOK, 15*time.Second)
		for _, form := range forms {
			number := numberOf(t, v.post("/report?lang=tr", form))
			if again := numberOf(t, v.post("/report?lang=tr", form)); again != number {
				t.Errorf("the same form became %s and %s", number, again)
			}
		}
		if s := v.get("/r/" + kept); s.status != http.StatusOK {
			t.Errorf("what was acknowledged before answers %d", s.status)
		}
		if n := w.requests(t); n != 9 {
			t.Errorf("%d requests stand in the book, want 9", n)
		}
		w.sweeps(t)
		if after := settled(); after > before+10 {
			t.Errorf("%d goroutines before, %d after", before, after)
		}
	})
}

// settled counts goroutines once their number has stopped falling.
func settled() int {
	n := runtime.NumGoroutine()
	for calm := 0; calm < 10; calm++ {
		time.Sleep(20 * time.Millisecond)
		if now := runtime.NumGoroutine(); now < n {
			n, calm = now, 0
		}
	}
	return n
}

func (w *town) requests(t *testing.T) int {
	t.Helper()
	ctx := tenant.Enter(t.Context(), w.city)
	n, err := db.One(ctx, w.app.DB.Read(ctx), db.Value[int], `SELECT count(*) FROM requests_requests WHERE tenant_id = $1`, w.city.ID)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// sweeps waits until the jobs have gone on: nothing that is due is left lying.
func (w *town) sweeps(t *testing.T) {
	t.Helper()
	ctx := tenant.Enter(t.Context(), w.city)
	for until := time.Now().Add(20 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		n, err := db.One(ctx, w.app.DB.Read(ctx), db.Value[int], `SELECT count(*) FROM jobs_jobs
			WHERE tenant_id = $1 AND kind = 'news' AND state <> 'done'`, w.city.ID)
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			return
		}
		if time.Now().After(until) {
			t.Fatalf("%d pieces of news were not delivered after the database came back", n)
		}
	}
}

func TestAnAnswerLostOnItsWayIsNotASecondReport(t *testing.T) {
	onAServer(t, func(t *testing.T, w *town) {
		quiet := httptest.NewServer(w.app.Router)
		defer quiet.Close()
		w.stop() // the jobs, whose own commits would be cut instead of ours
		v := come(t, quiet.URL)
		form := told(string(city.NewID()), "Rögar kapağı kırık")
		w.loseAnswerTo("commit")
		if s := v.post("/report", form); s.status != http.StatusServiceUnavailable {
			t.Errorf("an answer that never came was told as %d", s.status)
		}
		if n := w.requests(t); n != 1 {
			t.Fatalf("the server had heard it, and %d stand there", n)
		}
		number := numberOf(t, v.post("/report", form))
		if again := numberOf(t, v.post("/report", form)); again != number {
			t.Errorf("%s and %s", number, again)
		}
		if n := w.requests(t); n != 1 {
			t.Errorf("one report became %d", n)
		}
	})
}

func TestAServerThatHangsKeepsNobodyWaitingForEver(t *testing.T) {
	onAServer(t, func(t *testing.T, w *town) {
		const most = 16 * time.Second // one question waits eight
		v := come(t, w.base)
		v.get("/requests")
		w.hush()
		var all sync.WaitGroup
		for _, path := range []string{"/", "/requests", "/r/MNS-26-000001-T", "/staff/sign-in"} {
			all.Go(func() {
				if s := come(t, w.base).get(path); s.took > most || s.status >= 500 && s.status != http.StatusServiceUnavailable {
					t.Errorf("%s answered %d after %s", path, s.status, s.took)
				}
			})
		}
		all.Go(func() {
			s := v.post("/report", told(string(city.NewID()), "Çukur var"))
			if s.took > most || s.status != http.StatusServiceUnavailable {
				t.Errorf("a report was answered %d after %s", s.status, s.took)
			}
			formOf(t, s.page)
		})
		all.Go(func() { becomes(t, w.base, http.StatusServiceUnavailable, most) })
		all.Wait()
		w.cut()
		w.mend()
		becomes(t, w.base, http.StatusOK, 15*time.Second)
		numberOf(t, v.post("/report", told(string(city.NewID()), "Çukur hâlâ var")))
	})
}
