package geo

import (
	"fmt"
	"math/rand/v2"

	"github.com/paulmach/orb"

	"mahalle/internal/city"
)

// wigglyCity is a made-up city of side × side neighbourhoods near 38.6, 27.4.
// The borders inside wind about like real ones and are shared exactly; the
// border around the city is straight. Each area has about 8 × bends corners.
func wigglyCity(side, bends int) []Area {
	borders := map[[2]orb.Point][]orb.Point{}
	random := rand.New(rand.NewPCG(45, 153))
	border := func(from, to orb.Point, straight bool) []orb.Point {
		if line, known := borders[[2]orb.Point{to, from}]; known {
			return reversed(line)
		}
		line := []orb.Point{from}
		for i := 1; i < 2*bends; i++ {
			t := float64(i) / float64(2*bends)
			p := orb.Point{from[0] + t*(to[0]-from[0]), from[1] + t*(to[1]-from[1])}
			if !straight {
				p[0] += (random.Float64() - 0.5) * 0.002
				p[1] += (random.Float64() - 0.5) * 0.002
			}
			line = append(line, p)
		}
		line = append(line, to)
		borders[[2]orb.Point{from, to}] = line
		return line
	}
	at := func(x, y int) orb.Point { return orb.Point{27.4 + float64(x)*0.01, 38.6 + float64(y)*0.01} }
	var areas []Area
	for y := range side {
		for x := range side {
			var ring orb.Ring
			ring = append(ring, border(at(x, y), at(x+1, y), y == 0)...)
			ring = append(ring, border(at(x+1, y), at(x+1, y+1), x == side-1)[1:]...)
			ring = append(ring, border(at(x+1, y+1), at(x, y+1), y == side-1)[1:]...)
			ring = append(ring, border(at(x, y+1), at(x, y), x == 0)[1:]...)
			areas = append(areas, Area{fmt.Sprintf("%d-%d", x, y), orb.MultiPolygon{{ring}}})
		}
	}
	return areas
}

func reversed(line []orb.Point) []orb.Point {
	back := make([]orb.Point, len(line))
	for i, p := range line {
		back[len(line)-1-i] = p
	}
	return back
}

// square is an area from 0,0 with the given edge in degrees.
func squareArea(code string, west, south, side float64) Area {
	return Area{code, orb.MultiPolygon{{squareRing(west, south, side)}}}
}

func squareRing(west, south, side float64) orb.Ring {
	return orb.Ring{{west, south}, {west + side, south}, {west + side, south + side}, {west, south + side}, {west, south}}
}

func somewhere(random *rand.Rand, side int) city.Point {
	return city.PointAt(38.6+random.Float64()*float64(side)*0.01, 27.4+random.Float64()*float64(side)*0.01)
}
