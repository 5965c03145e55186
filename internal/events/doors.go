package events

import "mahalle/internal/city"

// Partner is the part all facts about another system have in common. Names and
// contacts stay in its row.
type Partner struct {
	ID city.ID `json:"-"`
}

// About names the partner.
func (p Partner) About() Subject { return Subject{Kind: "partner", ID: p.ID} }

// Where is nowhere in particular.
func (p Partner) Where() city.Place { return city.Place{} }

// Identify gives the fact its subject's ID back after it was read from the journal.
func (p *Partner) Identify(id city.ID) { p.ID = id }

// PartnerChanged: a partner was made, or may do something else from now on.
type PartnerChanged struct {
	Partner
	Code      string   `json:"code"`
	Rights    []string `json:"rights"`
	Subjects  []string `json:"subjects,omitempty"` // none: all
	Districts []string `json:"districts,omitempty"`
	PerMinute int      `json:"per_minute"`
	Made      bool     `json:"made,omitempty"`
}

// PartnerStopped: a partner was shut out, or let in again.
type PartnerStopped struct {
	Partner
	Stopped bool `json:"stopped"`
}

// PartnerKeyMade: a partner got one more key.
type PartnerKeyMade struct {
	Partner
	Key city.ID `json:"key"`
}

// PartnerKeyRevoked: a key of a partner opens nothing any more.
type PartnerKeyRevoked struct {
	Partner
	Key city.ID `json:"key"`
}

// Kinds of the facts about partners.
func (PartnerChanged) Kind() string    { return "partner.changed" }
func (PartnerStopped) Kind() string    { return "partner.stopped" }
func (PartnerKeyMade) Kind() string    { return "partner.key_made" }
func (PartnerKeyRevoked) Kind() string { return "partner.key_revoked" }
