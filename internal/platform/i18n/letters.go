package i18n

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"mahalle/internal/city"
)

// Upper writes a text in capitals for showing, never for keys: istanbul is
// İSTANBUL in Turkish and ISTANBUL in English.
func Upper(lang city.Lang, s string) string {
	if lang == city.Turkish {
		return strings.ToUpperSpecial(unicode.TurkishCase, s)
	}
	return strings.ToUpper(s)
}

// Lower writes a text in small letters for showing, never for keys: ISPARTA is
// ısparta in Turkish.
func Lower(lang city.Lang, s string) string {
	if lang == city.Turkish {
		return strings.ToLowerSpecial(unicode.TurkishCase, s)
	}
	return strings.ToLower(s)
}

// Capital writes the first letter as a capital, for a word that begins a line:
// bugün is Bugün, and içme suyu is İçme suyu in Turkish.
func Capital(lang city.Lang, s string) string {
	_, size := utf8.DecodeRuneInString(s)
	return Upper(lang, s[:size]) + s[size:]
}
