package events

import "mahalle/internal/city"

// Mail is the part all facts about a letter to the city have in common.
type Mail struct {
	ID city.ID `json:"-"`
}

// About names the letter.
func (m Mail) About() Subject { return Subject{Kind: "letter", ID: m.ID} }

// Where is nowhere in particular: a letter has no place until it is a request.
func (m Mail) Where() city.Place { return city.Place{} }

// Identify gives the fact its subject's ID back after it was read from the journal.
func (m *Mail) Identify(id city.ID) { m.ID = id }

// LetterArrived: somebody or a machine wrote to the city, and it was sorted.
type LetterArrived struct {
	Mail
	Channel string `json:"channel"`
	State   string `json:"state"`
	Mark    string `json:"mark,omitempty"`
	Number  string `json:"number,omitempty"` // of the request it joined or names
}

// LetterOpened: a letter became a request.
type LetterOpened struct {
	Mail
	Number string `json:"number"`
}

// LetterAttached: a letter was put on a request that was there already.
type LetterAttached struct {
	Mail
	Number    string `json:"number"`
	Applicant bool   `json:"applicant"` // whether as the words of whoever asked
}

// LetterAnswered: a letter was answered without a request.
type LetterAnswered struct{ Mail }

// LetterSetAside: a letter is not for the city.
type LetterSetAside struct{ Mail }

// LetterTakenBack: a letter that was set aside waits again.
type LetterTakenBack struct{ Mail }

// Kinds of the facts about letters.
func (LetterArrived) Kind() string   { return "letter.arrived" }
func (LetterOpened) Kind() string    { return "letter.opened" }
func (LetterAttached) Kind() string  { return "letter.attached" }
func (LetterAnswered) Kind() string  { return "letter.answered" }
func (LetterSetAside) Kind() string  { return "letter.set_aside" }
func (LetterTakenBack) Kind() string { return "letter.taken_back" }
