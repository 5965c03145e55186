package doors

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/ui"
)

// How partners and calls are said on the pages.

// said writes the rights in words.
func (p Partner) said(l i18n.Locale) string {
	var all []string
	for _, r := range p.Rights {
		all = append(all, l.Say("doors.right_"+string(r)))
	}
	if len(all) == 0 {
		return l.Say("doors.no_rights")
	}
	return strings.Join(all, l.Say("doors.between"))
}

func (p Partner) state() string {
	if p.Stopped.IsZero() {
		return "doors.comes_in"
	}
	return "doors.shut_out"
}

func (p Partner) tone() ui.Tone {
	if p.Stopped.IsZero() {
		return ui.Kept
	}
	return ui.Paused
}

func (v partnerView) here() string { return address + "/" + string(v.ID) }

func (v partnerView) save(l i18n.Locale) string {
	if v.isNew {
		return l.Say("doors.add")
	}
	return l.Say("doors.save")
}

func (v partnerView) holds(right string) bool { return v.May(Right(right)) }

func (v partnerView) rightOptions(l i18n.Locale) []ui.Option {
	var all []ui.Option
	for _, r := range Rights {
		all = append(all, ui.Option{Value: string(r), Label: l.Say("doors.right_" + string(r)), Note: l.Say("doors.right_" + string(r) + "_note")})
	}
	return all
}

func options(all []Choice) []ui.Option {
	made := make([]ui.Option, len(all))
	for i, c := range all {
		made[i] = ui.Option{Value: c.Code, Label: c.Name, Note: c.Group}
	}
	return made
}

func in(codes []string) func(string) bool {
	return func(code string) bool { return slices.Contains(codes, code) }
}

func (v partnerView) figures(l i18n.Locale) []ui.Figure {
	share := ui.Figure{Value: l.Number(v.count.Failed), Label: l.Say("doors.failed_week")}
	if v.count.Failed > 0 {
		share.Tone = ui.Late
	}
	return []ui.Figure{{Value: l.Number(v.count.Calls), Label: l.Say("doors.calls_week")}, share,
		{Value: l.Number(int64(v.PerMinute)), Label: l.Say("doors.limit")}}
}

// errors are the faults in the order of their names.
func (v partnerView) errors() []ui.FieldError {
	var all []ui.FieldError
	for _, name := range slices.Sorted(maps.Keys(v.faults)) {
		all = append(all, ui.FieldError{Name: name, Text: v.faults[name]})
	}
	return all
}

// told says when a call was, how long it took, and what was wrong with it.
func (c Call) told(l i18n.Locale, now time.Time) string {
	when, took := l.When(c.At, now), int(c.Took.Milliseconds())
	if c.Why == "" || !l.Has(c.Why) {
		return l.Say("doors.call", "when", when, "n", took)
	}
	return l.Say("doors.call_failed", "when", when, "why", l.Say(c.Why, "name", c.About))
}

// said is what was called, and about what.
func (c Call) said() string { return strings.TrimSpace(c.Act + "  " + c.About) }

func (c Call) code() string { return strconv.Itoa(c.Status) }

func (c Call) tone() ui.Tone {
	if c.Failed() {
		return ui.Late
	}
	return ui.Kept
}
