package requests

import (
	"slices"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/ui"
)

// What the screens of staff work out before they draw.

// mini is the bar of a request in a list.
func (r *Request) mini(l i18n.Locale, now time.Time) ui.Promise {
	p := ui.Promise{Label: l.Say("requests.staff_due"), Opened: r.Opened, Due: r.Due, Now: now, State: ui.Open}
	switch r.Status {
	case Asked:
		p.State, p.Since = ui.Waiting, now
	case Forwarded:
		p.State = ui.HandedOn
	case Done, Closed:
		p.State, p.Since, p.Due = ui.Closed, r.DoneAt, r.DoneAt
		p.Words = l.Say("requests.staff_ended", "day", l.DayShort(dayOf(l, r.DoneAt)))
	case New, Offered, Working, ReopenRequested:
	}
	if r.Due.IsZero() && p.State == ui.Open {
		p.Due, p.Words = r.Opened.Add(time.Hour), l.Say("requests.staff_no_date")
		p.State, p.Since = ui.Closed, p.Due
	}
	return p
}

func (v listView) tabs(l i18n.Locale) []ui.Tab {
	var all []ui.Tab
	for _, name := range views {
		all = append(all, ui.Tab{Label: l.Say("requests.staff_view_" + name), Href: "/staff/requests?view=" + name, Current: name == v.View && v.Search == "", Late: name == "late"})
	}
	return all
}

// keep is what a search keeps of the list's address.
func (v listView) keep() []ui.Hidden {
	var all []ui.Hidden
	for _, name := range []string{"district", "subject"} {
		if value := v.Query.Get(name); value != "" {
			all = append(all, ui.Hidden{Name: name, Value: value})
		}
	}
	return all
}

func (v listView) emptyKey() string {
	if v.Search != "" {
		return "search"
	}
	return v.View
}

// shown says what the list shows, and in which order.
func (v listView) shown(l i18n.Locale) string {
	order := "requests.staff_order_newest"
	if v.Filter.Open {
		order = "requests.staff_order_due"
	}
	return l.Say("requests.staff_shown", "n", len(v.Rows)) + " · " + l.Say(order)
}

func (v oneView) owners(l i18n.Locale) []ui.Fact {
	facts := []ui.Fact{{Term: l.Say("requests.staff_unit"), Text: v.UnitName}}
	if v.Post != "" {
		facts = append(facts, ui.Fact{Term: l.Say("requests.staff_post"), Text: v.Post})
	}
	if v.Holder != "" {
		facts = append(facts, ui.Fact{Term: l.Say("requests.staff_person"), Text: v.Holder})
	}
	if v.Reopened > 0 {
		facts = append(facts, ui.Fact{Term: l.Say("requests.staff_reopened"), Text: l.Number(int64(v.Reopened))})
	}
	return facts
}

func actButton(l i18n.Locale, v oneView, name string, first bool) ui.Act {
	a := acts[name]
	b := ui.Act{Label: l.Say("requests.act_" + slug(name)), Icon: a.icon, Kind: ui.Second, Href: "/staff/requests/" + v.Number + "/" + name, Key: a.key}
	if first {
		b.Kind = ui.First
	}
	return b
}

// asksText reports whether the form has a place for words.
func (v actView) asksText() bool {
	return v.Act.text != "" || v.Act.unit
}

func (v actView) enctype() string {
	if v.Act.photos {
		return "multipart/form-data"
	}
	return "application/x-www-form-urlencoded"
}

func (v actView) faultOf(names ...string) string {
	for _, n := range names {
		if v.Faults[n] != "" {
			return v.Faults[n]
		}
	}
	return ""
}

func choices(found []Choice) []ui.Option {
	var all []ui.Option
	for _, c := range slices.Clip(found) {
		all = append(all, ui.Option{Value: c.Code, Label: c.Name, Note: c.GroupName, Icon: c.Icon})
	}
	return all
}

func dayOf(l i18n.Locale, t time.Time) city.Day {
	zone := l.Zone
	if zone == nil {
		zone = time.UTC
	}
	return city.DayOf(t, zone)
}
