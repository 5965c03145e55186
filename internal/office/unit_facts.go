package office

import (
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/ui"
)

// unitFactList leaves out what the city has not said.
func unitFactList(l i18n.Locale, u room) []ui.Fact {
	var facts []ui.Fact
	if u.Department != "" {
		facts = append(facts, ui.Fact{Term: l.Say("office.department"), Text: u.Department})
	}
	if u.Phone != "" {
		facts = append(facts, ui.Fact{Term: l.Say("office.phone"), Content: ui.Phone(u.Phone)})
	}
	if u.Email != "" {
		facts = append(facts, ui.Fact{Term: l.Say("office.email"), Content: ui.Bdi(u.Email)})
	}
	return append(facts, ui.Fact{Term: l.Say("office.code"), Content: ui.Code(u.Code)})
}

func seatColumns(l i18n.Locale) []ui.Column {
	return []ui.Column{
		{Label: l.Say("office.post"), Kind: ui.Stretch}, {Label: l.Say("office.holder"), Size: 13},
		{Label: l.Say("office.area"), Size: 12}, {Label: l.Say("office.post_above"), Size: 14, Roomy: true},
	}
}
