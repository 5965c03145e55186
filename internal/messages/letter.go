package messages

import (
	"time"

	"mahalle/internal/city"
)

// State is how far a letter has come.
type State string

// The states of a letter.
const (
	Queued        State = "queued"         // waits for its first or next try
	Sent          State = "sent"           // the mail server took it
	Failed        State = "failed"         // tried often enough, not taken
	NotConfigured State = "not_configured" // the city has no mail server
	Refused       State = "refused"        // will never be taken
	Kept          State = "kept"           // shown in a demonstration, never sent
)

// Unsent reports whether somebody may send it again by hand.
func (s State) Unsent() bool { return s == Failed || s == NotConfigured || s == Refused }

// Purpose is why a letter was written.
type Purpose string

// The reasons for a letter.
const (
	Received      Purpose = "received"
	Answered      Purpose = "answered"
	Interim       Purpose = "interim"
	Asked         Purpose = "asked"
	Finished      Purpose = "finished_please_confirm"
	Declined      Purpose = "declined"  // the city says why it will not do it
	Duplicate     Purpose = "duplicate" // another request is about the same thing
	Forwarded     Purpose = "forwarded" // a body outside the city has it
	Reopened      Purpose = "reopened"
	ReopenRefused Purpose = "reopen_refused"
	Closed        Purpose = "closed"
	Late          Purpose = "late"  // the promised time ran out
	Moved         Purpose = "moved" // the date is another one now
	OtherSubject  Purpose = "other_subject"
)

// Purposes lists them in the order of a request's life.
var Purposes = []Purpose{Received, Forwarded, Asked, Interim, OtherSubject, Moved, Late, Answered, Finished, Declined, Duplicate, Reopened, ReopenRefused, Closed}

// Letter is one line of the ledger. Text holds no key: whoever reads the ledger
// must not be able to speak for the resident.
type Letter struct {
	ID       city.ID // also its Message-ID, with the sender's domain
	Request  city.ID
	Number   string
	Channel  string // "email"
	Purpose  Purpose
	Lang     city.Lang
	Subject  string
	Text     string
	State    State
	Attempts int
	Error    string // a code of ours, never the server's words; "" if none
	Queued   time.Time
	Sent     time.Time // zero unless sent or kept

	address string  // in a row of its own; empty once erased
	joined  city.ID // of one who has the same problem; empty: whoever asked
	link    string  // of the tracking page, as it stands in the text
}

// Address is where it went, masked for whoever reads the ledger; "" once erased.
func (l Letter) Address() string { return mask(l.address) }
