package mailroom

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/journal"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/files"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/jobs"
	"mahalle/internal/platform/mail"
	"mahalle/internal/platform/seal"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/ui"
)

//go:embed migrations
var migrations embed.FS

// Schema is what this capability keeps in the database.
var Schema = db.Schema{Name: "mailroom", Files: migrations}

// Locales holds the sentences of the queue and of its letters.
//
//go:embed locales
var Locales embed.FS

// Case is a letter about to become a request.
type Case struct {
	Subject, Kind, Text string
	Lang                city.Lang
	Place               city.Place
	Channel             string // "mail" or "paper"
	Name, Email, Phone  string
	Photos              []Picture
}

// Needs is what the mailroom asks of others; package app joins it. All are needed
// except those that say otherwise.
type Needs struct {
	// CityOf finds the city that a mailbox belongs to, by its code or a host
	// name; "" is the only city.
	CityOf func(name string) (*tenant.City, bool)
	// Open makes a request of a letter and gives its number.
	Open func(ctx context.Context, tx *db.Tx, c Case) (number string, err error)
	// Hear puts a letter on a request as the words of who asked, in the language of
	// i18n.From(ctx). It answers
	// fault.Forbidden when the sender is somebody else, fault.Conflict when the
	// request is not open, and fault.NotFound when there is none.
	Hear func(ctx context.Context, tx *db.Tx, number, sender, text string, photos []Picture) error
	// Attach puts a letter on a request by hand, as the words of whoever asked, in the
	// language of i18n.From(ctx), or as a note. Find looks for requests by number,
	// telephone or words, FindBy for those of whoever is reached so.
	Attach func(ctx context.Context, tx *db.Tx, number, text string, photos []Picture, asApplicant bool) error
	Find   func(ctx context.Context, typed string) ([]Existing, error)
	FindBy func(ctx context.Context, phone, email string) ([]Existing, error)
	// About tells which request a letter of the city was about, by its Message-ID.
	About func(ctx context.Context, q db.Query, letter city.ID) (number string, known bool, err error)
	// HearBody takes an answer to a letter of the city as the word of a body outside,
	// which that letter went to. Number is the request's, empty when the letter is none
	// of those; it is heard when its sender is believed.
	HearBody func(ctx context.Context, tx *db.Tx, letter city.ID, sender, text string) (number string, heard bool, err error)
	// CameBack notes that a letter of the city did not arrive.
	CameBack func(ctx context.Context, tx *db.Tx, letter city.ID) error
	// Desk names who reads letters, in the language of i18n.From(ctx).
	Desk func(ctx context.Context) string
	// Suggest lists subjects for somebody's own words, the best first; Subjects
	// and Kinds all of them; Districts and Neighbourhoods the areas.
	Suggest        func(ctx context.Context, words string) []ui.Option
	Subjects       func(ctx context.Context) []ui.Option
	Districts      func(ctx context.Context) []ui.Option
	Neighbourhoods func(ctx context.Context, district string) []ui.Option
	// Urgent marks the words of a letter that cannot wait.
	Urgent func(ctx context.Context, text string) []ui.Mark
	// PersonName writes who handled a letter.
	PersonName func(ctx context.Context, id city.ID) string
}

// Service is the mailroom.
type Service struct {
	db      *db.DB
	journal *journal.Journal
	catalog *i18n.Catalog
	sender  *mail.Sender
	files   files.Store
	seal    seal.Seal
	boxes   []Box
	node    city.ID // of this process, for leases
	needs   Needs
}

// New is a mailroom that reads the given mailboxes; none is needed for paper.
func New(d *db.DB, j *journal.Journal, c *i18n.Catalog, sender *mail.Sender, store files.Store, ring seal.Seal, boxes []Box) *Service {
	return &Service{db: d, journal: j, catalog: c, sender: sender, files: store, seal: ring, boxes: boxes, node: city.NewID()}
}

// Join tells the service who answers its needs.
func (s *Service) Join(n Needs) { s.needs = n }

const cleaning = "mailroom: forget"

// keptAside is how long the words of letters that are not for us are kept.
const keptAside = 30 * 24 * time.Hour

// Register lets the runner carry our letters and clean up.
func (s *Service) Register(r *jobs.Runner) {
	r.Send(errand, s.send)
	r.Plan(jobs.Schedule{Name: cleaning, Every: 24 * time.Hour})
	r.Handle(cleaning, func(ctx context.Context, tx *db.Tx, _ jobs.Job) error {
		return forget(ctx, tx, db.Micros(clock.Now(ctx).Add(-keptAside)))
	})
}

// senderHash counts letters of one sender without naming the sender.
func senderHash(address string) string {
	if address == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(i18n.Fold(address)))
	return hex.EncodeToString(sum[:16])
}

// boxOf is the mailbox of the city under the context.
func (s *Service) boxOf(ctx context.Context) (Box, bool) {
	for _, b := range s.boxes {
		if c, ok := s.needs.CityOf(b.City); ok && c.ID == db.TenantFrom(ctx) {
			return b, true
		}
	}
	return Box{}, false
}
