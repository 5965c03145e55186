package insight

import (
	"context"
	"slices"

	"mahalle/internal/platform/access"
)

// InList tells how many open requests stand under each tab of the reader's list,
// from the figures that are kept. A reader whose reach is not kept as a figure,
// such as a headman's neighbourhoods, gets no numbers.
func (s *Service) InList(ctx context.Context) map[string]int64 {
	districts, units, known := s.reach(ctx, access.From(ctx))
	if !known {
		return nil
	}
	look, err := s.lookAt(ctx, districts, units)
	if err != nil {
		return nil // a list without numbers is still a list
	}
	now := together(look.open, look.today)
	return map[string]int64{"open": now.Open, "today": now.DueToday, "late": now.Late,
		"offered": now.Offered, "reopen": now.Disputed, "asked": now.Asked}
}

// reach is what a reader's list is made of: districts or units; nil is all.
func (s *Service) reach(ctx context.Context, a access.Actor) (districts, units []string, known bool) {
	units = ownUnits(a)
	switch {
	case a.Has(seesAll), a.Has(seesArea) && a.WholeCity:
		return nil, nil, true
	case a.Has(seesArea) && len(a.Places) == 0 && len(units) == 0:
		return codes(slices.DeleteFunc(s.needs.Districts(ctx), func(d District) bool { return !slices.Contains(a.Districts, d.Code) })), nil, true
	case !a.Has(seesArea) && len(units) > 0:
		return nil, units, true
	}
	return nil, nil, false
}
