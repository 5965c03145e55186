package citypack

import (
	"regexp"
	"slices"
	"strings"

	"mahalle/internal/city"
	"mahalle/internal/platform/table"
)

// Template is a ready text that a unit may send after reading it over. In the
// file \n stands for a new line.
type Template struct {
	Code  string
	About string // code of a subject, or GROUP.*, or *
	For   string // reply, interim, finish, refuse or ask
	Title city.Text
	Text  city.Text // may hold the words of Placeholders
}

// Placeholders are the words in braces that a template's text may hold.
var Placeholders = []string{"{number}", "{subject}", "{due}"}

func (r *reader) templates() {
	for _, row := range r.may("templates.tsv", table.Columns{Need: append(texts("title", "text"), "code", "about", "for")}) {
		t := Template{
			Code: r.code(row, "template"), About: row.Need("about"),
			For:   row.OneOf("for", "reply", "interim", "finish", "refuse", "ask"),
			Title: row.Texts("title", r.langs()...), Text: lines(row.Texts("text", r.langs()...)),
		}
		r.checkSubjectOf(row, OwnerRule{Subject: t.About})
		r.checkPlaceholders(row, t.Text)
		r.pack.Templates = append(r.pack.Templates, t)
	}
}

var braces = regexp.MustCompile(`\{[^{}]*\}`)

// checkPlaceholders wants the same placeholders in every language: a date that
// one reader is told, the others are told too.
func (r *reader) checkPlaceholders(row table.Row, text city.Text) {
	var first []string
	for i, lang := range r.langs() {
		found := braces.FindAllString(only(text, lang), -1)
		slices.Sort(found)
		found = slices.Compact(found)
		for _, word := range found {
			if !slices.Contains(Placeholders, word) {
				row.Fail("text_%s holds %s, which is not one of: %s", lang, word, strings.Join(Placeholders, " "))
			}
		}
		if i == 0 {
			first = found
		} else if !slices.Equal(first, found) {
			row.Fail("text_%s has the placeholders [%s], text_%s has [%s]",
				lang, strings.Join(found, " "), r.langs()[0], strings.Join(first, " "))
		}
	}
}

// only is the text in this very language, empty if it is not written.
func only(t city.Text, lang city.Lang) string {
	switch lang {
	case city.Turkish:
		return t.TR
	case city.Persian:
		return t.FA
	default:
		return t.EN
	}
}

func lines(t city.Text) city.Text {
	lines := strings.NewReplacer(`\n`, "\n").Replace
	return city.Text{TR: lines(t.TR), FA: lines(t.FA), EN: lines(t.EN)}
}
