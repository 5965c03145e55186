package insight

import (
	"context"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/tenant"
)

// Area is how a district or a neighbourhood stands, for everybody to see.
type Area struct {
	Open     int64 // now
	Late     int64 // of those
	Received int64 // in the last thirty days
	Finished int64 // in them
	At       time.Time
}

const (
	areaFor   = 5 * time.Minute
	mostAreas = 20_000 // of all cities, remembered at once
)

type areaKey struct {
	city city.Tenant
	code string
}

// AreaFigures are the figures of a district, or of a neighbourhood, at most five
// minutes old. Those of a district are kept; those of a neighbourhood are counted
// among its own public requests.
func (s *Service) AreaFigures(ctx context.Context, code string, district bool) (Area, error) {
	key, now := areaKey{db.TenantFrom(ctx), code}, clock.Now(ctx)
	s.areas.Lock()
	known, ok := s.areas.of[key]
	s.areas.Unlock()
	if ok && now.Sub(known.At).Abs() < areaFor {
		return known, nil
	}
	count := s.neighbourhood
	if district {
		count = s.district
	}
	a, err := count(ctx, code)
	if err != nil {
		return a, err
	}
	a.At = now
	s.areas.Lock()
	defer s.areas.Unlock()
	if s.areas.of == nil || len(s.areas.of) >= mostAreas {
		s.areas.of = map[areaKey]Area{}
	}
	s.areas.of[key] = a
	return a, nil
}

func (s *Service) district(ctx context.Context, code string) (Area, error) {
	look, err := s.lookAt(ctx, []string{code}, nil)
	if err != nil {
		return Area{}, err
	}
	sheets, err := look.districts(ctx, []District{{Code: code}}, within{})
	if err != nil {
		return Area{}, err
	}
	one := sheets[0]
	return Area{Open: one.Now.Open, Late: one.Now.Late, Received: one.Month.Opened, Finished: one.Month.Done}, nil
}

func (s *Service) neighbourhood(ctx context.Context, code string) (Area, error) {
	c, q := tenant.From(ctx), s.db.Read(ctx)
	since := db.Micros((c.Today(clock.Now(ctx)) - monthDays + 1).At(0, c.Zone()))
	return db.One(ctx, q, func(r db.Row) (a Area, err error) { return a, r.Scan(&a.Open, &a.Late, &a.Received, &a.Finished) },
		`SELECT count(*) FILTER (WHERE open = 1), count(*) FILTER (WHERE open = 1 AND late = 1),
			count(*) FILTER (WHERE opened_at >= $3), count(*) FILTER (WHERE done_at >= $3)
		FROM pub_requests WHERE tenant_id = $1 AND neighbourhood = $2 AND neighbourhood <> '' AND public = 1`, q.Tenant(), code, since)
}
