package mailroom

import (
	"strconv"

	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/ui"
)

var tones = map[State]ui.Tone{Waiting: ui.Run, Held: ui.Paused, Opened: ui.Kept, Joined: ui.Kept, Answered: ui.Kept,
	Aside: ui.Paused, Machine: ui.Paused, Bounce: ui.Soon}

var replyTones = map[string]ui.Tone{"queued": ui.Wait, "sent": ui.Kept, "failed": ui.Soon, "not_configured": ui.Soon, "refused": ui.Soon, "kept": ui.Paused}

// from is who wrote, as far as anybody knows.
func (m Mail) from(l i18n.Locale) string {
	switch {
	case m.Name != "":
		return m.Name
	case m.Address != "":
		return m.Address
	}
	return l.Say("mailroom.unknown_sender")
}

// title is what the letter is called in lists.
func (m Mail) title(l i18n.Locale) string {
	switch {
	case m.Subject != "":
		return m.Subject
	case m.Text != "":
		return clip(m.Text, 80)
	case m.Channel == "paper":
		return l.Say("mailroom.paper")
	}
	return l.Say("mailroom.no_subject")
}

func (p queuePage) tabs(l i18n.Locale) []ui.Tab {
	var all []ui.Tab
	for _, v := range views {
		t := ui.Tab{Label: l.Say("mailroom.view_" + v.code), Href: address + "?view=" + v.code, Current: v.code == p.view}
		if n, counted := p.counts[v.code]; counted {
			t.Count = l.Number(int64(n))
		}
		all = append(all, t)
	}
	return all
}

// sick are the mailboxes somebody should look at.
func (p queuePage) sick() []Health {
	var all []Health
	for _, b := range p.boxes {
		if !b.Well() {
			all = append(all, b)
		}
	}
	return all
}

// trouble is what is wrong with a mailbox, in a sentence.
func (h Health) trouble(l i18n.Locale) string {
	if h.Error != "" {
		return l.Say("mailroom.box_" + h.Error)
	}
	return l.Say("mailroom.box_silent")
}

func (p onePage) facts(l i18n.Locale) []ui.Fact {
	all := []ui.Fact{{Term: l.Say("mailroom.from"), Content: sender(l, p.Mail)}, {Term: l.Say("mailroom.came"), Text: l.When(p.At, p.now)},
		{Term: l.Say("mailroom.way"), Text: l.Say("mailroom.channel_" + p.Channel)}}
	if p.Phone != "" {
		all = append(all, ui.Fact{Term: l.Say("mailroom.phone"), Content: ui.Phone(p.Phone)})
	}
	if p.Number != "" {
		all = append(all, ui.Fact{Term: l.Say("mailroom.request"), Content: ui.PlateSmall(p.Number, "/staff/requests/"+p.Number)})
	}
	if !p.Handled.IsZero() {
		all = append(all, ui.Fact{Term: l.Say("mailroom.handled"), Text: l.When(p.Handled, p.now)})
	}
	if p.by != "" {
		all = append(all, ui.Fact{Term: l.Say("mailroom.by"), Text: p.by})
	}
	return all
}

func (p onePage) shown(l i18n.Locale) []ui.Photo {
	var all []ui.Photo
	for i := range p.photos {
		at := href(p.ID) + "/photo/" + strconv.Itoa(i)
		all = append(all, ui.Photo{Src: at + "?small", Full: at, Alt: l.Say("mailroom.photo_of", "n", i+1)})
	}
	return all
}

func (p onePage) errors() []ui.FieldError {
	return errorsOf(p.faults, "subject", "text", "district", "where", "reply")
}

func errorsOf(faults map[string]string, order ...string) []ui.FieldError {
	var all []ui.FieldError
	for _, name := range order {
		if said := faults[name]; said != "" {
			all = append(all, ui.FieldError{Name: name, Text: said})
		}
	}
	return all
}
