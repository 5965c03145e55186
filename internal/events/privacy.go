package events

import "mahalle/internal/city"

// PersonalData is the part all facts about somebody's own data have in common.
// It names the matter, never the person.
type PersonalData struct {
	ID     city.ID `json:"-"`
	Number string  `json:"number,omitempty"` // of the request by which the person asked
}

// About names the matter.
func (d PersonalData) About() Subject { return Subject{Kind: "personal_data", ID: d.ID} }

// Where is nowhere in particular.
func (d PersonalData) Where() city.Place { return city.Place{} }

// Identify gives the fact its subject's ID back after it was read from the journal.
func (d *PersonalData) Identify(id city.ID) { d.ID = id }

// PersonLookedUp: somebody looked up what is held about a person.
type PersonLookedUp struct {
	PersonalData
	Found int `json:"found"` // pieces
}

// PersonGivenCopy: a person was given a copy of what is held.
type PersonGivenCopy struct {
	PersonalData
	Pieces int `json:"pieces"`
}

// PersonErased: what is held about a person was erased, or kept for a reason.
type PersonErased struct {
	PersonalData
	Proof  string `json:"proof"` // how it was made sure who asks
	Erased int    `json:"erased"`
	Kept   int    `json:"kept,omitempty"` // requests
	Again  bool   `json:"again,omitempty"`
}

// ContactErased: a request no longer says who asked.
type ContactErased struct {
	Request
	Reason string `json:"reason"` // asked: the person did; time: it was kept long enough
	Words  bool   `json:"words,omitempty"`
}

// ContactKept: who asked stays on a request though they want to be forgotten.
type ContactKept struct {
	Request
	Reason string `json:"reason"` // a legal reason from a closed list
}

// Kinds of the facts about personal data.
func (PersonLookedUp) Kind() string  { return "personal_data.looked_up" }
func (PersonGivenCopy) Kind() string { return "personal_data.copied" }
func (PersonErased) Kind() string    { return "personal_data.erased" }
func (ContactErased) Kind() string   { return "request.contact_erased" }
func (ContactKept) Kind() string     { return "request.contact_kept" }
