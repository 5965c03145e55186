package portal

import (
	"context"
	"math"
	"slices"

	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/ui"
)

// row is a district as the map shades it and the table lists it.
type row struct {
	District
	open  int64
	per   float64 // open for 100,000 residents; the plain number where nobody knows how many live there
	shade int     // 1 to 5
}

// rows are the districts with what is open in them, shaded by fifths.
func (s *Service) rows(ctx context.Context) (rows []row, perPerson bool) {
	if s.needs.Districts == nil || s.needs.OpenIn == nil {
		return nil, false
	}
	open := s.needs.OpenIn(ctx)
	perPerson = true
	for _, d := range s.needs.Districts(ctx) {
		rows = append(rows, row{District: d, open: open[d.Code]})
		perPerson = perPerson && d.Population > 0
	}
	values := make([]float64, len(rows))
	for i := range rows {
		rows[i].per = float64(rows[i].open)
		if perPerson {
			rows[i].per *= perPeople / float64(rows[i].Population)
		}
		values[i] = rows[i].per
	}
	slices.Sort(values)
	for i := range rows {
		at, _ := slices.BinarySearch(values, rows[i].per)
		rows[i].shade = 1 + at*steps/max(1, len(values))
	}
	return rows, perPerson
}

// steps are the shades of the map; perPeople is how many residents a district is
// compared by, so many that what is open is a whole number.
const (
	steps     = 5
	perPeople = 100_000
)

// chart shades the districts; each leads to its requests.
func (s *Service) chart(ctx context.Context) ui.LiveMap {
	if s.needs.Drawing == nil {
		return ui.LiveMap{}
	}
	d, l := s.needs.Drawing(ctx), i18n.From(ctx)
	rows, perPerson := s.rows(ctx)
	by := map[string]row{}
	for _, r := range rows {
		by[r.Code] = r
	}
	m := ui.LiveMap{Map: ui.Map{Width: d.Width, Height: d.Height, Shown: 460, Label: l.Say("portal.map_label"),
		Credit: l.Text(tenant.From(ctx).MapCredit)}}
	m.North, m.West = d.Point(0, 0).Degrees()
	m.South, m.East = d.Point(d.Width, d.Height).Degrees()
	for _, a := range d.Shapes {
		r := by[a.Code]
		m.Shapes = append(m.Shapes, ui.Shape{Path: a.Path, Step: r.shade, X: a.LabelX, Y: a.LabelY, Room: a.LabelWidth, Label: r.Name,
			Title: l.Say("portal.map_district", "district", r.Name, "n", r.open), Href: "/requests?district=" + a.Code})
	}
	m.LegendTitle, m.Legend = l.Say("portal.map_open"), legend(l, rows)
	if perPerson {
		m.LegendTitle = l.Say("portal.map_open_per_people")
	}
	return m
}

// legend names each shade by its smallest and largest value.
func legend(l i18n.Locale, rows []row) []ui.LegendStep {
	var all []ui.LegendStep
	for shade := 1; shade <= steps; shade++ {
		low, high, any := 0.0, 0.0, false
		for _, r := range rows {
			if r.shade != shade {
				continue
			}
			if !any || r.per < low {
				low = r.per
			}
			high, any = max(high, r.per), true
		}
		if !any {
			continue
		}
		words := whole(l, low)
		if to := whole(l, high); to != words {
			words = l.Say("portal.map_from_to", "from", words, "to", to)
		}
		all = append(all, ui.LegendStep{Step: shade, Label: words})
	}
	return all
}

func whole(l i18n.Locale, per float64) string { return l.Number(int64(math.Round(per))) }
