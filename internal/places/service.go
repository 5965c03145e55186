package places

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"slices"
	"sync"

	"github.com/paulmach/orb"

	"mahalle/internal/city"
	"mahalle/internal/citypack"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/geo"
	"mahalle/internal/platform/i18n"
)

//go:embed migrations
var migrations embed.FS

// Schema is what this capability keeps in the database.
var Schema = db.Schema{Name: "places", Files: migrations}

// Locales holds the sentences of this capability.
//
//go:embed locales
var Locales embed.FS

// Service answers questions about places, from memory.
type Service struct {
	db     *db.DB
	mu     sync.RWMutex
	cities map[city.Tenant]*atlas
}

// New is a service that knows no city yet; call Load.
func New(d *db.DB) *Service { return &Service{db: d, cities: map[city.Tenant]*atlas{}} }

var empty = &atlas{index: geo.NewIndex(nil), hoods: geo.NewIndex(nil)}

func (s *Service) of(t city.Tenant) *atlas {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if a := s.cities[t]; a != nil {
		return a
	}
	return empty
}

// Area is one district or neighbourhood by its code.
func (s *Service) Area(t city.Tenant, code string) (Area, bool) {
	a, ok := s.of(t).areas[code]
	return a, ok
}

// Districts lists the city's districts in the reader's alphabet.
func (s *Service) Districts(t city.Tenant, l i18n.Locale) []Area {
	return s.of(t).sorted(s.of(t).districts, l)
}

// Neighbourhoods lists a district's neighbourhoods in the reader's alphabet.
func (s *Service) Neighbourhoods(t city.Tenant, district string, l i18n.Locale) []Area {
	return s.of(t).sorted(s.of(t).of[district], l)
}

func (a *atlas) sorted(codes []string, l i18n.Locale) []Area {
	all := make([]Area, len(codes))
	for i, code := range codes {
		all[i] = a.areas[code]
	}
	slices.SortFunc(all, func(x, y Area) int { return l.Compare(l.Text(x.Name), l.Text(y.Name)) })
	return all
}

// Name writes the official place in the reader's language; nothing when no area
// is known.
func (s *Service) Name(t city.Tenant, l i18n.Locale, p city.Place) string {
	d, inDistrict := s.Area(t, p.District)
	n, inHood := s.Area(t, p.Neighbourhood)
	switch {
	case inDistrict && inHood:
		return l.Say("places.neighbourhood_in", "neighbourhood", l.Text(n.Name), "district", l.Text(d.Name))
	case inDistrict:
		return s.DistrictName(t, l, p.District)
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
func (s *Service) At(t city.Tenant, p city.Point) Found { return s.of(t).at(p) }

// Search finds areas by the beginning of their names.
func (s *Service) Search(t city.Tenant, typed string, limit int) []Area {
	return s.of(t).search(typed, limit)
}

// Drawing is the city's districts as paths in one picture.
func (s *Service) Drawing(t city.Tenant) geo.Drawing { return s.of(t).drawing }

// LoadPack writes the places of a city pack.
func (s *Service) LoadPack(ctx context.Context, tx *db.Tx, p *citypack.Pack) error {
	var err error
	for _, d := range p.Districts {
		err = errors.Join(err, insertArea(ctx, tx, Area{Code: d.Code, Kind: District, Name: d.Name, OfficialNo: d.OfficialNo,
			Population: d.Population, Point: d.Point, From: d.From, Until: d.Until}))
	}
	for _, n := range p.Neighbourhoods {
		err = errors.Join(err, insertArea(ctx, tx, Area{Code: n.Code, Kind: Neighbourhood, Parent: n.District, Name: n.Name,
			Postcode: n.Postcode, Point: n.Point, From: n.From, Until: n.Until}))
	}
	for _, o := range append(slices.Clone(p.DistrictOutlines), p.NeighbourhoodOutlines...) {
		err = errors.Join(err, insertOutline(ctx, tx, o.Code, o.Shape))
	}
	return err
}

// pictureWidth is how wide drawings are laid out, in their own units.
const pictureWidth = 560

// Load reads the city's places into memory.
func (s *Service) Load(ctx context.Context) error {
	q := s.db.Read(ctx)
	areas, err := db.All(ctx, q, scanArea, `SELECT code, kind, parent, name_tr, name_fa, name_en, official_no, postcode,
		population, lat, lon, valid_from, valid_until FROM places_areas WHERE tenant_id = $1 ORDER BY code`, q.Tenant())
	if err != nil {
		return err
	}
	outlines, err := db.All(ctx, q, scanOutline, `SELECT area, shape FROM places_outlines WHERE tenant_id = $1 ORDER BY area`, q.Tenant())
	if err != nil {
		return err
	}
	a := newAtlas(areas, outlines)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cities[q.Tenant()] = a
	return nil
}

func newAtlas(areas []Area, outlines []geo.Area) *atlas {
	a := &atlas{areas: map[string]Area{}, of: map[string][]string{}, words: map[string][]string{}}
	for _, one := range areas {
		a.areas[one.Code] = one
		a.words[one.Code] = i18n.Words(one.Name.TR + " " + one.Name.FA + " " + one.Name.EN)
		if one.Kind == District {
			a.districts = append(a.districts, one.Code)
		} else {
			a.of[one.Parent] = append(a.of[one.Parent], one.Code)
		}
	}
	var hoods []geo.Area
	for _, o := range outlines {
		if a.areas[o.Code].Kind == District {
			a.outlines = append(a.outlines, o)
		} else {
			hoods = append(hoods, o)
		}
	}
	a.index, a.hoods = geo.NewIndex(a.outlines), geo.NewIndex(hoods)
	if len(a.outlines) > 0 {
		a.drawing = geo.Outline{Areas: a.outlines, Margin: 4, Tolerance: 0.5}.Project(pictureWidth)
	}
	return a
}

func insertArea(ctx context.Context, tx *db.Tx, a Area) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO places_areas (tenant_id, code, kind, parent, name_tr, name_fa, name_en, official_no,
		postcode, population, lat, lon, valid_from, valid_until) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		tx.Tenant(), a.Code, a.Kind, a.Parent, a.Name.TR, a.Name.FA, a.Name.EN, a.OfficialNo, a.Postcode, a.Population,
		a.Point.Lat, a.Point.Lon, a.From, a.Until)
	return err
}

func scanArea(r db.Row) (Area, error) {
	var a Area
	err := r.Scan(&a.Code, &a.Kind, &a.Parent, &a.Name.TR, &a.Name.FA, &a.Name.EN, &a.OfficialNo, &a.Postcode,
		&a.Population, &a.Point.Lat, &a.Point.Lon, &a.From, &a.Until)
	return a, err
}

func insertOutline(ctx context.Context, tx *db.Tx, code string, shape orb.MultiPolygon) error {
	text, err := json.Marshal(shape)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO places_outlines (tenant_id, area, shape) VALUES ($1, $2, $3)`, tx.Tenant(), code, string(text))
	return err
}

func scanOutline(r db.Row) (geo.Area, error) {
	var a geo.Area
	var shape string
	if err := r.Scan(&a.Code, &shape); err != nil {
		return a, err
	}
	return a, json.Unmarshal([]byte(shape), &a.Shape)
}
