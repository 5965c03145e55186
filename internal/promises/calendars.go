package promises

import (
	"context"
	"fmt"
	"sync"

	"mahalle/internal/city"
	"mahalle/internal/platform/calendar"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/tenant"
)

// Calendars knows every calendar of every city, ready to count with.
type Calendars struct {
	db *db.DB
	mu sync.RWMutex
	of map[city.Tenant]known
}

// known is a city's calendars as they were when version was the word for it.
type known struct {
	version string
	by      map[string]*calendar.Calendar
}

// Get is one calendar of a city.
func (c *Calendars) Get(t city.Tenant, code string) (*calendar.Calendar, error) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if cal := c.of[t].by[code]; cal != nil {
		return cal, nil
	}
	return nil, fmt.Errorf("promises: the city %q has no calendar %q", t, code)
}

// Current is one calendar as the database has it. What was changed meanwhile,
// on this node or another, is read again; nothing is owed by an old calendar.
func (c *Calendars) Current(ctx context.Context, q db.Query, code string) (*calendar.Calendar, error) {
	now, err := version(ctx, q)
	if err != nil {
		return nil, err
	}
	c.mu.RLock()
	is, loaded := c.of[q.Tenant()]
	c.mu.RUnlock()
	if !loaded || is.version != now {
		if err := c.read(ctx, q, now); err != nil {
			return nil, err
		}
	}
	return c.Get(q.Tenant(), code)
}

// Load reads the city's calendars again; call it at the start and after a change.
func (c *Calendars) Load(ctx context.Context) error {
	q := c.db.Read(ctx)
	now, err := version(ctx, q)
	if err != nil {
		return err
	}
	return c.read(ctx, q, now)
}

func (c *Calendars) read(ctx context.Context, q db.Query, version string) error {
	zone := tenant.From(ctx).Zone()
	books, err := books(ctx, q)
	if err != nil {
		return err
	}
	made := make(map[string]*calendar.Calendar, len(books))
	for code, b := range books {
		if made[code], err = b.Calendar(zone); err != nil {
			return err
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.of == nil {
		c.of = make(map[city.Tenant]known)
	}
	c.of[q.Tenant()] = known{version, made}
	return nil
}

// version is the word for the calendars as they are; empty before the first change.
func version(ctx context.Context, q db.Query) (string, error) {
	return db.One(ctx, q, db.Value[string], `SELECT coalesce(max(version), '') FROM promises_changes WHERE tenant_id = $1`, q.Tenant())
}
