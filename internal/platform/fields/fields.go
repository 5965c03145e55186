// Package fields writes JSON for programs directly, field by field: a list of fifty
// costs less than finding its rows.
//
//	b = append(b, '{')
//	b = fields.Field(b, "number", r.Number)   // ,"number":"…", or nothing when it is empty
//	b = fields.Moment(b, "due", r.Due)
//
// A field begins with its comma; Object takes the first one away.
package fields

import (
	"strconv"
	"time"
	"unicode/utf8"

	"mahalle/internal/city"
)

// Object is what write adds, as an object: the comma of its first field is left
// out.
func Object(b []byte, write func(b []byte) []byte) []byte {
	at := len(b)
	b = write(b)
	if len(b) == at {
		return append(b, '{', '}')
	}
	b[at] = '{'
	return append(b, '}')
}

// List writes n things as a list.
func List(b []byte, n int, one func(b []byte, i int) []byte) []byte {
	b = append(b, '[')
	for i := range n {
		if i > 0 {
			b = append(b, ',')
		}
		b = one(b, i)
	}
	return append(b, ']')
}

// Name writes the name of a field whose value follows.
func Name(b []byte, name string) []byte {
	b = append(b, `,"`...)
	b = append(b, name...)
	return append(b, `":`...)
}

// Yes writes a field that is true, and nothing when it is not.
func Yes(b []byte, name string, yes bool) []byte {
	if !yes {
		return b
	}
	return append(Name(b, name), `true`...)
}

// Number writes a number, and nothing for zero.
func Number(b []byte, name string, n int) []byte {
	if n == 0 {
		return b
	}
	return strconv.AppendInt(Name(b, name), int64(n), 10)
}

// Names writes a name in each language the city wrote it in.
func Names(b []byte, name string, t city.Text) []byte {
	return Object(Name(b, name), func(b []byte) []byte {
		return Field(Field(Field(b, "tr", t.TR), "fa", t.FA), "en", t.EN)
	})
}

// Texts writes a list of texts, and nothing when there are none.
func Texts(b []byte, name string, all []string) []byte {
	if len(all) == 0 {
		return b
	}
	return List(Name(b, name), len(all), func(b []byte, i int) []byte { return Text(b, all[i]) })
}

// Field writes a text, and nothing when it is empty.
func Field(b []byte, name, value string) []byte {
	if value == "" {
		return b
	}
	b = append(b, `,"`...)
	b = append(b, name...)
	b = append(b, `":`...)
	return Text(b, value)
}

// Point writes lat and lon, and nothing for a point nobody knows.
func Point(b []byte, p city.Point) []byte {
	if p.Unknown() {
		return b
	}
	b = append(b, `,"lat":`...)
	b = Degrees(b, p.Lat)
	b = append(b, `,"lon":`...)
	return Degrees(b, p.Lon)
}

// Degrees writes millionths of a degree as degrees, exactly.
func Degrees(b []byte, micro int32) []byte {
	v := int64(micro)
	if v < 0 {
		b, v = append(b, '-'), -v
	}
	b = strconv.AppendInt(b, v/1e6, 10)
	rest := v % 1e6
	if rest == 0 {
		return b
	}
	b = append(b, '.')
	for unit := int64(1e5); rest > 0; unit /= 10 {
		b = append(b, byte('0'+rest/unit))
		rest %= unit
	}
	return b
}

// Moment writes a time to the second, in UTC; nothing for none.
func Moment(b []byte, name string, t time.Time) []byte {
	if t.IsZero() {
		return b
	}
	b = append(b, `,"`...)
	b = append(b, name...)
	b = append(b, `":"`...)
	b = t.UTC().Truncate(time.Second).AppendFormat(b, time.RFC3339) // a form the library writes quickly
	return append(b, '"')
}

const hexDigits = "0123456789abcdef"

// Text writes a JSON string (RFC 8259); bytes that are not UTF-8 become
// the replacement character, and < > & are escaped so that the text is safe
// inside a page too.
func Text(b []byte, s string) []byte {
	b = append(b, '"')
	from := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && size == 1 {
				b = append(append(b, s[from:i]...), `\ufffd`...)
				from = i + 1
			}
			i += size
			continue
		}
		if c < 0x20 || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' || c == 0x7f {
			b = append(b, s[from:i]...)
			b = append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&0xf])
			from = i + 1
		}
		i++
	}
	return append(append(b, s[from:]...), '"')
}
