package geo

import (
	"slices"
	"strconv"

	"github.com/paulmach/orb"

	"mahalle/internal/city"
)

// Outline is a wish to draw areas as one picture.
type Outline struct {
	Areas []Area
	// Margin is the empty edge around the areas, in units of the drawing, so
	// that the lines at the edge are not cut in half.
	Margin float64
	// Tolerance is how far a border may stray from the truth, in units of the
	// drawing, so that the page stays small. Neighbours stray together: no gap
	// opens between them. 0 keeps every corner.
	Tolerance float64
}

// Drawing is a picture in SVG's own terms: y grows downwards.
type Drawing struct {
	ViewBox       string
	Width, Height float64
	Shapes        []Shape // in the order of the areas
	plane         plane
}

// Shape is one area of a Drawing. Draw Path with fill-rule="evenodd". The label
// is centred on LabelX, LabelY, where LabelWidth units of the area lie on one
// line; a longer label should be dropped.
type Shape struct {
	Code                       string
	Path                       string
	LabelX, LabelY, LabelWidth float64
	bound                      orb.Bound
}

// Project draws the areas on a picture of that width. The height follows from
// the shape of the city. The projection is equirectangular, true in the middle.
func (o Outline) Project(width float64) Drawing {
	shapes := make([]orb.MultiPolygon, len(o.Areas))
	for i, a := range o.Areas {
		shapes[i] = whole(a.Shape)
	}
	plane, height := planeFor(shapes, width, o.Margin)
	for i := range shapes {
		shapes[i] = plane.project(shapes[i])
	}
	if o.Tolerance > 0 {
		shapes = simplify(shapes, o.Tolerance)
	}
	d := Drawing{ViewBox: viewBox(0, 0, width, height), Width: width, Height: height, plane: plane}
	for i, shape := range shapes {
		d.Shapes = append(d.Shapes, draw(o.Areas[i].Code, shape))
	}
	return d
}

func draw(code string, shape orb.MultiPolygon) Shape {
	s := Shape{Code: code, Path: path(shape)}
	if len(shape) > 0 {
		s.bound = shape.Bound()
		l := labelFor(largest(shape))
		s.LabelX, s.LabelY, s.LabelWidth = tenth(l.at[0]), tenth(l.at[1]), tenth(l.width)
	}
	return s
}

// XY is where a point of the map lies in the drawing, in units from the upper
// left corner. Points outside the areas lie outside the view box.
func (d Drawing) XY(p city.Point) (x, y float64) {
	at := d.plane.point(onMap(p))
	return at[0], at[1]
}

// Point is what lies under a place of the drawing.
func (d Drawing) Point(x, y float64) city.Point { return d.plane.back(x, y) }

// Around is a view box that shows only the named areas, with a margin in units
// of the drawing. It is the whole picture if none of them is drawn.
func (d Drawing) Around(margin float64, codes ...string) string {
	var bounds []orb.Bound
	for _, s := range d.Shapes {
		if s.Path != "" && slices.Contains(codes, s.Code) {
			bounds = append(bounds, s.bound)
		}
	}
	if len(bounds) == 0 {
		return d.ViewBox
	}
	b := union(bounds).Pad(margin)
	return viewBox(b.Left(), b.Bottom(), b.Right()-b.Left(), b.Top()-b.Bottom())
}

func viewBox(x, y, width, height float64) string {
	var b []byte
	for i, f := range []float64{x, y, width, height} {
		if i > 0 {
			b = append(b, ' ')
		}
		b = strconv.AppendFloat(b, tenth(f), 'f', -1, 64)
	}
	return string(b)
}
