package places

import (
	"slices"

	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/ui"
)

// drawnNote tells how complete the drawing is.
func drawnNote(l i18n.Locale, d districtRow) string {
	if d.drawn == 0 {
		return ""
	}
	return l.Say("places.drawn", "drawn", d.drawn, "all", d.hoods)
}

func facts(l i18n.Locale, d districtRow) []ui.Fact {
	facts := []ui.Fact{
		{Term: l.Say("places.population"), Text: d.Population},
		{Term: l.Say("places.area"), Text: d.Size},
		{Term: l.Say("places.neighbourhoods"), Text: d.Hoods},
	}
	if d.No != "" {
		facts = append(facts, ui.Fact{Term: l.Say("places.official_no"), Text: d.No})
	}
	if d.Chief != "" {
		facts = append(facts, ui.Fact{Term: l.Say("places.chief"), Text: d.Chief})
	}
	return facts
}

func hasChiefs(rows []districtRow) bool {
	return slices.ContainsFunc(rows, func(d districtRow) bool { return d.Chief != "" })
}

// columns leaves out the chief in a city that has none.
func columns(l i18n.Locale, rows []districtRow) []ui.Column {
	all := []ui.Column{
		{Label: l.Say("places.district"), Kind: ui.Stretch},
		{Label: l.Say("places.population"), Kind: ui.Numbers, Size: 7},
		{Label: l.Say("places.neighbourhoods"), Kind: ui.Numbers, Size: 7},
		{Label: l.Say("places.area"), Kind: ui.Numbers, Size: 9, Roomy: true},
	}
	if hasChiefs(rows) {
		all[0] = ui.Column{Label: l.Say("places.district"), Size: 10}
		all = append(all, ui.Column{Label: l.Say("places.chief"), Kind: ui.Stretch})
	}
	return all
}

func hasNotes(hoods []hoodRow) bool {
	return slices.ContainsFunc(hoods, func(n hoodRow) bool { return n.Note != "" })
}

func hoodColumns(l i18n.Locale, hoods []hoodRow) []ui.Column {
	all := []ui.Column{{Label: l.Say("places.neighbourhood")}, {Label: l.Say("places.postcode")}}
	if hasNotes(hoods) {
		all = append(all, ui.Column{Label: l.Say("places.note")})
	}
	return all
}
