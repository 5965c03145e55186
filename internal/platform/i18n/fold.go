package i18n

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const zwnj = '\u200c' // zero width non-joiner, the half space of Persian

// Fold makes the form of a text in which we search: letter case, accents and
// the dots of Turkish are gone, Arabic and Persian letters are one, digits are
// ASCII, a ZWNJ is dropped. So ISPARTA, Isparta and ısparta are the same, and
// «می‌شود» is «میشود». Folding twice changes nothing. It is for searching only:
// show and store what people wrote.
func Fold(s string) string { return fold(s, -1) }

// FoldVariants folds a text twice, with every ZWNJ dropped and with a space in
// its place: copy and paste eats it, and people type a space for it. Without a
// ZWNJ both are the same.
func FoldVariants(s string) (joined, split string) {
	joined = Fold(s)
	if !strings.ContainsRune(s, zwnj) {
		return joined, joined
	}
	return joined, fold(s, ' ')
}

// fold writes halfSpace for every ZWNJ, or nothing if it is negative.
func fold(s string, halfSpace rune) string {
	if isFolded(s) {
		return s
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		i += size
		switch {
		case r < utf8.RuneSelf:
			b = append(b, lowerASCII(byte(r)))
		case r != zwnj:
			b = appendFolded(b, r)
		case endsInHeh(b) && startsWithLastYeh(s[i:]):
			i += len("ی") // خانه‌ی is خانه
		case halfSpace >= 0:
			b = utf8.AppendRune(b, halfSpace)
		}
	}
	return string(b)
}

// isFolded is the quick way out for text that is plain ASCII already.
func isFolded(s string) bool {
	for i := range len(s) {
		if c := s[i]; c >= utf8.RuneSelf || c >= 'A' && c <= 'Z' {
			return false
		}
	}
	return true
}

func lowerASCII(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

// quick remembers the fold of the Latin and Arabic letters: a rune, or 0 for
// nothing, or -1 when there is more to it.
var quick = func() (table [0x700]rune) {
	for r := range table {
		folded := []rune(string(foldRune(nil, rune(r))))
		switch len(folded) {
		case 0:
			table[r] = 0
		case 1:
			table[r] = folded[0]
		default:
			table[r] = -1
		}
	}
	return table
}()

func appendFolded(b []byte, r rune) []byte {
	if int(r) >= len(quick) || quick[r] < 0 {
		return foldRune(b, r)
	}
	if quick[r] == 0 {
		return b
	}
	return utf8.AppendRune(b, quick[r])
}

// foldRune takes a rune apart (NFKD) and folds what it is made of.
func foldRune(b []byte, r rune) []byte {
	parts := norm.NFKD.PropertiesString(string(r)).Decomposition()
	if parts == nil {
		return appendLetter(b, r)
	}
	for _, part := range string(parts) {
		b = appendLetter(b, part)
	}
	return b
}

func appendLetter(b []byte, r rune) []byte {
	switch r {
	case 'ı':
		return append(b, 'i')
	case 'ي', 'ى':
		return append(b, "ی"...)
	case 'ك':
		return append(b, "ک"...)
	case 'ة', 'ە': // ە is what remains of ۀ
		return append(b, "ه"...)
	case 'ٱ':
		return append(b, "ا"...)
	case 'ـ': // tatweel only stretches the line
		return b
	}
	if unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) { // accents, harakat, bidi controls
		return b
	}
	if d, ok := digit(r); ok {
		return append(b, d)
	}
	return utf8.AppendRune(b, unicode.ToLower(r))
}

func endsInHeh(b []byte) bool { return bytes.HasSuffix(b, []byte("ه")) }

// startsWithLastYeh tells that a yeh follows and ends the word.
func startsWithLastYeh(s string) bool {
	r, size := utf8.DecodeRuneInString(s)
	if r != 'ی' && r != 'ي' && r != 'ى' {
		return false
	}
	next, _ := utf8.DecodeRuneInString(s[size:])
	return next != zwnj && !unicode.IsLetter(next) && !unicode.IsMark(next)
}
