package browser

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
)

// Violation is a rule of accessibility that a page breaks.
type Violation struct {
	Rule   string   `json:"id"`
	Impact string   `json:"impact"` // minor, moderate, serious, critical
	Help   string   `json:"help"`
	Where  []string `json:"where"` // CSS selectors of the places
}

func (v Violation) String() string {
	return fmt.Sprintf("%s (%s): %s at %s", v.Rule, v.Impact, v.Help, strings.Join(v.Where, ", "))
}

// Serious reports whether somebody cannot use the page because of it.
func (v Violation) Serious() bool { return v.Impact == "serious" || v.Impact == "critical" }

// Accessible runs axe-core over the page as it stands, by WCAG 2.2 A and AA.
// What is serious or critical fails the test; everything found is returned.
func (b *Tab) Accessible() []Violation {
	b.t.Helper()
	script, err := axeCore()
	if err != nil {
		b.t.Fatal(err)
	}
	b.do("loading axe-core", chromedp.Evaluate[chromedp.Void](script))
	found := Eval[[]Violation](b, runAxe)
	for _, v := range found {
		if v.Serious() {
			b.t.Errorf("%s: %s", b.Address(), v)
		}
	}
	return found
}

const runAxe = `async () => {
	const standard = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
	const found = await axe.run(document, {runOnly: {type: "tag", values: standard}, resultTypes: ["violations"]})
	return found.violations.map(v => ({id: v.id, impact: v.impact, help: v.help,
		where: v.nodes.map(n => n.target.flat(9).join(" "))}))
}`

// axeCore reads the library that package.json beside this file names.
var axeCore = sync.OnceValues(func() (string, error) {
	root, err := moduleRoot()
	if err != nil {
		return "", err
	}
	folder := filepath.Join("internal", "browser")
	script, err := os.ReadFile(filepath.Join(root, folder, "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		return "", fmt.Errorf("axe-core is missing; run npm ci in %s, or make test: %w", folder, err)
	}
	return string(script), nil
})

// moduleRoot is the folder of go.mod; a test runs in its own package's folder.
func moduleRoot() (string, error) {
	folder, err := os.Getwd()
	for err == nil {
		if _, statErr := os.Stat(filepath.Join(folder, "go.mod")); statErr == nil {
			return folder, nil
		}
		if folder == filepath.Dir(folder) {
			return "", errors.New("no go.mod above the test's folder")
		}
		folder = filepath.Dir(folder)
	}
	return "", err
}

// call writes the call of a JavaScript function with its arguments as JSON.
func call(t testing.TB, function string, args []any) string {
	t.Helper()
	written := make([]string, len(args))
	for i, a := range args {
		text, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		written[i] = string(text)
	}
	return "(" + function + ")(" + strings.Join(written, ", ") + ")"
}
