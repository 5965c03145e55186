package app

import (
	"context"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/citypack"
	"mahalle/internal/doors/open311"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/requests"
)

// open311Needs joins what the Open311 door asks of the city.
func (a *App) open311Needs() open311.Needs {
	return open311.Needs{
		CityByID: a.Cities.ByID, CityByHost: a.Cities.Named,
		Services: a.open311Services, Questions: a.Questions.Asked, Asked: a.Questions.AskedAbout,
		Report: a.relayReport, Word: a.relayWord,
		AddPhotos: func(ctx context.Context, tx *db.Tx, number string, photos []open311.Picture) error {
			return a.Requests.AddPhotos(ctx, tx, number, picturesOf(photos))
		},
		List: a.open311List,
		ByNumber: func(ctx context.Context, numbers []string) ([]open311.Request, error) {
			all, err := a.Requests.ShownByNumber(ctx, numbers)
			return shownAs(all), err
		},
		News: a.open311News, Number: requests.ParseNumber,
		ServiceName: a.subjectName, UnitName: a.unitName,
		PlaceName: func(ctx context.Context, p city.Place) string { return a.placeName(i18n.From(ctx), ctx, p) },
		District:  a.districtAt,
	}
}

func (a *App) open311Services(ctx context.Context) []open311.Service {
	l, t := i18n.From(ctx), db.TenantFrom(ctx)
	groups := map[string]string{}
	for _, g := range a.Routing.Groups(t) {
		groups[g.Code] = l.Text(g.Name)
	}
	var all []open311.Service
	for _, s := range a.Routing.Subjects(t) {
		all = append(all, open311.Service{Code: s.Code, Name: l.Text(s.Name), Description: promised(l, s), Keywords: s.Words.In(l.Lang),
			Group: groups[s.Group], Private: s.Is("identity_hidden") || s.Is("confidential"), Danger: s.Is("danger")})
	}
	return all
}

// promised says by when the city repairs what is of a subject.
func promised(l i18n.Locale, s citypack.Subject) string {
	if s.Target.N == 0 {
		return ""
	}
	return l.Say("open311.promised", "time", l.Say("calendar."+string(s.Target.Unit), "n", s.Target.N))
}

func (a *App) relayReport(ctx context.Context, r open311.Report) (string, error) {
	in := requests.Relayed{From: r.From, Key: r.Key, Subject: r.Service, Description: r.Description, Point: r.Point, Area: r.Area, Where: r.Where,
		Name: r.Name, Email: r.Email, Phone: r.Phone, Answers: r.Answers, Photos: picturesOf(r.Photos)}
	if r.Then != nil {
		in.Then = func(ctx context.Context, tx *db.Tx, o requests.Opened) error { return r.Then(ctx, tx, o.Number) }
	}
	o, err := a.Requests.Relay(ctx, in)
	return o.Number, err
}

func (a *App) relayWord(ctx context.Context, w open311.Word) (city.ID, error) {
	return a.Requests.RelayWord(ctx, requests.Word{From: w.From, Key: w.Key, Number: w.Number, Text: w.Text, Fixed: w.Fixed, Open: w.Open,
		Photos: picturesOf(w.Photos), Writes: true})
}

func picturesOf(photos []open311.Picture) []requests.Picture {
	var all []requests.Picture
	for _, p := range photos {
		all = append(all, requests.Picture{Full: p.Full, Thumb: p.Thumb, Width: p.Width, Height: p.Height})
	}
	return all
}

func (a *App) open311List(ctx context.Context, f open311.Filter, each func(*open311.Request)) error {
	return a.Requests.Shown(ctx, requests.ShownFilter{Subjects: f.Services, Districts: f.Districts,
		Statuses: wordsAs[requests.Status](f.Statuses), Outcomes: wordsAs[requests.Outcome](f.Outcomes),
		OpenedFrom: f.OpenedFrom, OpenedBefore: f.OpenedBefore, UpdatedFrom: f.UpdatedFrom, UpdatedBefore: f.UpdatedBefore,
		Box: f.Box, Unpublished: f.Unpublished, Skip: f.Skip, Limit: f.Limit}, func(r *requests.Shown) {
		one := shownOne(r)
		each(&one)
	})
}

func wordsAs[T ~string](all []string) []T {
	var said []T
	for _, w := range all {
		said = append(said, T(w))
	}
	return said
}

func shownAs(all []requests.Shown) []open311.Request {
	shown := make([]open311.Request, len(all))
	for i := range all {
		shown[i] = shownOne(&all[i])
	}
	return shown
}

func shownOne(r *requests.Shown) open311.Request {
	return open311.Request{ID: r.ID, Number: r.Number, Service: r.Subject, Status: string(r.Status), Outcome: string(r.Outcome), Unit: r.Unit,
		Open: r.Status.Open(), Place: r.Place, Description: r.Description, Lang: r.Lang, Opened: r.Opened, Updated: r.Updated, Due: r.Due,
		People: r.People, Photo: r.Photo, Public: r.Public, From: r.From}
}

func (a *App) open311News(ctx context.Context, from, until time.Time, most int, may func(open311.Request) bool) ([]open311.News, error) {
	all, err := a.Requests.ShownNews(ctx, from, until, most, func(r requests.Shown) bool { return may(shownOne(&r)) })
	news := make([]open311.News, len(all))
	for i := range all {
		n := &all[i]
		news[i] = open311.News{ID: n.ID, At: n.At, Status: string(n.Status), Outcome: string(n.Outcome), Open: n.Status.Open(), Text: n.Text, Request: shownOne(&n.Request)}
	}
	return news, err
}

// districtAt is where a point or an area lies.
func (a *App) districtAt(ctx context.Context, at city.Point, area string) string {
	t := db.TenantFrom(ctx)
	if area == "" {
		return a.Places.At(t, at).Place.District
	}
	if found, known := a.Places.Area(t, area); known && found.Parent != "" {
		return found.Parent
	}
	return area
}
