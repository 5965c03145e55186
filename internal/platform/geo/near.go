package geo

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"mahalle/internal/city"
)

// Near names the areas whose border passes within metres of p, the nearest
// first. Drawn borders are coarse: these are the areas among which a person who
// knows the street may choose.
func (x *Index) Near(p city.Point, metres float64) []string {
	nearest := map[string]float64{}
	here := planeAt(p)
	low, high := Around(p, metres).corners()
	x.tree.Search(low, high, func(_, _ [2]float64, candidate *part) bool {
		code := x.areas[candidate.area].Code
		away, known := nearest[code]
		if d := here.metresTo(candidate.polygon); d <= metres && (!known || d < away) {
			nearest[code] = d
		}
		return true
	})
	return byDistance(nearest)
}

func byDistance(metres map[string]float64) []string {
	codes := make([]string, 0, len(metres))
	for code := range metres {
		codes = append(codes, code)
	}
	slices.SortFunc(codes, func(a, b string) int {
		return cmp.Or(cmp.Compare(metres[a], metres[b]), cmp.Compare(a, b))
	})
	return codes
}

// surroundings is the map around one point, flat and counted in metres from it.
type surroundings struct {
	middle      orb.Point
	east, north float64 // metres per degree
}

func planeAt(p city.Point) surroundings {
	lat, _ := radians(p)
	return surroundings{onMap(p), metresPerDegree * math.Cos(lat), metresPerDegree}
}

// metresTo is the distance from the middle to the nearest border of a polygon.
func (s surroundings) metresTo(polygon orb.Polygon) float64 {
	nearest := math.Inf(1)
	for _, ring := range polygon {
		from := s.metres(ring[0])
		for _, corner := range ring[1:] {
			to := s.metres(corner)
			nearest = min(nearest, planar.DistanceFromSegmentSquared(from, to, orb.Point{}))
			from = to
		}
	}
	return math.Sqrt(nearest)
}

func (s surroundings) metres(p orb.Point) orb.Point {
	return orb.Point{(p[0] - s.middle[0]) * s.east, (p[1] - s.middle[1]) * s.north}
}

func (b Box) corners() (low, high orb.Point) {
	return onMap(city.Point{Lat: b.South, Lon: b.West}), onMap(city.Point{Lat: b.North, Lon: b.East})
}
