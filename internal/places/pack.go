package places

import (
	"context"
	"math"
	"slices"

	"mahalle/internal/city"
	"mahalle/internal/citypack"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/tenant"
)

// LoadPack writes the places of a city pack. Loading a newer pack of the same
// city changes what is there: an area that the pack does not name any more ends
// today, and old requests still know what it was called.
func (s *Service) LoadPack(ctx context.Context, tx *db.Tx, p *citypack.Pack) error {
	areas := areasOf(p)
	if err := endTheOthers(ctx, tx, areas); err != nil {
		return err
	}
	for _, a := range areas {
		if err := saveArea(ctx, tx, a); err != nil {
			return err
		}
	}
	if err := clearOutlines(ctx, tx); err != nil {
		return err
	}
	for _, o := range slices.Concat(p.DistrictOutlines, p.NeighbourhoodOutlines) {
		if err := insertOutline(ctx, tx, o.Code, o.Shape); err != nil {
			return err
		}
	}
	return nil
}

func areasOf(p *citypack.Pack) []Area {
	var areas []Area
	for _, d := range p.Districts {
		areas = append(areas, Area{Code: d.Code, Kind: District, Name: d.Name, OfficialNo: d.OfficialNo, Population: d.Population,
			Hectares: int(math.Round(d.AreaKM2 * 100)), Point: d.Point, From: d.From, Until: d.Until})
	}
	for _, n := range p.Neighbourhoods {
		areas = append(areas, Area{Code: n.Code, Kind: Neighbourhood, Parent: n.District, Name: n.Name,
			Postcode: n.Postcode, Point: n.Point, From: n.From, Until: n.Until})
	}
	return areas
}

func endTheOthers(ctx context.Context, tx *db.Tx, staying []Area) error {
	stays := make(map[string]bool, len(staying))
	for _, a := range staying {
		stays[a.Code] = true
	}
	before, err := allAreas(ctx, tx)
	if err != nil {
		return err
	}
	today := todayOf(ctx)
	for _, a := range before {
		if !stays[a.Code] && a.Valid(today) {
			if err := endArea(ctx, tx, a.Code, today); err != nil {
				return err
			}
		}
	}
	return nil
}

func todayOf(ctx context.Context) city.Day { return tenant.From(ctx).Today(clock.Now(ctx)) }
