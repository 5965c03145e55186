package places

import (
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/ui"
)

const shades = 5

// shadeByPopulation shades each district in five equal steps up to the largest,
// and makes it lead to its page.
func shadeByPopulation(p *Picture, rows []districtRow, l i18n.Locale) {
	byCode := map[string]districtRow{}
	most := 0
	for _, row := range rows {
		byCode[row.Code] = row
		most = max(most, row.Area.Population)
	}
	step := roundUp((most + shades - 1) / shades)
	p.Each(func(code string, shape *ui.Shape) {
		row := byCode[code]
		shape.Href, shape.Step = row.Href, 1
		if row.Area.Population > 0 {
			shape.Step = min((row.Area.Population-1)/step+1, shades)
			shape.Title = l.Say("places.people_in", "district", row.Name, "n", row.Area.Population)
		}
	})
	if most == 0 {
		return
	}
	p.Map.LegendTitle = l.Say("places.population")
	for i := range shades {
		p.Map.Legend = append(p.Map.Legend, ui.LegendStep{Step: i + 1, Label: l.Say("places.up_to", "n", step*(i+1))})
	}
}

// roundUp keeps two leading digits: 53,871 becomes 54,000.
func roundUp(n int) int {
	unit := 1
	for n/unit >= 100 {
		unit *= 10
	}
	return (n + unit - 1) / unit * unit
}
