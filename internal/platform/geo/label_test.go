package geo

import (
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

func TestLabelFor(t *testing.T) {
	for name, tt := range map[string]struct {
		shape    orb.MultiPolygon
		at       orb.Point
		width    float64
		nearness float64
	}{
		"a square, in its middle": {orb.MultiPolygon{{squareRing(0, 0, 10)}}, orb.Point{5, 5}, 10, 0.2},
		"a long strip, in its middle": {
			orb.MultiPolygon{{{{0, 0}, {100, 0}, {100, 2}, {0, 2}, {0, 0}}}}, orb.Point{50, 1}, 100, 0.2},
		"a pan, not on its handle": {
			orb.MultiPolygon{{{{0, 0}, {10, 0}, {10, 4.9}, {40, 4.9}, {40, 5.1}, {10, 5.1}, {10, 10}, {0, 10}, {0, 0}}}},
			orb.Point{5, 5}, 10, 0.5},
		"a horseshoe, not in the gap": {
			orb.MultiPolygon{{{{0, 0}, {20, 0}, {20, 10}, {0, 10}, {0, 8}, {14, 8}, {14, 2}, {0, 2}, {0, 0}}}},
			orb.Point{17, 5}, 6, 3},
		"a lake shore, not in the lake": {
			orb.MultiPolygon{{{{0, 0}, {30, 0}, {30, 10}, {0, 10}, {0, 0}}, squareRing(1, 1, 8)}}, orb.Point{19.5, 5}, 21, 5},
		"two islands, on the larger": {
			orb.MultiPolygon{{squareRing(0, 0, 1)}, {squareRing(50, 50, 10)}}, orb.Point{55, 55}, 10, 0.2},
	} {
		t.Run(name, func(t *testing.T) {
			polygon := largest(tt.shape)
			l := labelFor(polygon)
			if !planar.PolygonContains(polygon, l.at) {
				t.Errorf("the label lies outside at %v", l.at)
			}
			if planar.Distance(l.at, tt.at) > tt.nearness || l.width < tt.width*0.9 || l.width > tt.width*1.1 {
				t.Errorf("label at %v, %.1f wide; want about %v, %.1f", l.at, l.width, tt.at, tt.width)
			}
		})
	}
}

func TestALabelLiesInItsArea(t *testing.T) {
	for _, a := range wigglyCity(10, 4) {
		l := labelFor(a.Shape[0])
		for _, side := range []float64{-0.49, 0, 0.49} {
			p := orb.Point{l.at[0] + side*l.width, l.at[1]}
			if !planar.PolygonContains(a.Shape[0], p) {
				t.Errorf("%s: the label reaches out to %v", a.Code, p)
			}
		}
	}
}
