package promises

import (
	"slices"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/calendar"
	"mahalle/internal/platform/fault"
)

// Of says what is owed.
type Of string

// What a request owes; other capabilities add their own.
const (
	Answer   Of = "answer"   // the law's clock: a reasoned reply
	Repair   Of = "repair"   // the service target: the street is put right
	Question Of = "question" // what the city asked and waits for
	Accept   Of = "accept"   // the house's own: somebody in the unit is on it
)

// Inside reports whether only the house itself is owed this: residents are not
// shown it, and it makes nothing late for them.
func (o Of) Inside() bool { return o == Accept }

// State is where a promise stands.
type State string

// The states.
const (
	Open      State = "open"
	Paused    State = "paused"
	Kept      State = "kept"
	Broken    State = "broken" // owed beyond its time; stays so when it ends late
	Handed    State = "handed" // with another body, which was told, and the person too
	Cancelled State = "cancelled"
)

// States lists the states in the order of a promise's life.
var States = []State{Open, Paused, Kept, Broken, Handed, Cancelled}

// PauseReasons is the closed list of what may stop a clock that may be stopped.
var PauseReasons = []string{"fee", "applicant", "agency", "season"}

// Owner is who owes: never only a person, always a unit.
type Owner struct {
	Unit   string  // code
	Post   string  // code of the post that answers for it
	Person city.ID // who is on it now, if anybody
}

// Promise is one thing owed.
type Promise struct {
	ID          city.ID
	SubjectKind string
	Subject     city.ID
	Label       string // the subject's human number
	Topic       string // the subject's subject code
	Of          Of
	Owner       Owner
	Place       city.Place // codes only
	Calendar    string
	Amount      calendar.Amount
	MayPause    bool
	State       State
	Opened      time.Time
	Warn        time.Time // three quarters of the time are used
	Due         time.Time
	Next        time.Time // when the sweep must look again; zero: never
	PausedAt    time.Time
	PausedFor   time.Duration // all pauses that ended, together
	Pauses      []Pause       // the same, one by one
	Given       bool          // the date was given, by hand or by an imported file, and not counted
	Reason      string
	Level       int // how far up it was told: 0 nobody yet
	Moved       int // how often the date was moved
	Ended       time.Time
	Evidence    string
}

// Owed reports whether it is still to be done.
func (p *Promise) Owed() bool { return p.Ended.IsZero() }

// Late reports whether its time has run out at now and it was or is not done.
func (p *Promise) Late(now time.Time) bool {
	switch {
	case p.State == Broken:
		return true
	case p.State == Open && p.Owed():
		return now.After(p.Due)
	}
	return false
}

// setDue gives the promise its date and says when to look at it next.
func (p *Promise) setDue(due time.Time) {
	p.Due = due
	p.Warn = p.Opened.Add(due.Sub(p.Opened) * 3 / 4)
	p.Next = p.Warn
}

// keep ends it by being done. What is done after its time is done, and late.
func (p *Promise) keep(now time.Time, evidence string) error {
	if !p.Owed() {
		return fault.New(fault.Conflict, "promises.already_ended")
	}
	p.resumeClock(now)
	p.State = Kept
	if now.After(p.Due) {
		p.State = Broken
	}
	p.end(now, "")
	p.Evidence = evidence
	return nil
}

// stop ends it without being done: cancelled or handed to another body.
func (p *Promise) stop(state State, now time.Time, reason string) error {
	if !p.Owed() {
		return fault.New(fault.Conflict, "promises.already_ended")
	}
	if reason == "" {
		return fault.New(fault.Invalid, "promises.reason_needed")
	}
	p.State = state
	p.end(now, reason)
	return nil
}

func (p *Promise) end(now time.Time, reason string) {
	p.Ended, p.Next, p.PausedAt = now, time.Time{}, time.Time{}
	p.Reason = reason
}

// pause stops the clock, if this clock may be stopped and for a reason that counts.
func (p *Promise) pause(now time.Time, reason string) error {
	switch {
	case p.State != Open || !p.Owed():
		return fault.New(fault.Conflict, "promises.not_running")
	case !p.MayPause:
		return fault.New(fault.Forbidden, "promises.may_not_pause")
	case !slices.Contains(PauseReasons, reason):
		return fault.New(fault.Invalid, "promises.unknown_pause_reason")
	}
	p.State, p.PausedAt, p.Reason, p.Next = Paused, now, reason, time.Time{}
	return nil
}

// resume lets the clock run again and gives the pause back.
func (p *Promise) resume(cal *calendar.Calendar, now time.Time) error {
	if p.State != Paused {
		return fault.New(fault.Conflict, "promises.not_paused")
	}
	due := givenBack(cal, p.Amount.Unit, Pause{p.PausedAt, now}, p.Due)
	p.resumeClock(now)
	p.setDue(due.UTC().Truncate(time.Microsecond))
	p.Next = nextLook(p, now)
	return nil
}

func (p *Promise) resumeClock(now time.Time) {
	if p.State != Paused {
		return
	}
	p.PausedFor += now.Sub(p.PausedAt)
	p.Pauses = append(p.Pauses, Pause{p.PausedAt, now})
	p.State, p.PausedAt, p.Reason = Open, time.Time{}, ""
}

// move gives it another date, for a reason that is kept and counted.
func (p *Promise) move(due, now time.Time, reason string) error {
	switch {
	case !p.Owed():
		return fault.New(fault.Conflict, "promises.already_ended")
	case reason == "":
		return fault.New(fault.Invalid, "promises.reason_needed")
	case due.Before(now):
		return fault.New(fault.Invalid, "promises.date_has_passed")
	}
	p.setDue(due)
	p.Moved++
	if p.State == Broken {
		p.State = Open
	}
	p.Next = nextLook(p, now)
	return nil
}

// ladder is when each further post above is told that it is still owed, in
// shares of the promise's own length after its due time.
var ladder = []float64{0, 0.5, 1}

// step is one look of the sweep at a promise whose moment has come. It tells
// what has happened: news "soon", "broken", "escalated", or none.
func (p *Promise) step(now time.Time) (news string) {
	switch {
	case !p.Owed() || p.State == Paused:
		p.Next = time.Time{}
		return ""
	case now.Before(p.Due):
		p.Next = p.Due
		return "soon"
	case p.State == Open:
		p.State, p.Level = Broken, 1
		news = "broken"
	case p.Level < len(ladder):
		p.Level++
		news = "escalated"
	}
	p.Next = p.rung()
	return news
}

// rung is when the next post above must be told; zero when all were.
func (p *Promise) rung() time.Time {
	if p.Level >= len(ladder) {
		return time.Time{}
	}
	length := max(p.Due.Sub(p.Opened), 24*time.Hour)
	return p.Due.Add(time.Duration(ladder[p.Level] * float64(length)))
}

func nextLook(p *Promise, now time.Time) time.Time {
	if now.Before(p.Warn) {
		return p.Warn
	}
	if now.Before(p.Due) || p.State == Open {
		return p.Due
	}
	return p.rung()
}
