package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestCheckTellsWhatIsNotCurrent(t *testing.T) {
	static := t.TempDir()
	file := func(name string) string { return filepath.Join(static, name) }
	for name, text := range map[string]string{"app.css": "new", "old.js": "x", "page_templ.go": "FileName: `internal/x/page.templ`", "app.js": "old"} {
		if err := os.WriteFile(file(name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	files := built{file("app.css"): []byte("new"), file("app.js"): []byte("new"), file("page_templ.go"): []byte("FileName: `page.templ`"), file("gone.svg"): []byte("x")}
	err := files.compare(static)
	if err == nil {
		t.Fatal("nothing was said")
	}
	for name, told := range map[string]bool{"app.css": false, "app.js": true, "old.js": true, "gone.svg": true, "page_templ.go": false} {
		if got := strings.Contains(err.Error(), file(name)); got != told {
			t.Errorf("%s: told %v, want %v, in %v", name, got, told, err)
		}
	}
}

func TestAPageIsGeneratedWithoutItsFolder(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.templ")
	if err := os.WriteFile(path, []byte("package x\n\ntempl X(s string) {\n\t<p>{ s }</p>\n}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	code, err := template(path)
	if err != nil || !strings.Contains(string(code), "FileName: `x.templ`") {
		t.Errorf("%v: %s", err, code)
	}
}

func TestTheStyleIsMadeForOlderBrowsers(t *testing.T) {
	css, err := minify([]byte(".a { color: red; &:hover { color: blue } }"))
	if got := strings.TrimSpace(string(css)); err != nil || got != ".a{color:red}.a:hover{color:#00f}" {
		t.Errorf("%q, %v", got, err)
	}
}
