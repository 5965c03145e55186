package i18n

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const apostrophes = "'’‘ʼ‛"

// Words cuts a text into folded words for the search index: runs of letters and
// digits. The ending of a Turkish proper name is dropped ("Manisa'nın" gives
// manisa), except after a single letter (O'Brien gives obrien). A word with a
// ZWNJ comes joined and then in its parts: «می‌شود» gives میشود, می, شود.
func Words(s string) []string {
	var words []string
	for w := range strings.FieldsFuncSeq(fold(s, zwnj), betweenWords) {
		w = withoutSuffix(strings.Trim(w, apostrophes+string(zwnj)))
		if w == "" {
			continue
		}
		if !strings.ContainsRune(w, zwnj) {
			words = append(words, w)
			continue
		}
		words = append(words, strings.ReplaceAll(w, string(zwnj), ""))
		parts := strings.FieldsFuncSeq(w, func(r rune) bool { return r == zwnj })
		words = slices.AppendSeq(words, parts)
	}
	return words
}

func betweenWords(r rune) bool {
	if r < utf8.RuneSelf {
		return r != '\'' && (r < '0' || r > '9') && (r < 'a' || r > 'z')
	}
	return r != zwnj && !strings.ContainsRune(apostrophes, r) &&
		!unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r)
}

func withoutSuffix(w string) string {
	at := strings.IndexAny(w, apostrophes)
	if at < 0 {
		return w
	}
	if utf8.RuneCountInString(w[:at]) > 1 {
		return strings.TrimRight(w[:at], string(zwnj))
	}
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(apostrophes, r) {
			return -1
		}
		return r
	}, w)
}
