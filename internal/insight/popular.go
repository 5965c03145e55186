package insight

import (
	"context"
	"time"

	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
)

const (
	newest     = 2000 // how many of the newest reports are counted
	popularFor = 10 * time.Minute
)

// popular is what residents reported most, as it was at a moment.
type popular struct {
	subjects []string
	at       time.Time
}

// Popular lists the subjects that residents reported most of late, the most
// first: counted among the newest reports that everybody may see, so it costs
// the same in a city of a million, and at most ten minutes old.
func (s *Service) Popular(ctx context.Context) ([]string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now, t := clock.Now(ctx), db.TenantFrom(ctx)
	if p, known := s.popular[t]; known && now.Sub(p.at).Abs() < popularFor {
		return p.subjects, nil
	}
	q := s.db.Read(ctx)
	found, err := db.All(ctx, q, func(r db.Row) (subject string, err error) { return subject, r.Scan(&subject) },
		`SELECT subject FROM (SELECT subject FROM pub_requests WHERE tenant_id = $1 AND public = 1 ORDER BY opened_at DESC, id DESC LIMIT $2) latest
		GROUP BY subject ORDER BY count(*) DESC, subject`, q.Tenant(), newest)
	if err == nil {
		s.popular[t] = popular{found, now}
	}
	return found, err
}
