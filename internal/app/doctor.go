package app

import (
	"context"
	"fmt"
	"strings"

	"mahalle/internal/city"
	"mahalle/internal/doors/past"
	"mahalle/internal/journal"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/jobs"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/requests"
	"mahalle/internal/routing"
)

// Finding is one thing the doctor looked at.
type Finding struct {
	About   string
	Says    string
	Trouble bool
}

// Examine looks at the database and every city. It changes nothing.
func (a *App) Examine(ctx context.Context) []Finding {
	found := []Finding{finding("database", string(a.DB.Engine())+" answers", ping(ctx, a.DB))}
	if len(a.Cities.All()) == 0 {
		found = append(found, Finding{"cities", "none yet; make one with mahalle init", true})
	}
	for _, c := range a.Cities.All() {
		in := tenant.Enter(ctx, c)
		dead, err := jobs.Dead(in, a.DB.Read(in), 1000)
		f := finding(string(c.ID)+" jobs", fmt.Sprintf("%d were given up", len(dead)), err)
		f.Trouble = f.Trouble || len(dead) > 0
		found = append(found, f, a.ownerless(in, c), a.addressed(c))
		found = append(found, a.mailboxes(in, c)...)
		off := a.Hooks.Off(in)
		found = append(found, Finding{string(c.ID) + " webhooks", fmt.Sprintf("%d receivers were switched off", off), off > 0})
	}
	return found
}

func finding(about, says string, err error) Finding {
	if err != nil {
		return Finding{about, err.Error(), true}
	}
	return Finding{About: about, Says: says}
}

// addressed looks whether letters of a city lead residents to that city.
func (a *App) addressed(c *tenant.City) Finding {
	about, address := string(c.ID)+" address", c.Address
	if address == "" {
		if len(a.Cities.All()) > 1 {
			return Finding{about, "none of its own; its letters would lead to " + a.url + ". Say it with: mahalle host --city " + string(c.ID) + " --address https://…", true}
		}
		address = a.url
	}
	parsed, err := tenant.ParseAddress(address)
	if err != nil {
		return Finding{about, err.Error(), true}
	}
	_, host, _ := strings.Cut(parsed, "://")
	if led, known := a.Cities.ByHost(host); !known || led.ID != c.ID {
		return Finding{about, parsed + " does not lead to this city; let it with: mahalle host " + host, true}
	}
	return Finding{About: about, Says: "letters lead to " + parsed}
}

// ownerless looks whether every subject has an owner in every district.
func (a *App) ownerless(ctx context.Context, c *tenant.City) Finding {
	missing := 0
	for _, s := range a.Routing.Subjects(c.ID) {
		if _, err := a.Routing.Decide(ctx, routing.Case{Subject: s.Code}); err != nil {
			missing++
		}
	}
	return Finding{string(c.ID) + " owners", fmt.Sprintf("%d subjects without an owner", missing), missing > 0}
}

// ImportCity joins what an import asks of the city.
func (a *App) ImportCity() past.City {
	return past.City{
		Remember: func(ctx context.Context, tx *db.Tx, p past.Past) (bool, error) {
			return a.Requests.Remember(journal.Quiet(ctx), tx, requests.Past{
				Report: requests.Report{Kind: p.Kind, Subject: p.Subject, Description: p.Description, Lang: p.Lang, Place: p.Place,
					Channel: p.Channel, External: p.External},
				Unit: p.Unit, Reply: p.Reply, Opened: p.Opened, Target: p.Target, Closed: p.Closed,
			})
		},
		Find: a.find,
		At: func(ctx context.Context, p city.Point) city.Place {
			return a.here(ctx, p).Place
		},
	}
}

// find looks up a code by itself or by any of its names.
func (a *App) find(ctx context.Context, what, word string) (string, bool) {
	t, folded := db.TenantFrom(ctx), i18n.Fold(word)
	same := func(code string, name city.Text) bool {
		return code == word || i18n.Fold(name.EN) == folded || i18n.Fold(name.TR) == folded || i18n.Fold(name.FA) == folded
	}
	switch what {
	case "subject":
		for _, s := range a.Routing.Subjects(t) {
			if same(s.Code, s.Name) {
				return s.Code, true
			}
		}
	case "unit":
		for _, u := range a.Office.Units(t) {
			if same(u.Code, u.Name) {
				return u.Code, true
			}
		}
	case "kind":
		for _, k := range a.Routing.Kinds(t) {
			if same(k.Code, k.Name) {
				return k.Code, true
			}
		}
	case "district":
		for _, d := range a.Places.Districts(t, i18n.From(ctx)) {
			if same(d.Code, d.Name) {
				return d.Code, true
			}
		}
	}
	return "", false
}
