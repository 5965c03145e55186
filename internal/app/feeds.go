package app

import (
	"context"

	"mahalle/internal/city"
	"mahalle/internal/doors/feeds"
	"mahalle/internal/hours"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/requests"
)

// feedNeeds joins what those who follow the city ask for.
func (a *App) feedNeeds() feeds.Needs {
	return feeds.Needs{
		Requests: a.followed, Subjects: a.publicSubjects,
		Districts:      func(ctx context.Context) []feeds.Choice { return feedAreas(a.districts(ctx)) },
		Neighbourhoods: func(ctx context.Context, d string) []feeds.Choice { return feedAreas(a.neighbourhoods(ctx, d)) },
		AreaName:       a.areaName, SubjectName: a.subjectName, PlaceName: a.placeName, CalendarName: hours.NameOf,
		Confidential: a.figuresNeed().Confidential,
		Person: func(ctx context.Context, id city.ID) (feeds.Person, error) {
			active, lang, err := a.Office.Standing(ctx, id)
			return feeds.Person{Active: active, Lang: lang}, err
		},
		Speak: func(ctx context.Context, lang city.Lang) i18n.Locale {
			return a.Catalog.Locale(lang, tenant.From(ctx).Zone())
		},
	}
}

// openStatuses and endedStatuses are the two halves of a request's life.
var openStatuses, endedStatuses = func() (open, ended []requests.Status) {
	for _, s := range requests.Statuses {
		if s.Open() {
			open = append(open, s)
		} else {
			ended = append(ended, s)
		}
	}
	return open, ended
}()

func (a *App) followed(ctx context.Context, f feeds.Filter) ([]feeds.Item, error) {
	one := func(code string) []string {
		if code == "" {
			return nil
		}
		return []string{code}
	}
	want := requests.ShownFilter{Subjects: one(f.Subject), Districts: one(f.District), Neighbourhoods: one(f.Neighbourhood),
		Box: f.Box, UpdatedFrom: f.Since, Skip: f.Skip, Limit: f.Limit}
	switch {
	case f.Open && !f.Ended:
		want.Statuses = openStatuses
	case f.Ended && !f.Open:
		want.Statuses = endedStatuses
	}
	var items []feeds.Item
	err := a.Requests.Shown(ctx, want, func(r *requests.Shown) {
		items = append(items, feeds.Item{ID: r.ID, Number: r.Number, Subject: r.Subject, Status: string(r.Status), Open: r.Status.Open(),
			Place: r.Place, Opened: r.Opened, Updated: r.Updated, Due: r.Due, People: r.People})
	})
	return items, err
}

// publicSubjects are those of which everybody may read.
func (a *App) publicSubjects(ctx context.Context) []feeds.Choice {
	var all []feeds.Choice
	for _, c := range a.allSubjects(ctx) {
		if !c.Hidden {
			all = append(all, feeds.Choice{Code: c.Code, Name: c.Name, Group: c.GroupName})
		}
	}
	return all
}

func feedAreas(all []requests.Area) []feeds.Choice {
	made := make([]feeds.Choice, len(all))
	for i, area := range all {
		made[i] = feeds.Choice{Code: area.Code, Name: area.Name}
	}
	return made
}

// areaName is the name of a district or neighbourhood.
func (a *App) areaName(ctx context.Context, code string) (name string, district, ok bool) {
	area, ok := a.Places.Area(db.TenantFrom(ctx), code)
	return i18n.From(ctx).Text(area.Name), area.Parent == "", ok
}
