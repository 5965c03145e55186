package questions

import (
	"maps"
	"slices"
	"strings"

	"mahalle/internal/platform/ask"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/ui"
)

// saidAs writes answers by their labels.
func saidAs(l i18n.Locale, q *ask.Question, codes []string) string {
	var all []string
	for _, o := range options(l, q) {
		if slices.Contains(codes, o.Value) {
			all = append(all, o.Label)
		}
	}
	return strings.Join(all, l.Say("ask.between"))
}

// whens are the answers to earlier questions on which this one may depend.
func (v editView) whens(l i18n.Locale) []ui.Option {
	var all []ui.Option
	for i := range v.Earlier {
		q := &v.Earlier[i]
		if !q.Asks() {
			continue
		}
		all = append(all, ui.Option{Value: q.Code, Label: l.Say("questions.any_answer", "question", q.Label)})
		if q.Kind != ask.YesNo && q.Kind != ask.One && q.Kind != ask.Many {
			continue
		}
		for _, o := range options(l, q) {
			all = append(all, ui.Option{Value: q.Code + "/" + o.Value, Label: l.Say("questions.this_answer", "question", q.Label, "answer", o.Label)})
		}
	}
	return all
}

func (v editView) ticked(name string) func(string) bool {
	return func(value string) bool { return slices.Contains(v.Typed.Values[name], value) }
}

// stops is how many ends the form has room for: those that are written and one
// more.
func (v editView) stops() int {
	n := 0
	for i := range mostStops {
		if v.writtenStop(i) {
			n = i + 1
		}
	}
	return min(n+1, mostStops)
}

func (v editView) writtenStop(i int) bool {
	_, written := v.Typed.stop(i)
	return written
}

// errors are the faults in the order of their names.
func (v editView) errors() []ui.FieldError {
	var all []ui.FieldError
	for _, name := range slices.Sorted(maps.Keys(v.Faults)) {
		all = append(all, ui.FieldError{Name: name, Text: v.Faults[name]})
	}
	return all
}
