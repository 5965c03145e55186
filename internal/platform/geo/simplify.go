package geo

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"
	orbsimplify "github.com/paulmach/orb/simplify"
)

// simplify thins the borders of shapes that lie side by side. Every line is cut
// where three borders meet, and each piece is thinned the same way whichever
// neighbour it is drawn for, so both keep the same corners.
func simplify(shapes []orb.MultiPolygon, tolerance float64) []orb.MultiPolygon {
	t := thinner{corners: cornersOf(shapes), by: orbsimplify.DouglasPeucker(tolerance)}
	thin := make([]orb.MultiPolygon, len(shapes))
	for i, shape := range shapes {
		for _, polygon := range shape {
			thin[i] = append(thin[i], t.polygon(polygon))
		}
	}
	return thin
}

// corner remembers which points a border goes on to from here.
type corner struct {
	a, b     orb.Point
	ways     int
	junction bool // three or more ways: borders meet
}

func (c *corner) leadsTo(p orb.Point) {
	switch {
	case c.ways > 0 && c.a == p, c.ways > 1 && c.b == p:
	case c.ways == 0:
		c.a, c.ways = p, 1
	case c.ways == 1:
		c.b, c.ways = p, 2
	default:
		c.junction = true
	}
}

func cornersOf(shapes []orb.MultiPolygon) map[orb.Point]*corner {
	corners := map[orb.Point]*corner{}
	join := func(from, to orb.Point) {
		if corners[from] == nil {
			corners[from] = &corner{}
		}
		if from != to {
			corners[from].leadsTo(to)
		}
	}
	for _, shape := range shapes {
		for _, polygon := range shape {
			for _, ring := range polygon {
				for i := range ring[1:] {
					join(ring[i], ring[i+1])
					join(ring[i+1], ring[i])
				}
			}
		}
	}
	return corners
}

type thinner struct {
	corners map[orb.Point]*corner
	by      orb.Simplifier
}

// polygon keeps the outer ring even if it is tiny: no neighbourhood vanishes
// from the map. A hole that closes up is left out.
func (t thinner) polygon(polygon orb.Polygon) orb.Polygon {
	var thin orb.Polygon
	for i, ring := range polygon {
		if r := t.ring(ring); len(r) >= 4 {
			thin = append(thin, r)
		} else if i == 0 {
			thin = append(thin, ring)
		}
	}
	return thin
}

// ring thins piece by piece, from junction to junction.
func (t thinner) ring(ring orb.Ring) orb.Ring {
	points := t.fromJunction(ring)
	thin := orb.Ring{points[0]}
	start := 0
	for i := 1; i < len(points); i++ {
		if i == len(points)-1 || t.corners[points[i]].junction {
			thin = append(thin, t.piece(points[start : i+1])[1:]...)
			start = i
		}
	}
	return thin
}

// fromJunction turns the ring so that it begins where borders meet, or, for a
// ring that meets nobody, at its smallest point: both sides of it agree on that.
func (t thinner) fromJunction(ring orb.Ring) []orb.Point {
	open := ring[:len(ring)-1]
	start := slices.IndexFunc(open, func(p orb.Point) bool { return t.corners[p].junction })
	if start < 0 {
		start = slices.Index(open, slices.MinFunc(open, compare))
	}
	return slices.Concat(open[start:], open[:start], open[start:start+1])
}

// piece thins from the smaller end to the greater, whichever way it was drawn.
func (t thinner) piece(points []orb.Point) orb.LineString {
	line := orb.LineString(slices.Clone(points))
	n := len(line)
	backwards := cmp.Or(compare(line[0], line[n-1]), compare(line[1], line[n-2])) > 0
	if backwards {
		slices.Reverse(line)
	}
	line = t.by.LineString(line)
	if backwards {
		slices.Reverse(line)
	}
	return line
}

func compare(a, b orb.Point) int {
	return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]))
}
