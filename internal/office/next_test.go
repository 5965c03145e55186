package office

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

func TestASignInLeadsOnlyToOurOwnPages(t *testing.T) {
	for next, want := range map[string]string{
		"":                                home,
		"/":                               "/",
		"/staff/requests?view=mine&due=x": "/staff/requests?view=mine&due=x",
		"/staff/requests/MNS-26-000001":   "/staff/requests/MNS-26-000001",
		"/staff/people?q=%C3%B6z":         "/staff/people?q=%C3%B6z",
		"/staff/people?q=öz":              "/staff/people?q=öz",
		"/staff/units/#fen":               "/staff/units/",
		"/staff/sign-in":                  home,
		"/staff/sign-in?next=/x":          home,
		"/staff/sign-out":                 home,
		"staff":                           home,
		"https://evil.example/":           home,
		"//evil.example":                  home,
		"///evil.example":                 home,
		`/\evil.example`:                  home,
		`\\evil.example`:                  home,
		"/%5Cevil.example":                home,
		"/%2F/evil.example":               home,
		"/.//evil.example":                home,
		"/../staff":                       home,
		"/\t/evil.example":                home,
		"/a\r\nSet-Cookie: x=y":           home,
		"javascript:alert(1)":             home,
		"/%2f":                            home,
		"/%0a/evil":                       home,
		"?next=//evil.example":            home,
		"/" + strings.Repeat("a", 3000):   home,
	} {
		if got := safeNext(next); got != want {
			t.Errorf("safeNext(%q) = %q, want %q", next, got, want)
		}
	}
}

// browserReads resolves a Location as browsers do: they drop control characters
// and take a backslash for a slash.
func browserReads(location string) (*url.URL, error) {
	location = strings.Map(func(r rune) rune {
		switch {
		case r == '\t', r == '\r', r == '\n':
			return -1
		case r == '\\':
			return '/'
		}
		return r
	}, strings.Trim(location, "\x00\x01\x02\x03\x04\x05\x06\x07\x08\t\n\v\f\r\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f "))
	base, _ := url.Parse("https://kasaba.example/staff/sign-in")
	return base.Parse(location)
}

func FuzzNextStaysOnOurHost(f *testing.F) {
	for _, seed := range []string{"/staff", "//evil.example", `/\evil.example`, "https://evil.example", "/%2f%2fevil", "/a?b=//c", "/:80", "/@evil", "/\x00/evil", "/a#//b", "/%2f", "/staff/öz"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, next string) {
		to := safeNext(next)
		if safeNext(to) != to {
			t.Errorf("%q becomes %q and then %q", next, to, safeNext(to))
		}
		r := httptest.NewRequest("POST", "https://kasaba.example/staff/sign-in", nil)
		w := httptest.NewRecorder()
		http.Redirect(w, r, to, http.StatusSeeOther)
		u, err := browserReads(w.Header().Get("Location"))
		if err != nil || u.Host != "kasaba.example" || u.Scheme != "https" || u.User != nil {
			t.Errorf("%q leads to %v (%v)", next, u, err)
		}
	})
}

func TestADeviceIsKnownByCoarseWords(t *testing.T) {
	for agent, want := range map[string]string{
		aBrowser:   "Firefox · Linux",
		otherPhone: "Safari · iPhone",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0":                  "Edge · Windows",
		"Mozilla/5.0 (Linux; Android 15; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0 Mobile Safari/537.36": "Samsung Internet · Android",
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36":                      "Chrome · macOS",
		"curl/8.5": "",
		"\xff\x00": "",
	} {
		if got := deviceOf(agent); got != want {
			t.Errorf("%q is %q, want %q", agent, got, want)
		}
	}
}
