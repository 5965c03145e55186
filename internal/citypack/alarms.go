package citypack

import (
	"strings"

	"mahalle/internal/city"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/table"
)

// Alarm is a danger that a report may speak of: its words are marked for whoever
// reads it. Nothing is decided by them.
type Alarm struct {
	Code  string
	Name  city.Text
	Words Words // phrases; a star at the end of a word stands for any ending
}

// shortestStem is how much of a word must stand before a star; less does where
// other words stand beside it.
const shortestStem, shortestBeside = 3, 2

// alarms reads the words that cannot wait; a pack may go without.
func (r *reader) alarms() {
	taken := map[string]int{}
	for _, row := range r.may("urgent.tsv", table.Columns{Need: append(texts("name", "words"), "code")}) {
		a := Alarm{Code: r.code(row, "alarm"), Name: row.Texts("name", r.langs()...),
			Words: Words{TR: row.Phrases("words_tr"), FA: row.Phrases("words_fa"), EN: row.Phrases("words_en")}}
		for _, lang := range r.langs() {
			if len(a.Words.In(lang)) == 0 {
				row.Fail("words_%s is empty", lang)
			}
		}
		for _, lang := range city.Langs {
			for _, phrase := range a.Words.In(lang) {
				checkPhrase(row, phrase, taken)
			}
		}
		r.pack.Alarms = append(r.pack.Alarms, a)
	}
}

// checkPhrase wants words with letters, long stems, and nothing twice.
func checkPhrase(row table.Row, phrase string, taken map[string]int) {
	folded, shortest := i18n.Fold(phrase), shortestStem
	if strings.Contains(folded, " ") {
		shortest = shortestBeside
	}
	for word := range strings.FieldsSeq(folded) {
		stem, star := strings.CutSuffix(word, "*")
		switch {
		case len(i18n.Words(stem)) != 1 || strings.Contains(stem, "*"):
			row.Fail("%q: %q is not a word, with or without a star at its end", phrase, word)
		case star && len([]rune(stem)) < shortest:
			row.Fail("%q: at least %d letters must stand before a star", phrase, shortest)
		}
	}
	if line, known := taken[folded]; known {
		row.Fail("%q stands already in line %d", phrase, line)
		return
	}
	taken[folded] = row.Line
}
