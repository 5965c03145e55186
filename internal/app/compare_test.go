package app_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
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

var (
	notYet     = regexp.MustCompile(`\bNot( yet)?:|: not,|; not by `)
	toDecision = regexp.MustCompile(`\]\(\.\./decisions/([^)]+)\)`)
	complaints = regexp.MustCompile(`(?m)^\| ([0-9, ]+) \|`)
)

func TestWhatWeLeaveOutHasAReasonAndNoComplaintIsPassedOver(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "compare", "requests.md"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		row := strings.HasPrefix(line, "| ") && !strings.HasPrefix(line, "| Feature") && !strings.HasPrefix(line, "| | ")
		if row && !namedTest.MatchString(line) && !namedAddress.MatchString(line) && !toDecision.MatchString(line) {
			t.Errorf("nothing proves %s", line)
		}
		decided := toDecision.FindStringSubmatch(line)
		if notYet.MatchString(line) && decided == nil {
			t.Errorf("no decision gives the reason for %s", line)
		}
		if decided != nil {
			if _, err := os.Stat(filepath.Join("..", "..", "docs", "decisions", decided[1])); err != nil {
				t.Error(err)
			}
		}
	}
	answered := map[string]bool{}
	for _, found := range complaints.FindAllStringSubmatch(string(text), -1) {
		for n := range strings.SplitSeq(found[1], ",") {
			answered[strings.TrimSpace(n)] = true
		}
	}
	for n := 1; n <= 21; n++ {
		if n != 9 && n != 10 && !answered[strconv.Itoa(n)] {
			t.Errorf("complaint %d is passed over", n)
		}
	}
}
