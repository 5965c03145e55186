package events

import "mahalle/internal/city"

// Person is the part all facts about a member of staff have in common.
type Person struct {
	ID city.ID `json:"-"`
}

// About names the person.
func (p Person) About() Subject { return Subject{Kind: "person", ID: p.ID} }

// Where is nowhere in particular.
func (p Person) Where() city.Place { return city.Place{} }

// Identify gives the fact its subject's ID back after it was read from the journal.
func (p *Person) Identify(id city.ID) { p.ID = id }

// SignedIn: somebody signed in.
type SignedIn struct{ Person }

// SignInRefused: somebody tried too often, or with a wrong password.
type SignInRefused struct {
	Person
	TooOften bool `json:"too_often,omitempty"`
}

// SignedOutEverywhere: all of a person's sessions were ended.
type SignedOutEverywhere struct{ Person }

// PasswordChanged: a password was set anew.
type PasswordChanged struct{ Person }

// PersonAdded: somebody was given an account.
type PersonAdded struct{ Person }

// PostFilled: somebody holds a post from now on.
type PostFilled struct {
	Person
	Post   string `json:"post"`
	Deputy bool   `json:"deputy,omitempty"`
}

// PostLeft: somebody's time in a post was given an end.
type PostLeft struct {
	Person
	Post string `json:"post"`
}

// PersonChanged: somebody's name, ways to be reached or language changed.
type PersonChanged struct{ Person }

// PersonShutOut: somebody is let in no more.
type PersonShutOut struct{ Person }

// PersonLetIn: somebody who was shut out is let in again.
type PersonLetIn struct{ Person }

// Kinds of the facts about staff.
func (SignedIn) Kind() string            { return "person.signed_in" }
func (SignInRefused) Kind() string       { return "person.sign_in_refused" }
func (SignedOutEverywhere) Kind() string { return "person.signed_out_everywhere" }
func (PasswordChanged) Kind() string     { return "person.password_changed" }
func (PersonAdded) Kind() string         { return "person.added" }
func (PostFilled) Kind() string          { return "person.post_filled" }
func (PostLeft) Kind() string            { return "person.post_left" }
func (PersonChanged) Kind() string       { return "person.changed" }
func (PersonShutOut) Kind() string       { return "person.shut_out" }
func (PersonLetIn) Kind() string         { return "person.let_in" }
