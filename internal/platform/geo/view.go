package geo

import (
	"slices"

	"github.com/paulmach/orb"
)

// View is a piece of a Drawing: a rectangle in its units, and the areas that
// can be seen in it.
type View struct {
	X, Y, Width, Height float64
	Shapes              []Shape
}

// View is the piece around the named areas, with a margin in units of the
// drawing, at least as wide as 5 to 4. It is the whole drawing if none of them
// is drawn.
func (d Drawing) View(margin float64, codes ...string) View {
	var bounds []orb.Bound
	for _, s := range d.Shapes {
		if s.Path != "" && slices.Contains(codes, s.Code) {
			bounds = append(bounds, s.bound)
		}
	}
	if len(bounds) == 0 {
		return View{Width: d.Width, Height: d.Height, Shapes: d.Shapes}
	}
	b := union(bounds).Pad(margin)
	if lack := (b.Top()-b.Bottom())*5/4 - (b.Right() - b.Left()); lack > 0 {
		b.Min[0], b.Max[0] = b.Min[0]-lack/2, b.Max[0]+lack/2
	}
	v := View{X: tenth(b.Left()), Y: tenth(b.Bottom()), Width: tenth(b.Right() - b.Left()), Height: tenth(b.Top() - b.Bottom())}
	for _, s := range d.Shapes {
		if s.Path != "" && s.bound.Intersects(b) {
			v.Shapes = append(v.Shapes, s)
		}
	}
	return v
}
