package app

import (
	"context"

	"mahalle/internal/agencies"
	"mahalle/internal/city"
	"mahalle/internal/doors/forward"
	"mahalle/internal/hours"
	"mahalle/internal/office"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/ui"
	"mahalle/internal/requests"
)

// agencyNeeds joins what the counter for bodies outside asks for.
func (a *App) agencyNeeds() agencies.Needs {
	return agencies.Needs{
		Bodies: a.bodies, Body: a.body, As: asBody, Matter: a.matter,
		Accept: a.Requests.Accept, Return: a.Requests.Return, Note: a.Requests.Note,
		Finish: func(ctx context.Context, tx *db.Tx, number, text string, photos []agencies.Picture) error {
			f := requests.Finishing{Outcome: requests.Fixed, Text: text}
			for _, p := range photos {
				f.Photos = append(f.Photos, requests.Picture{Full: p.Full, Thumb: p.Thumb, Width: p.Width, Height: p.Height})
			}
			return a.Requests.Finish(ctx, tx, number, f)
		},
		Tell: func(ctx context.Context, tx *db.Tx, number, text string) error {
			return a.Requests.Note(access.With(ctx, theCity), tx, number, text)
		},
		SubjectName: a.subjectName,
		Locator: func(ctx context.Context, p city.Place) (ui.Map, bool) {
			return a.Places.Locator(db.TenantFrom(ctx), i18n.From(ctx), p)
		},
		Wired: a.Forward.Wired, Door: a.Forward.Part,
		BaseURL: a.addressOf,
	}
}

// theCity writes notes in nobody's name.
var theCity = access.Actor{Kind: access.System, Permissions: map[access.Permission]bool{requests.CanView: true, requests.SeesCity: true, requests.CanNote: true}}

func bodyOf(ctx context.Context, u office.Unit) agencies.Body {
	return agencies.Body{Unit: u.Code, Name: u.Name, Email: u.Email, Phone: u.Phone, Hours: hours.NameOf(i18n.From(ctx), u.Calendar)}
}

// bodies are the units outside the municipality, in the order of the pack.
func (a *App) bodies(ctx context.Context) []agencies.Body {
	var all []agencies.Body
	for _, u := range a.Office.Units(db.TenantFrom(ctx)) {
		if u.Outside() {
			all = append(all, bodyOf(ctx, u))
		}
	}
	return all
}

func (a *App) body(ctx context.Context, unit string) (agencies.Body, bool) {
	u, known := a.Office.Unit(db.TenantFrom(ctx), unit)
	return bodyOf(ctx, u), known && u.Outside()
}

// bodyMay is what the four answers of a body outside need, and nothing else.
var bodyMay = map[access.Permission]bool{requests.CanView: true, requests.SeesUnit: true, requests.CanTake: true,
	requests.CanHandOver: true, requests.CanNote: true, requests.CanFinish: true}

// asBody lets a body outside act. It has no person and no account; the journal
// names it by its unit.
func asBody(ctx context.Context, unit string) context.Context {
	return access.With(ctx, access.Actor{Kind: access.System, Post: unit, Unit: unit, Units: []string{unit}, Permissions: bodyMay})
}

func (a *App) matter(ctx context.Context, q db.Query, number string) (agencies.Matter, error) {
	m, err := a.Requests.MatterOf(ctx, q, number)
	what := agencies.Matter{Subject: m.Subject, Words: m.Description, Lang: m.Lang, Place: m.Place, Opened: m.Opened, Due: m.Due, Discreet: m.Confidential,
		CityWord: m.Word, SubjectName: a.subjectName(ctx, m.Subject), PlaceName: a.placeName(i18n.From(ctx), ctx, m.Place)}
	for _, p := range m.Photos {
		what.Photos = append(what.Photos, agencies.Picture{ID: p.ID, Full: p.Full, Thumb: p.Thumb, Width: p.Width, Height: p.Height})
	}
	return what, err
}

// custody tells the pages of requests who outside has one.
func (a *App) custody(ctx context.Context, q db.Query, request city.ID) (requests.Custody, error) {
	c, err := a.Agencies.CustodyOf(ctx, q, request)
	held := requests.Custody{Unit: c.Unit, Since: c.Since, Accepted: c.Accepted, Until: c.Until, Number: c.Reference, CameBack: c.CameBack}
	if err != nil || c.ID == "" {
		return held, err
	}
	w, wired, err := a.Forward.WayOf(ctx, q, c.ID)
	if wired {
		held.Wire = requests.Wire{Sent: true, Arrived: w.Arrived, Heard: w.Heard, Silent: w.Silent, Why: w.Why, Refused: w.Step == forward.Refused}
	}
	return held, err
}
