package places

import (
	"context"
	"math"
	"net/http"

	"mahalle/internal/city"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/ui"
	"mahalle/internal/platform/web"
)

// districtRow is one district of the table, and the head of its own page.
type districtRow struct {
	Area
	Name, Href                  string
	Population, Size, Hoods, No string
	Chief                       string
	hoods, drawn                int
}

func (s *Service) districtsPage(w http.ResponseWriter, r *http.Request) error {
	ctx, l, c := r.Context(), i18n.From(r.Context()), tenant.From(r.Context())
	var rows []districtRow
	for _, d := range s.Districts(c.ID, l) {
		rows = append(rows, s.row(ctx, d))
	}
	p, drawn := s.CityMap(c.ID, l)
	if drawn {
		p.Map.Label, p.Map.Credit = l.Say("places.map_of_city", "city", l.Text(c.ShortName)), l.Text(c.MapCredit)
		shadeByPopulation(&p, rows, l)
	}
	return web.Page(w, r, http.StatusOK, districtsPage(l, rows, p.Map, s.total(l, rows)))
}

func (s *Service) row(ctx context.Context, d Area) districtRow {
	l, a := i18n.From(ctx), s.of(tenant.From(ctx).ID)
	row := districtRow{Area: d, Name: l.Text(d.Name), Href: "/staff/places/" + d.Code, No: l.Digits(d.OfficialNo), Chief: s.chief(ctx, d.Code)}
	row.hoods, row.drawn = len(a.standing(a.of[d.Code], s.today(a), l)), len(a.drawn[d.Code])
	row.Hoods = l.Number(int64(row.hoods))
	row.Population, row.Size = known(l, d.Population), "–"
	if d.Hectares > 0 {
		row.Size = l.Say("places.square_km", "n", int64(math.Round(float64(d.Hectares)/100)))
	}
	return row
}

func (s *Service) chief(ctx context.Context, district string) string {
	if s.needs.Chief == nil {
		return ""
	}
	return s.needs.Chief(ctx, district)
}

// known writes a number, or a dash where nobody knows it.
func known(l i18n.Locale, n int) string {
	if n == 0 {
		return "–"
	}
	return l.Number(int64(n))
}

// total says how much the table holds.
func (s *Service) total(l i18n.Locale, rows []districtRow) string {
	hoods := 0
	for _, row := range rows {
		hoods += row.hoods
	}
	return l.Say("places.how_many", "districts", len(rows), "neighbourhoods", hoods)
}

// hoodRow is one neighbourhood of the table.
type hoodRow struct {
	Name, Postcode, Href string
	Note                 string // since when, or until when it was
}

func (s *Service) districtPage(w http.ResponseWriter, r *http.Request) error {
	ctx, l, c := r.Context(), i18n.From(r.Context()), tenant.From(r.Context())
	d, ok := s.Area(c.ID, r.PathValue("district"))
	if !ok || d.Kind != District {
		return fault.New(fault.NotFound, "places.no_district")
	}
	row := s.row(ctx, d)
	m, drawn := s.districtMap(ctx, row)
	if !drawn {
		m = ui.Map{}
	}
	return web.Page(w, r, http.StatusOK, districtPage(l, row, s.hoodRows(ctx, d.Code), m))
}

// districtMap leads from every district around to its own page.
func (s *Service) districtMap(ctx context.Context, row districtRow) (ui.Map, bool) {
	l, c := i18n.From(ctx), tenant.From(ctx)
	p, ok := s.DistrictMap(c.ID, l, row.Code)
	p.Map.Label, p.Map.Credit = l.Say("places.map_of_district", "district", row.Name), l.Text(c.MapCredit)
	p.Map.Shown = 560
	p.Each(func(code string, shape *ui.Shape) {
		switch a, _ := s.Area(c.ID, code); {
		case code == row.Code && row.drawn > 0: // the names of its neighbourhoods stand there
			shape.Step, shape.Label = 1, ""
		case code == row.Code:
			shape.Step, shape.Mine = 1, true
		case a.Kind == Neighbourhood:
			shape.Step = 3
		default:
			shape.Href = "/staff/places/" + code
		}
	})
	return p.Map, ok
}

// hoodRows lists the neighbourhoods of a district, those of the past last.
func (s *Service) hoodRows(ctx context.Context, district string) []hoodRow {
	l, c := i18n.From(ctx), tenant.From(ctx)
	a, today := s.of(c.ID), c.Today(clock.Now(ctx))
	var rows []hoodRow
	for _, n := range a.standing(a.of[district], today, l) {
		rows = append(rows, hoodRow{Name: l.Text(n.Name), Postcode: n.Postcode, Note: since(l, n),
			Href: "/staff/requests?district=" + district + "&neighbourhood=" + n.Code})
	}
	for _, code := range a.of[district] {
		if n := a.areas[code]; !n.Valid(today) {
			rows = append(rows, hoodRow{Name: l.Text(n.Name), Postcode: n.Postcode, Note: notNow(l, n, today)})
		}
	}
	return rows
}

func since(l i18n.Locale, n Area) string {
	if n.From == 0 {
		return ""
	}
	return l.Say("places.since", "day", n.From)
}

// notNow says when a neighbourhood ended, or from when on it will be one.
func notNow(l i18n.Locale, n Area, today city.Day) string {
	if n.From > today {
		return since(l, n)
	}
	return l.Say("places.until_day", "day", n.Until)
}
