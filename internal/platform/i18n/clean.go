package i18n

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// CleanText is what we store of a text that somebody typed: as they wrote it,
// in Unicode NFC, lines ending in \n, without NUL, control and direction
// characters that could disturb a page, and with Persian letters where an
// Arabic keyboard put Arabic ones. Text in Arabic keeps its letters, and ZWNJ
// stays. Cleaning twice changes nothing.
func CleanText(s string) string {
	if isClean(s) {
		return s
	}
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\ufffd"), "\r\n", "\n")
	s = norm.NFC.String(strings.Map(cleanRune, s))
	if isPersian(s) {
		s = persianLetters.Replace(s)
	}
	return s
}

func isClean(s string) bool {
	for i := range len(s) {
		if c := s[i]; c >= utf8.RuneSelf-1 || c < ' ' && c != '\n' && c != '\t' {
			return false
		}
	}
	return true
}

// cleanRune drops what nobody can see. ZWNJ and ZWJ stay: Persian words and
// emoji are made with them.
func cleanRune(r rune) rune {
	switch {
	case r == '\n', r == '\t':
		return r
	case r == '\r', r == '\u2028', r == '\u2029':
		return '\n'
	case r < ' ', r >= 0x7f && r < 0xa0: // control characters
		return -1
	case r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069': // embeddings, isolates
		return -1
	case r == '\u200e', r == '\u200f', r == '\u061c', r == '\u200b', r == '\ufeff':
		return -1
	}
	return r
}

var persianLetters = strings.NewReplacer("ي", "ی", "ك", "ک")

// isPersian tells Persian from Arabic by the letters that only one of them
// has. With neither it is Persian: an Iranian on an Arabic keyboard is likelier
// here than a short Arabic word.
func isPersian(s string) bool {
	return strings.ContainsAny(s, "پچژگکی") || !strings.ContainsAny(s, "ةىأإٱ")
}
