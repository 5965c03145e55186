package requests

import (
	"context"

	"mahalle/internal/city"
	"mahalle/internal/platform/geo"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/ui"
)

// chooseOn is the map on which a resident shows the place. Without script each
// district is a link that chooses it.
func (s *Service) chooseOn(ctx context.Context, p *placePage) ui.LiveMap {
	d, l := s.pages.drawing(ctx), i18n.From(ctx)
	if len(d.Shapes) == 0 {
		return ui.LiveMap{}
	}
	m := live(d)
	m.Points, m.Pick = "/map/view.json?subject="+p.choice.Code, true
	m.Label, m.Credit = l.Say("requests.map_choose"), l.Text(tenant.From(ctx).MapCredit)
	name := map[string]string{}
	for _, a := range p.districts {
		name[a.Code] = a.Name
	}
	for _, a := range d.Shapes {
		m.Shapes = append(m.Shapes, ui.Shape{Path: a.Path, X: a.LabelX, Y: a.LabelY, Room: a.LabelWidth, Label: name[a.Code], Title: name[a.Code],
			Step: 1, Mine: a.Code == p.place.District, Href: p.d.link("place", "district", a.Code, "neighbourhood", "", "lat", "", "lon", "")})
	}
	if !p.place.Point.Unknown() {
		m.Chosen = true
		m.ChosenX, m.ChosenY = d.XY(p.place.Point)
	}
	return m
}

// live is a map one can move, still without areas.
func live(d geo.Drawing) ui.LiveMap {
	m := ui.LiveMap{Map: ui.Map{Width: d.Width, Height: d.Height, Shown: 520}}
	m.North, m.West = degreesOf(d.Point(0, 0))
	m.South, m.East = degreesOf(d.Point(d.Width, d.Height))
	return m
}

func degreesOf(p city.Point) (lat, lon float64) { return p.Degrees() }
