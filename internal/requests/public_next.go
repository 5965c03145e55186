package requests

import (
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/ui"
)

// tone is how the status of a request stands to a resident.
func (r *Request) tone() ui.Tone {
	switch {
	case r.Late && r.Status.Open():
		return ui.Late
	case r.Status == Asked, r.Status == ReopenRequested:
		return ui.Wait
	case r.Status == Offered, r.Status == Forwarded:
		return ui.Handed
	case r.Status == Closed && r.Outcome == Refused:
		return ui.Paused
	case r.Status == Done, r.Status == Closed:
		return ui.Kept
	}
	return ui.Run
}

// label is the word for where a request stands.
func (r *Request) label(l i18n.Locale) string {
	if r.Late && r.Status.Open() {
		return l.Say("requests.state_late")
	}
	if r.led() {
		return l.Say("requests.state_led")
	}
	if r.Status == Closed {
		switch {
		case r.Outcome == Refused:
			return l.Say("requests.state_refused")
		case r.Confirmed == Yes:
			return l.Say("requests.state_confirmed")
		case r.Confirmed == NoAnswer:
			return l.Say("requests.state_unconfirmed")
		}
	}
	return l.Say("requests.state_" + string(r.Status))
}

// next is the first sentence of the page: what happens now, and by when.
func (p *trackPage) next(l i18n.Locale) string {
	r := &p.r
	say := func(key string, kv ...any) string { return l.Say(key, append(kv, "unit", p.unit)...) }
	switch r.Status {
	case Asked:
		if p.own {
			return say("requests.next_asked_own")
		}
		return say("requests.next_asked")
	case Done:
		until := l.DayRef(p.city.Today(r.ConfirmUntil), p.city.Today(p.now))
		if p.own {
			return say("requests.next_done_own_"+string(r.Outcome), "day", until)
		}
		return say("requests.next_done_"+string(r.Outcome), "day", until)
	case Closed:
		return p.ending(l)
	case New, Offered, Working, Forwarded, ReopenRequested:
	}
	key := "requests.next_" + string(r.Status)
	switch {
	case r.Due.IsZero():
		return say(key + "_undated")
	case p.now.After(r.Due):
		return say("requests.next_late", "duration", l.Duration(p.now.Sub(r.Due)))
	}
	return say(key, "when", l.When(r.Due, p.now))
}

// with says who has it, or who had it last.
func (p *trackPage) with(l i18n.Locale) string {
	if p.r.Status == Closed {
		return l.Say("requests.track_was_with", "unit", p.unit)
	}
	return l.Say("requests.track_with", "unit", p.unit)
}

// ending says how it ended.
func (p *trackPage) ending(l i18n.Locale) string {
	day := l.Day(p.city.Today(p.r.ClosedAt))
	switch {
	case p.r.Confirmed == Yes:
		return l.Say("requests.next_closed_yes", "day", day)
	case p.r.Confirmed == No:
		return l.Say("requests.next_closed_no", "day", day)
	}
	return l.Say("requests.next_closed_none", "day", day)
}
