package requests

import (
	"context"
	"slices"

	"mahalle/internal/city"
	"mahalle/internal/platform/geo"
)

// nearby is an open request of the same subject so close that it may be the
// same problem.
type nearby struct {
	Request
	metres int
}

const (
	nearMetres = 250
	mostNearby = 3
)

// nearby finds what somebody has already told about, the closest first.
func (s *Service) nearby(ctx context.Context, subject string, at city.Point) ([]nearby, error) {
	if at.Unknown() {
		return nil, nil
	}
	q := s.db.Read(ctx)
	all, err := pins(ctx, q, geo.Around(at, nearMetres), false, mostPins)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(p Pin) bool { return p.Subject != subject || geo.Distance(p.At, at) > nearMetres })
	slices.SortFunc(all, func(a, b Pin) int { return int(geo.Distance(a.At, at) - geo.Distance(b.At, at)) })
	var found []nearby
	for _, p := range all[:min(len(all), mostNearby)] {
		r, err := byNumber(ctx, q, p.Number)
		if err != nil {
			return nil, err
		}
		found = append(found, nearby{r, int(geo.Distance(p.At, at))})
	}
	return found, nil
}
