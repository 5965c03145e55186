package hooks

import (
	"context"
	"embed"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/doors"
	"mahalle/internal/journal"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/jobs"
	"mahalle/internal/platform/outward"
	"mahalle/internal/platform/seal"
	"mahalle/internal/platform/tenant"
)

// Locales holds the sentences of this package.
//
//go:embed locales
var Locales embed.FS

// Needs is what receivers ask of others; package app joins them.
type Needs struct {
	// Subjects and Districts list what a receiver may be limited to, in the
	// language of i18n.From(ctx).
	Subjects  func(ctx context.Context) []doors.Choice
	Districts func(ctx context.Context) []doors.Choice
	// BaseURL is the city's own address without a slash at its end.
	BaseURL func(ctx context.Context) string
}

// Service tells receivers what happens.
type Service struct {
	db      *db.DB
	journal *journal.Journal
	ring    seal.Seal
	calls   outward.Options
	client  *http.Client
	needs   Needs
	known   receivers
}

// New is the teller of news; Join gives it what it needs. Calls go to public
// addresses, and to what the operator allows.
func New(d *db.DB, j *journal.Journal, ring seal.Seal, allow outward.Allowed) *Service {
	calls := outward.Options{Allow: allow, Timeout: callFor, Most: 16 << 10}
	return &Service{db: d, journal: j, ring: ring, calls: calls, client: outward.Client(calls)}
}

// Join gives the teller what it needs of others.
func (s *Service) Join(n Needs) { s.needs = n }

// The kinds of job that come round again.
const (
	lookAfter = "hooks: look after"
	tidyUp    = "hooks: tidy up"
)

// Register lets the runner send. A receiver that hangs stands beside the others.
func (s *Service) Register(r *jobs.Runner) {
	r.SendLong(errand, s.send)
	r.Handle(lookAfter, s.lookAfter)
	r.Plan(jobs.Schedule{Name: lookAfter, Every: 5 * time.Minute})
	r.Handle(tidyUp, s.tidyUp)
	r.Plan(jobs.Schedule{Name: tidyUp, Every: 24 * time.Hour})
}

// lookAfter orders what was ordered and never done, should that ever happen.
func (s *Service) lookAfter(ctx context.Context, tx *db.Tx, _ jobs.Job) error {
	all, err := waitFor(ctx, tx, clock.Now(ctx))
	for _, hook := range all {
		if err == nil {
			err = s.order(ctx, tx, hook, time.Time{})
		}
	}
	return err
}

// How long letters are kept: those that arrived, and those that were given up.
const (
	keptSent = 14 * 24 * time.Hour
	keptDead = 60 * 24 * time.Hour
)

func (s *Service) tidyUp(ctx context.Context, tx *db.Tx, _ jobs.Job) error {
	now := clock.Now(ctx)
	return forget(ctx, tx, now.Add(-keptSent), now.Add(-keptDead))
}

// receivers are what is known in memory of every city's receivers: each piece of
// news asks for them, in the transaction that makes it true.
type receivers struct {
	mu sync.RWMutex
	of map[city.Tenant][]Hook
}

// wanted reports whether any receiver of the city wants such news.
func (s *Service) wanted(ctx context.Context, event, subject, district string) bool {
	s.known.mu.RLock()
	defer s.known.mu.RUnlock()
	return slices.ContainsFunc(s.known.of[db.TenantFrom(ctx)], func(h Hook) bool { return h.Wants(event, subject, district) })
}

// Off counts the receivers that were switched off because they took nothing.
func (s *Service) Off(ctx context.Context) int64 {
	s.known.mu.RLock()
	defer s.known.mu.RUnlock()
	var n int64
	for _, h := range s.known.of[db.TenantFrom(ctx)] {
		if h.State == Failed || h.State == Gone {
			n++
		}
	}
	return n
}

// heard keeps what has just become true of a receiver.
func (s *Service) heard(t city.Tenant, h Hook) {
	s.known.mu.Lock()
	defer s.known.mu.Unlock()
	all := slices.DeleteFunc(slices.Clone(s.known.of[t]), func(k Hook) bool { return k.ID == h.ID })
	s.known.put(t, append(all, h))
}

func (s *Service) forgotten(t city.Tenant, id city.ID) {
	s.known.mu.Lock()
	defer s.known.mu.Unlock()
	s.known.put(t, slices.DeleteFunc(slices.Clone(s.known.of[t]), func(k Hook) bool { return k.ID == id }))
}

func (r *receivers) put(t city.Tenant, all []Hook) {
	if r.of == nil {
		r.of = map[city.Tenant][]Hook{}
	}
	r.of[t] = all
}

// Load reads the receivers of the city of the context.
func (s *Service) Load(ctx context.Context) error {
	all, err := allHooks(ctx, s.db.Read(ctx))
	if err != nil {
		return err
	}
	s.known.mu.Lock()
	defer s.known.mu.Unlock()
	s.known.put(db.TenantFrom(ctx), all)
	return nil
}

// loadedEvery is how long another node may go on with what was true before.
const loadedEvery = 5 * time.Second

// Run learns every few seconds what other nodes changed, until the context ends.
func (s *Service) Run(ctx context.Context, cities func() []*tenant.City) {
	every := time.NewTicker(loadedEvery)
	defer every.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-every.C:
		}
		for _, c := range cities() {
			in := access.AsSystem(tenant.Enter(ctx, c))
			if err := s.Load(in); err != nil && ctx.Err() == nil {
				slog.WarnContext(in, "hooks: receivers could not be read", "city", c.ID, "error", err)
			}
		}
	}
}

func (s *Service) base(ctx context.Context) string {
	if s.needs.BaseURL == nil {
		return ""
	}
	return s.needs.BaseURL(ctx)
}

func choices(ctx context.Context, ask func(context.Context) []doors.Choice) []doors.Choice {
	if ask == nil {
		return nil
	}
	return ask(ctx)
}
