package events

import "mahalle/internal/city"

// Promise is the part all facts about something owed have in common.
type Promise struct {
	ID    city.ID    `json:"id"`
	Of    string     `json:"of"` // answer, repair, work, decision, …
	On    Subject    `json:"about"`
	Place city.Place `json:"place"`
	Unit  string     `json:"unit"`
	Due   int64      `json:"due"` // UTC microseconds
}

// About names what the promise is about, so that its facts stand in that
// thing's history.
func (p Promise) About() Subject { return p.On }

// Where is the place of the promise.
func (p Promise) Where() city.Place { return p.Place }

// PromiseSoonDue: three quarters of the time are used.
type PromiseSoonDue struct{ Promise }

// PromiseBroken: the time has run out and it is still owed.
type PromiseBroken struct {
	Promise
	Post string `json:"post,omitempty"` // which was told
}

// PromiseEscalated: still owed, and the next post above is told.
type PromiseEscalated struct {
	Promise
	Level int    `json:"level"`
	Post  string `json:"post,omitempty"` // which was told
}

// PromiseMoved: the date was moved, and why.
type PromiseMoved struct {
	Promise
	Was    int64     `json:"was"` // UTC microseconds
	Reason string    `json:"reason"`
	Name   city.Text `json:"name,omitzero"` // of the day or week, when the reason is the calendar
}

// PromisePaused: the clock stands still, and why.
type PromisePaused struct {
	Promise
	Reason string `json:"reason"`
}

// PromiseResumed: the clock runs again.
type PromiseResumed struct {
	Promise
	Was int64 `json:"was"` // the due time before the pause
}

// CalendarChanged: something was entered into a calendar, or taken back.
type CalendarChanged struct {
	Calendar string    `json:"calendar"`
	Entry    city.ID   `json:"entry"`
	Day      city.Day  `json:"day"` // the first it is about
	Name     city.Text `json:"name,omitzero"`
	Removed  bool      `json:"removed,omitempty"`
}

// About names the calendar by its code.
func (e CalendarChanged) About() Subject { return Subject{Kind: "calendar", ID: city.ID(e.Calendar)} }

// Where is nowhere in particular.
func (e CalendarChanged) Where() city.Place { return city.Place{} }

// Kinds of the facts about promises.
func (PromiseSoonDue) Kind() string   { return "promise.soon_due" }
func (PromiseBroken) Kind() string    { return "promise.broken" }
func (PromiseEscalated) Kind() string { return "promise.escalated" }
func (PromiseMoved) Kind() string     { return "promise.moved" }
func (PromisePaused) Kind() string    { return "promise.paused" }
func (PromiseResumed) Kind() string   { return "promise.resumed" }
func (CalendarChanged) Kind() string  { return "calendar.changed" }
