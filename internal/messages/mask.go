package messages

import (
	"strings"
	"unicode/utf8"
)

// mask shows enough of an address to recognise one's own and too little to
// write to another's: a•••@x.org.
func mask(address string) string {
	at := strings.LastIndexByte(address, '@')
	if at < 0 {
		if address == "" {
			return ""
		}
		return hidden
	}
	if utf8.RuneCountInString(address[:at]) < 2 {
		return hidden + address[at:]
	}
	_, size := utf8.DecodeRuneInString(address)
	return address[:size] + hidden + address[at:]
}

const hidden = "•••"
