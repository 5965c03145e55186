package events

import "mahalle/internal/city"

// Agency is the part all facts about a body outside the municipality have in
// common. It is named by its unit's code.
type Agency struct {
	Unit string `json:"-"`
}

// About names the body.
func (a Agency) About() Subject { return Subject{Kind: "agency", ID: city.ID(a.Unit)} }

// Where is nowhere in particular.
func (a Agency) Where() city.Place { return city.Place{} }

// Identify gives the fact its subject's code back after it was read from the journal.
func (a *Agency) Identify(id city.ID) { a.Unit = string(id) }

// AgencyChanged: where a body is written to, or in which language, is another one
// now. The address itself stays in its row.
type AgencyChanged struct {
	Agency
	Address bool   `json:"address"` // whether there is one
	Lang    string `json:"lang"`
}

// AgencyLinksVoided: no link that the body got before opens anything any more.
type AgencyLinksVoided struct {
	Agency
	Edition int `json:"edition"` // of the links that open from now on
}

// AgencyLinksRestored: voiding them was a mistake.
type AgencyLinksRestored struct {
	Agency
	Edition int `json:"edition"`
}

// AgencyPromised: a body that has a request said that it is theirs, and perhaps
// by when.
type AgencyPromised struct {
	Agency
	Number string   `json:"number"`          // of the request
	Until  city.Day `json:"until,omitempty"` // 0: they named none
	Theirs bool     `json:"theirs"`          // whether they gave a reference of their own
}

// AgencyLetterCameBack: a letter to a body did not arrive.
type AgencyLetterCameBack struct {
	Agency
	Number string `json:"number,omitempty"` // of the request it was about; empty: about several
}

// Kinds of the facts about bodies outside.
func (AgencyChanged) Kind() string       { return "agency.changed" }
func (AgencyLinksVoided) Kind() string   { return "agency.links_voided" }
func (AgencyLinksRestored) Kind() string { return "agency.links_restored" }
func (AgencyPromised) Kind() string      { return "agency.promised" }

// Kind names it in the journal.
func (AgencyLetterCameBack) Kind() string { return "agency.letter_came_back" }
