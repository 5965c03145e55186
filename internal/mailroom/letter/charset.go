package letter

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
)

// decode reads text in the charset it says it is in, if that can be true. Many
// letters say one thing and are another: what reads as UTF-8 is UTF-8, and what
// says UTF-8 and is not is one of the two old charsets of our cities.
func decode(b []byte, charset string) string {
	good, bad := counted(b)
	many := good+bad > 0
	if good > 0 && good >= 2*bad {
		return strings.ToValidUTF8(string(b), "\ufffd")
	}
	known, err := htmlindex.Get(strings.TrimSpace(charset))
	if err != nil || charset == "" || known == encoding.Replacement {
		known = oldCharset(b)
	}
	if name, err := htmlindex.Name(known); err == nil && name == "utf-8" {
		if !many {
			return string(b)
		}
		known = oldCharset(b)
	}
	s, err := known.NewDecoder().Bytes(b)
	if err != nil {
		return strings.ToValidUTF8(string(b), "\ufffd")
	}
	return string(s)
}

// counted counts letters beyond ASCII that are UTF-8, and bytes that are not.
func counted(b []byte) (good, bad int) {
	for len(b) > 0 {
		r, size := utf8.DecodeRune(b)
		switch {
		case r == utf8.RuneError && size == 1:
			bad++
		case r >= utf8.RuneSelf:
			good++
		}
		b = b[size:]
	}
	return good, bad
}

// inTurkish are the bytes of the letters ç ğ ı ö ş ü, Ç Ğ İ Ö Ş Ü and â î û in
// windows-1254.
const inTurkish = "\xe7\xf0\xfd\xf6\xfe\xfc\xc7\xd0\xdd\xd6\xde\xdc\xe2\xee\xfb"

// oldCharset tells Turkish from Persian and Arabic by which bytes are frequent.
func oldCharset(b []byte) encoding.Encoding {
	turkish, others := 0, 0
	for _, c := range b {
		switch {
		case c < utf8.RuneSelf:
		case strings.IndexByte(inTurkish, c) >= 0:
			turkish++
		default:
			others++
		}
	}
	if others > turkish {
		return charmap.Windows1256
	}
	return charmap.Windows1254
}
