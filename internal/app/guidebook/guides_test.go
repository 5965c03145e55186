package guidebook

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const (
	root  = "../../.."
	books = root + "/docs/guide"
)

var languages = []string{"tr", "fa", "en"}

// longest is how many words a guide may have: two printed pages.
const longest = 700

// guides are the names of the guides of one language.
func guides(t *testing.T, lang string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(books, lang, "*.md"))
	if err != nil || len(found) == 0 {
		t.Fatalf("no guides for %s: %v", lang, err)
	}
	for i := range found {
		found[i] = filepath.Base(found[i])
	}
	return found
}

func read(t *testing.T, lang, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(books, lang, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// parts counts what a guide is made of, so that no language tells less.
func parts(text string) map[string]int {
	return map[string]int{
		"headings": strings.Count("\n"+text, "\n## "),
		"pictures": strings.Count(text, "!["),
		"points":   strings.Count("\n"+text, "\n- "),
		"rows":     strings.Count("\n"+text, "\n| "),
	}
}

func TestEveryGuideTellsTheSameInThreeLanguages(t *testing.T) {
	for _, name := range guides(t, "en") {
		want := parts(read(t, "en", name))
		for _, lang := range languages {
			text := read(t, lang, name)
			for what, n := range parts(text) {
				if n != want[what] {
					t.Errorf("%s/%s has %d %s; in English there are %d", lang, name, n, what, want[what])
				}
			}
			if n := len(strings.Fields(text)); n > longest {
				t.Errorf("%s/%s has %d words; two printed pages hold %d", lang, name, n, longest)
			}
		}
	}
	for _, lang := range languages {
		if !slices.Equal(guides(t, lang), guides(t, "en")) {
			t.Errorf("the guides in %s are %v", lang, guides(t, lang))
		}
	}
}

var bold = regexp.MustCompile(`\*\*([^*]+)\*\*`)

func TestEveryWordInBoldIsAWordOfTheScreens(t *testing.T) {
	for _, lang := range languages {
		said := screens(t, lang)
		for _, name := range guides(t, lang) {
			for _, m := range bold.FindAllStringSubmatch(read(t, lang, name), -1) {
				if !said[m[1]] {
					t.Errorf("%s/%s writes **%s**, and no screen says so", lang, name, m[1])
				}
			}
		}
	}
}

// screens are all sentences of the program in one language.
func screens(t *testing.T, lang string) map[string]bool {
	t.Helper()
	said := map[string]bool{}
	err := filepath.WalkDir(filepath.Join(root, "internal"), func(path string, d fs.DirEntry, err error) error {
		if d != nil && d.IsDir() && d.Name() == "node_modules" {
			return filepath.SkipDir
		}
		if err != nil || !strings.HasSuffix(filepath.ToSlash(path), "/locales/"+lang+".json") {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		var sentences map[string]any
		if err := json.Unmarshal(text, &sentences); err != nil {
			return err
		}
		for _, s := range sentences {
			if words, ok := s.(string); ok {
				said[words] = true
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return said
}

var link = regexp.MustCompile(`\]\(([^)#]+)[^)]*\)`)

func TestEveryLinkAndPictureOfABookLeadsSomewhere(t *testing.T) {
	used := map[string]bool{}
	for _, folder := range []string{"docs/guide/tr", "docs/guide/fa", "docs/guide/en", "docs/operate", "."} {
		found, err := filepath.Glob(filepath.Join(root, folder, "*.md"))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range found {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range link.FindAllStringSubmatch(string(text), -1) {
				if strings.Contains(m[1], "://") {
					continue
				}
				to := filepath.Join(filepath.Dir(path), m[1])
				used[filepath.Clean(to)] = true
				if _, err := os.Stat(to); err != nil {
					t.Errorf("%s names %s, which is not there", path, m[1])
				}
			}
		}
	}
	pictures, err := filepath.Glob(filepath.Join(books, "pictures", "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pictures {
		if !used[filepath.Clean(p)] {
			t.Errorf("nobody shows %s; remove it or show it", p)
		}
	}
}

// unPersian is what no Persian sentence contains: Arabic letters, digits of
// other scripts, straight quotes, a space before a suffix.
var unPersian = regexp.MustCompile(`[يكة٠-٩]|[0-9]|"| (ها|های|هایی|تر|ترین)[ .،؛]|[?;,]`)

// quoted is what stands in a Persian text without being Persian.
var quoted = regexp.MustCompile("`[^`]*`|\\]\\([^)]*\\)|<div[^>]*>")

func TestPersianGuidesAreWrittenAsPersian(t *testing.T) {
	for _, name := range guides(t, "fa") {
		for i, line := range strings.Split(read(t, "fa", name), "\n") {
			if m := unPersian.FindString(quoted.ReplaceAllString(line, "")); m != "" {
				t.Errorf("fa/%s:%d: %q in %s", name, i+1, m, line)
			}
		}
	}
}
