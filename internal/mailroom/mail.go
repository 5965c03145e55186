package mailroom

import (
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/files"
)

// State is what became of a letter.
type State string

// The states of a letter.
const (
	Waiting  State = "waiting"  // the desk has not read it yet
	Held     State = "held"     // one of too many from its sender
	Opened   State = "opened"   // it became a request
	Joined   State = "joined"   // it is the resident's word on a request
	Answered State = "answered" // without a request
	Aside    State = "aside"    // not for us
	Machine  State = "machine"  // no person wrote it
	Bounce   State = "bounce"   // a letter of ours came back
)

// Mark is what the desk should know before reading.
type Mark string

// The marks.
const (
	Plain    Mark = ""
	Forged   Mark = "forged"    // the address it was sent to is not one of ours
	Stranger Mark = "stranger"  // an answer by somebody other than who asked
	NotOpen  Mark = "not_open"  // an answer to a request that is finished
	TooLarge Mark = "too_large" // not read
	NoSender Mark = "no_sender" // nobody can be answered
	Damaged  Mark = "damaged"   // not all of it could be read
)

// Mail is a letter as the city keeps it.
type Mail struct {
	ID      city.ID
	Channel string // "mail" or "paper"
	State   State
	Mark    Mark
	Number  string // of the request it became, joined, or says it belongs to
	Lang    city.Lang
	Size    int64 // bytes
	Photos  int
	At      time.Time
	Handled time.Time // zero while it waits
	By      city.ID   // who handled it

	Words // empty once forgotten
}

// Words is who wrote and what.
type Words struct {
	Address, Name, Phone string
	NameOf               string // its Message-ID
	Subject              string
	Text, Whole          string
	Refused              []string // attachments that were not taken
}

// Picture is a photo that came with a letter.
type Picture struct {
	Full, Thumb   files.Ref
	Width, Height int
}

// MostPhotos is how many photos of a letter are taken.
const MostPhotos = 5

// ready reports whether the desk may still decide about it.
func (m *Mail) ready() error {
	if m.State == Waiting || m.State == Held {
		return nil
	}
	return fault.New(fault.Conflict, "mailroom.handled_before")
}

// takeBack: what was set aside waits again. A request or an answer cannot be
// taken back here.
func (m *Mail) takeBack() error {
	switch m.State {
	case Aside, Machine, Bounce, Held:
		m.State, m.Handled, m.By = Waiting, time.Time{}, ""
		return nil
	}
	return fault.New(fault.Conflict, "mailroom.cannot_take_back")
}
