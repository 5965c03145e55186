package api

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"mahalle/internal/platform/fault"
)

// Shape says how a value looks, in the words of JSON Schema.
type Shape struct {
	Ref    string   // the name of another shape, instead of everything else
	Type   string   // string, integer, number, boolean, array, object
	Format string   // date, date-time
	Enum   []string // of a string: the only values
	Most   int      // letters of a string, entries of a list; 0: no limit
	From   float64  // of a number, if From < To
	To     float64
	Each   *Shape  // of a list: its entries; of an object without fields: its values
	Fields []Field // of an object
}

// Field is one field of an object, or one parameter of an address.
type Field struct {
	Name string
	Shape
	Needed bool
	Say    string // the sentence about it, if not the one of its name
}

// Short ways to say a field.

func text(name string, most int) Field {
	return Field{Name: name, Shape: Shape{Type: "string", Most: most}}
}
func oneOf(name string, words ...string) Field {
	return Field{Name: name, Shape: Shape{Type: "string", Enum: words}}
}
func moment(name string) Field {
	return Field{Name: name, Shape: Shape{Type: "string", Format: "date-time"}}
}
func day(name string) Field { return Field{Name: name, Shape: Shape{Type: "string", Format: "date"}} }
func whole(name string, from, to float64) Field {
	return Field{Name: name, Shape: Shape{Type: "integer", From: from, To: to}}
}
func number(name string, from, to float64) Field {
	return Field{Name: name, Shape: Shape{Type: "number", From: from, To: to}}
}
func yes(name string) Field { return Field{Name: name, Shape: Shape{Type: "boolean"}} }
func list(name string, most int, each Shape) Field {
	return Field{Name: name, Shape: Shape{Type: "array", Most: most, Each: &each}}
}
func of(name, shape string) Field { return Field{Name: name, Shape: Shape{Ref: shape}} }

func (f Field) needed() Field           { f.Needed = true; return f }
func (f Field) says(about string) Field { f.Say = about; return f }

var words = Shape{Type: "string", Most: 200}

// check tells everything that is wrong with a value, by the place in which it
// stands: photos.0, answers.depth.
func (s Shape) check(v any, at string, shapes map[string]Shape, wrong *[]fault.Field) {
	is := func(bad bool, key string, args ...any) {
		if bad {
			*wrong = append(*wrong, fault.Field{Name: at, Key: key, Args: args})
		}
	}
	if s.Ref != "" {
		shapes[s.Ref].check(v, at, shapes, wrong)
		return
	}
	switch s.Type {
	case "string":
		text, ok := v.(string)
		is(!ok, "api.not_text")
		is(ok && !plainText(text), "api.not_readable")
		is(ok && s.Most > 0 && utf8.RuneCountInString(text) > s.Most, "api.too_long", "most", s.Most)
		is(ok && len(s.Enum) > 0 && !slices.Contains(s.Enum, text), "api.not_one_of", "which", strings.Join(s.Enum, ", "))
	case "integer", "number":
		n, ok := numberOf(v)
		is(!ok || s.Type == "integer" && n != math.Trunc(n), "api.not_number")
		is(ok && s.From < s.To && (n < s.From || n > s.To), "api.not_between", "from", shortNumber(s.From), "to", shortNumber(s.To))
	case "boolean":
		_, ok := v.(bool)
		is(!ok, "api.not_yes_or_no")
	case "array":
		s.checkList(v, at, shapes, wrong, is)
	case "object":
		s.checkObject(v, at, shapes, wrong, is)
	}
}

func (s Shape) checkList(v any, at string, shapes map[string]Shape, wrong *[]fault.Field, is func(bool, string, ...any)) {
	all, ok := v.([]any)
	is(!ok, "api.not_list")
	if s.Most > 0 && len(all) > s.Most {
		is(true, "api.too_many", "most", s.Most)
		return
	}
	for i, one := range all {
		s.Each.check(one, join(at, shortNumber(float64(i))), shapes, wrong)
	}
}

// mostUnknown is how many unknown fields are named.
const mostUnknown = 20

func (s Shape) checkObject(v any, at string, shapes map[string]Shape, wrong *[]fault.Field, is func(bool, string, ...any)) {
	all, ok := v.(map[string]any)
	is(!ok, "api.not_object")
	if !ok {
		return
	}
	for _, f := range s.Fields {
		value, there := all[f.Name]
		switch {
		case there && value != nil:
			f.check(value, join(at, f.Name), shapes, wrong)
		case f.Needed:
			*wrong = append(*wrong, fault.Field{Name: join(at, f.Name), Key: "api.needed"})
		}
	}
	unknown := 0
	for name, value := range all {
		switch {
		case slices.ContainsFunc(s.Fields, func(f Field) bool { return f.Name == name }):
		case s.Each != nil && plainText(name):
			s.Each.check(value, join(at, name), shapes, wrong)
		case unknown < mostUnknown:
			unknown++
			*wrong = append(*wrong, fault.Field{Name: join(at, shownName(name)), Key: "api.unknown_field"})
		}
	}
}

func join(at, name string) string {
	if at == "" {
		return name
	}
	return at + "." + name
}

// shownName is the name of a field that somebody invented, short enough to say.
func shownName(name string) string {
	name = strings.ToValidUTF8(name, "�")
	if letters := []rune(name); len(letters) > 60 {
		return string(letters[:60]) + "…"
	}
	return name
}

// plainText: what no database keeps is no text.
func plainText(s string) bool { return utf8.ValidString(s) && !strings.ContainsRune(s, 0) }

func numberOf(v any) (float64, bool) {
	switch n := v.(type) {
	case json.Number:
		f, err := n.Float64()
		return f, err == nil
	case float64:
		return n, true
	}
	return 0, false
}
