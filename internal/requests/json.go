package requests

import (
	"strconv"
	"time"
	"unicode/utf8"

	"mahalle/internal/city"
)

// Programs are answered with JSON that is written directly, field by field: a
// list of fifty costs less than finding its rows.

func appendRequest(b []byte, r *Request) []byte {
	b = append(b, `{"number":"`...)
	b = append(b, r.Number...)
	b = appendField(b, "kind", r.Kind)
	b = appendField(b, "subject", r.Subject)
	b = appendField(b, "status", string(r.Status))
	b = appendField(b, "unit", r.Unit)
	b = appendField(b, "district", r.Place.District)
	b = appendField(b, "neighbourhood", r.Place.Neighbourhood)
	b = appendPoint(b, r.Place.Point)
	b = appendField(b, "description", r.Description)
	b = appendField(b, "lang", string(r.Lang))
	b = appendField(b, "channel", r.Channel)
	b = appendMoment(b, "opened", r.Opened)
	b = appendMoment(b, "due", r.Due)
	b = append(b, `,"late":`...)
	b = strconv.AppendBool(b, r.Late)
	b = append(b, `,"reopened":`...)
	b = strconv.AppendInt(b, int64(r.Reopened), 10)
	b = append(b, `,"people":`...)
	b = strconv.AppendInt(b, int64(r.People), 10)
	b = append(b, `,"photos":`...)
	b = strconv.AppendInt(b, int64(r.Photos), 10)
	b = appendMoment(b, "done", r.DoneAt)
	b = appendField(b, "outcome", string(r.Outcome))
	b = appendField(b, "confirmed", string(r.Confirmed))
	return append(b, '}')
}

// appendAnswers adds what was answered to the questions of the subject, by their
// codes, to a request that was written last.
func appendAnswers(b []byte, all []Value) []byte {
	if len(all) == 0 {
		return b
	}
	b = append(b[:len(b)-1], `,"answers":{`...)
	for i, v := range all {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendText(b, v.Question), ':')
		b = appendText(b, v.Value)
	}
	return append(b, '}', '}')
}

func appendPin(b []byte, p *Pin) []byte {
	b = append(b, `["`...)
	b = append(b, p.Number...)
	b = append(b, `",`...)
	b = appendDegrees(b, p.At.Lat)
	b = append(b, ',')
	b = appendDegrees(b, p.At.Lon)
	b = append(b, ',')
	b = appendText(b, string(p.Status))
	b = append(b, ',')
	b = appendText(b, p.Subject)
	return append(b, ']')
}

func appendField(b []byte, name, value string) []byte {
	if value == "" {
		return b
	}
	b = append(b, `,"`...)
	b = append(b, name...)
	b = append(b, `":`...)
	return appendText(b, value)
}

func appendPoint(b []byte, p city.Point) []byte {
	if p.Unknown() {
		return b
	}
	b = append(b, `,"lat":`...)
	b = appendDegrees(b, p.Lat)
	b = append(b, `,"lon":`...)
	return appendDegrees(b, p.Lon)
}

// appendDegrees writes millionths of a degree as degrees, exactly.
func appendDegrees(b []byte, micro int32) []byte {
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

func appendMoment(b []byte, name string, t time.Time) []byte {
	if t.IsZero() {
		return b
	}
	b = append(b, `,"`...)
	b = append(b, name...)
	b = append(b, `":"`...)
	b = t.UTC().Truncate(time.Second).AppendFormat(b, time.RFC3339)
	return append(b, '"')
}

const hexDigits = "0123456789abcdef"

// appendText writes a JSON string (RFC 8259); bytes that are not UTF-8 become
// the replacement character, and < > & are escaped so that the text is safe
// inside a page too.
func appendText(b []byte, s string) []byte {
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
