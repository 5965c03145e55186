package office

import (
	"context"
	"sync"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
)

// PersonName is somebody's name, empty when nobody has the ID.
func (s *Service) PersonName(ctx context.Context, id city.ID) string {
	if id == "" {
		return ""
	}
	who, now := ofCity{db.TenantFrom(ctx), string(id)}, clock.Now(ctx)
	if name, ok := s.names.get(who, now); ok {
		return name
	}
	p, err := personByID(ctx, s.db.Read(ctx), id)
	if err != nil {
		return ""
	}
	s.names.keep(who, p.Name, now)
	return p.Name
}

// ofCity is an ID or a hash within one city.
type ofCity struct {
	city city.Tenant
	id   string
}

// Standing tells whether somebody is let in, and in which language they read;
// fault.NotFound when nobody has the ID.
func (s *Service) Standing(ctx context.Context, id city.ID) (active bool, lang city.Lang, err error) {
	p, err := personByID(ctx, s.db.Read(ctx), id)
	return p.Active, p.Lang, err
}

// nameplates remembers names for some minutes: one page may show twenty.
type nameplates struct {
	mu    sync.RWMutex
	names map[ofCity]nameplate
}

type nameplate struct {
	name  string
	until time.Time
}

const (
	nameFor   = 5 * time.Minute
	mostNames = 20_000
)

func (n *nameplates) get(who ofCity, now time.Time) (string, bool) {
	n.mu.RLock()
	defer n.mu.RUnlock()
	one, ok := n.names[who]
	return one.name, ok && now.Before(one.until)
}

func (n *nameplates) keep(who ofCity, name string, now time.Time) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.names == nil || len(n.names) >= mostNames {
		n.names = map[ofCity]nameplate{}
	}
	n.names[who] = nameplate{name, now.Add(nameFor)}
}

func (n *nameplates) forget() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.names = nil
}
