package failure

import (
	"context"
	"html"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"mahalle/internal/app"
	"mahalle/internal/platform/tenant"
)

// found makes Manisa with its people, and no requests yet.
func found(t *testing.T, o app.Options) (*app.App, *tenant.City) {
	t.Helper()
	a, err := app.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	pack, err := app.PackOf("manisa", nil)
	if err != nil {
		t.Fatal(err)
	}
	c, err := a.AddCity(t.Context(), pack, true)
	if err != nil {
		t.Fatal(err)
	}
	return a, c
}

// served answers visitors and works on jobs until it is stopped or the test ends.
func served(t *testing.T, a *app.App) (base string, stop func()) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, leave := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- a.Serve(ctx, l) }()
	stop = sync.OnceFunc(func() {
		leave()
		if err := <-ended; err != nil {
			t.Errorf("the server ended with %v", err)
		}
	})
	t.Cleanup(func() {
		stop()
		if err := a.Close(); err != nil {
			t.Errorf("closing: %v", err)
		}
	})
	base = "http://" + l.Addr().String()
	becomes(t, base, http.StatusOK, 10*time.Second)
	return base, stop
}

// becomes waits until /readyz answers so.
func becomes(t *testing.T, base string, status int, within time.Duration) {
	t.Helper()
	for until := time.Now().Add(within); ; time.Sleep(20 * time.Millisecond) {
		answer, err := http.Get(base + "/readyz")
		if err == nil {
			_ = answer.Body.Close()
			if answer.StatusCode == status {
				return
			}
		}
		if time.Now().After(until) {
			t.Fatalf("/readyz did not answer %d within %s", status, within)
		}
	}
}

// visitor is somebody with a browser of their own.
type visitor struct {
	t    *testing.T
	base string
	c    *http.Client
}

func come(t *testing.T, base string) *visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	own := &http.Transport{}
	t.Cleanup(own.CloseIdleConnections)
	return &visitor{t: t, base: base, c: &http.Client{Jar: jar, Transport: own, Timeout: 30 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// seen is what came back.
type seen struct {
	status int
	to     string // where it leads
	page   string
	took   time.Duration
}

func (v *visitor) get(path string) seen {
	v.t.Helper()
	r, err := http.NewRequest(http.MethodGet, v.base+path, nil)
	if err != nil {
		v.t.Fatal(err)
	}
	return v.do(r)
}

func (v *visitor) post(path string, form url.Values) seen {
	v.t.Helper()
	r, err := http.NewRequest(http.MethodPost, v.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		v.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return v.do(r)
}

func (v *visitor) do(r *http.Request) seen {
	v.t.Helper()
	begun := time.Now()
	answer, err := v.c.Do(r)
	if err != nil {
		v.t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return seen{answer.StatusCode, answer.Header.Get("Location"), string(body), time.Since(begun)}
}

func (s seen) says(t *testing.T, words string) {
	t.Helper()
	if !strings.Contains(html.UnescapeString(s.page), words) {
		t.Errorf("the page does not say %q: %s", words, plain(s.page))
	}
}

var tag = regexp.MustCompile(`(?s)<style.*?</style>|<script.*?</script>|<[^>]*>`)

func plain(page string) string {
	text := strings.Join(strings.Fields(tag.ReplaceAllString(page, " ")), " ")
	return text[:min(len(text), 600)]
}

// told is a report as a resident types it.
func told(key, words string) url.Values {
	return url.Values{"key": {key}, "subject": {"YL01"}, "district": {"turgutlu"}, "description": {words},
		"email": {"sakin@example.org"}, "public": {"1"}}
}

var (
	formIn  = regexp.MustCompile(`(?s)<form class="form" method="post" action="([^"]*)">(.*?)</form>`)
	unseen  = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)"`)
	written = regexp.MustCompile(`(?s)<textarea[^>]* name="([^"]*)"[^>]*>(.*?)</textarea>`)
)

// formOf is the form that a page gives back, as a browser would send it.
func formOf(t *testing.T, page string) (to string, form url.Values) {
	t.Helper()
	found := formIn.FindStringSubmatch(page)
	if found == nil {
		t.Fatalf("the page gives no form back: %s", plain(page))
	}
	form = url.Values{}
	for _, pattern := range []*regexp.Regexp{unseen, written} {
		for _, f := range pattern.FindAllStringSubmatch(found[2], -1) {
			form.Add(f[1], html.UnescapeString(f[2]))
		}
	}
	return html.UnescapeString(found[1]), form
}
