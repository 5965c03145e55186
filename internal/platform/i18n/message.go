package i18n

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"mahalle/internal/city"
)

// message is one entry of a locale file, cut into segments when it is loaded.
type message struct {
	one   template // nil when the text does not depend on a number
	other template
}

// template is a row of words and gaps. A segment with a name is a gap.
type template []segment

type segment struct{ text, name string }

// names lists the placeholders of a message, sorted. {n} counts once, whether
// or not the singular spells it out.
func (m message) names() []string {
	set := map[string]bool{}
	for _, s := range slices.Concat(m.one, m.other) {
		if s.name != "" {
			set[s.name] = true
		}
	}
	names := slices.Sorted(maps.Keys(set))
	if names == nil {
		names = []string{}
	}
	return names
}

func parseMessage(lang city.Lang, value json.RawMessage) (message, error) {
	var text string
	if json.Unmarshal(value, &text) == nil {
		t, err := parseTemplate(text)
		return message{other: t}, err
	}
	var forms map[string]string
	if json.Unmarshal(value, &forms) != nil {
		return message{}, errors.New(`it is neither a text nor {"one": …, "other": …}`)
	}
	return parsePlural(lang, forms)
}

func parsePlural(lang city.Lang, forms map[string]string) (message, error) {
	if len(forms) != 2 || forms["one"] == "" || forms["other"] == "" {
		return message{}, errors.New(`a text that depends on a number has exactly "one" and "other"`)
	}
	one, err := parseTemplate(forms["one"])
	other, err2 := parseTemplate(forms["other"])
	if err := errors.Join(err, err2); err != nil {
		return message{}, err
	}
	return message{one: one, other: other}, sameGaps(lang, one, other)
}

// sameGaps lets a singular leave out {n} ("an hour ago"), and nothing else. In
// Persian "one" speaks of zero too, so there the number must stay.
func sameGaps(lang city.Lang, one, other template) error {
	for _, name := range (message{other: other}).names() {
		if !one.has(name) && (name != "n" || lang == city.Persian) {
			return fmt.Errorf(`"one" lacks the placeholder {%s}`, name)
		}
	}
	for _, name := range (message{other: one}).names() {
		if !other.has(name) {
			return fmt.Errorf(`"other" lacks the placeholder {%s}`, name)
		}
	}
	return nil
}

func (t template) has(name string) bool {
	return slices.ContainsFunc(t, func(s segment) bool { return s.name == name })
}

func parseTemplate(text string) (template, error) {
	if strings.TrimSpace(text) == "" {
		return nil, errors.New("the text is empty")
	}
	var t template
	for text != "" {
		words, rest, gap := strings.Cut(text, "{")
		if strings.Contains(words, "}") {
			return nil, errors.New("there is a } without its {")
		}
		if words != "" {
			t = append(t, segment{text: words})
		}
		if !gap {
			break
		}
		name, after, closed := strings.Cut(rest, "}")
		if !closed || !isName(name) {
			return nil, fmt.Errorf("{%s is not a placeholder such as {number}", name)
		}
		t, text = append(t, segment{name: name}), after
	}
	return t, nil
}

func isName(s string) bool {
	return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz_") == ""
}

// singular tells which form a number takes (CLDR): 1 in Turkish and English,
// 0 and 1 in Persian.
func singular(lang city.Lang, n int64) bool {
	return n == 1 || n == 0 && lang == city.Persian
}
