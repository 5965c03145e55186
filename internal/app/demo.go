package app

import (
	"context"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"net/http"
	"time"

	"mahalle/cities"
	"mahalle/internal/app/demonstration"
	"mahalle/internal/city"
	"mahalle/internal/citypack"
	"mahalle/internal/office"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/ui"
	"mahalle/internal/platform/web"
)

// Demo is what a demonstration is made of.
type Demo struct {
	City     string // a pack that comes with the program
	Requests int
	Seed     uint64
	Progress func(done, total int)
}

// Demonstrate makes a demonstration city and plays a year in it, unless the
// database has the city already.
func (a *App) Demonstrate(ctx context.Context, d Demo) (*tenant.City, error) {
	if c, known := a.Cities.ByID(city.Tenant(d.City)); known {
		return c, nil
	}
	files, ok := cities.FS(d.City)
	if !ok {
		return nil, fmt.Errorf("there is no city %q; there are %v", d.City, cities.Names())
	}
	pack, err := citypack.Read(files)
	if err != nil {
		return nil, err
	}
	if pack.Demo.Empty() {
		return nil, fmt.Errorf("the pack of %s has nobody to demonstrate with", d.City)
	}
	c, err := a.AddCity(ctx, pack, true)
	if err != nil {
		return nil, err
	}
	if err := a.demoPartner(ctx, c); err != nil {
		return nil, err
	}
	return c, a.play(ctx, c, pack, d)
}

func (a *App) play(ctx context.Context, c *tenant.City, pack *citypack.Pack, d Demo) error {
	in := access.AsSystem(tenant.Enter(ctx, c))
	actors, err := a.Office.Actors(in)
	if err != nil {
		return err
	}
	dice := rand.New(rand.NewPCG(d.Seed, 1))
	stage := demonstration.Stage{
		DB: a.DB, Requests: a.Requests, Ledger: a.Ledger, Pack: pack,
		Persons: func(unit string) []access.Actor { return a.workers(c.ID, actors, unit) },
		Street: func() string { // some streets are the metropolis's own
			if dice.Float64() < 0.45 {
				return "metro"
			}
			return ""
		},
		Answers: inventedAnswers(pack, rand.New(rand.NewPCG(d.Seed, 3))),
		KindOf:  func(subject string) string { return a.Routing.KindOf(c.ID, subject) },
		Outside: func(unit string) bool { u, _ := a.Office.Unit(c.ID, unit); return u.Outside() },
		Length: func(ctx context.Context, unit, subject string) time.Duration {
			s, _ := a.Routing.Subject(c.ID, subject)
			due, err := a.due(ctx, unit, s.Target)
			if err != nil || s.Target.N == 0 {
				return 0
			}
			return due.Sub(clock.Now(ctx))
		},
	}
	if err := stage.Year(in, time.Now(), d.Requests, d.Seed, d.Progress); err != nil {
		return err
	}
	return a.imagineLetters(in, pack, rand.New(rand.NewPCG(d.Seed, 2)), time.Now())
}

// workers are those of a unit, or of the one above, who may take a request.
func (a *App) workers(t city.Tenant, actors map[string][]access.Actor, unit string) []access.Actor {
	for at := unit; at != ""; {
		var able []access.Actor
		for _, who := range actors[at] {
			if who.Has("requests.take") {
				able = append(able, who)
			}
		}
		if len(able) > 0 {
			return able
		}
		u, _ := a.Office.Unit(t, at)
		at = u.Parent
	}
	return actors[unit]
}

// PackOf reads a pack by the name of one that comes along, or by its folder.
func PackOf(name string, folder fs.FS) (*citypack.Pack, error) {
	if known, ok := cities.FS(name); ok {
		folder = known
	}
	return citypack.Read(folder)
}

// demoRoutes opens the addresses that exist in demonstration cities only.
func (a *App) demoRoutes(r *web.Router) {
	r.Handle("GET /demo", access.Public, a.demoPage)
	r.Handle("GET /demo/as/{role}", access.Public, a.become)
}

func demonstrationOnly(ctx context.Context) error {
	if !tenant.From(ctx).Demonstration {
		return fault.New(fault.NotFound, "web.not_found")
	}
	return nil
}

// demoGroups sort the roles of a demonstration by what they are to the city.
var demoGroups = []struct {
	key   string
	roles []string
}{
	{"app.demo_residents", []string{"resident", "headman", "council"}},
	{"app.demo_work", []string{"clerk", "officer", "dispatcher", "crew"}},
	{"app.demo_lead", []string{"manager", "chief", "head", "deputy"}},
	{"app.demo_control", []string{"inspector", "admin"}},
}

// demoGroup is one of them with its people.
type demoGroup struct {
	Key   string
	Lines []ui.Line
}

func (a *App) demoPage(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if err := demonstrationOnly(ctx); err != nil {
		return err
	}
	people, err := a.Office.DemoPeople(ctx)
	if err != nil {
		return err
	}
	l := i18n.From(ctx)
	var groups []demoGroup
	for _, g := range demoGroups {
		one := demoGroup{Key: g.key}
		for _, role := range g.roles {
			for _, p := range people {
				if p.Role == role {
					one.Lines = append(one.Lines, ui.Line{Text: a.demoTitle(ctx, l, p), Note: l.Text(p.Try), End: p.Name, Href: "/demo/as/" + role})
				}
			}
		}
		groups = append(groups, one)
	}
	return web.Page(w, r, http.StatusOK, demoPage(l, groups))
}

func (a *App) demoTitle(ctx context.Context, l i18n.Locale, p office.DemoPerson) string {
	if p.Post == "" {
		return l.Say("app.demo_resident")
	}
	return a.postName(ctx, p.Post)
}

// become lets a visitor of a demonstration take somebody's place.
func (a *App) become(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if err := demonstrationOnly(ctx); err != nil {
		return err
	}
	people, err := a.Office.DemoPeople(ctx)
	if err != nil {
		return err
	}
	for _, p := range people {
		if p.Role != r.PathValue("role") {
			continue
		}
		if p.Post == "" {
			http.SetCookie(w, &http.Cookie{Name: web.SessionCookie, Path: "/", MaxAge: -1, HttpOnly: true})
			return web.Go(w, r, "/")
		}
		token, err := a.Office.SignInAs(ctx, p.ID)
		if err != nil {
			return err
		}
		office.SetSession(w, r, token)
		return web.Go(w, r, "/staff")
	}
	return fault.New(fault.NotFound, "web.not_found")
}
