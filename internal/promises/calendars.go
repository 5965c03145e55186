package promises

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/calendar"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/tenant"
)

// Calendars knows every calendar of every city, ready to count with.
type Calendars struct {
	db *db.DB
	mu sync.RWMutex
	of map[city.Tenant]map[string]*calendar.Calendar
}

// Get is one calendar of a city.
func (c *Calendars) Get(t city.Tenant, code string) (*calendar.Calendar, error) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if cal := c.of[t][code]; cal != nil {
		return cal, nil
	}
	return nil, fmt.Errorf("promises: the city %q has no calendar %q", t, code)
}

// Load reads the city's calendars again; call it at the start and after a change.
func (c *Calendars) Load(ctx context.Context) error {
	t, zone := db.TenantFrom(ctx), tenant.From(ctx).Zone()
	weeks, err := c.weeks(ctx)
	if err != nil {
		return err
	}
	exceptions, err := c.exceptions(ctx)
	if err != nil {
		return err
	}
	made := make(map[string]*calendar.Calendar, len(weeks))
	for code, w := range weeks {
		if made[code], err = calendar.New(code, zone, w, exceptions[code]); err != nil {
			return fmt.Errorf("calendar %s: %w", code, err)
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.of == nil {
		c.of = make(map[city.Tenant]map[string]*calendar.Calendar)
	}
	c.of[t] = made
	return nil
}

type named[T any] struct {
	code  string
	value T
}

func group[T any](rows []named[T]) map[string][]T {
	by := make(map[string][]T)
	for _, r := range rows {
		by[r.code] = append(by[r.code], r.value)
	}
	return by
}

func (c *Calendars) weeks(ctx context.Context) (map[string][]calendar.Week, error) {
	q := c.db.Read(ctx)
	rows, err := db.All(ctx, q, scanWeek, `SELECT calendar, valid_from, hours FROM promises_weeks
		WHERE tenant_id = $1 ORDER BY calendar, valid_from`, q.Tenant())
	return group(rows), err
}

func scanWeek(r db.Row) (named[calendar.Week], error) {
	var n named[calendar.Week]
	var hours string
	if err := r.Scan(&n.code, &n.value.From, &hours); err != nil {
		return n, err
	}
	var minutes [7][][2]int
	if err := json.Unmarshal([]byte(hours), &minutes); err != nil {
		return n, err
	}
	for day, spans := range minutes {
		for _, s := range spans {
			n.value.Hours[day] = append(n.value.Hours[day], calendar.Span{
				From: time.Duration(s[0]) * time.Minute, To: time.Duration(s[1]) * time.Minute})
		}
	}
	return n, nil
}

func (c *Calendars) exceptions(ctx context.Context) (map[string][]calendar.Exception, error) {
	q := c.db.Read(ctx)
	rows, err := db.All(ctx, q, func(r db.Row) (named[calendar.Exception], error) {
		var n named[calendar.Exception]
		var body string
		if err := r.Scan(&n.code, &body); err != nil {
			return n, err
		}
		return n, json.Unmarshal([]byte(body), &n.value)
	}, `SELECT calendar, body FROM promises_exceptions WHERE tenant_id = $1 ORDER BY calendar, day, kind`, q.Tenant())
	return group(rows), err
}

// SaveWeek writes one version of a calendar's week.
func SaveWeek(ctx context.Context, tx *db.Tx, code string, w calendar.Week) error {
	var minutes [7][][2]int
	for day, spans := range w.Hours {
		minutes[day] = [][2]int{}
		for _, s := range spans {
			minutes[day] = append(minutes[day], [2]int{int(s.From / time.Minute), int(s.To / time.Minute)})
		}
	}
	hours, err := json.Marshal(minutes)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO promises_weeks (tenant_id, calendar, valid_from, hours) VALUES ($1, $2, $3, $4)
		ON CONFLICT (tenant_id, calendar, valid_from) DO UPDATE SET hours = excluded.hours`, tx.Tenant(), code, w.From, string(hours))
	return err
}

// SaveException writes a day that is not like the others. A second exception of
// the same kind on the same day replaces the first.
func SaveException(ctx context.Context, tx *db.Tx, code string, e calendar.Exception) error {
	body, err := json.Marshal(e)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO promises_exceptions (tenant_id, calendar, day, kind, body) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (tenant_id, calendar, day, kind) DO UPDATE SET body = excluded.body`, tx.Tenant(), code, e.Day, e.Kind, string(body))
	return err
}
