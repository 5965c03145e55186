package i18n

import (
	"reflect"
	"strings"
	"time"

	"mahalle/internal/city"
)

// Say writes the sentence behind key with its name, value pairs filled in:
//
//	l.Say("requests.title", "number", "MNS-26-000123-4")
//
// A value may be a text, a city.Text, a whole number (written as Number does,
// so give a year as a text), a float64 (one decimal), a city.Day (as Day), a
// time.Time (as Moment) or a time.Duration. If the sentence has a singular, the
// whole number named "n" chooses.
//
// A text that runs against the direction of the sentence (a code or a phone
// number in Persian, a Persian name in Turkish) is put between invisible
// isolates, so that its parts stay in order in mail and messages too.
//
// Nothing here fails: an unknown key and an unfilled gap are shown as ⟦key⟧.
func (l Locale) Say(key string, kv ...any) string {
	m, ok := l.speech().messages[key]
	if !ok {
		return "⟦" + key + "⟧"
	}
	t := m.other
	if m.one != nil {
		if n, ok := whole(valueOf("n", kv)); ok && singular(l.Lang, n) {
			t = m.one
		}
	}
	if len(t) == 1 && t[0].name == "" {
		return t[0].text
	}
	var space [160]byte
	return string(l.fill(space[:0], t, kv))
}

// Has reports whether there is a sentence behind key.
func (l Locale) Has(key string) bool {
	_, ok := l.speech().messages[key]
	return ok
}

func (l Locale) fill(b []byte, t template, kv []any) []byte {
	for _, s := range t {
		if s.name == "" {
			b = append(b, s.text...)
			continue
		}
		b = l.appendValue(b, s.name, valueOf(s.name, kv))
	}
	return b
}

// valueOf finds the value that follows name, or nil.
func valueOf(name string, kv []any) any {
	for i := 0; i+1 < len(kv); i += 2 {
		if k, ok := kv[i].(string); ok && k == name {
			return kv[i+1]
		}
	}
	return nil
}

type (
	plain  int // a number that is not counted: a day of the month, a year
	padded int // the same with at least two digits
)

func (l Locale) appendValue(b []byte, name string, v any) []byte {
	switch v := v.(type) {
	case string:
		return l.appendIsolated(b, v)
	case plain:
		return l.appendPlain(b, int(v), 1)
	case padded:
		return l.appendPlain(b, int(v), 2)
	case city.Text:
		return l.appendIsolated(b, v.In(l.Lang))
	case city.Day:
		return append(b, l.Day(v)...)
	case time.Time:
		return append(b, l.Moment(v)...)
	case time.Duration:
		return append(b, l.Duration(v)...)
	case float64:
		return append(b, l.Decimal(v, 1)...)
	}
	if n, ok := whole(v); ok {
		return l.appendNumber(b, n)
	}
	if rv := reflect.ValueOf(v); rv.Kind() == reflect.String { // city.ID and its like
		return l.appendIsolated(b, rv.String())
	}
	return append(append(append(b, "⟦"...), name...), "⟧"...)
}

// whole reads any kind of whole number.
func whole(v any) (int64, bool) {
	switch v := v.(type) {
	case nil, time.Duration, city.Day:
		return 0, false
	case int:
		return int64(v), true
	case int64:
		return v, true
	}
	switch rv := reflect.ValueOf(v); {
	case rv.CanInt():
		return rv.Int(), true
	case rv.CanUint():
		return int64(rv.Uint()), true
	}
	return 0, false
}

const (
	leftToRight = "\u2066"
	itsOwnWay   = "\u2068"
	endIsolate  = "\u2069"
)

// appendIsolated keeps foreign writing from disturbing the sentence. Links are
// left alone: some phones would take the mark for a part of the address.
func (l Locale) appendIsolated(b []byte, s string) []byte {
	mark := ""
	switch rtl := hasRightToLeft(s); {
	case strings.Contains(s, "://"):
	case l.Lang == city.Persian && !rtl && hasLatinOrDigit(s):
		mark = leftToRight
	case l.Lang != city.Persian && rtl:
		mark = itsOwnWay
	}
	if mark == "" {
		return append(b, s...)
	}
	return append(append(append(b, mark...), s...), endIsolate...)
}

func hasLatinOrDigit(s string) bool {
	for i := range len(s) {
		if c := s[i] | 0x20; c >= 'a' && c <= 'z' || s[i] >= '0' && s[i] <= '9' {
			return true
		}
	}
	return false
}

func hasRightToLeft(s string) bool {
	for _, r := range s {
		if r >= 0x0590 && r <= 0x08ff && !(r >= '٠' && r <= '٬') && !(r >= '۰' && r <= '۹') {
			return true
		}
	}
	return false
}
