package requests

import (
	"context"
	"crypto/subtle"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/platform/calendar"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/promises"
)

// What residents do with a request. The holder of the secret in the resident's
// own link is the resident who asked.

// isOwn reports whether the secret is this request's.
func (r *Request) isOwn(secret string) bool {
	return r.Secret != "" && subtle.ConstantTimeCompare([]byte(hashOf(secret)), []byte(r.Secret)) == 1
}

func own(r *Request, secret string) error {
	if !r.isOwn(secret) {
		return fault.New(fault.Forbidden, "requests.not_your_link")
	}
	return nil
}

// Write: the resident answers a question or adds something.
func (s *Service) Write(ctx context.Context, tx *db.Tx, number, secret, text string, photos []Picture) error {
	_, err := s.hear(ctx, tx, number, text, photos, func(r *Request) error { return own(r, secret) })
	return err
}

// WriteFrom is Write by letter: the carrier has made sure that the letter answers
// one of ours. Only the address of who asked is believed; any other is
// fault.Forbidden.
func (s *Service) WriteFrom(ctx context.Context, tx *db.Tx, number, email, text string, photos []Picture) error {
	_, err := s.hear(ctx, tx, number, text, photos, func(r *Request) error {
		c, err := contactOf(ctx, tx, r.ID)
		if err == nil && (c.Email == "" || i18n.Fold(c.Email) != i18n.Fold(email)) {
			err = fault.New(fault.Forbidden, "requests.not_your_link")
		}
		return err
	})
	return err
}

// hear keeps what the resident writes, once may has agreed that it is the
// resident.
func (s *Service) hear(ctx context.Context, tx *db.Tx, number, text string, photos []Picture, may func(r *Request) error) (id city.ID, err error) {
	err = s.change(ctx, tx, number, func(r *Request) (err error) {
		if err := may(r); err != nil {
			return err
		}
		if !r.Status.Open() {
			return fault.New(fault.Conflict, "requests.not_open")
		}
		if text == "" && len(photos) == 0 {
			return fault.Fields(fault.Field{Name: "text", Key: "requests.write_something"})
		}
		if id, err = s.say(ctx, tx, r, Answer, text, i18n.From(ctx).Lang); err != nil {
			return err
		}
		if err := s.keepPhotos(ctx, tx, r, photos, "answer", id); err != nil {
			return err
		}
		r.Photos += len(photos)
		r.Heard()
		s.stayOutside(ctx, r)
		if err := s.ledger.Resume(ctx, tx, r.ID, "applicant"); err != nil {
			return err
		}
		return s.takeDue(ctx, tx, r)
	}, func(f events.Request) events.Event {
		return events.ResidentWrote{Request: f, Message: id, Photos: len(photos)}
	})
	if err != nil {
		return id, err
	}
	return id, s.leadHears(ctx, tx, number, id)
}

// heard lets a request that waits for an answer go on: somebody whose problem it
// is too has given it.
func (s *Service) heard(ctx context.Context, tx *db.Tx, number string, message city.ID) error {
	if err := s.runAgain(ctx, tx, number); err != nil {
		return err
	}
	return s.change(ctx, tx, number, func(r *Request) error {
		r.Heard()
		s.stayOutside(ctx, r)
		return s.takeDue(ctx, tx, r)
	}, func(f events.Request) events.Event { return events.ResidentWrote{Request: f, Message: message} })
}

// JoinIn: I have the same problem. The same browser counts once.
func (s *Service) JoinIn(ctx context.Context, tx *db.Tx, number, email, visitor string) (people int, err error) {
	r, err := byNumber(ctx, tx, number)
	if err == nil {
		r, err = survivor(ctx, tx, r) // it may have been merged while somebody read its page
	}
	if err != nil {
		return 0, err
	}
	number = r.Number
	if !r.Public || !r.Status.Open() {
		return 0, fault.New(fault.Conflict, "requests.cannot_join")
	}
	isNew, err := joined(ctx, tx, r.ID, email, i18n.From(ctx).Lang, visitor, db.Micros(clock.Now(ctx)))
	if err != nil || !isNew {
		return r.People, err
	}
	err = s.change(ctx, tx, number, func(r *Request) error {
		r.People++
		people = r.People
		return nil
	}, func(f events.Request) events.Event { return events.RequestJoined{Request: f, People: people} })
	if err != nil || r.Lead == "" {
		return people, err
	}
	return people, s.weighAgain(ctx, tx, r.Lead, joinedIt)
}

// JoinIfOpen is JoinIn for whoever does not mind coming too late.
func (s *Service) JoinIfOpen(ctx context.Context, tx *db.Tx, number, visitor string) (people int, err error) {
	people, err = s.JoinIn(ctx, tx, number, "", visitor)
	if fault.KindOf(err) == fault.Conflict {
		return people, nil
	}
	return people, err
}

// Confirm is the resident's yes, with a face and words.
func (s *Service) Confirm(ctx context.Context, tx *db.Tx, number, secret string, face Face, words string) error {
	var id city.ID
	return s.change(ctx, tx, number, func(r *Request) (err error) {
		if err := mayVerify(r, secret, face); err != nil {
			return err
		}
		if err := r.Confirm(face, clock.Now(ctx)); err != nil {
			return err
		}
		if words != "" {
			id, err = s.say(ctx, tx, r, Praise, words, i18n.From(ctx).Lang)
		}
		return err
	}, func(f events.Request) events.Event {
		return events.ResidentConfirmed{Request: f, Face: string(face), Message: id}
	})
}

// decideWithin is how long a human has to decide on a resident's no.
var decideWithin = calendar.Amount{N: 3, Unit: calendar.WorkingDays}

// Object is the resident's no: a human must decide, and that is owed too.
func (s *Service) Object(ctx context.Context, tx *db.Tx, number, secret string, face Face, words string) error {
	var id city.ID
	return s.change(ctx, tx, number, func(r *Request) (err error) {
		if err := mayVerify(r, secret, face); err != nil {
			return err
		}
		if words == "" {
			return fault.Fields(fault.Field{Name: "text", Key: "requests.say_what_is_missing"})
		}
		if err := r.Object(face, clock.Now(ctx)); err != nil {
			return err
		}
		if id, err = s.say(ctx, tx, r, Objection, words, i18n.From(ctx).Lang); err != nil {
			return err
		}
		return s.promiseDecision(ctx, tx, r)
	}, func(f events.Request) events.Event {
		return events.ReopenRequested{Request: f, Face: string(face), Message: id}
	})
}

func (s *Service) promiseDecision(ctx context.Context, tx *db.Tx, r *Request) error {
	d, err := s.decideAgain(ctx, tx, r)
	if err != nil {
		return err
	}
	p, err := s.ledger.Make(ctx, tx, promises.Draft{
		SubjectKind: "request", Subject: r.ID, Label: r.Number, Topic: r.Subject, Of: promises.Question,
		Owner: s.owner(ctx, r), Place: r.Place, Calendar: d.Calendar, Amount: decideWithin,
	})
	r.Due = p.Due
	return err
}

func mayVerify(r *Request, secret string, face Face) error {
	if err := own(r, secret); err != nil {
		return err
	}
	if !face.Known() {
		return fault.Fields(fault.Field{Name: "face", Key: "requests.choose_a_face"})
	}
	return nil
}
