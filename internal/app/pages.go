package app

import (
	"context"

	"mahalle/internal/city"
	"mahalle/internal/insight"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/geo"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/ui"
	"mahalle/internal/requests"
	"mahalle/internal/routing"
)

// pages joins what the screens of requests ask for.
func (a *App) pages() requests.Pages {
	return requests.Pages{
		SubjectName: a.subjectName, KindName: a.kindName, UnitName: a.unitName, PostName: a.postName,
		PersonName: a.Office.PersonName, PlaceName: a.placeName,
		SubjectSearch: a.searchSubjects, Subjects: a.allSubjects, Popular: a.popularSubjects, Kinds: a.kinds,
		Here: a.here, Districts: a.districts, Neighbourhoods: a.neighbourhoods,
		Drawing:   func(ctx context.Context) geo.Drawing { return a.Places.Drawing(db.TenantFrom(ctx)) },
		Questions: a.extraQuestions(), Custody: a.custody,
		Locator: func(ctx context.Context, p city.Place) (ui.Map, bool) {
			return a.Places.Locator(db.TenantFrom(ctx), i18n.From(ctx), p)
		},
	}
}

// mostHits is how many subjects a search offers.
const mostHits = 6

// searchSubjects lists subjects for somebody's words. What was learned from
// closed requests is offered beside what the words name, and says so.
func (a *App) searchSubjects(ctx context.Context, words string) []requests.Choice {
	var all []requests.Choice
	for _, o := range a.Routing.Offers(ctx, words, mostHits) {
		c := a.choice(ctx, o.Subject)
		if o.Learned {
			c.GroupName = i18n.From(ctx).Say("routing.learned_reason", "group", c.GroupName)
		}
		all = append(all, c)
	}
	return all
}

func (a *App) allSubjects(ctx context.Context) []requests.Choice {
	var all []requests.Choice
	for _, s := range a.Routing.Subjects(db.TenantFrom(ctx)) {
		all = append(all, a.choice(ctx, s))
	}
	return all
}

// mostPopular is how many subjects are offered before anything is typed.
const mostPopular = 5

// popularSubjects are what residents reported most of late, one of each group;
// where nothing was reported yet, the order of the city's own list decides.
func (a *App) popularSubjects(ctx context.Context) []requests.Choice {
	t := db.TenantFrom(ctx)
	reported, _ := a.Insight.Popular(ctx) // a first page without them is still a first page
	var ordered []routing.Subject
	for _, code := range reported {
		if s, known := a.Routing.Subject(t, code); known {
			ordered = append(ordered, s)
		}
	}
	var all []requests.Choice
	seen := map[string]bool{}
	for _, s := range append(ordered, a.Routing.Subjects(t)...) {
		if c := a.choice(ctx, s); !seen[s.Group] && !c.Hidden && len(all) < mostPopular {
			seen[s.Group] = true
			all = append(all, c)
		}
	}
	return all
}

func (a *App) choice(ctx context.Context, s routing.Subject) requests.Choice {
	l, t := i18n.From(ctx), db.TenantFrom(ctx)
	c := requests.Choice{Code: s.Code, Name: l.Text(s.Name), Group: s.Group, Kind: a.Routing.KindOf(t, s.Code),
		Danger: s.Is("danger"), Hidden: s.Is("identity_hidden") || s.Is("confidential"), Resort: s.Is("resort"), Near: a.near(t, s)}
	for _, g := range a.Routing.Groups(t) {
		if g.Code == s.Group {
			c.GroupName, c.Icon = l.Text(g.Name), g.Icon
		}
	}
	return c
}

// near says which requests may be about the same problem as one of a subject.
func (a *App) near(t city.Tenant, s routing.Subject) requests.Near {
	n := requests.Near{Metres: s.Near.Metres, Within: s.Near.Within, Subjects: []string{s.Code}}
	if s.Near.Group {
		n.Subjects = nil
		for _, other := range a.Routing.SubjectsIn(t, s.Group) {
			if other.Near.Metres > 0 {
				n.Subjects = append(n.Subjects, other.Code)
			}
		}
	}
	return n
}

func (a *App) kinds(ctx context.Context) []requests.KindChoice {
	var all []requests.KindChoice
	for _, k := range a.Routing.Kinds(db.TenantFrom(ctx)) {
		all = append(all, requests.KindChoice{Code: k.Code, Name: i18n.From(ctx).Text(k.Name), Named: k.Identity == "required"})
	}
	return all
}

func (a *App) here(ctx context.Context, p city.Point) requests.Spot {
	t := db.TenantFrom(ctx)
	f := a.Places.At(t, p)
	spot := requests.Spot{Place: f.Place, Outside: f.Outside}
	for _, code := range f.Near {
		if area, ok := a.Places.Area(t, code); ok {
			spot.Near = append(spot.Near, requests.Area{Code: code, Name: i18n.From(ctx).Text(area.Name), Point: area.Point})
		}
	}
	return spot
}

func (a *App) districts(ctx context.Context) []requests.Area {
	l := i18n.From(ctx)
	var all []requests.Area
	for _, d := range a.Places.Districts(db.TenantFrom(ctx), l) {
		all = append(all, requests.Area{Code: d.Code, Name: l.Text(d.Name), Point: d.Point})
	}
	return all
}

func (a *App) neighbourhoods(ctx context.Context, district string) []requests.Area {
	l := i18n.From(ctx)
	var all []requests.Area
	for _, n := range a.Places.Neighbourhoods(db.TenantFrom(ctx), district, l) {
		all = append(all, requests.Area{Code: n.Code, Name: l.Text(n.Name), Point: n.Point})
	}
	return all
}

// figuresNeed joins what the figures ask for.
func (a *App) figuresNeed() insight.Needs {
	return insight.Needs{
		Districts: a.insightDistricts, Units: a.insightUnits,
		UnitName: a.unitName, SubjectName: a.subjectName, PlaceName: a.placeName,
		Confidential: func(ctx context.Context, subject string) bool {
			s, _ := a.Routing.Subject(db.TenantFrom(ctx), subject)
			return s.Is("confidential")
		},
		Drawing: a.insightDrawing,
		People:  a.Office.HowMany,
		Watch:   a.watch,
	}
}

func (a *App) insightDistricts(ctx context.Context) []insight.District {
	var all []insight.District
	for _, d := range a.Places.Districts(db.TenantFrom(ctx), i18n.From(ctx)) {
		all = append(all, insight.District{Code: d.Code, Name: d.Name, Population: int64(d.Population)})
	}
	return all
}

func (a *App) insightUnits(ctx context.Context) []insight.Unit {
	t := db.TenantFrom(ctx)
	var all []insight.Unit
	for _, u := range a.Office.Units(t) {
		all = append(all, insight.Unit{Code: u.Code, Department: a.Office.Department(t, u.Code)})
	}
	return all
}

func (a *App) insightDrawing(ctx context.Context, around []string) insight.Drawing {
	d := a.Places.Drawing(tenant.From(ctx).ID)
	out := insight.Drawing{Width: d.Width, Height: d.Height}
	if len(around) > 0 {
		out.X, out.Y, out.Width, out.Height = viewBox(d.Around(24, around...), d.Width, d.Height)
	}
	for _, s := range d.Shapes {
		out.Outlines = append(out.Outlines, insight.Outline{Code: s.Code, Path: s.Path, LabelX: s.LabelX, LabelY: s.LabelY, Breadth: s.LabelWidth})
	}
	return out
}
