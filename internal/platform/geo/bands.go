package geo

import "github.com/paulmach/orb"

// part is one polygon of one area, with its border sorted into bands from south
// to north: of a long winding border only the few pieces level with a point are
// looked at.
type part struct {
	area    int
	polygon orb.Polygon
	south   float64
	height  float64 // of a band, in degrees
	bands   [][]edge
}

// edge is one straight piece of a border, its southern end first whichever way
// it was drawn, so that two neighbours reckon with exactly the same line.
type edge struct{ low, high orb.Point }

const edgesPerBand = 8

func newPart(area int, polygon orb.Polygon) *part {
	corners := 0
	for _, ring := range polygon {
		corners += len(ring)
	}
	b := polygon.Bound()
	p := &part{area: area, polygon: polygon, south: b.Bottom()}
	p.bands = make([][]edge, corners/edgesPerBand+1)
	p.height = (b.Top() - b.Bottom()) / float64(len(p.bands))
	for _, ring := range polygon {
		for i := range ring[1:] {
			p.add(ring[i], ring[i+1])
		}
	}
	return p
}

func (p *part) add(a, b orb.Point) {
	if a[1] > b[1] {
		a, b = b, a
	}
	if a[1] == b[1] {
		return // a level line is never crossed by a level look
	}
	for i := p.band(a[1]); i <= p.band(b[1]); i++ {
		p.bands[i] = append(p.bands[i], edge{a, b})
	}
}

func (p *part) band(lat float64) int {
	if p.height <= 0 {
		return 0
	}
	return min(max(int((lat-p.south)/p.height), 0), len(p.bands)-1)
}

// contains looks east from the point and counts borders: an odd number means
// inside, with holes as with the outer border.
func (p *part) contains(at orb.Point) bool {
	inside := false
	for _, e := range p.bands[p.band(at[1])] {
		if e.low[1] <= at[1] && at[1] < e.high[1] && at[0] < e.lonAt(at[1]) {
			inside = !inside
		}
	}
	return inside
}

func (e edge) lonAt(lat float64) float64 {
	return e.low[0] + (lat-e.low[1])/(e.high[1]-e.low[1])*(e.high[0]-e.low[0])
}
