package requests

import (
	"cmp"
	"context"
	"slices"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/geo"
)

// nearby is an open request so close, in place and time, that it may be about the
// same problem.
type nearby struct {
	Request
	what   string // its subject, by name
	metres int
}

const mostNearby = 3

// nearby finds what somebody has already told about, the closest first.
func (s *Service) nearby(ctx context.Context, near Near, at city.Point) ([]nearby, error) {
	if at.Unknown() || near.Metres == 0 {
		return nil, nil
	}
	q := s.db.Read(ctx)
	all, err := pins(ctx, q, geo.Around(at, float64(near.Metres)), false, mostPins, near.Subjects...)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(p Pin) bool { return geo.Distance(p.At, at) > float64(near.Metres) })
	slices.SortFunc(all, func(a, b Pin) int { return cmp.Compare(geo.Distance(a.At, at), geo.Distance(b.At, at)) })
	return s.recent(ctx, q, all, at, clock.Now(ctx).Add(-near.Within))
}

// recent opens the closest that were told since a moment.
func (s *Service) recent(ctx context.Context, q db.Query, all []Pin, at city.Point, since time.Time) ([]nearby, error) {
	var found []nearby
	for _, p := range all {
		if len(found) == mostNearby {
			break
		}
		r, err := byNumber(ctx, q, p.Number)
		if err != nil {
			return nil, err
		}
		if !r.Opened.Before(since) {
			found = append(found, nearby{r, s.pages.subjectName(ctx, r.Subject), int(geo.Distance(p.At, at))})
		}
	}
	return found, nil
}
