package insight

import (
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/ui"
)

// rowsBehind is the address of exactly the requests behind a figure.
func rowsBehind(kind, code, view string) string {
	name := "district"
	if kind == "department" {
		name = "unit"
	}
	return "/staff/requests?view=" + view + "&" + name + "=" + code
}

func lateTone(late int64) ui.Tone {
	if late > 0 {
		return ui.Late
	}
	return ""
}

// figures is the row of five: what must be kept, what went wrong, what residents say.
func figures(l i18n.Locale, s side, district string) []ui.Figure {
	where := ""
	if district != "" {
		where = "&district=" + district
	}
	return []ui.Figure{
		{Value: l.Number(s.Load.Open), Label: l.Say("insight.open_requests"), Href: "/staff/requests?view=open" + where},
		{Value: l.Number(s.Today), Label: l.Say("insight.due_today"), Href: "/staff/requests?view=today" + where, Tone: ui.Soon},
		{Value: l.Number(s.Load.Late), Label: l.Say("insight.late"), Href: "/staff/requests?view=late" + where, Tone: lateTone(s.Load.Late)},
		{Value: l.Number(s.Load.Reopened), Label: l.Say("insight.reopened"), Href: "/staff/requests?view=open&reopened=1" + where},
		{Value: said(l, s.Confirmed()), Label: l.Say("insight.confirmed_label"), Note: interval(l, s.Confirmed()),
			Href: "/staff/requests?view=all&confirmed=yes" + where, Tone: ui.Kept},
	}
}
