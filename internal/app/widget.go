package app

import (
	"context"

	"mahalle/internal/city"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/portal/widget"
	"mahalle/internal/requests"
)

// widgetNeeds joins what foreign pages show of a neighbourhood.
func (a *App) widgetNeeds() widget.Needs {
	return widget.Needs{
		Districts:      func(ctx context.Context) []widget.Choice { return widgetAreas(a.districts(ctx)) },
		Neighbourhoods: func(ctx context.Context, d string) []widget.Choice { return widgetAreas(a.neighbourhoods(ctx, d)) },
		Area:           a.areaName,
		Figures: func(ctx context.Context, code string, district bool) (widget.Figures, error) {
			f, err := a.Insight.AreaFigures(ctx, code, district)
			return widget.Figures(f), err
		},
		Speak: func(ctx context.Context, lang city.Lang) i18n.Locale {
			return a.Catalog.Locale(lang, tenant.From(ctx).Zone())
		},
	}
}

func widgetAreas(all []requests.Area) []widget.Choice {
	made := make([]widget.Choice, len(all))
	for i, area := range all {
		made[i] = widget.Choice{Code: area.Code, Name: area.Name}
	}
	return made
}
