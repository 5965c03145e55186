package geo

import (
	"math"

	"github.com/paulmach/orb"

	"mahalle/internal/city"
)

// plane lays the map flat on a drawing.
type plane struct {
	west, north  float64 // degrees at the upper left corner
	across, down float64 // units per degree
	margin       float64 // units
}

// planeFor fits the shapes into the width and tells the height they need.
func planeFor(shapes []orb.MultiPolygon, width, margin float64) (p plane, height float64) {
	b := boundOf(shapes)
	const least = 1e-4 // degrees: a single spot is still drawn as something
	across := max(b.Right()-b.Left(), least)
	down := max(b.Top()-b.Bottom(), least)
	squeeze := max(math.Cos(b.Center().Lat()*math.Pi/180), 1e-3)

	p = plane{west: b.Left(), north: b.Top(), margin: margin}
	p.across = max(width-2*margin, 1) / across
	p.down = p.across / squeeze
	return p, down*p.down + 2*margin
}

// boundOf is the rectangle around all shapes, and nothing at 0,0 without any.
func boundOf(shapes []orb.MultiPolygon) orb.Bound {
	var bounds []orb.Bound
	for _, shape := range shapes {
		if len(shape) > 0 {
			bounds = append(bounds, shape.Bound())
		}
	}
	return union(bounds)
}

func union(bounds []orb.Bound) orb.Bound {
	if len(bounds) == 0 {
		return orb.Bound{}
	}
	all := bounds[0]
	for _, b := range bounds[1:] {
		all = all.Union(b)
	}
	return all
}

func (p plane) point(at orb.Point) orb.Point {
	return orb.Point{(at[0]-p.west)*p.across + p.margin, (p.north-at[1])*p.down + p.margin}
}

func (p plane) back(x, y float64) city.Point {
	if p.across == 0 {
		return city.Point{}
	}
	lon := p.west + (x-p.margin)/p.across
	lat := p.north - (y-p.margin)/p.down
	return city.Point{Lat: micro(math.Round(lat*1e6), 90), Lon: micro(math.Round(lon*1e6), 180)}
}

func (p plane) project(shape orb.MultiPolygon) orb.MultiPolygon {
	drawn := make(orb.MultiPolygon, len(shape))
	for i, polygon := range shape {
		drawn[i] = make(orb.Polygon, len(polygon))
		for j, ring := range polygon {
			drawn[i][j] = make(orb.Ring, len(ring))
			for k, corner := range ring {
				drawn[i][j][k] = p.point(corner)
			}
		}
	}
	return drawn
}
