package forward

import (
	"context"
	"embed"
	"net/http"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/journal"
	"mahalle/internal/platform/ask"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/files"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/jobs"
	"mahalle/internal/platform/outward"
	"mahalle/internal/platform/seal"
	"mahalle/internal/platform/ui"
)

// Locales holds the sentences of this package.
//
//go:embed locales
var Locales embed.FS

// Held is a body having a request: what is to be done, never who asked.
type Held struct {
	Custody  city.ID
	Request  city.ID
	Number   string
	Subject  string
	Unit     string
	Over     bool // it has it no more
	Discreet bool // its words are for no other system
}

// Matter is what is told of it.
type Matter struct {
	Words, CityWord string
	SubjectName     string
	Place           city.Place
	PlaceName       string
	Photos          []files.Ref
	PhotoAddress    string // of the first one; empty: none
	Answers         []ask.Answer
}

// Picture is a photo that has been looked at, made small and stored.
type Picture struct {
	Full, Thumb   files.Ref
	Width, Height int
}

// Word is what a body says, as if it had opened the link in its letter.
type Word struct {
	Key      string // said once
	What     string // accept, say, return, done
	Text     string
	Number   string // their own, with accept
	Pictures []Picture
}

// Needs is what this door asks of the city; package app joins it. All are needed.
type Needs struct {
	// BodyName names a body in the language of i18n.From(ctx); false: it is none.
	BodyName func(ctx context.Context, unit string) (string, bool)
	// HeldNow is which body has a request, and ByCustody whether it still has it.
	HeldNow   func(ctx context.Context, q db.Query, request city.ID) (Held, bool, error)
	ByCustody func(ctx context.Context, q db.Query, custody city.ID) (Held, error)
	// Matter reads what is to be done, with names in the language of i18n.From(ctx).
	Matter func(ctx context.Context, q db.Query, h Held) (Matter, error)
	// Number keeps their own number with the custody.
	Number func(ctx context.Context, tx *db.Tx, custody city.ID, number string) error
	// Hear takes an answer of the body. fault.Conflict: it has the request no more.
	Hear func(ctx context.Context, custody city.ID, w Word) error
	// Letter lets the letter go out that is otherwise needless.
	Letter func(ctx context.Context, tx *db.Tx, request city.ID) error
	// Note writes on a request for whoever works on it, in the city's name.
	Note func(ctx context.Context, tx *db.Tx, number, text string) error
	// Subjects lists what can be handed over, in the language of i18n.From(ctx).
	Subjects func(ctx context.Context) []ui.Option
	// SubjectNames are all names of one.
	SubjectNames func(ctx context.Context, code string) []string
}

// Service hands requests over by Open311 and brings back what is said.
type Service struct {
	db      *db.DB
	journal *journal.Journal
	catalog *i18n.Catalog
	ring    seal.Seal
	files   files.Store
	calls   outward.Options
	client  *http.Client
	needs   Needs
}

// callFor is one call with its answer.
const callFor = 20 * time.Second

// New is a door outward. Calls go to public addresses, and to what the operator
// allows.
func New(d *db.DB, j *journal.Journal, c *i18n.Catalog, ring seal.Seal, store files.Store, allow outward.Allowed) *Service {
	calls := outward.Options{Allow: allow, Timeout: callFor, Most: 16 << 20, Redirects: 2}
	return &Service{db: d, journal: j, catalog: c, ring: ring, files: store, calls: calls, client: outward.Client(calls)}
}

// Join tells the door who answers its needs.
func (s *Service) Join(n Needs) { s.needs = n }

// The kinds of job.
const (
	errand    = "forward: visit"
	lookAfter = "forward: look after"
	tidyUp    = "forward: tidy up"
)

type order struct {
	Unit string `json:"unit"`
}

// Register lets the runner visit bodies: at once when something is to be sent,
// and every five minutes for what they say.
func (s *Service) Register(r *jobs.Runner) {
	r.SendLong(errand, s.visit)
	r.Handle(lookAfter, s.lookAfter)
	r.Plan(jobs.Schedule{Name: lookAfter, Every: 5 * time.Minute})
	r.Handle(tidyUp, func(ctx context.Context, tx *db.Tx, _ jobs.Job) error {
		return forgetUpdates(ctx, tx, clock.Now(ctx).Add(-keptUpdates))
	})
	r.Plan(jobs.Schedule{Name: tidyUp, Every: 24 * time.Hour})
}

// keptUpdates is longer than any list of updates reaches back.
const keptUpdates = 120 * 24 * time.Hour

func (s *Service) lookAfter(ctx context.Context, tx *db.Tx, _ jobs.Job) error {
	units, err := underWay(ctx, tx, clock.Now(ctx))
	for _, unit := range units {
		if err == nil {
			err = s.order(ctx, tx, unit, clock.Now(ctx))
		}
	}
	return err
}

func (s *Service) order(ctx context.Context, tx *db.Tx, unit string, at time.Time) error {
	return jobs.Enqueue(ctx, tx, errand, "", order{unit}, at)
}

// Wired reports whether a body is told by its own door instead of by letter.
func (s *Service) Wired(ctx context.Context, q db.Query, unit string) (bool, error) {
	n, err := db.One(ctx, q, db.Value[int], `SELECT count(*) FROM doors_forward_lines WHERE tenant_id = $1 AND unit = $2 AND state = 'on'`, q.Tenant(), unit)
	return n > 0, err
}

// Silent counts the bodies whose door answers no more while something is on its
// way to them or with them.
func (s *Service) Silent(ctx context.Context) (int64, error) {
	q := s.db.Read(ctx)
	return db.One(ctx, q, db.Value[int64], `SELECT count(*) FROM doors_forward_lines l WHERE l.tenant_id = $1 AND l.state = 'on' AND l.silent = 1
		AND EXISTS (SELECT 1 FROM doors_forward_sent s WHERE s.tenant_id = $1 AND s.unit = l.unit AND s.state IN ('waiting', 'asking', 'token', 'open'))`, q.Tenant())
}

// Way is how far a request has come to a body's own door.
type Way struct {
	Step    Step
	Arrived time.Time // zero: not yet
	Heard   time.Time // when they last told of it
	Why     string    // key of the sentence why it is not there
	Said    string    // their own words for that
	Silent  bool
}

// WayOf tells how a custody was told; false when by letter.
func (s *Service) WayOf(ctx context.Context, q db.Query, custody city.ID) (Way, bool, error) {
	all, err := db.All(ctx, q, func(r db.Row) (w Way, err error) {
		var at, heard int64
		err = r.Scan(&w.Step, &at, &heard, &w.Why, &w.Said, &w.Silent)
		w.Arrived, w.Heard = db.Time(at), db.Time(heard)
		return w, err
	}, `SELECT s.state, s.sent_at, s.heard_at, s.why, s.said, coalesce(l.silent, 0) FROM doors_forward_sent s
		LEFT JOIN doors_forward_lines l ON l.tenant_id = s.tenant_id AND l.unit = s.unit WHERE s.tenant_id = $1 AND s.id = $2`, q.Tenant(), custody)
	if err != nil || len(all) == 0 {
		return Way{}, false, err
	}
	return all[0], true, nil
}
