package insight

import (
	"context"
	"time"

	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/tenant"
)

// Home is what the public first page says of the city's last thirty days.
type Home struct {
	Received  int64
	OnTime    Share            // of what was done with a promised time
	Confirmed Share            // of the residents who said something
	Late      int64            // now
	Open      map[string]int64 // by district, now
	made      time.Time
}

const (
	homeDays  = 30
	homeFresh = 30 * time.Second
)

// HomeFigures are the city's figures for everybody, reckoned at most every
// thirty seconds.
func (s *Service) HomeFigures(ctx context.Context) (*Home, error) {
	t, now := db.TenantFrom(ctx), clock.Now(ctx)
	s.mu.Lock()
	known := s.homes[t]
	s.mu.Unlock()
	if known != nil && now.Sub(known.made) < homeFresh && !now.Before(known.made) {
		return known, nil
	}
	h, err := s.home(ctx, now)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.homes[t] = h
	return h, nil
}

func (s *Service) home(ctx context.Context, now time.Time) (*Home, error) {
	q, today := s.db.Read(ctx), tenant.From(ctx).Today(now)
	flows, err := happened(ctx, q, s.districtCodes(ctx, nil), []string{all}, today-homeDays, today)
	if err != nil {
		return nil, err
	}
	open, err := openNow(ctx, q, today, nil)
	if err != nil {
		return nil, err
	}
	var f Flow
	for _, r := range flows {
		f.add(r.Flow, 1)
	}
	h := &Home{Received: f.Opened, OnTime: share(f.OnTime, f.OnTime+f.DoneLate), Confirmed: share(f.Confirmed, f.Confirmed+f.Refuted),
		Open: map[string]int64{}, made: now}
	for _, r := range open {
		if r.Due == everyDay {
			h.Late += r.Late
			h.Open[r.District] += r.Load.Open
		}
	}
	return h, nil
}

// districtCodes are the given districts, or all of the city; requests without a
// district are counted with the whole city.
func (s *Service) districtCodes(ctx context.Context, only []string) []string {
	if only != nil {
		return only
	}
	codes := []string{""}
	if s.needs.Districts == nil {
		return codes
	}
	for _, d := range s.needs.Districts(ctx) {
		codes = append(codes, d.Code)
	}
	return codes
}

// weeksShown is how many weeks the small curves show.
const weeksShown = 12

// side is one district's, or one unit's, figures.
type side struct {
	Code  string
	Name  string
	Load  Load
	Today int64 // due today
	Flow  Flow
	Weeks []float64
}

// OnTime is the share of what was done in time.
func (s side) OnTime() Share { return share(s.Flow.OnTime, s.Flow.OnTime+s.Flow.DoneLate) }

// Confirmed is the share of residents who said yes.
func (s side) Confirmed() Share { return share(s.Flow.Confirmed, s.Flow.Confirmed+s.Flow.Refuted) }

// sum adds up several sides.
func total(sides []side) side {
	var t side
	t.Weeks = make([]float64, weeksShown)
	for _, s := range sides {
		t.Load.add(s.Load, 1)
		t.Flow.add(s.Flow, 1)
		t.Today += s.Today
		for i := range s.Weeks {
			t.Weeks[i] += s.Weeks[i]
		}
	}
	return t
}

// quarter is how far the figures of districts and units look back.
const quarter = 7 * weeksShown

// byDistrict reads the figures of the given districts, of all when nil.
func (s *Service) byDistrict(ctx context.Context, only []string) ([]side, error) {
	q, today := s.db.Read(ctx), tenant.From(ctx).Today(clock.Now(ctx))
	var sides []side
	at := map[string]int{}
	for _, d := range s.needs.Districts(ctx) {
		if only == nil || contains(only, d.Code) {
			at[d.Code] = len(sides)
			sides = append(sides, side{Code: d.Code, Name: localName(ctx, d.Name), Weeks: make([]float64, weeksShown)})
		}
	}
	codes := s.districtCodes(ctx, only)
	open, err := openNow(ctx, q, today, only)
	if err != nil {
		return nil, err
	}
	for _, r := range open {
		if i, ok := at[r.District]; ok {
			sides[i].take(r)
		}
	}
	flows, err := happened(ctx, q, codes, []string{all}, today-quarter+1, today)
	if err != nil {
		return nil, err
	}
	for _, r := range flows {
		if i, ok := at[r.District]; ok {
			sides[i].Flow = r.Flow
		}
	}
	weeks, err := weekly(ctx, q, codes, []string{all}, today-quarter+1, today)
	for _, w := range weeks {
		if i, ok := at[w.District]; ok && w.Week >= 0 && w.Week < weeksShown {
			sides[i].Weeks[w.Week] = float64(w.Opened)
		}
	}
	return sides, err
}

func (s *side) take(r openRow) {
	if r.Due == everyDay {
		s.Load.add(r.Load, 1)
		return
	}
	s.Today += r.Load.Open
}

// byDepartment reads the figures of every department of the city.
func (s *Service) byDepartment(ctx context.Context) ([]side, error) {
	q, today := s.db.Read(ctx), tenant.From(ctx).Today(clock.Now(ctx))
	of, at := map[string]string{}, map[string]int{}
	var units []string
	var sides []side
	for _, u := range s.needs.Units(ctx) {
		of[u.Code] = u.Department
		units = append(units, u.Code)
		if _, known := at[u.Department]; !known {
			at[u.Department] = len(sides)
			sides = append(sides, side{Code: u.Department, Name: s.needs.UnitName(ctx, u.Department), Weeks: make([]float64, weeksShown)})
		}
	}
	open, err := openNow(ctx, q, today, nil)
	if err != nil {
		return nil, err
	}
	for _, r := range open {
		if i, ok := at[of[r.Unit]]; ok {
			sides[i].take(r)
		}
	}
	flows, err := happened(ctx, q, []string{all}, units, today-quarter+1, today)
	for _, r := range flows {
		if i, ok := at[of[r.Unit]]; ok {
			sides[i].Flow.add(r.Flow, 1)
		}
	}
	return withSomething(sides), err
}

// withSomething leaves out who had nothing to do.
func withSomething(sides []side) []side {
	var some []side
	for _, s := range sides {
		if s.Load.Open > 0 || s.Flow.Opened > 0 || s.Flow.Done > 0 {
			some = append(some, s)
		}
	}
	return some
}

func contains(all []string, one string) bool {
	for _, s := range all {
		if s == one {
			return true
		}
	}
	return false
}
