package routing

import (
	"context"
	"slices"
	"sync"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/routing/rules"
)

// simulated is how far back past requests are asked about.
const simulated = 30 * 24 * time.Hour

// mostTime is how long a simulation may take.
const mostTime = 5 * time.Minute

// runs are the simulations of each city, the last one of each.
type runs struct {
	mu sync.Mutex
	of map[city.Tenant]*run
}

// run is one simulation, going on or done.
type run struct {
	revision, version int
	drawn             time.Time // when the draft was changed last
	since             time.Time
	done              chan struct{}

	mu          sync.Mutex
	seen, total int
	found       *rules.Comparison
	err         error
}

// progress is how many requests were asked about, and of how many.
func (r *run) progress() (seen, total int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.seen, r.total
}

// simulate asks the draft and the rules in force about the requests of the last
// month. One run serves everybody who looks at the same draft.
func (s *Service) simulate(ctx context.Context, d draft, o rules.Office) *run {
	t, b := db.TenantFrom(ctx), s.of(db.TenantFrom(ctx))
	s.runs.mu.Lock()
	defer s.runs.mu.Unlock()
	if r := s.runs.of[t]; r != nil && r.revision == d.Revision && r.version == b.version && r.drawn.Equal(d.At) && r.fresh(ctx) {
		return r
	}
	r := &run{revision: d.Revision, version: b.version, drawn: d.At, since: clock.Now(ctx).Add(-simulated), done: make(chan struct{})}
	if s.runs.of == nil {
		s.runs.of = map[city.Tenant]*run{}
	}
	s.runs.of[t] = r
	on, stop := context.WithTimeout(context.WithoutCancel(ctx), mostTime)
	go func() {
		defer stop()
		defer close(r.done)
		found, err := s.compare(on, b, d.Set, o, r)
		r.mu.Lock()
		defer r.mu.Unlock()
		r.found, r.err = found, err
	}()
	return r
}

// fresh: not older than a quarter of an hour, and not failed.
func (r *run) fresh(ctx context.Context) bool {
	select {
	case <-r.done:
		return r.err == nil && clock.Now(ctx).Sub(r.since.Add(simulated)).Abs() < 15*time.Minute
	default:
		return true
	}
}

func (s *Service) compare(ctx context.Context, b *book, set rules.Set, o rules.Office, r *run) (*rules.Comparison, error) {
	c := rules.Compare(b.sheet, b.lay(set), o)
	if s.needs.PastCases == nil {
		return c, nil
	}
	zone := tenant.From(ctx).Zone()
	count := func(n int) {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.total = n
	}
	err := s.needs.PastCases(ctx, r.since, asksAnswers(b.set, set), count, func(p PastCase) {
		c.Add(b.past(p, zone))
		r.mu.Lock()
		defer r.mu.Unlock()
		r.seen++
	})
	return c, err
}

func asksAnswers(sets ...rules.Set) bool {
	return slices.ContainsFunc(sets, func(s rules.Set) bool {
		return slices.ContainsFunc(s.Rules, func(r Rule) bool { return len(r.Answers) > 0 })
	})
}

// past is a request as the rules see it. Where the class of its street is not known,
// the rule that led it to its unit may tell.
func (b *book) past(p PastCase, zone *time.Location) rules.Past {
	c := b.complete(p.Case)
	c.At = c.At.In(zone)
	by, known := b.ever[p.Rule]
	if c.Street == "" {
		c.Street = by.Street
	}
	out := rules.Past{Case: c, Number: p.Number, Unit: p.Unit, Secret: p.Secret}
	if known {
		out.Routed = by.UnitIn(c.District)
	}
	return out
}
