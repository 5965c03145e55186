package places

import (
	"context"
	"embed"
	"sync"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/geo"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/ui"
)

//go:embed migrations
var migrations embed.FS

// Schema is what this capability keeps in the database.
var Schema = db.Schema{Name: "places", Files: migrations}

// Locales holds the sentences of this capability.
//
//go:embed locales
var Locales embed.FS

// Needs is what the pages of places ask of others; package app joins them.
type Needs struct {
	// Chief writes who looks after a district as a whole, in the reader's
	// language; "" if nobody does.
	Chief func(ctx context.Context, district string) string
}

// Service answers questions about places, from memory. What it lists, finds and
// draws is what exists today; by its code also an area of the past is known.
type Service struct {
	db     *db.DB
	needs  Needs
	now    func() time.Time
	mu     sync.RWMutex
	cities map[city.Tenant]*atlas
}

// New is a service that knows no city yet; call Load.
func New(d *db.DB) *Service {
	return &Service{db: d, now: time.Now, cities: map[city.Tenant]*atlas{}}
}

// Join gives the service what its pages need.
func (s *Service) Join(n Needs) { s.needs = n }

// Load reads the city's places into memory.
func (s *Service) Load(ctx context.Context) error {
	q := s.db.Read(ctx)
	areas, err := allAreas(ctx, q)
	if err != nil {
		return err
	}
	outlines, err := allOutlines(ctx, q)
	if err != nil {
		return err
	}
	a := newAtlas(tenant.From(ctx).Zone(), areas, outlines)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cities[q.Tenant()] = a
	return nil
}

var empty = newAtlas(time.UTC, nil, nil)

func (s *Service) of(t city.Tenant) *atlas {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if a := s.cities[t]; a != nil {
		return a
	}
	return empty
}

// today is the city's own date.
func (s *Service) today(a *atlas) city.Day { return city.DayOf(s.now(), a.zone) }

// Area is one district or neighbourhood by its code, also one that is no more.
func (s *Service) Area(t city.Tenant, code string) (Area, bool) {
	a, ok := s.of(t).areas[code]
	return a, ok
}

// Districts lists the city's districts in the reader's alphabet.
func (s *Service) Districts(t city.Tenant, l i18n.Locale) []Area {
	a := s.of(t)
	return a.standing(a.districts, s.today(a), l)
}

// Neighbourhoods lists a district's neighbourhoods in the reader's alphabet.
func (s *Service) Neighbourhoods(t city.Tenant, district string, l i18n.Locale) []Area {
	a := s.of(t)
	return a.standing(a.of[district], s.today(a), l)
}

// Name writes the official place in the reader's language; nothing when no area
// is known.
func (s *Service) Name(t city.Tenant, l i18n.Locale, p city.Place) string {
	n, inHood := s.Area(t, p.Neighbourhood)
	if p.District == "" {
		p.District = n.Parent
	}
	d, inDistrict := s.Area(t, p.District)
	switch {
	case inDistrict && inHood:
		return l.Say("places.neighbourhood_in", "neighbourhood", l.Text(n.Name), "district", l.Text(d.Name))
	case inDistrict:
		return l.Text(d.Name)
	}
	return ""
}

// DistrictName writes a district's name; an unknown code as it is.
func (s *Service) DistrictName(t city.Tenant, l i18n.Locale, code string) string {
	if d, ok := s.Area(t, code); ok {
		return l.Text(d.Name)
	}
	return code
}

// At tells which areas a point lies in.
func (s *Service) At(t city.Tenant, p city.Point) Found {
	a := s.of(t)
	return a.at(p, s.today(a))
}

// Search finds areas by the beginnings of their names, the closest first. The
// district's name may stand beside the neighbourhood's.
func (s *Service) Search(t city.Tenant, typed string, limit int) []Area {
	a := s.of(t)
	return a.search(typed, s.today(a), limit)
}

// Bounds is the smallest box around the city; ok is false if it is not drawn.
func (s *Service) Bounds(t city.Tenant) (box geo.Box, ok bool) { return s.of(t).index.Bounds() }

// Drawing is the city's districts as paths in one picture.
func (s *Service) Drawing(t city.Tenant) geo.Drawing { return s.of(t).drawing }

// CityMap draws all districts with their names. ok is false if the city has no
// outlines.
func (s *Service) CityMap(t city.Tenant, l i18n.Locale) (p Picture, ok bool) {
	p = s.of(t).whole(l)
	return p, len(p.Codes) > 0
}

// DistrictMap draws one district large, with the districts around it and those
// of its neighbourhoods that have an outline.
func (s *Service) DistrictMap(t city.Tenant, l i18n.Locale, district string) (p Picture, ok bool) {
	a := s.of(t)
	p = a.picture(a.closeUp(district), l)
	return p, len(p.Codes) > 0
}

// Locator is a small map that shows where in the city a place is. ok is false
// if its district is unknown or not drawn.
func (s *Service) Locator(t city.Tenant, l i18n.Locale, p city.Place) (m ui.Map, ok bool) {
	return s.of(t).locator(p, l)
}
