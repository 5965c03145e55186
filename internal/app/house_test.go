// The house tests: the shape of the house is a test, not a memory.
//
// Each check reads sources and answers with sentences that say what to do. Each
// is first shown something wrong, so that we know it can fail.
package app_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// source is one Go file of ours.
type source struct {
	path string // from the root, with slashes: internal/requests/store.go
	file *ast.File
	set  *token.FileSet
}

func (s source) folder() string { return path.Dir(s.path) }
func (s source) test() bool     { return strings.HasSuffix(s.path, "_test.go") }

// at is the place of a node for a message: internal/requests/store.go:12.
func (s source) at(p token.Pos) string {
	return s.path + ":" + strconv.Itoa(s.set.Position(p).Line)
}

// root is the folder of go.mod; tests run in their package's folder.
const root = "../.."

// files gives every file of ours that the house is built of, with slashes.
var files = sync.OnceValues(func() ([]string, error) {
	var all []string
	for _, top := range []string{"cities", "cmd", "internal"} {
		err := filepath.WalkDir(filepath.Join(root, top), func(name string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if d.IsDir() && (d.Name() == "node_modules" || d.Name() == "testdata") {
				return filepath.SkipDir
			}
			rel, err := filepath.Rel(root, name)
			if !d.IsDir() {
				all = append(all, filepath.ToSlash(rel))
			}
			return err
		})
		if err != nil && !os.IsNotExist(err) {
			return nil, err
		}
	}
	return all, nil
})

// house is every Go file of ours, read once.
var house = sync.OnceValues(func() ([]source, error) {
	all, err := files()
	var sources []source
	for _, name := range all {
		if path.Ext(name) != ".go" {
			continue
		}
		s, parseErr := readSource(name, nil)
		if parseErr != nil {
			return nil, parseErr
		}
		sources = append(sources, s)
	}
	return sources, err
})

// readSource parses Go text that stands, or pretends to stand, at a path.
func readSource(name string, text any) (source, error) {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, filepath.Join(root, filepath.FromSlash(name)), text, parser.ParseComments|parser.SkipObjectResolution)
	return source{path: name, file: file, set: set}, err
}

// theHouse is the house for a check.
func theHouse(t *testing.T) []source {
	t.Helper()
	sources, err := house()
	if err != nil {
		t.Fatal(err)
	}
	if len(sources) == 0 {
		t.Fatal("no Go file was found; these checks would pass on an empty house")
	}
	return sources
}

// sample is Go text for showing a check something.
func sample(t *testing.T, name, text string) source {
	t.Helper()
	s, err := readSource(name, text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// report fails the test for each sentence.
func report(t *testing.T, faults []string) {
	t.Helper()
	for _, f := range faults {
		t.Error(f)
	}
}

// finds checks that the sentences are exactly those wanted, in any order; a
// wanted one may be its beginning.
func finds(t *testing.T, got []string, want ...string) {
	t.Helper()
	got, want = slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(want))
	if len(got) != len(want) {
		t.Fatalf("found:\n  %s\nwant:\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
	for i := range got {
		if !strings.HasPrefix(got[i], want[i]) {
			t.Errorf("found %q, want %q", got[i], want[i])
		}
	}
}

// exception is a rule set aside with a reason. One that nothing needs any more
// must go.
type exceptions struct {
	reasons map[string]string
	used    map[string]bool
}

func allow(reasons map[string]string) *exceptions {
	return &exceptions{reasons: reasons, used: map[string]bool{}}
}

func (e *exceptions) covers(what string) bool {
	_, ok := e.reasons[what]
	if ok {
		e.used[what] = true
	}
	return ok
}

func (e *exceptions) stale() []string {
	var faults []string
	for _, what := range slices.Sorted(maps.Keys(e.reasons)) {
		if !e.used[what] {
			faults = append(faults, fmt.Sprintf("the exception for %s is not needed any more; delete it", what))
		}
	}
	return faults
}

func TestAnExceptionNobodyNeedsMustGo(t *testing.T) {
	e := allow(map[string]string{"a": "because", "b": "because"})
	if !e.covers("a") || e.covers("c") {
		t.Error("an exception covers what it names and nothing else")
	}
	finds(t, e.stale(), "the exception for b")
}
