package app

import (
	"context"
	"encoding/json"
	"net/url"

	"mahalle/internal/doors/api"
	"mahalle/internal/places"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/promises"
	"mahalle/internal/requests"
	"mahalle/internal/routing"
)

// programs is the door for programs, with everything they can do. A new resource
// is one more line.
func (a *App) programs() *api.API {
	known := a.known()
	return api.New(a.DB, a.Journal, a.programNeeds(),
		api.OfRequests(a.DB, a.requestsForPrograms()),
		api.OfPromises(a.DB, api.Promised{CanView: requests.CanView, Reach: owedTo, Hides: a.hides}),
		api.OfPlaces(known),
		api.OfSubjects(known),
		api.OfUnits(known),
	)
}

// Described is the door without anything behind it, for its description.
func Described() *api.API {
	var a App
	return a.programs()
}

func (a *App) programNeeds() api.Needs {
	return api.Needs{
		InPost: a.Office.InPost, Forgotten: a.Office.Forgotten, PostName: a.postName,
		Reach:   []access.Permission{requests.SeesCity, requests.SeesArea, requests.SeesUnit, requests.SeesUnitTree},
		BaseURL: func(context.Context) string { return a.url },
	}
}

func (a *App) requestsForPrograms() api.Requests {
	s := a.Requests
	return api.Requests{
		CanView: requests.CanView, CanOpen: requests.CanIntake, CanSeeContact: requests.CanViewContact, ActNeeds: requests.ActNeeds,
		Statuses: texts(requests.Statuses), Views: requests.Views, Channels: requests.SystemChannels, Streets: requests.Streets, PauseReasons: promises.PauseReasons, LookReasons: requests.LookReasons,
		KnowsMark: func(after string) bool { return requests.ParseMark(after) != requests.Mark{} },
		List:      s.AppendList, One: s.AppendOne, History: s.AppendHistory, Promises: s.AppendPromises, Photos: s.AppendPhotos,
		Photo: s.ServePhoto, Take: s.TakePhoto, Contact: s.Seen,
		Open: func(ctx context.Context, tx *db.Tx, sent []byte) (string, error) {
			var w requests.Wanted
			if err := json.Unmarshal(sent, &w); err != nil {
				return "", fault.Wrap(fault.Invalid, err, "requests.json_broken")
			}
			return s.OpenWanted(ctx, tx, w)
		},
		Act: func(ctx context.Context, tx *db.Tx, act, number string, form url.Values, photos []string) error {
			return s.ActOn(ctx, tx, act, number, requests.Sent{Fields: form, Photos: photos})
		},
	}
}

func texts[T ~string](all []T) []string {
	said := make([]string, len(all))
	for i, one := range all {
		said[i] = string(one)
	}
	return said
}

// owedTo says what of the ledger somebody may ask for: their own, unless they ask
// for more and may see it.
func owedTo(a access.Actor, whose string) (promises.Owed, bool) {
	switch whose {
	case "unit":
		if a.Has(requests.SeesUnitTree) {
			return promises.Owed{Units: a.Units}, len(a.Units) > 0
		}
		return promises.Owed{Units: []string{a.Unit}}, a.Has(requests.SeesUnit) && a.Unit != ""
	case "area":
		return promises.Owed{Districts: a.Districts}, a.Has(requests.SeesArea) && len(a.Districts) > 0 && len(a.Places) == 0
	case "city":
		return promises.Owed{}, a.Has(requests.SeesCity)
	}
	return promises.Owed{Person: a.Person}, a.Person != ""
}

// hides: what is confidential is for its unit alone.
func (a *App) hides(ctx context.Context, who access.Actor, p *promises.Promise) bool {
	s, known := a.Routing.Subject(db.TenantFrom(ctx), p.Topic)
	return known && s.Is("confidential") && !who.InUnit(p.Owner.Unit)
}

// known is what the city brings along, as programs read it.
func (a *App) known() api.Known {
	return api.Known{
		Districts: func(ctx context.Context) []api.Area {
			return areas(a.Places.Districts(db.TenantFrom(ctx), i18n.From(ctx)))
		},
		Neighbourhoods: func(ctx context.Context, district string) ([]api.Area, bool) {
			d, known := a.Places.Area(db.TenantFrom(ctx), district)
			return areas(a.Places.Neighbourhoods(db.TenantFrom(ctx), district, i18n.From(ctx))), known && d.Kind == places.District
		},
		Point: func(ctx context.Context, lat, lon string) (api.At, error) {
			p, err := places.ParsePoint(lat, lon)
			f := a.Places.At(db.TenantFrom(ctx), p)
			return api.At{District: f.Place.District, Neighbourhood: f.Place.Neighbourhood, Outside: f.Outside}, err
		},
		Kinds: func(ctx context.Context) []api.Kind {
			var all []api.Kind
			for _, k := range a.Routing.Kinds(db.TenantFrom(ctx)) {
				all = append(all, api.Kind{Code: k.Code, Name: k.Name, Named: k.Identity == "required"})
			}
			return all
		},
		Subjects: func(ctx context.Context) []api.Subject {
			var all []api.Subject
			for _, s := range a.Routing.Subjects(db.TenantFrom(ctx)) {
				all = append(all, a.subjectForPrograms(ctx, s))
			}
			return all
		},
		Subject: func(ctx context.Context, code string) (api.Subject, bool) {
			s, known := a.Routing.Subject(db.TenantFrom(ctx), code)
			return a.subjectForPrograms(ctx, s), known
		},
		Questions: a.Questions.Asked,
		Units: func(ctx context.Context) []api.Unit {
			var all []api.Unit
			for _, u := range a.Office.Units(db.TenantFrom(ctx)) {
				all = append(all, api.Unit{Code: u.Code, Parent: u.Parent, Kind: u.Kind, Name: u.Name, Outside: u.Outside()})
			}
			return all
		},
	}
}

func (a *App) subjectForPrograms(ctx context.Context, s routing.Subject) api.Subject {
	t := db.TenantFrom(ctx)
	one := api.Subject{Code: s.Code, Group: s.Group, Name: s.Name, Kind: a.Routing.KindOf(t, s.Code)}
	for _, g := range a.Routing.Groups(t) {
		if g.Code == s.Group {
			one.GroupName = g.Name
		}
	}
	return one
}

func areas(all []places.Area) []api.Area {
	said := make([]api.Area, len(all))
	for i, p := range all {
		said[i] = api.Area{Code: p.Code, District: p.Parent, Name: p.Name, Point: p.Point}
	}
	return said
}
