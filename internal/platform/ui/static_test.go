package ui

import (
	"compress/gzip"
	"io"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
)

func TestBrowsersKeepBuiltFiles(t *testing.T) {
	for name, tt := range map[string]struct {
		path, accept, cache, encoding string
		status                        int
	}{
		"the address of this content": {Asset("app.css"), "gzip, br", "public, max-age=31536000, immutable", "gzip", 200},
		"without compression":         {Asset("app.css"), "", "public, max-age=31536000, immutable", "", 200},
		"the plain name":              {"/static/app.css", "gzip", "no-cache", "gzip", 200},
		"a font is small already":     {Asset("inter-latin.woff2"), "gzip", "public, max-age=31536000, immutable", "", 200},
		"the address of old content":  {"/static/app.00000000.css", "gzip", "", "", 404},
		"a way out of the folder":     {"/static/../locales/tr.json", "gzip", "", "", 404},
	} {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequest("GET", "http://x"+tt.path, nil)
			r.Header.Set("Accept-Encoding", tt.accept)
			w := httptest.NewRecorder()
			Static().ServeHTTP(w, r)
			if w.Code != tt.status || w.Header().Get("Cache-Control") != tt.cache || w.Header().Get("Content-Encoding") != tt.encoding {
				t.Errorf("status %d, headers %v", w.Code, w.Header())
			}
		})
	}
}

func TestCompressedAndPlainAreTheSame(t *testing.T) {
	for _, a := range byName {
		if a.gzipped == nil {
			continue
		}
		r, err := gzip.NewReader(strings.NewReader(string(a.gzipped)))
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := io.ReadAll(r); string(got) != string(a.plain) {
			t.Errorf("%s differs when compressed", a.name)
		}
	}
}

func TestTheStyleNamesItsFontsByContent(t *testing.T) {
	css := string(byName["app.css"].plain)
	for _, m := range regexp.MustCompile(`url\(([^)#]+)\)`).FindAllStringSubmatch(css, -1) {
		if _, ok := byHash[strings.Trim(m[1], `"`)]; !ok {
			t.Errorf("the style asks for %s, which nobody serves", m[1])
		}
	}
}
