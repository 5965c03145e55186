package mail

import (
	"strings"

	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
)

// ParseAddress gives a typed e-mail address as we keep it: digits of any script
// as ASCII, invisible marks and outer spaces gone, the domain in small letters.
// Anything that is not plainly one address, such as a second line, a second
// address, a name in brackets or Turkish letters, is fault.Invalid. It does not
// say whether somebody reads there.
func ParseAddress(typed string) (string, error) {
	s := strings.TrimSpace(strings.Map(visible, i18n.ASCIIDigits(typed)))
	at := strings.LastIndexByte(s, '@')
	if at < 0 || len(s) > 254 || !validName(s[:at]) {
		return "", fault.New(fault.Invalid, "mail.not_an_address")
	}
	domain := strings.Map(lowerASCII, s[at+1:])
	if !validDomain(domain) {
		return "", fault.New(fault.Invalid, "mail.not_an_address")
	}
	return s[:at+1] + domain, nil
}

// Fold writes an address as it is compared: whether two are one person's mailbox
// hangs on no capitals and on no language.
func Fold(address string) string { return strings.Map(lowerASCII, address) }

// visible drops the direction marks that come along when an address is copied
// out of a Persian or Arabic page.
func visible(r rune) rune {
	switch {
	case r == '\u200e', r == '\u200f', r == '\ufeff',
		r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
		return -1
	}
	return r
}

// lowerASCII is no Turkish or other language's business: I becomes i.
func lowerASCII(r rune) rune {
	if 'A' <= r && r <= 'Z' {
		return r + 'a' - 'A'
	}
	return r
}

// validName is the part before the @: words of letters, digits and the signs
// that mail allows, joined by single dots.
func validName(name string) bool {
	if len(name) > 64 {
		return false
	}
	for word := range strings.SplitSeq(name, ".") {
		if word == "" || !onlyOf(word, asciiLetters+digits+"!#$%&'*+/=?^_`{|}~-") {
			return false
		}
	}
	return true
}

const (
	smallLetters = "abcdefghijklmnopqrstuvwxyz"
	asciiLetters = smallLetters + "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	digits       = "0123456789"
)

// validDomain is two or more labels, the last of which has a letter.
func validDomain(domain string) bool {
	labels := strings.Split(domain, ".")
	for _, label := range labels {
		if label == "" || len(label) > 63 || !onlyOf(label, smallLetters+digits+"-") ||
			label[0] == '-' || label[len(label)-1] == '-' {
			return false
		}
	}
	last := labels[len(labels)-1]
	return len(labels) > 1 && len(last) > 1 && !onlyOf(last, digits)
}

// onlyOf reports whether every byte of s is one of the given.
func onlyOf(s, bytes string) bool {
	for i := range len(s) {
		if strings.IndexByte(bytes, s[i]) < 0 {
			return false
		}
	}
	return true
}
