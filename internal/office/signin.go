package office

import (
	"context"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
)

// SignIn gives somebody a session for a login and a password. A wrong login and
// a wrong password sound the same and take the same time. The address is where
// the visitor comes from, empty when it is not to be counted; the device is what
// the browser says of itself.
func (s *Service) SignIn(ctx context.Context, login, password, address, device string) (token string, err error) {
	begun, t := clock.Now(ctx), try{foldLogin(login), address}
	failures, err := s.count(ctx, t)
	if err != nil {
		return "", err
	}
	p, err := s.known(ctx, t.login)
	if err != nil {
		return "", err
	}
	fits, err := s.hasher.fits(ctx, p.Password, password)
	if err != nil {
		return "", err
	}
	if !fits || !p.Active {
		return "", s.refuse(ctx, t, p.ID, failures, "office.wrong_login_or_password")
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if err := forgive(ctx, tx, t); err != nil {
			return err
		}
		if token, err = openSession(ctx, tx, p.ID, begun, device); err != nil {
			return err
		}
		return s.signedIn(ctx, tx, p.ID)
	})
	return token, err
}

// known is the person with a login, or somebody without a name and a password.
func (s *Service) known(ctx context.Context, login string) (Person, error) {
	if !loginForm.MatchString(login) {
		return Person{}, nil
	}
	p, err := personByLogin(ctx, s.db.Read(ctx), login)
	if fault.KindOf(err) == fault.NotFound {
		return Person{}, nil
	}
	return p, err
}

func (s *Service) signedIn(ctx context.Context, tx *db.Tx, person city.ID) error {
	themself := access.With(ctx, access.Actor{Kind: access.Staff, Person: person})
	return s.journal.Record(themself, tx, events.SignedIn{Person: events.Person{ID: person}})
}

// SignInAs gives a session without a password. Only demonstrations ask for it.
func (s *Service) SignInAs(ctx context.Context, person city.ID) (token string, err error) {
	begun := clock.Now(ctx)
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if token, err = openSession(ctx, tx, person, begun, ""); err != nil {
			return err
		}
		return s.signedIn(ctx, tx, person)
	})
	return token, err
}

// ChangePassword changes the actor's own password: whoever finds an open screen
// does not know the present one. Every other session ends, and this one goes on
// under the new token. Guessing is counted as it is at the door.
func (s *Service) ChangePassword(ctx context.Context, present, next, device string) (token string, err error) {
	me := access.From(ctx).Person
	p, err := personByID(ctx, s.db.Read(ctx), me)
	if err != nil {
		return "", err
	}
	if err := mayBePassword("next", p.Login, next); err != nil {
		return "", err
	}
	if err := s.prove(ctx, p, present); err != nil {
		return "", err
	}
	hash, err := s.hasher.hash(ctx, next)
	if err != nil {
		return "", err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if err := updatePassword(ctx, tx, me, hash, false); err != nil {
			return err
		}
		if err := s.endSessions(ctx, tx, me); err != nil {
			return err
		}
		if token, err = openSession(ctx, tx, me, clock.Now(ctx), device); err != nil {
			return err
		}
		return s.journal.Record(ctx, tx, events.PasswordChanged{Person: events.Person{ID: me}})
	})
	return token, err
}

// prove asks for the present password once more.
func (s *Service) prove(ctx context.Context, p Person, present string) error {
	t := try{login: p.Login}
	failures, err := s.count(ctx, t)
	if err != nil {
		return err
	}
	fits, err := s.hasher.fits(ctx, p.Password, present)
	if err != nil {
		return err
	}
	if !fits {
		return s.refuse(ctx, t, p.ID, failures, "office.present_password_wrong")
	}
	return s.db.Write(ctx, func(tx *db.Tx) error { return forgive(ctx, tx, t) })
}
