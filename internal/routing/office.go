package routing

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/routing/rules"
)

// offices is how the units of each city stand, as this node saw them last.
type offices struct {
	mu sync.RWMutex
	of map[city.Tenant]seenOffice
}

type seenOffice struct {
	rules.Office
	looked time.Time
}

// office is how the units stand; once a minute it is looked at again. Where that
// cannot be, what was seen before still holds: a request is never held up.
func (s *Service) office(ctx context.Context) rules.Office {
	t := db.TenantFrom(ctx)
	s.offices.mu.RLock()
	seen, known := s.offices.of[t]
	s.offices.mu.RUnlock()
	if known && clock.Now(ctx).Sub(seen.looked).Abs() < lookAgain || s.needs.Office == nil {
		return seen.Office
	}
	s.follow(ctx)
	return s.officeNow(ctx)
}

// officeNow looks at the units now.
func (s *Service) officeNow(ctx context.Context) rules.Office {
	t := db.TenantFrom(ctx)
	s.offices.mu.RLock()
	seen := s.offices.of[t]
	s.offices.mu.RUnlock()
	if s.needs.Office == nil {
		return seen.Office
	}
	now, err := s.needs.Office(ctx)
	if err != nil {
		slog.ErrorContext(ctx, "routing: how the units stand", "tenant", t, "error", err)
		now = seen.Office
	}
	s.offices.mu.Lock()
	defer s.offices.mu.Unlock()
	if s.offices.of == nil {
		s.offices.of = map[city.Tenant]seenOffice{}
	}
	s.offices.of[t] = seenOffice{now, clock.Now(ctx)}
	return now
}

// follow reads the city again if other rules decide than this node knows:
// another one has published.
func (s *Service) follow(ctx context.Context) {
	if s.db == nil {
		return
	}
	live, err := liveVersion(ctx, s.db.Read(ctx))
	if err == nil && live.Number != s.of(db.TenantFrom(ctx)).version {
		err = s.Load(ctx)
	}
	if err != nil {
		slog.ErrorContext(ctx, "routing: which rules decide", "tenant", db.TenantFrom(ctx), "error", err)
	}
}
