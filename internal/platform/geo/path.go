package geo

import (
	"math"
	"strconv"

	"github.com/paulmach/orb"
)

// path writes a shape as SVG path data. Corners are rounded to a tenth of a
// unit and written as steps from one to the next, which halves the page.
func path(shape orb.MultiPolygon) string {
	var b []byte
	for _, polygon := range shape {
		for _, ring := range polygon {
			b = appendRing(b, ring)
		}
	}
	return string(b)
}

// appendRing counts in whole tenths, so that rounding errors do not add up.
func appendRing(b []byte, ring orb.Ring) []byte {
	start := len(b)
	x, y := tenths(ring[0][0]), tenths(ring[0][1])
	b = appendStep(append(b, 'M'), x, y)
	b = append(b, 'l')
	steps := 0
	for _, corner := range ring[1 : len(ring)-1] {
		toX, toY := tenths(corner[0]), tenths(corner[1])
		if toX == x && toY == y {
			continue
		}
		if steps > 0 && toX >= x {
			b = append(b, ' ')
		}
		b = appendStep(b, toX-x, toY-y)
		x, y = toX, toY
		steps++
	}
	if steps == 0 { // smaller than a tenth of a unit
		return b[:start]
	}
	return append(b, 'z')
}

func appendStep(b []byte, x, y int64) []byte {
	b = appendTenths(b, x)
	if y >= 0 {
		b = append(b, ' ')
	}
	return appendTenths(b, y)
}

func appendTenths(b []byte, n int64) []byte {
	return strconv.AppendFloat(b, float64(n)/10, 'f', -1, 64)
}

func tenths(f float64) int64 { return int64(math.Round(f * 10)) }

func tenth(f float64) float64 { return float64(tenths(f)) / 10 }
