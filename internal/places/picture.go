package places

import (
	"slices"

	"mahalle/internal/city"
	"mahalle/internal/platform/geo"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/ui"
)

// pictureWidth is how wide drawings are laid out, in their own units.
const pictureWidth = 560

// Picture is a map ready to be shown, and whose shape each one is, so that the
// one who asked can shade it and lead somewhere: Codes[i] is the area that
// Map.Shapes[i] shows.
type Picture struct {
	Map   ui.Map
	Codes []string
}

// Each lets paint work on every shape together with its area's code.
func (p *Picture) Each(paint func(code string, s *ui.Shape)) {
	for i := range p.Map.Shapes {
		paint(p.Codes[i], &p.Map.Shapes[i])
	}
}

// picture turns a piece of a drawing into a map with names on it.
func (a *atlas) picture(v geo.View, l i18n.Locale) Picture {
	p := Picture{Map: ui.Map{X: v.X, Y: v.Y, Width: v.Width, Height: v.Height}}
	for _, s := range v.Shapes {
		name := l.Text(a.areas[s.Code].Name)
		shape := ui.Shape{Path: s.Path, Title: name, X: s.LabelX, Y: s.LabelY, Room: s.LabelWidth}
		if inside(v, s) {
			shape.Label = name
		}
		p.Codes = append(p.Codes, s.Code)
		p.Map.Shapes = append(p.Map.Shapes, shape)
	}
	return p
}

// inside reports whether a name would stand in the piece shown: one that the
// edge cuts in two is worse than none.
func inside(v geo.View, s geo.Shape) bool {
	half := min(s.LabelWidth/2, v.Width/12)
	return s.LabelX-half >= v.X && s.LabelX+half <= v.X+v.Width && s.LabelY > v.Y+half/3 && s.LabelY < v.Y+v.Height-half/3
}

// whole is the city with all its districts.
func (a *atlas) whole(l i18n.Locale) Picture {
	d := a.drawing
	return a.picture(geo.View{Width: d.Width, Height: d.Height, Shapes: d.Shapes}, l)
}

// closeUp is one district large, with the districts around it as far as they
// can be seen and those of its neighbourhoods that have an outline.
func (a *atlas) closeUp(district string) geo.View {
	if v, ok := a.closeUps.Load(district); ok {
		return v.(geo.View)
	}
	v := a.drawCloseUp(district)
	a.closeUps.Store(district, v)
	return v
}

func (a *atlas) drawCloseUp(district string) geo.View {
	i := slices.IndexFunc(a.outlines, func(o geo.Area) bool { return o.Code == district })
	if i < 0 {
		return geo.View{}
	}
	own, _ := geo.NewIndex(a.outlines[i : i+1]).Bounds()
	all, _ := a.index.Bounds()
	areas := slices.Concat(a.outlines, a.drawn[district])
	scale := float64(all.East-all.West) / float64(max(own.East-own.West, 1))
	drawing := geo.Outline{Areas: areas, Margin: 4, Tolerance: 0.7}.Project(pictureWidth * scale)
	return drawing.View(pictureWidth/30, district)
}

// locator is a small map of the districts around a place, its own in ink, with
// a pin where the point is known.
func (a *atlas) locator(p city.Place, l i18n.Locale) (ui.Map, bool) {
	district := p.District
	if district == "" {
		district = a.areas[p.Neighbourhood].Parent
	}
	if !slices.ContainsFunc(a.outlines, func(o geo.Area) bool { return o.Code == district }) {
		return ui.Map{}, false
	}
	picture := a.picture(a.drawing.View(pictureWidth/12, district), l)
	picture.Each(func(code string, s *ui.Shape) {
		if code == district {
			s.Mine, s.Step = true, 4
		}
	})
	m := picture.Map
	m.Shown, m.Label = 270, l.Text(a.areas[district].Name)
	if !p.Point.Unknown() {
		x, y := a.drawing.XY(p.Point)
		m.Pins = []ui.Pin{{X: x, Y: y, Tone: ui.Run}}
	}
	return m, true
}
