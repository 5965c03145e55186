package geo

import "mahalle/internal/city"

// The grid has squares of 0.005 degrees, about 550 m from south to north. A
// cell's number is its row, then six digits of column, so that a row of
// neighbouring cells is one range of numbers and a database finds it in one
// stroke of an ordinary index. All numbers are positive, also in the south and
// in the west.
const (
	cellSide = 5_000 // millionths of a degree
	perRow   = 1_000_000
	origin   = 500_000 // row and column of the cell that begins at 0,0
)

// CellRange is a run of neighbouring cells in one row, both ends included.
type CellRange struct{ From, To int64 }

// Cell is the number of the square that p lies in. The south and the west edge
// of a square belong to it.
func Cell(p city.Point) int64 { return step(p.Lat)*perRow + step(p.Lon) }

// Ranges lists the cells that touch the box, one range for each row from south
// to north. They reach beyond the box, so the query still compares the points.
// A box of 0.01 degrees gives three; cap larger ones with Box.Middle first.
func Ranges(b Box) []CellRange {
	if b.South > b.North || b.West > b.East {
		return nil
	}
	first, last := step(b.South), step(b.North)
	ranges := make([]CellRange, 0, last-first+1)
	for row := first; row <= last; row++ {
		ranges = append(ranges, CellRange{row*perRow + step(b.West), row*perRow + step(b.East)})
	}
	return ranges
}

// step counts squares from the origin, rounding down also below zero.
func step(micro int32) int64 {
	n := int64(micro) / cellSide
	if int64(micro)%cellSide < 0 {
		n--
	}
	return n + origin
}
