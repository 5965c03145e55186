package requests

import (
	"net/url"
	"strings"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/ui"
)

// owners are the facts about who has it.
func (v oneView) owners(l i18n.Locale) []ui.Fact {
	facts := []ui.Fact{{Term: l.Say("requests.staff_unit"), Text: v.UnitName}}
	add := func(key, text string) {
		if text != "" {
			facts = append(facts, ui.Fact{Term: l.Say(key), Text: text})
		}
	}
	add("requests.staff_post", v.Post)
	add("requests.staff_person", v.Holder)
	if !v.Since.IsZero() {
		add("requests.staff_since", l.Moment(v.Since))
	}
	if c := v.Custody; !c.Since.IsZero() {
		add("requests.custody_fact", strings.Join(c.say(l, v.UnitName, func(t time.Time) city.Day { return city.DayOf(t, l.Zone) }, v.Now)[1:], " "))
		add("requests.custody_number", c.Number)
		if c.Wire.Sent {
			add("requests.wire", c.Wire.say(l, v.Now))
		}
		if !c.CameBack.IsZero() {
			add("requests.custody_letter", l.Say("requests.custody_came_back", "day", l.When(c.CameBack, v.Now)))
		}
	}
	add("requests.call_external", v.External)
	facts = append(facts, v.whyHere(l)...)
	if v.Above != "" {
		add("requests.staff_above", l.Say("requests.staff_above_at", "post", v.Above, "when", l.When(v.AboveAt, v.Now)))
	}
	if v.Reopened > 0 {
		add("requests.staff_reopened", l.Say("requests.staff_times", "n", v.Reopened))
	}
	if v.People > 1 {
		add("requests.staff_people_have", l.Say("requests.staff_people_n", "n", v.People))
	}
	return facts
}

// say tells since when the clock stands and why, to staff and residents alike.
func (s stands) say(l i18n.Locale) string {
	return l.Say("requests.clock_stands", "when", l.Moment(s.Since), "reason", l.Say("requests.pause_"+s.Reason))
}

// here is the address of the page, with the list it came from.
func (v oneView) here(more ...string) string {
	q := url.Values{}
	if v.List != "" {
		q.Set("list", v.List)
	}
	for i := 0; i+1 < len(more); i += 2 {
		q.Set(more[i], more[i+1])
	}
	at := listAddress + "/" + v.Number
	if len(q) > 0 {
		at += "?" + q.Encode()
	}
	return at
}

// to is the address of an act on this request, or of another request, which
// both lead back to the list.
func (v oneView) to(number, act string) string {
	at := listAddress + "/" + number
	if act != "" {
		at += "/" + act
	}
	if v.List != "" {
		at += "?list=" + url.QueryEscape(v.List)
	}
	return at
}

// inBar is how many acts stand in the bar; the others are behind one word.
const inBar = 4

func (v oneView) bar() (shown, more []string) {
	n := min(len(v.Acts), inBar)
	return v.Acts[:n], v.Acts[n:]
}

// actButton is an act as something to press.
func actButton(l i18n.Locale, v oneView, name string, first bool) ui.Act {
	b := ui.Act{Label: l.Say("requests.act_" + slug(name))}
	if key := "requests.key_" + slug(name); l.Has(key) {
		b.Key = l.Say(key)
	}
	if first {
		b.Kind = ui.First
	}
	if !acts[name].plain() {
		b.Href = v.to(v.Number, name)
	}
	return b
}
