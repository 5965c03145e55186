package forward

import (
	"time"

	"mahalle/internal/city"
)

// Step is how far a request has come on its way.
type Step string

// The steps.
const (
	Waiting Step = "waiting" // it will be sent
	Asking  Step = "asking"  // it was sent, and nobody knows whether it arrived
	Token   Step = "token"   // it arrived, and its number will be told later
	Open    Step = "open"    // they have it
	Ended   Step = "ended"   // over, there or here
	Refused Step = "refused" // never will be taken
)

// Sent is a request on its way to a body, once for each time it was handed over.
type Sent struct {
	ID       city.ID // the custody's
	Unit     string
	Request  city.ID
	Number   string
	Step     Step
	Made     time.Time
	Next     time.Time // not tried before
	Attempts int
	Tried    time.Time
	Arrived  time.Time
	Token    string
	Theirs   string // their number
	Status   string // what they said last, in their word
	Notes    string // … and in their sentence
	Heard    time.Time
	Why      string // key of the sentence why it is not there
	Said     string // their own words for that
}

// later lets it be tried again.
func (s *Sent) later(now time.Time, why string) {
	s.Attempts++
	s.Why, s.Next = why, now.Add(rest(s.Attempts))
}

// arrived notes what they gave for it: a number, or a token for one.
func (s *Sent) arrived(now time.Time, number, token string) {
	s.Attempts, s.Why, s.Said, s.Heard, s.Token = 0, "", "", now, token
	if s.Arrived.IsZero() {
		s.Arrived = now
	}
	if number == "" {
		s.Step, s.Next = Token, now.Add(rest(0))
		return
	}
	s.Step, s.Theirs = Open, number
}

// refused ends it before it began.
func (s *Sent) refused(why, said string) { s.Step, s.Why, s.Said = Refused, why, short(said, 300) }

func short(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}
