package ui

import (
	"math"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/i18n"
)

// PromiseState says whether the clock of a promise runs, and with whom it is.
type PromiseState string

// The states that a bar can show.
const (
	Open      PromiseState = ""          // the clock runs
	Stopped   PromiseState = "stopped"   // the clock stands since Promise.Since
	Waiting   PromiseState = "waiting"   // for the resident; the clock runs
	HandedOn  PromiseState = "handed"    // with another body; the clock runs
	Closed    PromiseState = "closed"    // kept or broken at Promise.Since
	Cancelled PromiseState = "cancelled" // no longer owed since Promise.Since
)

// Promise is one thing owed, as a bar shows it: opened at the start, due always
// at the same place, whatever stands beyond the mark is late.
type Promise struct {
	Label       string // what is owed: "Onarım"
	Opened, Due time.Time
	Now         time.Time // the moment of looking
	State       PromiseState
	Since       time.Time // when it was closed, cancelled or stopped
	Words       string    // said instead of our own words: "bekleyen: MASKİ"
}

// Places on a bar, in hundredths of its width. The style sheet knows the same
// numbers as --due-at and --due-at-mini.
const (
	dueAt     = 76 // full bar
	endFull   = 98 // so that the ring of now stays inside
	dueAtMini = 54 // in rows: room for the words after the mark
	endMini   = 64
)

// Tone is the colour and shape of the promise at the moment of looking.
func (p Promise) Tone() Tone {
	switch {
	case p.State == Cancelled, p.State == Stopped && !p.late():
		return Paused
	case p.late():
		return Late
	case p.State == Closed:
		return Kept
	case p.State == Waiting:
		return Wait
	case p.State == HandedOn:
		return Handed
	}
	return used(p.share())
}

// running reports that the ring of "now" still travels along the bar.
func (p Promise) running() bool { return p.State != Closed && p.State != Cancelled }

func (p Promise) late() bool { return p.State != Cancelled && p.moment().After(p.Due) }

// moment is the time that counts: now, or when the clock stood still.
func (p Promise) moment() time.Time {
	switch p.State {
	case Closed, Cancelled, Stopped:
		if !p.Since.IsZero() {
			return p.Since
		}
	case Open, Waiting, HandedOn:
	}
	return p.Now
}

// share is how much of the promised time was used: 1 at the due date.
func (p Promise) share() float64 {
	used, length := p.moment().Sub(p.Opened), p.Due.Sub(p.Opened)
	switch {
	case used <= 0:
		return 0
	case length <= 0:
		return 2
	}
	return float64(used) / float64(length)
}

// at is where the bar ends, in hundredths. Time before the mark is linear.
// After it time is compressed: a whole promise-length late is the end.
func (p Promise) at(due, end int) int {
	share := p.share()
	if share <= 1 {
		return max(2, int(share*float64(due)))
	}
	over := math.Sqrt(min(share-1, 1)) * float64(end-due)
	return due + max(2, int(math.Round(over)))
}

// words stand beside the bar: when it is due, or what became of it.
func (p Promise) words(l i18n.Locale) string {
	switch {
	case p.Words != "":
		return p.Words
	case p.State == Cancelled:
		return l.Say("ui.promise.cancelled")
	case p.State == Closed && p.late():
		return l.Say("ui.promise.broken", "duration", l.Duration(p.Since.Sub(p.Due)))
	case p.State == Closed:
		return l.Say("ui.promise.kept")
	case p.late():
		return l.Say("ui.promise.late", "duration", l.Duration(p.moment().Sub(p.Due)))
	case p.State == Stopped:
		return l.Say("ui.promise.stopped")
	}
	return l.When(p.Due, p.Now)
}

// longWords are words for the full bar, where there is room for "at the latest".
func (p Promise) longWords(l i18n.Locale) string {
	if p.Words == "" && p.running() && p.State != Stopped && !p.late() {
		return l.Say("ui.promise.by", "when", l.When(p.Due, p.Now))
	}
	if p.Words == "" && p.State == Closed && !p.late() {
		return l.Say("ui.promise.kept_after", "duration", l.Duration(p.Since.Sub(p.Opened)))
	}
	return p.words(l)
}

// sentence is what a screen reader says instead of the drawing.
func (p Promise) sentence(l i18n.Locale) string {
	due := l.When(p.Due, p.Now)
	if p.running() && p.State != Stopped && !p.late() {
		return l.Say("ui.promise.sentence_left", "label", p.Label, "due", due, "left", l.Duration(p.Due.Sub(p.Now)))
	}
	return l.Say("ui.promise.sentence", "label", p.Label, "due", due, "state", p.words(l))
}

// day writes a day as people at the counter say it: today, or its date.
func (p Promise) day(l i18n.Locale, t time.Time) string {
	return l.DayRef(city.DayOf(t, l.Zone), city.DayOf(p.Now, l.Zone))
}
