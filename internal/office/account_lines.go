package office

import (
	"cmp"

	"mahalle/internal/city"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/ui"
)

func seatLines(l i18n.Locale, seats []seatRow) []ui.Line {
	var lines []ui.Line
	for _, s := range seats {
		note := s.Unit
		switch {
		case s.Deputy:
			note = l.Say("office.unit_deputy_until", "unit", s.Unit, "day", s.Until)
		case s.Until != 0:
			note = l.Say("office.unit_until", "unit", s.Unit, "day", s.Until)
		}
		lines = append(lines, ui.Line{Text: s.Title, Note: note, Mini: actAs(l, s)})
	}
	return lines
}

func sessionLines(l i18n.Locale, sessions []sessionRow) []ui.Line {
	var lines []ui.Line
	for _, s := range sessions {
		lines = append(lines, ui.Line{
			Text: cmp.Or(s.Device, l.Say("office.device_unknown")), Note: l.Say("office.last_used", "when", s.Seen), Mini: endSession(l, s),
		})
	}
	return lines
}

// langChoices offers the languages, each in its own name.
func langChoices(l i18n.Locale) []ui.Option {
	var all []ui.Option
	for _, lang := range city.Langs {
		all = append(all, ui.Option{Value: string(lang), Label: l.Say("office.lang_" + string(lang))})
	}
	return all
}

func orLang(chosen, shown city.Lang) city.Lang { return cmp.Or(chosen, shown) }
