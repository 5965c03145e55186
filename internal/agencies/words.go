package agencies

import (
	"fmt"
	"time"

	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/ui"
)

// dueWords say by when something is owed.
func dueWords(l i18n.Locale, c Custody, now time.Time) string {
	if c.Due.IsZero() {
		return l.Say("agencies.no_date")
	}
	return l.When(c.Due, now)
}

// standing is the word for how a custody stands.
func (c Custody) standing(l i18n.Locale) string {
	switch {
	case c.Ending != With:
		return l.Say("agencies.state_" + string(c.Ending))
	case c.Late:
		return l.Say("agencies.state_late")
	case !c.Accepted.IsZero():
		return l.Say("agencies.state_accepted")
	}
	return l.Say("agencies.state_waits")
}

func (c Custody) tone() ui.Tone {
	switch {
	case c.Ending == Done:
		return ui.Kept
	case c.Ending != With:
		return ui.Paused
	case c.Late:
		return ui.Late
	case !c.Accepted.IsZero():
		return ui.Run
	}
	return ui.Wait
}

func (p onePage) standing(l i18n.Locale) string { return p.c.standing(l) }
func (p onePage) tone() ui.Tone                 { return p.c.tone() }

// facts are when it came, by when it is owed, and what they said before.
func (p onePage) facts(l i18n.Locale) []ui.Fact {
	facts := []ui.Fact{{Term: l.Say("agencies.asked_on"), Text: l.Moment(p.Opened)}, {Term: l.Say("agencies.with_you_since"), Text: l.Moment(p.c.Since)},
		{Term: l.Say("agencies.with_you_for"), Text: l.Duration(p.now.Sub(p.c.Since))}}
	if !p.Due.IsZero() {
		facts = append(facts, ui.Fact{Term: l.Say("agencies.by_when"), Text: l.When(p.Due, p.now)})
	}
	if p.c.Until != 0 {
		facts = append(facts, ui.Fact{Term: l.Say("agencies.until"), Text: l.Day(p.c.Until)})
	}
	if p.c.Reference != "" {
		facts = append(facts, ui.Fact{Term: l.Say("agencies.reference"), Content: ui.Code(p.c.Reference)})
	}
	return facts
}

// shown are the photos behind this link.
func (p onePage) shown(l i18n.Locale) []ui.Photo {
	var all []ui.Photo
	for i, f := range p.Photos {
		at := path(p.c.Number, "/photo/"+string(f.ID), p.k)
		all = append(all, ui.Photo{Src: at + "&small=1", Full: at, Width: f.Width, Height: f.Height, Alt: l.Say("agencies.photo", "n", i+1)})
	}
	return all
}

// mapHref opens the point in whatever map the telephone has.
func (p onePage) mapHref() string {
	at := p.Place.Point
	if at.Lat == 0 && at.Lon == 0 {
		return ""
	}
	return fmt.Sprintf("https://www.openstreetmap.org/?mlat=%.5f&mlon=%.5f#map=18/%.5f/%.5f",
		float64(at.Lat)/1e6, float64(at.Lon)/1e6, float64(at.Lat)/1e6, float64(at.Lon)/1e6)
}

func (p onePage) acceptTitle(l i18n.Locale) string {
	if p.c.Accepted.IsZero() {
		return l.Say("agencies.accept")
	}
	return l.Say("agencies.accepted_before")
}

func (p onePage) acceptLabel(l i18n.Locale) string {
	if p.c.Accepted.IsZero() {
		return l.Say("agencies.accept_send")
	}
	return l.Say("agencies.accept_again")
}

func (p onePage) reference() string {
	if p.which == "accept" {
		return p.typed.Reference
	}
	return p.c.Reference
}

func (p onePage) day(l i18n.Locale) string {
	switch {
	case p.which == "accept":
		return p.until
	case p.c.Until == 0:
		return ""
	}
	return l.DayNumeric(p.c.Until)
}

// words are what was typed for an answer that could not be taken.
func (p onePage) words(which string) string {
	if p.which == which {
		return p.typed.Text
	}
	return ""
}

func (p onePage) errors() []ui.FieldError {
	var all []ui.FieldError
	for _, name := range []string{"reference", "until", "what", "photos", "news", "why"} {
		if text := p.faults[name]; text != "" {
			all = append(all, ui.FieldError{Name: name, Text: text})
		}
	}
	return all
}

func (v bodyView) errors() []ui.FieldError {
	var all []ui.FieldError
	for _, name := range []string{"email", "phone", "hours", "lang"} {
		if text := v.faults[name]; text != "" {
			all = append(all, ui.FieldError{Name: name, Text: text})
		}
	}
	return all
}

// reachFacts are for those who may not change them.
func (v bodyView) reachFacts(l i18n.Locale) []ui.Fact {
	facts := []ui.Fact{{Term: l.Say("agencies.email"), Content: ui.Bdi(v.Email)}}
	if v.Email == "" {
		facts[0] = ui.Fact{Term: l.Say("agencies.email"), Text: l.Say("agencies.by_nothing")}
	}
	if v.Phone != "" {
		facts = append(facts, ui.Fact{Term: l.Say("agencies.phone"), Content: ui.Phone(v.Phone)})
	}
	if v.Hours != "" {
		facts = append(facts, ui.Fact{Term: l.Say("agencies.hours"), Text: v.Hours})
	}
	return facts
}

// fate is what became of a letter, in a word.
func (m Letter) fate(l i18n.Locale) string {
	if m.Error == "bounced" {
		return l.Say("agencies.letter_bounced")
	}
	return l.Say("agencies.letter_" + string(m.State))
}

func (r row) lateTone() ui.Tone {
	if r.Late > 0 {
		return ui.Late
	}
	return ui.Calm
}

func (r row) median(l i18n.Locale) string {
	if r.Median < 0 {
		return l.Say("agencies.not_yet")
	}
	return l.Say("agencies.days", "n", r.Median)
}

func (r row) share(l i18n.Locale) string {
	if r.Returned+r.Done == 0 {
		return l.Say("agencies.not_yet")
	}
	return l.Percent(r.ReturnedShare())
}

func (r row) reachTone() ui.Tone {
	switch {
	case !r.CameBack.IsZero():
		return ui.Late
	case r.Email == "":
		return ui.Soon
	}
	return ui.Kept
}

func (r row) reach(l i18n.Locale) string {
	switch {
	case !r.CameBack.IsZero():
		return l.Say("agencies.by_nothing_arrives")
	case r.Email == "":
		return l.Say("agencies.by_nothing")
	}
	return l.Say("agencies.by_mail")
}

func (v bodyView) figures(l i18n.Locale) []ui.Figure {
	return []ui.Figure{
		{Value: l.Number(int64(v.Open)), Label: l.Say("agencies.with_it")},
		{Value: l.Number(int64(v.Late)), Label: l.Say("agencies.late"), Tone: v.lateTone()},
		{Value: v.median(l), Label: l.Say("agencies.median")},
		{Value: v.share(l), Label: l.Say("agencies.returned_share"), Note: l.Say("agencies.of_answered", "n", v.Returned+v.Done)},
	}
}

var langs = []ui.Option{{Value: "tr", Label: "Türkçe"}, {Value: "fa", Label: "فارسی"}, {Value: "en", Label: "English"}}

var letterTones = map[State]ui.Tone{Queued: ui.Wait, Sent: ui.Kept, Failed: ui.Late, Refused: ui.Late, NotConfigured: ui.Soon, NoAddress: ui.Soon, Kept: ui.Calm, Needless: ui.Calm}
