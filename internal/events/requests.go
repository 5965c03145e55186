package events

import "mahalle/internal/city"

// Standing is what counts about a request at one moment, so that whoever keeps
// figures can take the old standing away and add the new one.
type Standing struct {
	Unit       string   `json:"unit"`
	Department string   `json:"department"`
	Subject    string   `json:"subject"`
	Status     string   `json:"status"`
	Open       bool     `json:"open"`
	Due        int64    `json:"due,omitempty"`      // UTC microseconds of the repair promise
	DueDay     city.Day `json:"due_day,omitempty"`  // the same on the city's wall calendar
	Late       bool     `json:"late,omitempty"`     // the repair promise is broken
	Reopened   bool     `json:"reopened,omitempty"` // it has been reopened at least once
}

// Request is the part all facts about a request have in common.
type Request struct {
	ID     city.ID    `json:"-"`
	Number string     `json:"number"`
	Place  city.Place `json:"place"`
	Day    city.Day   `json:"day"`              // the city day on which it happened
	Opened city.Day   `json:"opened"`           // the city day on which the request was opened
	Before *Standing  `json:"before,omitempty"` // nil when it is new
	After  Standing   `json:"after"`
	Part   bool       `json:"part,omitempty"` // it is a part of a request, and counts for nothing itself
}

// About names the request.
func (r Request) About() Subject { return Subject{Kind: "request", ID: r.ID} }

// Where is the request's place.
func (r Request) Where() city.Place { return r.Place }

// Identify gives the fact its subject's ID back after it was read from the journal.
func (r *Request) Identify(id city.ID) { r.ID = id }

// RequestOpened: a resident or a desk asked for something, and it has an owner.
type RequestOpened struct {
	Request
	Channel string `json:"channel"`
	Rule    string `json:"rule"` // which owner rule led here
	Photos  int    `json:"photos,omitempty"`
}

// RequestTaken: somebody in the owning unit is on it.
type RequestTaken struct{ Request }

// RequestReleased: whoever was on it put it down; its unit still has it.
type RequestReleased struct{ Request }

// RequestHandedOver: the request was offered to another unit, which has it now.
type RequestHandedOver struct {
	Request
	From string `json:"from"`
	To   string `json:"to"`
}

// RequestReturned: the unit it was handed to says it is not theirs.
type RequestReturned struct {
	Request
	From string `json:"from"`
	To   string `json:"to"`
}

// RequestAccepted: the unit it was handed to accepted it.
type RequestAccepted struct{ Request }

// RequestNoted: a note for colleagues was added.
type RequestNoted struct {
	Request
	Message city.ID `json:"message"`
}

// RequestAnswered: the resident was answered. Final answers keep the answer promise.
type RequestAnswered struct {
	Request
	Message  city.ID `json:"message"`
	Interim  bool    `json:"interim,omitempty"`
	Template string  `json:"template,omitempty"`
}

// RequestAsked: the resident was asked something; the city waits.
type RequestAsked struct {
	Request
	Message city.ID `json:"message"`
}

// ResidentWrote: the resident answered a question or added something.
type ResidentWrote struct {
	Request
	Message city.ID `json:"message"`
	Photos  int     `json:"photos,omitempty"`
}

// RequestJoined: another resident has the same problem.
type RequestJoined struct {
	Request
	People int `json:"people"` // how many have it now
}

// RequestFinished: the unit says the work is done, or why it will not be.
type RequestFinished struct {
	Request
	Message city.ID  `json:"message,omitempty"`
	Outcome string   `json:"outcome"` // fixed, refused, forwarded, duplicate
	Photos  int      `json:"photos,omitempty"`
	OnTime  bool     `json:"on_time"`
	Confirm city.Day `json:"confirm,omitempty"` // the last day on which the resident may say yes or no; 0: not asked
}

// ResidentConfirmed: the resident says it is done.
type ResidentConfirmed struct {
	Request
	Face    string  `json:"face,omitempty"`    // happy, sad, angry, surprised
	Message city.ID `json:"message,omitempty"` // what was added to the yes
}

// ReopenRequested: the resident says it is not done; a person decides.
type ReopenRequested struct {
	Request
	Face    string  `json:"face,omitempty"`
	Message city.ID `json:"message,omitempty"`
}

// RequestReopened: the city agrees that it is not done.
type RequestReopened struct{ Request }

// ReopenRefused: the city holds that it is done, and says why.
type ReopenRefused struct {
	Request
	Message city.ID `json:"message"`
}

// RequestClosed: the resident did not answer in the city's chosen days.
type RequestClosed struct{ Request }

// RequestFellDue: a promise about the request was not kept in time.
type RequestFellDue struct {
	Request
	Promise string `json:"promise"` // answer or repair
	Level   int    `json:"level"`   // who is told: 1 the unit, 2 the post above, …
	Post    string `json:"post,omitempty"`
}

// RequestRescheduled: the date that decides is another one now, and with it
// perhaps whether the request is late.
type RequestRescheduled struct {
	Request
	Reason string `json:"reason"` // as the promise's: calendar, resumed, or what a person wrote
}

// SubjectChanged: the request is about something else than was thought, and its
// dates were counted again.
type SubjectChanged struct {
	Request
	From     string  `json:"was_subject"`
	To       string  `json:"subject"`
	FromKind string  `json:"was_kind"`
	ToKind   string  `json:"kind"`
	Message  city.ID `json:"message,omitempty"`  // why, for colleagues
	Law      int64   `json:"law,omitempty"`      // UTC microseconds: the law's date before any subject was changed
	Hid      bool    `json:"hid,omitempty"`      // the sender is hidden from the unit since
	Closed   bool    `json:"closed,omitempty"`   // only the unit may read it since
	Unlisted bool    `json:"unlisted,omitempty"` // it is off the public map since
}

// ContactSeen: somebody looked at a resident's telephone number or address.
type ContactSeen struct {
	Request
	Reason  string  `json:"reason,omitempty"`  // from a closed list; empty: they are on it
	Message city.ID `json:"message,omitempty"` // what they said to it
}

// Kinds of the facts about requests.
func (RequestOpened) Kind() string      { return "request.opened" }
func (RequestTaken) Kind() string       { return "request.taken" }
func (RequestReleased) Kind() string    { return "request.released" }
func (RequestHandedOver) Kind() string  { return "request.handed_over" }
func (RequestReturned) Kind() string    { return "request.returned" }
func (RequestAccepted) Kind() string    { return "request.accepted" }
func (RequestNoted) Kind() string       { return "request.noted" }
func (RequestAnswered) Kind() string    { return "request.answered" }
func (RequestAsked) Kind() string       { return "request.asked" }
func (ResidentWrote) Kind() string      { return "request.resident_wrote" }
func (RequestJoined) Kind() string      { return "request.joined" }
func (RequestFinished) Kind() string    { return "request.finished" }
func (ResidentConfirmed) Kind() string  { return "request.confirmed" }
func (ReopenRequested) Kind() string    { return "request.reopen_requested" }
func (RequestReopened) Kind() string    { return "request.reopened" }
func (ReopenRefused) Kind() string      { return "request.reopen_refused" }
func (RequestClosed) Kind() string      { return "request.closed" }
func (RequestFellDue) Kind() string     { return "request.fell_due" }
func (SubjectChanged) Kind() string     { return "request.subject_changed" }
func (ContactSeen) Kind() string        { return "request.contact_seen" }
func (RequestRescheduled) Kind() string { return "request.rescheduled" }
