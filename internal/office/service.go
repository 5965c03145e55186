package office

import (
	"context"
	"embed"
	"sync"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/journal"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/jobs"
	"mahalle/internal/platform/tenant"
)

//go:embed migrations
var migrations embed.FS

// Schema is what this capability keeps in the database.
var Schema = db.Schema{Name: "office", Files: migrations}

// Locales holds the sentences of this capability.
//
//go:embed locales
var Locales embed.FS

// Service is the personnel counter and the door.
type Service struct {
	db       *db.DB
	journal  *journal.Journal
	hasher   *hasher
	sessions remembered
	names    nameplates
	needs    Needs
	mu       sync.RWMutex
	houses   map[city.Tenant]*house
}

// Needs is what the office must be told by others.
type Needs struct {
	// AreaName is the name of a district or neighbourhood in the reader's
	// language.
	AreaName func(ctx context.Context, code string) string
}

// New is a service that knows no city yet; call Load.
func New(d *db.DB, j *journal.Journal) *Service {
	return &Service{
		db: d, journal: j, hasher: newHasher(), houses: map[city.Tenant]*house{},
		needs: Needs{AreaName: func(_ context.Context, code string) string { return code }},
	}
}

// Join tells the service who answers its needs. What is left out shows codes.
func (s *Service) Join(n Needs) {
	if n.AreaName != nil {
		s.needs.AreaName = n.AreaName
	}
}

const tidy = "office: forget ended sessions and old attempts"

// Register lets the runner forget, once a day, what has had its time.
func (s *Service) Register(r *jobs.Runner) {
	r.Handle(tidy, func(ctx context.Context, tx *db.Tx, _ jobs.Job) error { return forgetOld(ctx, tx) })
	r.Plan(jobs.Schedule{Name: tidy, Every: 24 * time.Hour})
}

func today(ctx context.Context) city.Day { return tenant.From(ctx).Today(clock.Now(ctx)) }
