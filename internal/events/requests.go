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

// RequestClustered: a request has the same cause as others and is worked on with
// them. About the lead itself it says how many requests came and how many people
// it stands for now.
type RequestClustered struct {
	Request
	Lead     string `json:"lead"` // its number
	Requests int    `json:"requests,omitempty"`
	People   int    `json:"people,omitempty"`
}

// RequestFollowed: the lead has another owner or standing, and so have its members.
type RequestFollowed struct {
	Request
	Lead string `json:"lead"`
}

// RequestUnclustered: its cause is another one after all. About a lead, which is
// named then, it says that one request left it.
type RequestUnclustered struct {
	Request
	Lead   string `json:"lead,omitempty"`
	People int    `json:"people,omitempty"`
}

// RequestMerged: another request says the same again and goes on here.
type RequestMerged struct {
	Request
	Other  string `json:"other"` // its number
	People int    `json:"people"`
}

// RequestUnmerged: it was not the same after all. About the one that had taken it
// in, Other is the request that left.
type RequestUnmerged struct {
	Request
	Other  string `json:"other"`
	People int    `json:"people,omitempty"`
}

// AnswerGiven: the answer that the law wants was given in the channel the request
// came by, outside this system.
type AnswerGiven struct {
	Request
	Message city.ID `json:"message"`
}

// RequestSplit: the work was given to several units in parts.
type RequestSplit struct {
	Request
	Parts int `json:"parts"` // how many it has now
}

// PartOpened: a unit has a part of a request.
type PartOpened struct {
	Request
	Parent string `json:"parent"` // its number
}

// PartEnded: a part needs no work any more. Done tells whether it was done.
type PartEnded struct {
	Request
	Message city.ID `json:"message,omitempty"`
	Done    bool    `json:"done"`
	Into    string  `json:"into,omitempty"` // the part that does its work too
}

// ExceptionSigned: a request may be finished though parts are not, and why.
type ExceptionSigned struct {
	Request
	Message city.ID `json:"message"`
	Open    int     `json:"open"` // parts that were not finished then
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
	Face string `json:"face,omitempty"` // happy, sad, angry, surprised
}

// ReopenRequested: the resident says it is not done; a person decides.
type ReopenRequested struct {
	Request
	Face string `json:"face,omitempty"`
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
}

// ContactSeen: somebody looked at a resident's telephone number or address.
type ContactSeen struct {
	Request
	Reason string `json:"reason,omitempty"`
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
func (RequestClustered) Kind() string   { return "request.clustered" }
func (RequestFollowed) Kind() string    { return "request.followed" }
func (RequestUnclustered) Kind() string { return "request.unclustered" }
func (RequestMerged) Kind() string      { return "request.merged" }
func (RequestUnmerged) Kind() string    { return "request.unmerged" }
func (AnswerGiven) Kind() string        { return "request.answer_given" }
func (RequestSplit) Kind() string       { return "request.split" }
func (PartOpened) Kind() string         { return "request.part_opened" }
func (PartEnded) Kind() string          { return "request.part_ended" }
func (ExceptionSigned) Kind() string    { return "request.exception_signed" }
func (RequestFinished) Kind() string    { return "request.finished" }
func (ResidentConfirmed) Kind() string  { return "request.confirmed" }
func (ReopenRequested) Kind() string    { return "request.reopen_requested" }
func (RequestReopened) Kind() string    { return "request.reopened" }
func (ReopenRefused) Kind() string      { return "request.reopen_refused" }
func (RequestClosed) Kind() string      { return "request.closed" }
func (RequestFellDue) Kind() string     { return "request.fell_due" }
func (ContactSeen) Kind() string        { return "request.contact_seen" }
