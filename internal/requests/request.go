package requests

import (
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/fault"
)

// Status is where a request stands.
type Status string

// The statuses, in the order of a request's life.
const (
	New             Status = "new"       // with a unit, nobody is on it yet
	Offered         Status = "offered"   // handed over, not yet accepted
	Working         Status = "working"   // somebody is on it
	Asked           Status = "asked"     // the city waits for the resident
	Forwarded       Status = "forwarded" // with a body outside the municipality
	Done            Status = "done"      // finished; the resident is asked
	ReopenRequested Status = "reopen_requested"
	Closed          Status = "closed"
)

// Statuses lists the statuses in that order.
var Statuses = []Status{New, Offered, Working, Asked, Forwarded, Done, ReopenRequested, Closed}

// Open reports whether the city still owes something.
func (s Status) Open() bool { return s != Done && s != Closed }

// Outcome is how the city's work on a request ended.
type Outcome string

// The outcomes.
const (
	Fixed     Outcome = "fixed"
	Answered  Outcome = "answered"
	Refused   Outcome = "refused"
	PassedOn  Outcome = "forwarded"
	Duplicate Outcome = "duplicate"
)

// Outcomes lists the outcomes an officer may choose, in that order.
var Outcomes = []Outcome{Fixed, Answered, Refused}

// Confirmed is what the resident said, or that nothing was said in time.
type Confirmed string

// What a resident may have said.
const (
	NotAsked Confirmed = ""
	Yes      Confirmed = "yes"
	No       Confirmed = "no"
	NoAnswer Confirmed = "none"
)

// Kept is whether what was promised was kept when the work was finished.
type Kept string

// The judgements.
const (
	NotPromised Kept = "" // no time was promised, or it was never finished
	InTime      Kept = "yes"
	TooLate     Kept = "no"
)

// judge remembers whether the promised time was kept.
func (r *Request) judge(onTime bool, now time.Time) {
	r.Kept, r.KeptAt = TooLate, now
	if onTime {
		r.Kept = InTime
	}
}

// Face is how somebody feels about it.
type Face string

// Faces lists the four faces.
var Faces = []Face{"happy", "sad", "angry", "surprised"}

// Known reports whether the face is one of the four, or none was chosen.
func (f Face) Known() bool {
	for _, known := range Faces {
		if f == known {
			return true
		}
	}
	return f == ""
}

// Channels are the doors through which a request may come.
var Channels = []string{"web", "phone", "desk", "headman", "mail", "paper", "state", "import", "partner"}

// Request is one thing somebody asks of the city.
type Request struct {
	ID           city.ID
	Number       string
	Kind         string
	Subject      string
	Status       Status
	Unit         string
	Department   string
	OfferedFrom  string
	Returns      int
	Person       city.ID
	Place        city.Place
	Street       string // who keeps it up: metro, district, or empty when nobody knows
	Description  string
	Answered     string // what was answered that may be searched
	Lang         city.Lang
	Channel      string
	TakenBy      city.ID
	Rule         int
	Public       bool
	Hidden       bool
	Confidential bool
	Opened       time.Time
	Due          time.Time
	Late         bool
	Reopened     int
	People       int
	Photos       int
	DoneAt       time.Time
	ConfirmUntil time.Time
	ClosedAt     time.Time
	Outcome      Outcome
	Confirmed    Confirmed
	Kept         Kept      // how the work was judged when it was last finished
	KeptAt       time.Time // when that was; it stays when the request is reopened
	SaidAt       time.Time // when the resident last said yes or no, or the time for it ran out
	Face         Face
	Secret       string
	External     string
	Together
}

// Take: somebody in the owning unit is on it from now on.
func (r *Request) Take(person city.ID) error {
	if !r.Status.Open() {
		return fault.New(fault.Conflict, "requests.not_open")
	}
	if r.Status == ReopenRequested {
		return fault.New(fault.Conflict, "requests.decide_reopening_first")
	}
	if r.Status == New || r.Status == Offered {
		r.Status, r.OfferedFrom = Working, ""
	}
	r.Person = person
	return nil
}

// Release puts it down again: its unit has it, and nobody is on it.
func (r *Request) Release(person city.ID) error {
	if !r.Status.Open() || r.Person != person || person == "" {
		return fault.New(fault.Conflict, "requests.not_on_you")
	}
	if r.Status == Working {
		r.Status = New
	}
	r.Person = ""
	return nil
}

