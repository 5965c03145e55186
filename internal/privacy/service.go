package privacy

import (
	"context"
	"embed"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/journal"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/files"
	"mahalle/internal/platform/jobs"
	"mahalle/internal/platform/seal"
)

//go:embed migrations
var migrations embed.FS

// Schema is what this capability keeps in the database.
var Schema = db.Schema{Name: "privacy", Files: migrations}

// Locales holds the sentences of this capability.
//
//go:embed locales
var Locales embed.FS

// CanAnswer is the right to look up what is held about a person, to give it out
// and to erase it.
const CanAnswer access.Permission = "privacy.answer"

// Needs is what privacy asks of those who hold something; package app joins it.
// All are needed.
type Needs struct {
	// Cases lists the requests of a person, by an address as it is written there;
	// Case is one of them.
	Cases func(ctx context.Context, q db.Query, p Person) ([]Case, error)
	Case  func(ctx context.Context, q db.Query, request city.ID) (Case, error)
	// Stale lists requests that were closed before a moment and still say who
	// asked, by ID from the one after.
	Stale func(ctx context.Context, q db.Query, closed time.Time, after city.ID, most int) ([]Case, error)
	// LookOn lists what a request holds about who asked; LookElse what belongs to
	// no request of the person, by an address as it is written there.
	LookOn   func(ctx context.Context, q db.Query, c Case) ([]Piece, error)
	LookElse func(ctx context.Context, q db.Query, p Person) ([]Piece, error)
	// Forget takes the person out of a request, wherever something about it lies;
	// with words, their own words and photos too. Reason stands in the journal.
	Forget func(ctx context.Context, tx *db.Tx, c Case, words bool, reason string) error
	// Keep writes into the request's journal why who asked stays.
	Keep func(ctx context.Context, tx *db.Tx, c Case, reason string) error
	// ForgetElse takes the person out of what belongs to none of their requests,
	// as far as it came until a moment and is not of a request that is kept. It
	// tells how many pieces went.
	ForgetElse func(ctx context.Context, tx *db.Tx, p Person, until time.Time, kept func(number string) bool) (int, error)
	// Addresses gives every address and number that is held anywhere.
	Addresses func(ctx context.Context, q db.Query, each func(email, phone string)) error
	// SubjectName and PersonName are names in the language of i18n.From(ctx).
	SubjectName func(ctx context.Context, code string) string
	PersonName  func(ctx context.Context, id city.ID) string
	// IsRequest reports whether a number is a request's, as somebody typed it.
	IsRequest func(ctx context.Context, typed string) (number string, known bool)
}

// Service is the city's answer to whoever asks about their own data.
type Service struct {
	db      *db.DB
	journal *journal.Journal
	files   files.Store
	seal    seal.Seal
	book    *Book
	needs   Needs
}

// New makes the service. Photos for copies are read from store; who was forgotten
// is written into book.
func New(d *db.DB, j *journal.Journal, store files.Store, ring seal.Seal, book *Book) *Service {
	return &Service{db: d, journal: j, files: store, seal: ring, book: book}
}

// Join tells the service who answers its needs.
func (s *Service) Join(n Needs) { s.needs = n }

const daily = "privacy: keep no longer"

// Register lets the runner erase once a day what was kept long enough.
func (s *Service) Register(r *jobs.Runner) {
	r.SendLong(daily, func(ctx context.Context, _ jobs.Job) error { return s.KeepNoLonger(ctx) })
	r.Plan(jobs.Schedule{Name: daily, Every: 24 * time.Hour})
}

func mayAnswer(ctx context.Context) error {
	if access.From(ctx).Has(CanAnswer) {
		return nil
	}
	return fault.New(fault.Forbidden, "web.not_yours")
}
