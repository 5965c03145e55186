package messages

import (
	"time"

	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/ui"
)

var tones = map[State]ui.Tone{
	Queued: ui.Wait, Sent: ui.Kept, Failed: ui.Soon, NotConfigured: ui.Soon, Refused: ui.Soon, Kept: ui.Paused,
}

func (p ledgerPage) tabs(l i18n.Locale) []ui.Tab {
	var all []ui.Tab
	for _, v := range views {
		all = append(all, ui.Tab{Label: l.Say("messages.view_" + v.code), Href: "/staff/messages?view=" + v.code, Current: v.code == p.view})
	}
	return all
}

// facts is what the ledger knows of a letter beside its text.
func facts(l i18n.Locale, one Letter, now time.Time) []ui.Fact {
	all := []ui.Fact{
		{Term: l.Say("messages.state"), Content: stateChip(l, one)},
		{Term: l.Say("messages.to"), Content: addressee(l, one)},
		{Term: l.Say("messages.request"), Content: ui.PlateSmall(one.Number, "/staff/requests/"+one.Number)},
		{Term: l.Say("messages.written"), Text: l.When(one.Queued, now)},
	}
	if !one.Sent.IsZero() && one.State == Sent {
		all = append(all, ui.Fact{Term: l.Say("messages.sent"), Text: l.When(one.Sent, now)})
	}
	if one.Error != "" {
		all = append(all, ui.Fact{Term: l.Say("messages.why"), Text: l.Say("messages.error_" + one.Error)})
	}
	return append(all, ui.Fact{Term: l.Say("messages.attempts"), Text: l.Number(int64(one.Attempts))})
}
