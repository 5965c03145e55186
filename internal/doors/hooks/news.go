package hooks

import (
	"time"

	"mahalle/internal/city"
)

// standing is how a letter stands.
type standing string

const (
	waiting  standing = "waiting"
	sent     standing = "sent"
	dead     standing = "dead"     // tried too often
	withheld standing = "withheld" // its request is no longer public
	tried    standing = "tried"    // a test that failed
)

// news is a letter to one receiver.
type news struct {
	Hook     city.ID
	ID       city.ID // the journal's entry
	Type     string
	Request  city.ID // empty: about no request
	About    string  // number of the request
	Body     []byte
	State    standing
	Next     time.Time
	Attempts int
	Status   int    // as HTTP says it; 0: no answer
	Why      string // key of a sentence, if there was no answer
	Tried    time.Time
	Took     time.Duration
}

// outcome is how one call went.
type outcome struct {
	status int
	why    string        // key of a sentence, if there was no answer
	after  time.Duration // the receiver asks not to be called before
	took   time.Duration
}

func (o outcome) ok() bool   { return o.status >= 200 && o.status < 300 }
func (o outcome) gone() bool { return o.status == 410 }

// went notes how a try went.
func (n *news) went(o outcome, now time.Time) {
	n.Attempts++
	n.Status, n.Why, n.Tried, n.Took = o.status, o.why, now, o.took
	switch {
	case o.ok():
		n.State = sent
	case o.gone() || n.Attempts >= mostTries:
		n.State = dead
	default:
		n.Next = now.Add(max(pause(n.Attempts), min(o.after, mostPause)))
	}
}
