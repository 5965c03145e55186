package hooks

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"mahalle/internal/doors"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/ui"
)

// How receivers and letters are said on the pages.

func (h *Hook) here() string { return address + "/" + string(h.ID) }

func (h *Hook) tone() ui.Tone {
	switch {
	case h.State == Failed || h.State == Gone:
		return ui.Late
	case h.State == Stopped:
		return ui.Paused
	case !h.FailingSince.IsZero():
		return ui.Soon
	default:
		return ui.Kept
	}
}

// said is the state in a word: one that is on and takes nothing says so.
func (h *Hook) said(l i18n.Locale) string {
	if h.State == On && !h.FailingSince.IsZero() {
		return l.Say("hooks.state_failing")
	}
	return l.Say("hooks.state_" + string(h.State))
}

// alarm tells in a sentence what is wrong with a receiver; "" if nothing is.
func (v hookView) alarm(l i18n.Locale) string {
	if v.FailingSince.IsZero() {
		return ""
	}
	since := l.When(v.FailingSince, v.now)
	switch v.State {
	case Failed:
		return l.Say("hooks.alarm_failed", "since", since)
	case Gone:
		return l.Say("hooks.alarm_gone", "since", since)
	default:
		return l.Say("hooks.alarm_failing", "since", since, "next", l.When(v.RestUntil, v.now))
	}
}

func eventOptions(l i18n.Locale) []ui.Option {
	var all []ui.Option
	for _, e := range Events {
		all = append(all, ui.Option{Value: e, Label: eventName(l, e), Note: e})
	}
	return all
}

func eventName(l i18n.Locale, event string) string {
	return l.Say("hooks.event_" + strings.ReplaceAll(event, ".", "_"))
}

func options(all []doors.Choice) []ui.Option {
	made := make([]ui.Option, len(all))
	for i, c := range all {
		made[i] = ui.Option{Value: c.Code, Label: c.Name, Note: c.Group}
	}
	return made
}

func in(codes []string) func(string) bool {
	return func(code string) bool { return slices.Contains(codes, code) }
}

func (v hookView) errors() []ui.FieldError {
	var all []ui.FieldError
	for _, name := range slices.Sorted(maps.Keys(v.faults)) {
		all = append(all, ui.FieldError{Name: name, Text: v.faults[name]})
	}
	return all
}

func (v hookView) save(l i18n.Locale) string {
	if v.isNew {
		return l.Say("hooks.add")
	}
	return l.Say("hooks.save")
}

func (v hookView) figures(l i18n.Locale) []ui.Figure {
	given := ui.Figure{Value: l.Number(v.Dead), Label: l.Say("hooks.dead"), Href: "#dead"}
	if v.Dead > 0 {
		given.Tone = ui.Late
	}
	last := l.Say("hooks.never")
	if !v.Heard.IsZero() {
		last = l.When(v.Heard, v.now)
	}
	return []ui.Figure{{Value: l.Number(v.Waiting), Label: l.Say("hooks.waiting")}, given, {Value: last, Label: l.Say("hooks.last_heard")}}
}

// answered is what the receiver said: its status, or nothing.
func (n news) answered(l i18n.Locale) string {
	if n.Status == 0 {
		return l.Say("hooks.no_answer")
	}
	return l.Digits(strconv.Itoa(n.Status))
}

func (n news) tone() ui.Tone {
	switch n.State {
	case sent:
		return ui.Kept
	case withheld:
		return ui.Paused
	case waiting:
		return ui.Soon
	default:
		return ui.Late
	}
}

// told says when it was tried, how often, and what came of it.
func (v hookView) told(l i18n.Locale, n news) string {
	when := l.When(n.Tried, v.now)
	switch {
	case n.State == withheld:
		return l.Say("hooks.told_withheld", "when", when)
	case n.Why != "" && l.Has(n.Why):
		return l.Say("hooks.told_why", "when", when, "n", n.Attempts, "why", l.Say(n.Why))
	default:
		return l.Say("hooks.told", "when", when, "n", n.Attempts, "took", l.Number(n.Took.Milliseconds()))
	}
}

func (v hookView) again(n news) bool {
	return v.may && v.State == On && (n.State == dead || n.State == sent && n.Type != ping)
}
