package portal

import (
	"net/http"
	"net/url"
	"slices"

	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/ui"
	"mahalle/internal/platform/web"
)

// mapPage is the city's open requests on the map, and the same as a table.
type mapPage struct {
	chart     ui.LiveMap
	rows      []row
	perPerson bool
	subject   string
	subjects  []Subject
}

func (s *Service) cityMap(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	p := mapPage{chart: s.chart(ctx), subject: r.URL.Query().Get("subject")}
	p.rows, p.perPerson = s.rows(ctx)
	if s.needs.Subjects != nil {
		p.subjects = s.needs.Subjects(ctx)
	}
	if !slices.ContainsFunc(p.subjects, func(s Subject) bool { return s.Code == p.subject }) {
		p.subject = ""
	}
	p.chart.Points = "/map/view.json"
	if p.subject != "" {
		p.chart.Points += "?subject=" + url.QueryEscape(p.subject)
		p.chart.Legend, p.chart.LegendTitle = nil, ""
		for i := range p.chart.Shapes {
			p.chart.Shapes[i].Step = 1
			p.chart.Shapes[i].Href += "&subject=" + url.QueryEscape(p.subject)
			p.chart.Shapes[i].Title = p.chart.Shapes[i].Label
		}
	}
	p.chart.Shown = 760
	return web.Page(w, r, http.StatusOK, p.page())
}

func (p mapPage) options(l i18n.Locale) []ui.Option {
	all := []ui.Option{{Label: l.Say("portal.map_all_subjects")}}
	for _, s := range p.subjects {
		all = append(all, ui.Option{Value: s.Code, Label: s.Name, Group: s.Group})
	}
	return all
}
