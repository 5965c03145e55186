package geo

import "github.com/paulmach/orb"

// whole gives the shape without rings that enclose nothing, and closes rings
// whose last point was left out.
func whole(shape orb.MultiPolygon) orb.MultiPolygon {
	var kept orb.MultiPolygon
	for _, polygon := range shape {
		if p := wholePolygon(polygon); len(p) > 0 {
			kept = append(kept, p)
		}
	}
	return kept
}

// wholePolygon loses a bad hole, and everything with a bad outer ring.
func wholePolygon(polygon orb.Polygon) orb.Polygon {
	var kept orb.Polygon
	for i, ring := range polygon {
		ring = closed(ring)
		if len(ring) >= 4 {
			kept = append(kept, ring)
		} else if i == 0 {
			return nil
		}
	}
	return kept
}

func closed(ring orb.Ring) orb.Ring {
	if len(ring) == 0 || ring[0] == ring[len(ring)-1] {
		return ring
	}
	return append(ring[:len(ring):len(ring)], ring[0])
}
