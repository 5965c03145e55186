package events

import "mahalle/internal/city"

// TokenMade: somebody let a program of theirs in.
type TokenMade struct {
	Person
	Token  city.ID  `json:"token"`
	Scopes []string `json:"scopes"`
	Until  int64    `json:"until"` // UTC microseconds
}

// TokenRevoked: a program opens nothing with that token any more.
type TokenRevoked struct {
	Person
	Token city.ID `json:"token"`
}

// Kinds of the facts about tokens.
func (TokenMade) Kind() string    { return "person.token_made" }
func (TokenRevoked) Kind() string { return "person.token_revoked" }
