package privacy

import (
	"strings"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/files"
	"mahalle/internal/platform/mail"
	"mahalle/internal/platform/phone"
	"mahalle/internal/platform/seal"
)

// Person is somebody as they can be found: by address, by number, or by both.
type Person struct {
	Email string
	Phone string // E.164
}

// personOf reads how somebody names themself.
func personOf(email, number string, plan phone.Plan) (Person, error) {
	var p Person
	var wrong []fault.Field
	note := func(name string, err error) {
		if f, ok := fault.Of(err); ok {
			wrong = append(wrong, fault.Field{Name: name, Key: f.Key, Args: f.Args})
		}
	}
	var err error
	if email = strings.TrimSpace(email); email != "" {
		p.Email, err = mail.ParseAddress(email)
		note("email", err)
	}
	if number = strings.TrimSpace(number); number != "" {
		p.Phone, err = phone.Parse(number, plan)
		note("phone", err)
	}
	if email == "" && number == "" {
		wrong = append(wrong, fault.Field{Name: "phone", Key: "privacy.say_who"})
	}
	if len(wrong) > 0 {
		return p, fault.Fields(wrong...)
	}
	return p, nil
}

// marks are what is kept of a person: the same person gives the same, and nobody
// without the city's seal can try addresses against them.
func (p Person) marks(ring seal.Seal, t city.Tenant) (email, phone string) {
	if p.Email != "" {
		email = ring.Key("forgotten", string(t), "email", mail.Fold(p.Email))
	}
	if p.Phone != "" {
		phone = ring.Key("forgotten", string(t), "phone", p.Phone)
	}
	return email, phone
}

// Case is a request that says who asked.
type Case struct {
	ID             city.ID
	Number         string
	Subject        string
	Open           bool
	Opened, Closed time.Time // Closed is zero while it is open
}

// Piece is one thing that is held about a person.
type Piece struct {
	Place  Place
	At     time.Time
	Number string // of the request it belongs to; empty: of none
	Text   string
	Photo  files.Ref // of a photo; else empty
}

// Place is where something about a person may lie.
type Place string

// The places, in the order in which they are shown.
const (
	Contact    Place = "contact"    // name, address, number on a request
	Words      Place = "words"      // what they reported, and where
	Said       Place = "said"       // what they answered, objected, praised
	Photo      Place = "photo"      // their photos
	Answer     Place = "answer"     // what they answered about themselves to the questions of a subject
	Joined     Place = "joined"     // their address on somebody else's request
	LetterIn   Place = "letter_in"  // what they wrote to the city
	LetterBack Place = "letter_out" // what the city wrote to them
	Told       Place = "told"       // bodies outside that read the words of their request
)

// Places lists them all.
var Places = []Place{Contact, Words, Said, Photo, Answer, Joined, LetterIn, LetterBack, Told}

// Choice is what becomes of one request of a person.
type Choice string

// The choices. Everything and OnlyContact erase; the others are the reasons of
// law for which who asked stays.
const (
	Everything  Choice = "everything" // contact, words, photos, letters, answers
	OnlyContact Choice = "contact"    // the words stay; the person is blotted out in them
	KeepOpen    Choice = "open"       // an answer is owed to the person
	KeepClaim   Choice = "claim"      // a right is claimed, defended or before a court
	KeepInquiry Choice = "inquiry"    // an inspection or a criminal inquiry goes on
	KeepArchive Choice = "archive"    // the law sets how long the record is kept
	KeepPaid    Choice = "paid"       // a fee or an invoice hangs on it
)

// Reasons are those an official may give; KeepOpen comes and goes by itself.
var Reasons = []Choice{KeepClaim, KeepInquiry, KeepArchive, KeepPaid}

// Keeps reports whether who asked stays.
func (c Choice) Keeps() bool { return c != Everything && c != OnlyContact }

// Known reports whether it is one of the choices.
func (c Choice) Known() bool {
	switch c {
	case Everything, OnlyContact, KeepOpen, KeepClaim, KeepInquiry, KeepArchive, KeepPaid:
		return true
	}
	return false
}

// Proof is how it was made sure that the person is who they say.
type Proof string

// Proofs are the ways that are accepted.
var Proofs = []Proof{"in_person", "signature", "same_address", "proxy"}