// HandOver offers it to another unit, which owns it at once and may return it.
func (r *Request) HandOver(to, department string, outside bool) error {
	switch {
	case !r.Status.Open():
		return fault.New(fault.Conflict, "requests.not_open")
	case to == "" || to == r.Unit:
		return fault.New(fault.Invalid, "requests.choose_another_unit")
	}
	if r.Status != Forwarded || !outside { // of two bodies outside, the city's own unit stays in charge
		r.OfferedFrom = r.Unit
	}
	r.Unit, r.Department, r.Person = to, department, ""
	r.Status = Offered
	if outside {
		r.Status = Forwarded
	}
	return nil
}

// Accept: the unit it was offered to agrees that it is theirs. With a body outside
// it stays: what is ours is to see that it gets done.
func (r *Request) Accept() error {
	if r.Status == Forwarded {
		return nil
	}
	if r.Status != Offered {
		return fault.New(fault.Conflict, "requests.not_offered")
	}
	r.Status, r.OfferedFrom = New, ""
	return nil
}

// mostReturns is how often units may pass it back before the desk decides.
const mostReturns = 2

// Return: not ours, with a reason. It goes back to where it came from; the
// second time it goes to the desk, so that it cannot wander for ever.
func (r *Request) Return(back, desk string) error {
	if r.Status != Offered && r.Status != Forwarded {
		return fault.New(fault.Conflict, "requests.not_offered")
	}
	r.Returns++
	r.Unit = back
	if r.Returns >= mostReturns || back == "" {
		r.Unit = desk
	}
	r.Status, r.OfferedFrom, r.Person = New, "", ""
	return nil
}

// Ask: the city asked the resident something and waits.
func (r *Request) Ask() error {
	if !r.Status.Open() || r.Status == ReopenRequested {
		return fault.New(fault.Conflict, "requests.not_open")
	}
	r.Status = Asked
	return nil
}

// Heard: the resident answered; the unit is on it again.
func (r *Request) Heard() {
	if r.Status == Asked {
		r.Status = Working
	}
}

// Finish ends the city's work and asks the resident, who may speak until the
// given moment.
func (r *Request) Finish(o Outcome, now, until time.Time) error {
	switch {
	case !r.Status.Open():
		return fault.New(fault.Conflict, "requests.not_open")
	case r.Status == Offered:
		return fault.New(fault.Conflict, "requests.accept_first")
	case r.Status == ReopenRequested:
		return fault.New(fault.Conflict, "requests.decide_reopening_first")
	}
	r.Status, r.Outcome, r.DoneAt, r.ConfirmUntil = Done, o, now, until
	r.Due, r.Late = time.Time{}, false
	return nil
}

// Confirm is the resident's yes.
func (r *Request) Confirm(face Face, now time.Time) error {
	if err := r.mayAnswer(now); err != nil {
		return err
	}
	r.Status, r.Confirmed, r.Face, r.ClosedAt, r.SaidAt = Closed, Yes, face, now, now
	return nil
}

// Object is the resident's no: it goes to a human.
func (r *Request) Object(face Face, now time.Time) error {
	if err := r.mayAnswer(now); err != nil {
		return err
	}
	r.Status, r.Confirmed, r.Face, r.SaidAt = ReopenRequested, No, face, now
	return nil
}

func (r *Request) mayAnswer(now time.Time) error {
	switch {
	case r.Status == Closed || r.Status == ReopenRequested:
		return fault.New(fault.Conflict, "requests.answered_before")
	case r.Status != Done:
		return fault.New(fault.Conflict, "requests.not_finished_yet")
	case now.After(r.ConfirmUntil):
		return fault.New(fault.Gone, "requests.answer_time_over")
	}
	return nil
}

// Reopen: the city agrees that it is not done.
func (r *Request) Reopen(person city.ID) error {
	if r.Status != ReopenRequested {
		return fault.New(fault.Conflict, "requests.nobody_asked_to_reopen")
	}
	r.Status, r.Person, r.Outcome = Working, person, ""
	r.DoneAt, r.ConfirmUntil = time.Time{}, time.Time{}
	r.Reopened++
	return nil
}

// RefuseReopening: the city holds that it is done. What the resident said stays.
func (r *Request) RefuseReopening(now time.Time) error {
	if r.Status != ReopenRequested {
		return fault.New(fault.Conflict, "requests.nobody_asked_to_reopen")
	}
	r.Status, r.ClosedAt = Closed, now
	return nil
}

// CloseUnconfirmed: the resident did not speak in the city's chosen days.
func (r *Request) CloseUnconfirmed(now time.Time) error {
	if r.Status != Done || now.Before(r.ConfirmUntil) {
		return fault.New(fault.Conflict, "requests.not_finished_yet")
	}
	r.Status, r.Confirmed, r.ClosedAt, r.SaidAt = Closed, NoAnswer, now, now
	return nil
}
