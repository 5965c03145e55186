package geo

import (
	"math"

	"mahalle/internal/city"
)

// Box is a piece of the map between two parallels and two meridians, in
// millionths of a degree. All four edges belong to it.
type Box struct{ South, West, North, East int32 }

// Contains reports whether p lies in the box or on its edge.
func (b Box) Contains(p city.Point) bool {
	return b.South <= p.Lat && p.Lat <= b.North && b.West <= p.Lon && p.Lon <= b.East
}

// Around is the smallest box that holds everything within metres of p.
func Around(p city.Point, metres float64) Box {
	north := max(metres, 0) / metresPerDegree * 1e6
	lat, _ := radians(p)
	east := north / max(math.Cos(lat), 1e-9)
	return Box{
		South: micro(math.Floor(float64(p.Lat)-north), 90),
		West:  micro(math.Floor(float64(p.Lon)-east), 180),
		North: micro(math.Ceil(float64(p.Lat)+north), 90),
		East:  micro(math.Ceil(float64(p.Lon)+east), 180),
	}
}

// Middle is the box itself, or the middle of it where an edge is longer than
// side millionths of a degree: nobody gets to ask for all pins of the country
// by zooming out.
func (b Box) Middle(side int32) Box {
	b.South, b.North = middle(b.South, b.North, int64(side))
	b.West, b.East = middle(b.West, b.East, int64(side))
	return b
}

func middle(from, to int32, side int64) (int32, int32) {
	length := int64(to) - int64(from)
	if length <= side {
		return from, to
	}
	start := int64(from) + (length-side)/2
	return int32(start), int32(start + side)
}

// micro keeps a number of millionths within the globe.
func micro(f, degrees float64) int32 {
	return int32(min(max(f, -degrees*1e6), degrees*1e6))
}
