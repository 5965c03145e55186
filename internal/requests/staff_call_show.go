package requests

import (
	"strings"
	"time"

	"github.com/a-h/templ"

	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/ui"
)

// subjectCards are the subjects to choose from. Beside each stands its group,
// and that it is a suggestion where it was learned from other requests.
func subjectCards(found []Choice) []ui.Option {
	all := make([]ui.Option, len(found))
	for i, c := range found {
		all[i] = ui.Option{Value: c.Code, Label: c.Name, Note: c.GroupName}
	}
	return all
}

func spotCards(found []spot) []ui.Option {
	all := make([]ui.Option, len(found))
	for i, p := range found {
		all[i] = ui.Option{Value: p.word(), Label: p.Name}
	}
	return all
}

// focusFirst puts the cursor where a call begins, unless something is wrong:
// then the summary of faults has it.
func (v callView) focusFirst() templ.Attributes {
	if len(v.Faults) > 0 {
		return nil
	}
	return templ.Attributes{"autofocus": true}
}

// readOut is what the clerk tells the caller before saving.
func (p plan) readOut(l i18n.Locale, now time.Time) string {
	if p.First.IsZero() {
		return l.Say("requests.call_say_undated", "unit", p.Unit)
	}
	return l.Say("requests.call_say", "unit", p.Unit, "when", l.When(p.First, now))
}

// readOut is what the clerk tells the caller with the number, letter by letter.
func (v oneView) readOut(l i18n.Locale) string {
	spelled := l.Digits(strings.ReplaceAll(v.Number, "-", " – "))
	if v.Due.IsZero() {
		return l.Say("requests.call_number_undated", "number", spelled, "unit", v.UnitName)
	}
	return l.Say("requests.call_number", "number", spelled, "unit", v.UnitName, "when", l.When(v.Due, v.Now))
}
