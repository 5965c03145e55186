package agencies

import (
	"context"
	"embed"
	"time"

	"github.com/a-h/templ"

	"mahalle/internal/city"
	"mahalle/internal/journal"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/files"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/jobs"
	"mahalle/internal/platform/mail"
	"mahalle/internal/platform/seal"
	"mahalle/internal/platform/ui"
)

//go:embed migrations
var migrations embed.FS

// Schema is what this capability keeps in the database.
var Schema = db.Schema{Name: "agencies", Files: migrations}

// Locales holds the sentences of the pages and of the letters.
//
//go:embed locales
var Locales embed.FS

// Body is a unit outside the municipality, as the city's pack names it.
type Body struct {
	Unit  string
	Name  city.Text
	Email string
	Phone string // as it is dialled; empty: unknown
	Hours string // at which it works, in the language of i18n.From(ctx)
}

// Picture is a photo that has been looked at, made small and stored.
type Picture struct {
	ID            city.ID // empty for a new one
	Full, Thumb   files.Ref
	Width, Height int
}

// Matter is what is to be done; who asked is no part of it.
type Matter struct {
	Subject     string
	Words       string // the resident's own
	Lang        city.Lang
	Place       city.Place
	Opened      time.Time
	Due         time.Time // zero when nothing is owed
	Discreet    bool      // not for letters: its words stand behind the link only
	CityWord    string    // what the city wrote when it handed it over
	Photos      []Picture
	SubjectName string
	PlaceName   string
}

// Needs is what agencies ask of others; package app joins it. All are needed.
type Needs struct {
	// Bodies lists those the city's pack names; Body finds one.
	Bodies func(ctx context.Context) []Body
	Body   func(ctx context.Context, unit string) (Body, bool)
	// As lets a body act, with no more rights than its four answers need.
	As func(ctx context.Context, unit string) context.Context
	// Matter reads a request for the body that acts, with names in the language of
	// i18n.From(ctx).
	Matter func(ctx context.Context, q db.Query, number string) (Matter, error)
	// The answers, each by the body that acts.
	Accept func(ctx context.Context, tx *db.Tx, number string) error
	Return func(ctx context.Context, tx *db.Tx, number, why string) error
	Note   func(ctx context.Context, tx *db.Tx, number, text string) error
	// Tell writes a note on a request for whoever works on it, in the city's name.
	Tell   func(ctx context.Context, tx *db.Tx, number, text string) error
	Finish func(ctx context.Context, tx *db.Tx, number, text string, photos []Picture) error
	// SubjectName is a name in the language of i18n.From(ctx).
	SubjectName func(ctx context.Context, code string) string
	// Locator is a small map of where a place lies; false where nothing is drawn.
	Locator func(ctx context.Context, p city.Place) (ui.Map, bool)
	// Wired reports whether a body is told by a door of its own instead of by letter,
	// and Door is what stands about that on its page; nil: nothing.
	Wired func(ctx context.Context, q db.Query, unit string) (bool, error)
	Door  func(ctx context.Context, unit string) (templ.Component, error)
	// BaseURL is the city's own address without a slash at its end.
	BaseURL func(ctx context.Context) string
}

// Service is the city's counter for bodies outside it.
type Service struct {
	db      *db.DB
	journal *journal.Journal
	catalog *i18n.Catalog
	sender  *mail.Sender
	files   files.Store
	seal    seal.Seal
	needs   Needs
}

// New is a counter that keeps photos in store and seals its links with ring.
func New(d *db.DB, j *journal.Journal, c *i18n.Catalog, sender *mail.Sender, store files.Store, ring seal.Seal) *Service {
	return &Service{db: d, journal: j, catalog: c, sender: sender, files: store, seal: ring}
}

// Join tells the service who answers its needs.
func (s *Service) Join(n Needs) { s.needs = n }

const (
	errand = "agencies: send"
	look   = "agencies: remind"
)

// Register lets the runner carry our letters, and look every hour what must be
// reminded of.
func (s *Service) Register(r *jobs.Runner) {
	r.Send(errand, s.send)
	r.Handle(look, func(ctx context.Context, tx *db.Tx, _ jobs.Job) error { return s.remind(ctx, tx) })
	r.Plan(jobs.Schedule{Name: look, Every: time.Hour})
}
