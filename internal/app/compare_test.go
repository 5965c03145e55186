package app_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	namedTest    = regexp.MustCompile(`\bTest[A-Z]\w+`)
	namedAddress = regexp.MustCompile("`(/[a-z][^` ]*)`")
	testFunction = regexp.MustCompile(`(?m)^func (Test\w+)\(t \*testing\.T\)`)
)

// everyTest is the name of every test of the repository.
func everyTest(t *testing.T) map[string]bool {
	t.Helper()
	all := map[string]bool{}
	err := filepath.WalkDir(filepath.Join("..", ".."), func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, "_test.go") {
			if d != nil && d.IsDir() && d.Name() == "node_modules" {
				return filepath.SkipDir
			}
			return err
		}
		text, err := os.ReadFile(path)
		for _, found := range testFunction.FindAllStringSubmatch(string(text), -1) {
			all[found[1]] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestWhatWeSayOfOurselvesIsProvedByATestOrAPage(t *testing.T) {
	tests := everyTest(t)
	routes, err := os.ReadFile(filepath.Join("testdata", "routes.golden"))
	if err != nil {
		t.Fatal(err)
	}
	books, err := filepath.Glob(filepath.Join("..", "..", "docs", "compare", "*.md"))
	if err != nil || len(books) == 0 {
		t.Fatalf("no comparison: %v", err)
	}
	for _, book := range books {
		text, err := os.ReadFile(book)
		if err != nil {
			t.Fatal(err)
		}
		proofs := namedTest.FindAllString(string(text), -1)
		if len(proofs) < 20 {
			t.Errorf("%s names %d tests only", book, len(proofs))
		}
		for _, name := range proofs {
			if !tests[name] {
				t.Errorf("%s names %s, which is no test", filepath.Base(book), name)
			}
		}
		for _, found := range namedAddress.FindAllStringSubmatch(string(text), -1) {
			if !strings.Contains(string(routes), " "+found[1]+" ") && !strings.Contains(string(routes), " "+found[1]+"\n") && !strings.Contains(string(routes), " "+found[1]+"\t") {
				t.Errorf("%s names the address %s, which no door has", filepath.Base(book), found[1])
			}
		}
	}
}
