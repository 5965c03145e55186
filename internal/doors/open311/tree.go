package open311

import (
	"strconv"
	"sync"
	"time"
	"unicode/utf8"
)

// tree writes a document as XML or as JSON. JSON is the "Spark" image of the
// XML: the outermost element is left out, a list becomes an array, an empty
// element becomes null. There is no reflection: a list of fifty costs less than
// finding its rows.
//
//	t.list("services"); t.begin("service"); t.text("service_code", …); t.end(); t.end()
type tree struct {
	b     []byte
	json  bool
	stack []level
}

type level struct {
	name string
	list bool
	some bool // it has a child
}

var trees = sync.Pool{New: func() any { return &tree{b: make([]byte, 0, 64<<10), stack: make([]level, 0, 8)} }}

// fresh lends a tree; give takes it back.
func fresh(json bool) *tree {
	t := trees.Get().(*tree)
	t.b, t.stack, t.json = t.b[:0], t.stack[:0], json
	if !json {
		t.b = append(t.b, `<?xml version="1.0" encoding="utf-8"?>`+"\n"...)
	}
	return t
}

func (t *tree) give() {
	if cap(t.b) <= 2<<20 {
		trees.Put(t)
	}
}

// begin opens an element that holds others.
func (t *tree) begin(name string) { t.open(name, false, '{') }

// list opens a container of repeated elements.
func (t *tree) list(name string) { t.open(name, true, '[') }

func (t *tree) open(name string, list bool, bracket byte) {
	t.head(name)
	if t.json {
		t.b = append(t.b, bracket)
	} else {
		t.b = append(append(append(t.b, '<'), name...), '>')
	}
	t.stack = append(t.stack, level{name: name, list: list})
}

// end closes what was opened last.
func (t *tree) end() {
	last := t.stack[len(t.stack)-1]
	t.stack = t.stack[:len(t.stack)-1]
	switch {
	case !t.json:
		t.b = append(append(append(t.b, '<', '/'), last.name...), '>')
	case last.list:
		t.b = append(t.b, ']')
	default:
		t.b = append(t.b, '}')
	}
}

// head writes what JSON has before a child: a comma and the name, where it has one.
func (t *tree) head(name string) {
	if !t.json || len(t.stack) == 0 {
		return
	}
	in := &t.stack[len(t.stack)-1]
	if in.some {
		t.b = append(t.b, ',')
	}
	in.some = true
	if !in.list {
		t.b = append(append(append(t.b, '"'), name...), '"', ':')
	}
}

// text writes a text; an empty one is an empty element, and null.
func (t *tree) text(name, value string) {
	t.head(name)
	switch {
	case value == "" && t.json:
		t.b = append(t.b, `null`...)
	case value == "":
		t.b = append(append(append(t.b, '<'), name...), '/', '>')
	case t.json:
		t.b = append(appendJSON(append(t.b, '"'), value), '"')
	default:
		t.tag(name)
		t.b = appendXML(t.b, value)
		t.tail(name)
	}
}

func (t *tree) tag(name string)  { t.b = append(append(append(t.b, '<'), name...), '>') }
func (t *tree) tail(name string) { t.b = append(append(append(t.b, '<', '/'), name...), '>') }

// word writes what is written alike in both formats: a number or true or false.
func (t *tree) word(name string, value func(b []byte) []byte) {
	t.head(name)
	if t.json {
		t.b = value(t.b)
		return
	}
	t.tag(name)
	t.b = value(t.b)
	t.tail(name)
}

func (t *tree) truth(name string, value bool) {
	t.word(name, func(b []byte) []byte { return strconv.AppendBool(b, value) })
}

func (t *tree) number(name string, value int) {
	t.word(name, func(b []byte) []byte { return strconv.AppendInt(b, int64(value), 10) })
}

// degrees writes millionths of a degree as degrees, exactly.
func (t *tree) degrees(name string, micro int32) {
	t.word(name, func(b []byte) []byte { return appendDegrees(b, micro) })
}

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

// moment writes a time with its zone and without fractions; the zero time is empty.
func (t *tree) moment(name string, at time.Time) {
	if at.IsZero() {
		t.text(name, "")
		return
	}
	t.head(name)
	at = at.UTC().Truncate(time.Second)
	if t.json {
		t.b = append(at.AppendFormat(append(t.b, '"'), time.RFC3339), '"') // the quick form
		return
	}
	t.tag(name)
	t.b = at.AppendFormat(t.b, time.RFC3339)
	t.tail(name)
}

// What no XML document may hold becomes the replacement character in both
// formats; line ends are LF, for that is what a reader of XML gets.

const replacement = "\uFFFD"

// odd tells how many bytes at s[i] need care, and what stands for them; none if
// they may stand as they are.
func odd(s string, i int) (size int, instead string) {
	c := s[i]
	switch {
	case c == '\r' && i+1 < len(s) && s[i+1] == '\n':
		return 2, "\n"
	case c == '\r':
		return 1, "\n"
	case c < 0x20 && c != '\n' && c != '\t':
		return 1, replacement
	case c < utf8.RuneSelf:
		return 1, ""
	}
	r, size := utf8.DecodeRuneInString(s[i:])
	if r == utf8.RuneError && size == 1 || r == 0xFFFE || r == 0xFFFF {
		return size, replacement
	}
	return size, ""
}

func appendXML(b []byte, s string) []byte {
	from := 0
	for i := 0; i < len(s); {
		c, instead, size := s[i], "", 1
		switch {
		case c == '&':
			instead = "&amp;"
		case c == '<':
			instead = "&lt;"
		case c == '>':
			instead = "&gt;"
		case c < 0x20 || c >= utf8.RuneSelf:
			size, instead = odd(s, i)
		}
		if instead != "" {
			b = append(append(b, s[from:i]...), instead...)
			from = i + size
		}
		i += size
	}
	return append(b, s[from:]...)
}

const hexDigits = "0123456789abcdef"

func appendJSON(b []byte, s string) []byte {
	from := 0
	for i := 0; i < len(s); {
		c, instead, size := s[i], "", 1
		switch {
		case c == '"':
			instead = `\"`
		case c == '\\':
			instead = `\\`
		case c == '<' || c == '>' || c == '&' || c == 0x7f: // harmless inside a page too
			instead = `\u00` + string(hexDigits[c>>4]) + string(hexDigits[c&0xf])
		case c < 0x20 || c >= utf8.RuneSelf:
			if size, instead = odd(s, i); instead == "" && c < 0x20 {
				instead = string([]byte{c})
			}
			switch instead {
			case "\n":
				instead = `\n`
			case "\t":
				instead = `\t`
			}
		}
		if instead != "" {
			b = append(append(b, s[from:i]...), instead...)
			from = i + size
		}
		i += size
	}
	return append(b, s[from:]...)
}
