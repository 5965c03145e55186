package app_test

import (
	"go/ast"
	"slices"
	"testing"
)

// blindToLanguages change or compare letters as English does: ISPARTA becomes
// isparta, and no resident of Isparta writes that.
var blindToLanguages = map[string][]string{
	"strings": {"ToLower", "ToUpper", "ToTitle", "Title", "EqualFold"},
	"bytes":   {"ToLower", "ToUpper", "ToTitle", "Title", "EqualFold"},
	"unicode": {"ToLower", "ToUpper", "ToTitle"},
}

// machineWords are folders and files whose letters are no person's, each with its
// reason.
var machineWords = map[string]string{
	"internal/platform/mail/mailtest": "commands and header names of SMTP are ASCII",
	"internal/platform/i18n":          "this is where letters are folded, with each language's rules around it",
	"internal/mailroom/letter":        "names of fields, media types and addresses of mail are ASCII",
	"internal/mailroom/address.go":    "reply addresses are ASCII",
	"internal/requests/number.go":     "request numbers are ASCII whatever the language",
	"internal/platform/tenant":        "host names are ASCII",
	"internal/platform/outward":       "host names are ASCII when they are called",
	"internal/doors/open311":          "words, times and media types of the protocol are ASCII",
	"internal/doors/forward":          "words, codes and states of the protocol are ASCII",
}

func letterFaults(s source) []string {
	var faults []string
	ast.Inspect(s.file, func(n ast.Node) bool {
		call, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if of, ok := call.X.(*ast.Ident); ok && slices.Contains(blindToLanguages[of.Name], call.Sel.Name) {
			faults = append(faults, s.at(call.Pos())+": "+of.Name+"."+call.Sel.Name+" knows no Turkish; use i18n.Fold, or name it in machineWords if no person writes this")
		}
		return true
	})
	return faults
}

func TestLettersAreFoldedAsPeopleWriteThem(t *testing.T) {
	allowed := allow(machineWords)
	for _, s := range theHouse(t) {
		if s.test() {
			continue
		}
		if faults := letterFaults(s); len(faults) > 0 && !allowed.covers(s.folder()) && !allowed.covers(s.path) {
			report(t, faults)
		}
	}
	report(t, allowed.stale())
}

func TestLettersFoldedAsEnglishAreFound(t *testing.T) {
	finds(t, letterFaults(sample(t, "internal/requests/search.go", "package requests\nimport \"strings\"\nvar a = strings.ToLower(\"ISPARTA\")\nvar b = strings.TrimSpace(\" \")")),
		"internal/requests/search.go:3: strings.ToLower knows no Turkish")
}
