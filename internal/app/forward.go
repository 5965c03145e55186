package app

import (
	"context"

	"mahalle/internal/agencies"
	"mahalle/internal/city"
	"mahalle/internal/doors/forward"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/ui"
)

// forwardNeeds joins what sending to the doors of bodies outside asks for. What
// such a body says counts as if it had opened the link in its letter.
func (a *App) forwardNeeds() forward.Needs {
	return forward.Needs{
		BodyName: func(ctx context.Context, unit string) (string, bool) {
			b, is := a.body(ctx, unit)
			return i18n.From(ctx).Text(b.Name), is
		},
		HeldNow: func(ctx context.Context, q db.Query, request city.ID) (forward.Held, bool, error) {
			c, err := a.Agencies.CustodyOf(ctx, q, request)
			if err != nil || c.ID == "" {
				return forward.Held{}, false, err
			}
			h, err := a.heldBy(ctx, q, c)
			return h, err == nil, err
		},
		ByCustody: func(ctx context.Context, q db.Query, custody city.ID) (forward.Held, error) {
			c, err := a.Agencies.CustodyByID(ctx, q, custody)
			if err != nil || c.Ending != agencies.With {
				return forward.Held{Custody: custody, Over: true}, err
			}
			return a.heldBy(ctx, q, c)
		},
		Matter: a.forwarded,
		Number: a.Agencies.KnownThere,
		Hear: func(ctx context.Context, custody city.ID, w forward.Word) error {
			t := agencies.Told{Key: w.Key, What: w.What, Text: w.Text, Number: w.Number}
			for _, p := range w.Pictures {
				t.Photos = append(t.Photos, agencies.Picture{Full: p.Full, Thumb: p.Thumb, Width: p.Width, Height: p.Height})
			}
			return a.Agencies.Hear(ctx, custody, t)
		},
		Letter: a.Agencies.Write, Note: a.agencyNeeds().Tell,
		Subjects: func(ctx context.Context) []ui.Option { return subjectOptions(a.allSubjects(ctx)) },
		SubjectNames: func(ctx context.Context, code string) []string {
			s, known := a.Routing.Subject(db.TenantFrom(ctx), code)
			if !known {
				return nil
			}
			return []string{s.Name.TR, s.Name.FA, s.Name.EN}
		},
	}
}

// heldBy is a custody as it is told to the body's own system.
func (a *App) heldBy(ctx context.Context, q db.Query, c agencies.Custody) (forward.Held, error) {
	m, err := a.Requests.MatterOf(asBody(ctx, c.Unit), q, c.Number)
	return forward.Held{Custody: c.ID, Request: c.Request, Number: c.Number, Subject: c.Subject, Unit: c.Unit, Discreet: m.Confidential}, err
}

func (a *App) forwarded(ctx context.Context, q db.Query, h forward.Held) (forward.Matter, error) {
	in := asBody(ctx, h.Unit)
	m, err := a.matter(in, q, h.Number)
	if err != nil {
		return forward.Matter{}, err
	}
	told := forward.Matter{Words: m.Words, CityWord: m.CityWord, SubjectName: m.SubjectName, Place: m.Place, PlaceName: m.PlaceName}
	for _, p := range m.Photos {
		told.Photos = append(told.Photos, p.Full)
	}
	if len(m.Photos) > 0 {
		c, err := a.Agencies.CustodyByID(ctx, q, h.Custody)
		if err == nil {
			told.PhotoAddress, err = a.Agencies.PhotoAddress(ctx, q, c, m.Photos[0].ID)
		}
		if err != nil {
			return told, err
		}
	}
	kept, err := a.Questions.Kept(ctx, q, h.Request)
	if kept != nil {
		told.Answers = kept.Answers
	}
	return told, err
}
