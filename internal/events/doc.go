// Package events is the city's news: plain facts in the past tense, one file
// for each capability that announces.
//
// A fact is written to the journal in the transaction that made it true. It
// carries codes, numbers and short words, never names, phone numbers or texts
// of residents: those live in rows that can be erased, the journal's entries
// cannot.
package events

import "mahalle/internal/city"

// Event is one fact.
type Event interface {
	Kind() string      // e.g. "request.opened"; never renamed
	About() Subject    // what it is about
	Where() city.Place // where, if anywhere
}

// Subject names the thing a fact is about.
type Subject struct {
	Kind string  // "request", "promise", "person", …
	ID   city.ID // or the city's own code for reference data
}
