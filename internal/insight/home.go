package insight

import (
	"context"
	"slices"
	"time"

	"mahalle/internal/insight/statistics"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
)

// Home is what a city says of itself on its first page. No person is in it.
type Home struct {
	Received  int64            // told to the city in the last thirty days
	OnTime    statistics.Share // of what was finished in them and had a time promised
	Confirmed statistics.Share // residents' yes among their answers in them
	Late      int64            // now
	Open      map[string]int64 // now, by district; "" has those whose place nobody knows
	Districts []HomeDistrict
	Scale     statistics.Scale // of open requests per 1,000 residents
	At        time.Time        // when it was reckoned
}

// HomeDistrict is one district on the map of the first page.
type HomeDistrict struct {
	Code        string
	PerThousand float64 // open requests per 1,000 residents
	Step        int     // shade 1 to 5; 0 where nobody knows how many live there
}

const (
	monthDays = 30
	homeFor   = 30 * time.Second
)

// HomeFigures are the figures of the first page, at most half a minute old.
func (s *Service) HomeFigures(ctx context.Context) (Home, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now, t := clock.Now(ctx), db.TenantFrom(ctx)
	if h := s.homes[t]; h != nil && now.Sub(h.At).Abs() < homeFor {
		return *h, nil
	}
	h, err := s.home(ctx, now)
	if err != nil {
		return Home{}, err
	}
	s.homes[t] = &h
	return h, nil
}

func (s *Service) home(ctx context.Context, now time.Time) (Home, error) {
	look, err := s.lookAt(ctx, nil, nil)
	if err != nil {
		return Home{}, err
	}
	sheets, err := look.districts(ctx, slices.Concat(s.needs.Districts(ctx), []District{nowhere}), within{})
	if err != nil {
		return Home{}, err
	}
	sum := total(sheets)
	h := Home{Received: sum.Month.Opened, OnTime: sum.Month.onTime(), Confirmed: sum.Month.said(),
		Late: sum.Now.Late, Open: make(map[string]int64, len(sheets)), At: now}
	h.shade(sheets)
	return h, nil
}

// nowhere is the district of requests whose place nobody knows.
var nowhere = District{}

// shade gives each district its shade on the map.
func (h *Home) shade(sheets []sheet) {
	top := 0.0
	for _, s := range sheets {
		top = max(top, s.perThousand())
	}
	h.Scale = statistics.Amounts(top)
	for _, s := range sheets {
		h.Open[s.Code] = s.Now.Open
		if s.Code == nowhere.Code {
			continue
		}
		d := HomeDistrict{Code: s.Code, PerThousand: s.perThousand()}
		if s.Population > 0 {
			d.Step = h.Scale.Step(d.PerThousand)
		}
		h.Districts = append(h.Districts, d)
	}
}
