package app

import (
	"context"
	"errors"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/blot"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/privacy"
	"mahalle/internal/requests"
)

// privacyNeeds joins those who hold something about a person.
func (a *App) privacyNeeds() privacy.Needs {
	return privacy.Needs{
		Cases: func(ctx context.Context, q db.Query, p privacy.Person) ([]privacy.Case, error) {
			return casesOf(a.Requests.TracesOf(ctx, q, p.Email, p.Phone))
		},
		Case: func(ctx context.Context, q db.Query, request city.ID) (privacy.Case, error) {
			t, err := a.Requests.TraceOf(ctx, q, request)
			return privacy.Case(t), err
		},
		Stale: func(ctx context.Context, q db.Query, closed time.Time, after city.ID, most int) ([]privacy.Case, error) {
			return casesOf(a.Requests.KeptTooLong(ctx, q, closed, after, most))
		},
		LookOn: a.lookOn, LookElse: a.lookElse, Forget: a.forgetOn, ForgetElse: a.forgetElse,
		Keep: func(ctx context.Context, tx *db.Tx, c privacy.Case, reason string) error {
			return a.Requests.KeepContact(ctx, tx, c.ID, reason)
		},
		Addresses: func(ctx context.Context, q db.Query, each func(email, phone string)) error {
			return errors.Join(a.Requests.Addresses(ctx, q, each), a.Mailroom.Addresses(ctx, q, each),
				a.Messages.Addresses(ctx, q, func(email string) { each(email, "") }))
		},
		SubjectName: a.subjectName, PersonName: a.Office.PersonName,
		IsRequest: func(ctx context.Context, typed string) (string, bool) {
			number, err := requests.ParseNumber(typed)
			return number, err == nil && a.Requests.Known(ctx, a.DB.Read(ctx), number)
		},
	}
}

func casesOf(traces []requests.Trace, err error) ([]privacy.Case, error) {
	all := make([]privacy.Case, len(traces))
	for i, t := range traces {
		all[i] = privacy.Case(t)
	}
	return all, err
}

// lookElse lists joinings and letters of a person.
func (a *App) lookElse(ctx context.Context, q db.Query, p privacy.Person) ([]privacy.Piece, error) {
	var all []privacy.Piece
	joined, err := a.Requests.JoinedBy(ctx, q, p.Email)
	if err != nil {
		return nil, err
	}
	for _, j := range joined {
		all = append(all, privacy.Piece{Place: privacy.Joined, At: j.At, Number: j.Number, Text: p.Email})
	}
	letters, err := a.Mailroom.KeptFrom(ctx, q, p.Email, p.Phone)
	if err != nil {
		return nil, err
	}
	for _, m := range letters {
		all = append(all, privacy.Piece{Place: privacy.LetterIn, At: m.At, Number: m.Number, Text: m.Text})
		for _, ref := range m.Photos {
			all = append(all, privacy.Piece{Place: privacy.Photo, At: m.At, Number: m.Number, Photo: ref})
		}
		if m.Reply != "" {
			all = append(all, privacy.Piece{Place: privacy.LetterBack, At: m.At, Number: m.Number, Text: m.Reply})
		}
	}
	sent, err := a.Messages.SentTo(ctx, q, p.Email)
	for _, l := range sent {
		all = append(all, privacy.Piece{Place: privacy.LetterBack, At: l.Queued, Number: l.Number, Text: l.Subject + "\n" + l.Text})
	}
	return all, err
}

// pieceOf says where a piece of a request lies.
var pieceOf = map[string]privacy.Place{"contact": privacy.Contact, "words": privacy.Words, "said": privacy.Said, "photo": privacy.Photo}

// lookOn lists what one request of a person holds.
func (a *App) lookOn(ctx context.Context, q db.Query, c privacy.Case) ([]privacy.Piece, error) {
	pieces, err := a.Requests.PiecesOf(ctx, q, c.ID)
	if err != nil {
		return nil, err
	}
	var all []privacy.Piece
	for _, p := range pieces {
		all = append(all, privacy.Piece{Place: pieceOf[p.What], At: p.At, Number: c.Number, Text: p.Text, Photo: p.Photo})
	}
	answers, err := a.Questions.Of(ctx, q, c.ID)
	if err != nil {
		return nil, err
	}
	for _, g := range answers {
		if g.Personal && !g.Erased {
			all = append(all, privacy.Piece{Place: privacy.Answer, At: c.Opened, Number: c.Number, Text: g.Label.In(tenant.From(ctx).DefaultLang) + ": " + g.Value})
		}
	}
	told, err := a.Agencies.ToldAbout(ctx, q, c.Number)
	for _, t := range told {
		all = append(all, privacy.Piece{Place: privacy.Told, At: t.Since, Number: c.Number, Text: a.unitName(ctx, t.Unit)})
	}
	return all, err
}

// forgetOn takes the person out of one request, wherever it left something. The
// contact goes last: it names who is blotted out elsewhere.
func (a *App) forgetOn(ctx context.Context, tx *db.Tx, c privacy.Case, words bool, reason string) error {
	who, err := a.Requests.ContactOf(ctx, tx, c.ID)
	if err != nil {
		return err
	}
	for _, step := range []func() error{
		func() error {
			return a.Messages.Forget(ctx, tx, c.ID, blot.Who{Name: who.Name, Email: who.Email, Phone: who.Phone})
		},
		func() error { return a.Mailroom.Forget(ctx, tx, c.Number) },
		func() error { return a.Questions.Erase(ctx, tx, c.ID) },
		func() error {
			return a.Requests.ForgetContact(ctx, tx, c.ID, requests.Forgetting{Reason: reason, Words: words})
		},
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// forgetElse takes the person out of joinings and letters that belong to none of
// their own requests. A letter nobody has read yet waits for its answer.
func (a *App) forgetElse(ctx context.Context, tx *db.Tx, p privacy.Person, until time.Time, kept func(number string) bool) (int, error) {
	n, err := a.Requests.ForgetJoins(ctx, tx, p.Email, until)
	if err != nil {
		return n, err
	}
	letters, err := a.Mailroom.KeptFrom(ctx, tx, p.Email, p.Phone)
	if err != nil {
		return n, err
	}
	for _, m := range letters {
		if m.Unread || m.At.After(until) || kept(m.Number) {
			continue
		}
		if err := a.Mailroom.ForgetLetter(ctx, tx, m.ID); err != nil {
			return n, err
		}
		n++
	}
	sent, err := a.Messages.SentTo(ctx, tx, p.Email)
	for _, l := range sent {
		if err != nil {
			break
		}
		if l.Queued.After(until) || kept(l.Number) {
			continue
		}
		err = a.Messages.ForgetLetter(ctx, tx, l.ID)
		n++
	}
	return n, err
}

// forgetAgain erases in every city whom an older database brought back.
func (a *App) forgetAgain(ctx context.Context) error {
	for _, c := range a.Cities.All() {
		in := access.AsSystem(tenant.Enter(ctx, c))
		n, err := a.Privacy.CatchUp(in)
		if err != nil {
			return err
		}
		if n > 0 {
			a.log.Warn("an older database was brought back: who asked to be forgotten was erased again", "city", c.ID, "people", n)
		}
	}
	return nil
}
