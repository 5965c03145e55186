package insight

import (
	"context"
	"net/http"
	"slices"

	"mahalle/internal/city"
	"mahalle/internal/insight/statistics"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/ui"
	"mahalle/internal/platform/web"
)

// inspection is the first page of an inspector: where the city's word and the
// resident's do not meet.
type inspection struct {
	Title, Note          string
	Figures              []ui.Figure
	Districts, Divisions table
	From                 city.Day // first day of the last thirty
}

func (s *Service) inspectPage(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v, err := s.inspection(ctx, access.From(ctx))
	if err != nil {
		return err
	}
	return web.Page(w, r, http.StatusOK, inspectPage(i18n.From(ctx), v))
}

func (s *Service) inspection(ctx context.Context, a access.Actor) (inspection, error) {
	l, c, now := i18n.From(ctx), tenant.From(ctx), clock.Now(ctx)
	all, err := s.citywideOf(ctx, reading(a))
	month := l.Say("insight.inspect_note")
	v := inspection{Title: l.Say("insight.inspect"), Note: month + " · " + moment(l, c, now),
		Districts: all.Districts, Divisions: all.Departments, From: c.Today(now) - monthDays + 1}
	v.Figures = v.figures(l, all.Sum)
	for _, t := range []*table{&v.Districts, &v.Divisions} {
		t.Sheets = slices.DeleteFunc(t.Sheets, func(s sheet) bool { return s.Month.Done == 0 && s.Now.Late == 0 })
		sortSheets(l, t.Sheets, func(s sheet) float64 { low, _ := s.Month.silent().Interval(); return -low })
	}
	return v, err
}

// silent is the share of ended requests that nobody confirmed or denied.
func (f Flow) silent() statistics.Share {
	return statistics.Share{Yes: f.Unconfirmed, Of: f.Unconfirmed + f.Confirmed + f.Refuted}
}

// figures are the five things worth a look, each with its rows.
func (v inspection) figures(l i18n.Locale, s sheet) []ui.Figure {
	m := s.Month
	ended := l.Say("insight.inspect_done", "n", m.Done)
	return []ui.Figure{
		{Value: l.Number(m.Unconfirmed), Label: l.Say("insight.inspect_unconfirmed"), Href: s.Rows.spoken("none", v.From)},
		{Value: l.Number(m.Refuted), Label: l.Say("insight.inspect_refuted"), Note: l.Say("insight.inspect_said", "n", m.said().Of), Href: s.Rows.spoken("no", v.From), Tone: toned(m.Refuted > 0, ui.Wait)},
		{Value: l.Number(m.Reopened), Label: l.Say("insight.inspect_reopened"), Href: s.Rows.rows("all", "reopened", "1")},
		{Value: l.Number(m.DoneLate), Label: l.Say("insight.inspect_broken"), Note: ended, Href: s.Rows.finishedLate(v.From), Tone: lateTone(m.DoneLate)},
		{Value: l.Number(s.Now.Late), Label: l.Say("insight.inspect_late"), Note: l.Say("insight.last_week", "n", s.lateBefore()), Href: s.Rows.late(), Tone: lateTone(s.Now.Late)},
	}
}
