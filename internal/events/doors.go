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

// Hook is the part all facts about a receiver of news have in common. Its address
// stays in its row.
type Hook struct {
	ID city.ID `json:"-"`
}

// About names the receiver.
func (h Hook) About() Subject { return Subject{Kind: "hook", ID: h.ID} }

// Where is nowhere in particular.
func (h Hook) Where() city.Place { return city.Place{} }

// Identify gives the fact its subject's ID back after it was read from the journal.
func (h *Hook) Identify(id city.ID) { h.ID = id }

// HookChanged: a receiver was made, or hears something else from now on.
type HookChanged struct {
	Hook
	Events    []string `json:"events"`
	Subjects  []string `json:"subjects,omitempty"` // none: all
	Districts []string `json:"districts,omitempty"`
	Address   bool     `json:"address"` // its address is another one
	Made      bool     `json:"made,omitempty"`
}

// HookSwitched: a receiver hears nothing from now on, or hears again.
type HookSwitched struct {
	Hook
	State string `json:"state"` // on, stopped by somebody, failed for days, gone by its own word
}

// HookSecretChanged: letters to a receiver are signed with another secret; the one
// before is used beside it for a while.
type HookSecretChanged struct{ Hook }

// HookSecretSeen: somebody looked at the secret.
type HookSecretSeen struct{ Hook }

// HookSentAgain: what a receiver did not get is sent once more.
type HookSentAgain struct {
	Hook
	N int `json:"n"` // how many
}

// HookRemoved: a receiver is no more.
type HookRemoved struct{ Hook }

// FeedLinkMade: somebody has a secret link to what they owe, for their calendar;
// one they had before opens nothing any more.
type FeedLinkMade struct{ Person }

// FeedLinkRevoked: that link opens nothing any more.
type FeedLinkRevoked struct{ Person }

// Kinds of the facts about partners and receivers.
func (PartnerChanged) Kind() string    { return "partner.changed" }
func (PartnerStopped) Kind() string    { return "partner.stopped" }
func (PartnerKeyMade) Kind() string    { return "partner.key_made" }
func (PartnerKeyRevoked) Kind() string { return "partner.key_revoked" }
func (HookChanged) Kind() string       { return "hook.changed" }
func (HookSwitched) Kind() string      { return "hook.switched" }
func (HookSecretChanged) Kind() string { return "hook.secret_changed" }
func (HookSecretSeen) Kind() string    { return "hook.secret_seen" }
func (HookSentAgain) Kind() string     { return "hook.sent_again" }
func (HookRemoved) Kind() string       { return "hook.removed" }
func (FeedLinkMade) Kind() string      { return "feed.link_made" }
func (FeedLinkRevoked) Kind() string   { return "feed.link_revoked" }

// Line is the part all facts about the Open311 door of a body outside have in
// common. It is named by the body's unit.
type Line struct {
	Unit string `json:"-"`
}

// About names the body.
func (l Line) About() Subject { return Subject{Kind: "agency", ID: city.ID(l.Unit)} }

// Where is nowhere in particular.
func (l Line) Where() city.Place { return city.Place{} }

// Identify gives the fact its subject's code back after it was read from the journal.
func (l *Line) Identify(id city.ID) { l.Unit = string(id) }

// LineChanged: a body is told by its own door from now on, in another way, or not
// any more. Address and key stay in the row.
type LineChanged struct {
	Line
	State   string `json:"state"` // on, stopped, removed
	Address bool   `json:"address,omitempty"`
	Key     bool   `json:"key,omitempty"`
}

// LineTook: a request arrived at a body's own door.
type LineTook struct {
	Line
	Number string `json:"number"`
	Theirs string `json:"theirs"` // their number
}

// LineRefused: a request cannot be told by a body's own door; the letter goes out.
type LineRefused struct {
	Line
	Number string `json:"number"`
	Why    string `json:"why"` // key of a sentence
}

// LineSilent: a body's own door does not answer for an hour, or answers again.
type LineSilent struct {
	Line
	Silent bool   `json:"silent,omitempty"`
	Why    string `json:"why,omitempty"`
}

// Kinds of the facts about lines.
func (LineChanged) Kind() string { return "line.changed" }
func (LineTook) Kind() string    { return "line.took" }
func (LineRefused) Kind() string { return "line.refused" }
func (LineSilent) Kind() string  { return "line.silent" }
