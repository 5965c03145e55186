package app

import (
	"context"

	"mahalle/internal/platform/db"
	"mahalle/internal/platform/geo"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/ui"
	"mahalle/internal/portal"
)

// fewThings is how many open requests the first page shows.
const fewThings = 6

// portalNeeds joins what the city's first page and its map ask for. All of it
// is in memory, or kept as figures.
func (a *App) portalNeeds() portal.Needs {
	return portal.Needs{
		Popular: a.portalPopular, Subjects: a.portalSubjects, Figures: a.portalFigures, Districts: a.portalDistricts, Sources: a.portalSources,
		OpenNow: func(ctx context.Context) []ui.OpenThing { return a.Requests.OpenNow(ctx, fewThings) },
		OpenIn:  a.openIn,
		Drawing: func(ctx context.Context) geo.Drawing { return a.Places.Drawing(db.TenantFrom(ctx)) },
	}
}

func (a *App) portalPopular(ctx context.Context) []portal.Subject {
	var all []portal.Subject
	for _, c := range a.popularSubjects(ctx) {
		all = append(all, portal.Subject{Code: c.Code, Name: c.Name})
	}
	return all
}

func (a *App) portalSubjects(ctx context.Context) []portal.Subject {
	var all []portal.Subject
	for _, c := range a.allSubjects(ctx) {
		if !c.Hidden {
			all = append(all, portal.Subject{Code: c.Code, Name: c.Name, Group: c.GroupName})
		}
	}
	return all
}

func (a *App) portalFigures(ctx context.Context) (portal.Figures, bool) {
	h, err := a.Insight.HomeFigures(ctx)
	if err != nil {
		return portal.Figures{}, false
	}
	f := portal.Figures{Received: h.Received, Late: h.Late}
	if h.OnTime.Known() {
		f.Finished, f.OnTime = h.OnTime.Of, h.OnTime.Ratio()
	}
	if h.Confirmed.Known() {
		f.Answers, f.Confirmed = h.Confirmed.Of, h.Confirmed.Ratio()
	}
	return f, true
}

func (a *App) openIn(ctx context.Context) map[string]int64 {
	h, err := a.Insight.HomeFigures(ctx)
	if err != nil {
		return nil
	}
	return h.Open
}

func (a *App) portalDistricts(ctx context.Context) []portal.District {
	l := i18n.From(ctx)
	var all []portal.District
	for _, d := range a.Places.Districts(db.TenantFrom(ctx), l) {
		all = append(all, portal.District{Code: d.Code, Name: l.Text(d.Name), Population: int64(d.Population)})
	}
	return all
}

func (a *App) portalSources(ctx context.Context) []portal.Source {
	l := i18n.From(ctx)
	var all []portal.Source
	for _, c := range tenant.From(ctx).Credits {
		all = append(all, portal.Source{Text: l.Text(c.Text), URL: c.URL})
	}
	return all
}
