package ui

import (
	"regexp"
	"slices"
	"strings"

	"mahalle/internal/platform/i18n"
)

var constantPart = regexp.MustCompile(`^\p{Lu}+-\d{2}-`)

// splitNumber parts a number into what all numbers of the year share and what
// is its own: "MNS-26-" and "004698-P".
func splitNumber(number string) (quiet, strong string) {
	n := len(constantPart.FindString(number))
	return number[:n], number[n:]
}

// dialled keeps what a telephone can dial, in ASCII digits.
func dialled(phone string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '+' {
			return r
		}
		return -1
	}, i18n.ASCIIDigits(phone))
}

type boldPart struct {
	Text string
	Bold bool
}

// boldParts finds the first place of each strong word in a finished sentence.
func boldParts(text string, strong []string) []boldPart {
	var parts []boldPart
	for text != "" {
		at, word := nextStrong(text, strong)
		if word == "" {
			return append(parts, boldPart{Text: text})
		}
		if at > 0 {
			parts = append(parts, boldPart{Text: text[:at]})
		}
		parts = append(parts, boldPart{Text: word, Bold: true})
		text = text[at+len(word):]
		strong = slices.DeleteFunc(slices.Clone(strong), func(s string) bool { return s == word })
	}
	return parts
}

func nextStrong(text string, strong []string) (at int, word string) {
	at = len(text)
	for _, s := range strong {
		if i := strings.Index(text, s); s != "" && i >= 0 && i < at {
			at, word = i, s
		}
	}
	return at, word
}
