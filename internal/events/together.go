package events

import "mahalle/internal/city"

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
	Which   string  `json:"which,omitempty"` // in the journal of its request: the part's number
	Into    string  `json:"into,omitempty"`  // the part that does its work too
}

// ExceptionSigned: a request may be finished though parts are not, and why.
type ExceptionSigned struct {
	Request
	Message city.ID `json:"message"`
	Open    int     `json:"open"` // parts that were not finished then
}

// Kinds of the facts about requests that belong together.
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
