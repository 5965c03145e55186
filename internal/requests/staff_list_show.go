package requests

import (
	"net/url"
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
		p.Words = l.DayShort(dayOf(l, r.DoneAt)) // what became of it stands beside
	case New, Offered, Working, ReopenRequested:
	}
	if r.Due.IsZero() && p.State == ui.Open {
		p.Due, p.Words = r.Opened.Add(time.Hour), l.Say("requests.staff_no_date")
		p.State, p.Since = ui.Closed, p.Due
	}
	return p
}

// mini is the bar of a row: the request's own, and still where its clock is.
func (r *listRow) mini(l i18n.Locale, now time.Time) ui.Promise {
	p := r.Request.mini(l, now)
	if !r.Stopped.IsZero() && p.State != ui.Closed {
		p.State, p.Since = ui.Stopped, r.Stopped
	}
	return p
}

// views are the tabs that tell the reader something.
func (v listView) views() []string {
	byUnit := !v.Actor.Has(SeesCity) && !v.Actor.Has(SeesArea)
	return slices.DeleteFunc(slices.Clone(Views), func(view string) bool {
		return view == "mine" && !v.Actor.Has(CanTake) || view == "sent" && (!byUnit || !v.Actor.Has(CanHandOver))
	})
}

func (v listView) tabs(l i18n.Locale) []ui.Tab {
	var all []ui.Tab
	for _, view := range v.views() {
		t := ui.Tab{Label: l.Say("requests.staff_view_" + view), Href: v.viewed(view), Current: view == v.View && v.Search == "", Late: view == "late"}
		if n := v.Counts[view]; n > 0 && !v.narrowed() { // nothing needs no number
			t.Count = l.Number(n)
		}
		all = append(all, t)
	}
	return all
}

// viewed is the list under another tab. Where and what about stays; what a tab
// says itself does not.
func (v listView) viewed(view string) string {
	next, _ := url.Parse(v.without("status", "outcome", "confirmed", "kept", "done", "said", "reopened", "q"))
	q := next.Query()
	q.Set("view", view)
	return listAddress + "?" + q.Encode()
}

func (v listView) empty(l i18n.Locale) ui.EmptyNote {
	e := ui.EmptyNote{Title: l.Say("requests.staff_empty_" + v.View), Text: l.Say("requests.staff_empty_note"),
		Next: ui.Act{Label: l.Say("requests.staff_all_open"), Href: listAddress}}
	switch {
	case v.Slip != "":
		e.Title, e.Text = l.Say(v.Slip), l.Say("requests.staff_empty_search_note")
	case v.Search != "":
		e.Title, e.Text = l.Say("requests.staff_empty_search"), l.Say("requests.staff_empty_search_note")
	case v.narrowed():
		e.Title, e.Text = l.Say("requests.staff_empty_narrow"), l.Say("requests.staff_empty_narrow_note")
		e.Next = ui.Act{Label: l.Say("requests.pick_clear"), Href: v.without(narrow...)}
	case v.View == "open":
		e.Next = ui.Act{}
	}
	return e
}

// shown says what the list shows, and in which order.
func (v listView) shown(l i18n.Locale) string {
	switch {
	case v.Search != "":
		return l.Say("requests.staff_shown_found", "n", len(v.Rows))
	case v.Filter.ByPeople:
		return l.Say("requests.staff_shown_people", "n", len(v.Rows))
	case v.Filter.Open:
		return l.Say("requests.staff_shown_due", "n", len(v.Rows))
	}
	return l.Say("requests.staff_shown_newest", "n", len(v.Rows))
}

// here is the list as it stands, page and all: where one comes back to.
func (v listView) here() string {
	q := url.Values{}
	for name, all := range v.Query {
		if name != "lang" && len(all) > 0 && all[0] != "" {
			q.Set(name, all[0])
		}
	}
	return q.Encode()
}

// to is the address of a row. It remembers the list one comes from.
func (v listView) to(r *listRow, act string) string {
	at := listAddress + "/" + r.Number
	if act != "" {
		at += "/" + act
	}
	return at + "?list=" + url.QueryEscape(v.here())
}

func (r *listRow) may(act string) bool { return slices.Contains(r.Acts, act) }

// columns: who sees several units reads whose it is, instead of for how many.
func (v listView) columns(l i18n.Locale) []ui.Column {
	number, what := ui.Column{Label: l.Say("requests.staff_number"), Size: 11}, ui.Column{Label: l.Say("requests.staff_what"), Kind: ui.Stretch}
	due, state := ui.Column{Label: l.Say("requests.staff_due"), Kind: ui.DueDate}, ui.Column{Label: l.Say("requests.staff_state"), Size: 11}
	if v.mayGather() { // a tick stands before the number
		number.Size = 13
	}
	where := ui.Column{Label: l.Say("requests.staff_where"), Size: 12}
	if !v.Several {
		return []ui.Column{number, what, where, {Label: l.Say("requests.staff_people"), Kind: ui.Numbers, Size: 4, Roomy: true}, due, state}
	}
	where.Size = 9
	return []ui.Column{number, what, where, {Label: l.Say("requests.staff_unit"), Size: 10, Roomy: true}, due, state}
}

func dayOf(l i18n.Locale, t time.Time) city.Day {
	zone := l.Zone
	if zone == nil {
		zone = time.UTC
	}
	return city.DayOf(t, zone)
}
