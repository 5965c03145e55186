package portal

import (
	"context"
	"net/http"

	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/ui"
	"mahalle/internal/platform/web"
)

// homePage is the city's first page: one question, the number one already has,
// honest figures, and what is open now.
type homePage struct {
	city    *tenant.City
	popular []Subject
	figures []ui.Figure
	things  []ui.OpenThing
	chart   ui.Map
}

func (s *Service) home(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	p := homePage{city: tenant.From(ctx)}
	if s.needs.Popular != nil {
		p.popular = s.needs.Popular(ctx)
	}
	if s.needs.OpenNow != nil {
		p.things = s.needs.OpenNow(ctx)
	}
	p.figures = s.figures(ctx)
	p.chart = s.chart(ctx).Map
	p.chart.TableHref = "/map#districts"
	return web.Page(w, r, http.StatusOK, p.page())
}

// figures are what the city says of itself; each leads to its rows.
func (s *Service) figures(ctx context.Context) []ui.Figure {
	if s.needs.Figures == nil {
		return nil
	}
	f, ok := s.needs.Figures(ctx)
	if !ok {
		return nil
	}
	l := i18n.From(ctx)
	all := []ui.Figure{{Value: l.Number(f.Received), Label: l.Say("portal.figure_received"), Href: "/requests?show=received"}}
	if f.Finished > 0 {
		all = append(all, ui.Figure{Value: l.Percent(f.OnTime), Label: l.Say("portal.figure_on_time"), Note: l.Say("portal.figure_of", "n", f.Finished),
			Href: "/requests?show=done", Tone: ui.Kept})
	}
	if f.Answers > 0 {
		all = append(all, ui.Figure{Value: l.Percent(f.Confirmed), Label: l.Say("portal.figure_confirmed"), Note: l.Say("portal.figure_answers", "n", f.Answers),
			Href: "/requests?show=confirmed"})
	}
	late := ui.Figure{Value: l.Number(f.Late), Label: l.Say("portal.figure_late"), Href: "/requests?show=late", Tone: ui.Late}
	if f.Late == 0 {
		late.Tone = ui.Calm
	}
	return append(all, late)
}

func (p homePage) question(l i18n.Locale) ui.Question {
	q := ui.Question{Title: l.Say("portal.question"), Note: l.Say("portal.question_note"), Action: "/report", Name: "q",
		Label: l.Say("portal.question"), Example: l.Say("portal.question_example"), Submit: l.Say("portal.question_begin")}
	for _, s := range p.popular {
		q.Quick = append(q.Quick, ui.Chip{Label: s.Name, Href: "/report?subject=" + s.Code})
	}
	q.Quick = append(q.Quick, ui.Chip{Label: l.Say("portal.all_subjects"), Href: "/report"})
	return q
}
