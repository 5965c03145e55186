package ui

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func eachStyle(t *testing.T, look func(file, line string, number int)) {
	t.Helper()
	files, err := filepath.Glob("assets/*.css")
	if err != nil || len(files) < 5 {
		t.Fatalf("%d style files: %v", len(files), err)
	}
	for _, file := range files {
		css, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(css), "\n") {
			look(filepath.Base(file), line, i+1)
		}
	}
}

// A property that says left or right is wrong in half of our languages. What
// says the side in a value needs its counterpart under [dir="rtl"], which the
// allowed lines have.
func TestStylesSayStartAndEndOnly(t *testing.T) {
	physical := regexp.MustCompile(`(^|[\s;{])((margin|padding|border|inset)-(left|right|top|bottom)|(left|right|top|bottom|width|height|min-width|max-width|min-height|max-height)|border-(top|bottom)-(left|right)-radius|float|clear)\s*:|text-align\s*:\s*(left|right)`)
	eachStyle(t, func(file, line string, n int) {
		line = strings.TrimPrefix(line, "@media (max-width: ")
		line = strings.TrimPrefix(line, "  @media (max-width: ")
		if m := physical.FindString(line); m != "" {
			t.Errorf("%s:%d says %q; write it for both directions", file, n, strings.TrimSpace(m))
		}
	})
}

func TestColoursAreSaidByMeaning(t *testing.T) {
	colour := regexp.MustCompile(`#[0-9a-fA-F]{3,8}\b`)
	eachStyle(t, func(file, line string, n int) {
		if file == "tokens.css" || file == "print.css" {
			return
		}
		for _, m := range colour.FindAllString(line, -1) {
			if m != "#000" || !strings.Contains(line, "--fade") { // a mask has no colour
				t.Errorf("%s:%d names the colour %s; use a token", file, n, m)
			}
		}
	})
}

// A resident on a slow line loads the style and the scripts before all else.
func TestPagesStayLight(t *testing.T) {
	sum := 0
	for _, name := range []string{"app.css", "htmx.js", "app.js"} {
		sum += len(byName[name].gzipped)
	}
	if most := 60 << 10; sum > most {
		t.Errorf("style and scripts are %d bytes zipped, most allowed is %d", sum, most)
	}
	t.Logf("style and scripts: %d bytes zipped", sum)
}

// Pages may use the classes of this folder and no others: a class that no style
// knows does nothing.
func TestEveryClassHasAStyle(t *testing.T) {
	css := string(byName["app.css"].plain)
	static := regexp.MustCompile(`class="([^"{}]*)"`)
	files, err := filepath.Glob("*.templ")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		templ, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range static.FindAllStringSubmatch(string(templ), -1) {
			for _, class := range strings.Fields(m[1]) {
				if !strings.Contains(css, "."+class) {
					t.Errorf("%s uses the class %q, which no style knows", file, class)
				}
			}
		}
	}
}
