package geo

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// label is where a name fits best inside a polygon.
type label struct {
	at    orb.Point
	width float64
}

// labelFor looks for the place farthest from every border. If the line through
// it has about as much air in its middle, the name moves there.
func labelFor(polygon orb.Polygon) label {
	at, air := inmost(polygon)
	left, right := chord(polygon, at)
	middle := orb.Point{(left + right) / 2, at[1]}
	if clearance(polygon, middle) >= air*0.6 {
		return label{middle, right - left}
	}
	return label{at, 2 * min(at[0]-left, right-at[0])}
}

// inmost is the pole of inaccessibility: squares that cannot hold a better
// place than the best so far are dropped, the others are quartered.
func inmost(polygon orb.Polygon) (best orb.Point, air float64) {
	b := polygon.Bound()
	width, height := b.Right()-b.Left(), b.Top()-b.Bottom()
	longest := max(width, height)
	best, air = start(polygon, b)
	squares := cover(b, max(min(width, height), longest/32)/2)
	for len(squares) > 0 {
		s := squares[len(squares)-1]
		squares = squares[:len(squares)-1]
		here := clearance(polygon, s.middle)
		if here > air {
			best, air = s.middle, here
		}
		if here+s.half*math.Sqrt2 > air+longest/50 {
			squares = append(squares, s.quarters()...)
		}
	}
	return best, air
}

// start prefers the centre of gravity; a shape like a ring has none inside.
func start(polygon orb.Polygon, b orb.Bound) (orb.Point, float64) {
	centre, area := planar.CentroidArea(polygon)
	if area == 0 {
		centre = b.Center()
	}
	return centre, clearance(polygon, centre)
}

type quad struct {
	middle orb.Point
	half   float64 // of its side
}

func (s quad) quarters() []quad {
	h := s.half / 2
	x, y := s.middle[0], s.middle[1]
	return []quad{{orb.Point{x - h, y - h}, h}, {orb.Point{x + h, y - h}, h},
		{orb.Point{x - h, y + h}, h}, {orb.Point{x + h, y + h}, h}}
}

func cover(b orb.Bound, half float64) []quad {
	if half <= 0 {
		return nil
	}
	var all []quad
	for x := b.Left() + half; x < b.Right()+half; x += 2 * half {
		for y := b.Bottom() + half; y < b.Top()+half; y += 2 * half {
			all = append(all, quad{orb.Point{x, y}, half})
		}
	}
	return all
}

// clearance is the distance to the nearest border, below zero outside.
func clearance(polygon orb.Polygon, at orb.Point) float64 {
	nearest := math.Inf(1)
	for _, ring := range polygon {
		for i := range ring[1:] {
			nearest = min(nearest, planar.DistanceFromSegmentSquared(ring[i], ring[i+1], at))
		}
	}
	if !planar.PolygonContains(polygon, at) {
		return -math.Sqrt(nearest)
	}
	return math.Sqrt(nearest)
}

// chord is the stretch of the level line through at that lies inside.
func chord(polygon orb.Polygon, at orb.Point) (left, right float64) {
	left, right = math.Inf(-1), math.Inf(1)
	for _, ring := range polygon {
		for i := range ring[1:] {
			a, b := ring[i], ring[i+1]
			if (a[1] > at[1]) == (b[1] > at[1]) {
				continue
			}
			x := a[0] + (at[1]-a[1])/(b[1]-a[1])*(b[0]-a[0])
			if x <= at[0] {
				left = max(left, x)
			} else {
				right = min(right, x)
			}
		}
	}
	return finite(left, at[0]), finite(right, at[0])
}

func finite(f, otherwise float64) float64 {
	if math.IsInf(f, 0) {
		return otherwise
	}
	return f
}

func largest(shape orb.MultiPolygon) orb.Polygon {
	best := shape[0]
	for _, polygon := range shape[1:] {
		if planar.Area(polygon) > planar.Area(best) {
			best = polygon
		}
	}
	return best
}
