package citypack

import (
	"errors"
	"fmt"

	"github.com/paulmach/orb"
)

// checkRing refuses a line that does not enclose an area on earth.
func checkRing(ring orb.Ring) error {
	if len(ring) < 4 || ring[0] != ring[len(ring)-1] {
		return errors.New("has a ring that does not return to its first point")
	}
	for _, p := range ring {
		if !(p[0] >= -180 && p[0] <= 180 && p[1] >= -90 && p[1] <= 90) {
			return fmt.Errorf("has a point %v outside the earth; longitude comes first", p)
		}
	}
	for i := 1; i < len(ring); i++ {
		for j := i + 1; j < len(ring); j++ {
			if crosses(ring[i-1], ring[i], ring[j-1], ring[j]) {
				return fmt.Errorf("crosses itself near %.5f, %.5f (latitude, longitude)", ring[i][1], ring[i][0])
			}
		}
	}
	return nil
}

// crosses reports whether two stretches truly cross; touching ends do not count.
func crosses(a, b, c, d orb.Point) bool {
	return turn(a, b, c)*turn(a, b, d) < 0 && turn(c, d, a)*turn(c, d, b) < 0
}

// turn is 1, -1 or 0: c lies to the left of the line from a to b, to its
// right, or on it.
func turn(a, b, c orb.Point) int {
	switch area := (b[0]-a[0])*(c[1]-a[1]) - (b[1]-a[1])*(c[0]-a[0]); {
	case area > 0:
		return 1
	case area < 0:
		return -1
	}
	return 0
}
