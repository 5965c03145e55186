// Package blot takes a person out of a text that stays: name, e-mail address and
// telephone number become a blot, in whatever digits and spelling they stand.
package blot

import (
	"regexp"
	"strings"
	"unicode"

	"mahalle/internal/platform/i18n"
)

// Blot stands where a person stood. It needs no translation.
const Blot = "•••"

// Who is the person to be taken out; what is empty is not looked for.
type Who struct {
	Name, Email string
	Phone       string // E.164
}

const (
	shortestName = 3 // letters; a shorter one stands in too many words
	sameEnd      = 9 // last digits by which two telephone numbers are one
)

// Out is the text without the person.
func (w Who) Out(text string) string {
	for _, said := range w.said() {
		text = said.ReplaceAllString(text, Blot)
	}
	if len(w.Phone) <= sameEnd {
		return text
	}
	end := w.Phone[len(w.Phone)-sameEnd:]
	return number.ReplaceAllStringFunc(text, func(found string) string {
		if strings.HasSuffix(onlyDigits(found), end) {
			return Blot
		}
		return found
	})
}

// number is a run of digits as people part them.
var number = regexp.MustCompile(`\+?[\p{Nd}(][\p{Nd}()\-./ \x{200c}\x{00a0}]{7,}\p{Nd}`)

func onlyDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, i18n.ASCIIDigits(s))
}

// said are the ways in which name and address may stand in a text: as given, in
// capitals or small letters, Turkish or not.
func (w Who) said() []*regexp.Regexp {
	var all []*regexp.Regexp
	for _, word := range []string{w.Email, strings.Join(strings.Fields(w.Name), " ")} {
		if len([]rune(word)) < shortestName {
			continue
		}
		var ways []string
		for _, way := range []string{word, strings.ToUpperSpecial(unicode.TurkishCase, word), strings.ToLowerSpecial(unicode.TurkishCase, word)} {
			ways = append(ways, strings.ReplaceAll(regexp.QuoteMeta(way), " ", `[\s\x{200c}]+`))
		}
		all = append(all, regexp.MustCompile(`(?i)(?:`+strings.Join(ways, "|")+`)`))
	}
	return all
}
