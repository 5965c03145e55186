package office

import (
	"context"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/once"
	"mahalle/internal/platform/tenant"
)

// People lists the staff by login, from the one after the given login on.
func (s *Service) People(ctx context.Context, after string, limit int) ([]Person, error) {
	q := s.db.Read(ctx)
	return db.All(ctx, q, scanPerson, `SELECT `+personColumns+` FROM office_people
		WHERE tenant_id = $1 AND login > $2 ORDER BY login LIMIT $3`, q.Tenant(), after, limit)
}

// HowMany counts who may sign in today.
func (s *Service) HowMany(ctx context.Context) (int, error) {
	q := s.db.Read(ctx)
	return db.One(ctx, q, db.Value[int], `SELECT count(*) FROM office_people WHERE tenant_id = $1 AND active = 1`, q.Tenant())
}

// AddPerson gives somebody an account with a password.
func (s *Service) AddPerson(ctx context.Context, login, name, password string) (city.ID, error) {
	return s.add(ctx, "", newcomer{Login: login, Details: Details{Name: name}, Password: password})
}

// add gives an account once for each key, whatever a browser sends twice.
func (s *Service) add(ctx context.Context, key string, n newcomer) (city.ID, error) {
	if err := mayManage(access.From(ctx)); err != nil {
		return "", err
	}
	n, err := n.checked(tenant.From(ctx).Phone)
	if err := together(err, s.mayHold(ctx, n.Post)); err != nil {
		return "", err
	}
	hash, err := s.hasher.hash(ctx, n.Password)
	if err != nil {
		return "", err
	}
	p := Person{ID: city.NewID(), Login: n.Login, Details: n.Details, Password: hash, PasswordGiven: givenBy(ctx)}
	id, _, err := once.Do(ctx, s.db, "office: new person", key, func(tx *db.Tx) (string, error) {
		if err := s.admit(ctx, tx, p); err != nil || n.Post == "" {
			return string(p.ID), err
		}
		return string(p.ID), s.seat(ctx, tx, Holding{Post: n.Post, Person: p.ID, From: today(ctx)})
	})
	return city.ID(id), err
}

// givenBy tells a password that a colleague chose from one that somebody set up
// at the machine, where it is most often their own.
func givenBy(ctx context.Context) bool { return access.From(ctx).Kind == access.Staff }

func (s *Service) admit(ctx context.Context, tx *db.Tx, p Person) error {
	first, err := insertPerson(ctx, tx, p)
	if err != nil {
		return err
	}
	if !first {
		return about("login", "office.login_taken")
	}
	if err := saveWords(ctx, tx, p.ID, p.Login, p.Name); err != nil {
		return err
	}
	return s.journal.Record(ctx, tx, events.PersonAdded{Person: events.Person{ID: p.ID}})
}

// SetDetails changes somebody's name, ways to be reached and language.
func (s *Service) SetDetails(ctx context.Context, id city.ID, d Details) error {
	if err := mayManage(access.From(ctx)); err != nil {
		return err
	}
	d, err := d.checked(tenant.From(ctx).Phone)
	if err != nil {
		return err
	}
	return s.change(ctx, id, func(tx *db.Tx, p Person) error {
		if err := updateDetails(ctx, tx, id, d); err != nil {
			return err
		}
		if err := saveWords(ctx, tx, id, p.Login, d.Name); err != nil {
			return err
		}
		tx.AfterCommit(s.names.forget)
		return s.journal.Record(ctx, tx, events.PersonChanged{Person: events.Person{ID: id}})
	})
}

// SetLang remembers in which language somebody wants to be spoken to.
func (s *Service) SetLang(ctx context.Context, lang city.Lang) error {
	me := access.From(ctx).Person
	return s.change(ctx, me, func(tx *db.Tx, p Person) error {
		p.Lang = lang
		return updateDetails(ctx, tx, me, p.Details)
	})
}

// SetPassword gives a person another password and ends all sessions.
func (s *Service) SetPassword(ctx context.Context, login, password string) error {
	if err := mayManage(access.From(ctx)); err != nil {
		return err
	}
	login = foldLogin(login)
	if err := mayBePassword("password", login, password); err != nil {
		return err
	}
	hash, err := s.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	return s.changeByLogin(ctx, login, func(tx *db.Tx, p Person) error {
		if err := updatePassword(ctx, tx, p.ID, hash, givenBy(ctx)); err != nil {
			return err
		}
		if err := s.endSessions(ctx, tx, p.ID); err != nil {
			return err
		}
		return s.journal.Record(ctx, tx, events.PasswordChanged{Person: events.Person{ID: p.ID}})
	})
}

// SetActive lets somebody in again, or no more; either way all sessions end.
func (s *Service) SetActive(ctx context.Context, login string, active bool) error {
	return s.changeByLogin(ctx, foldLogin(login), func(tx *db.Tx, p Person) error {
		if err := mayShutOut(access.From(ctx), p.ID); err != nil || p.Active == active {
			return err
		}
		if err := updateActive(ctx, tx, p.ID, active); err != nil {
			return err
		}
		if err := s.endSessions(ctx, tx, p.ID); err != nil {
			return err
		}
		if active {
			return s.journal.Record(ctx, tx, events.PersonLetIn{Person: events.Person{ID: p.ID}})
		}
		return s.journal.Record(ctx, tx, events.PersonShutOut{Person: events.Person{ID: p.ID}})
	})
}

// change does something to one person, and nobody is remembered from before.
func (s *Service) change(ctx context.Context, id city.ID, do func(tx *db.Tx, p Person) error) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		p, err := personByID(ctx, tx, id)
		if err != nil {
			return err
		}
		tx.AfterCommit(s.sessions.forgetAll)
		return do(tx, p)
	})
}

func (s *Service) changeByLogin(ctx context.Context, login string, do func(tx *db.Tx, p Person) error) error {
	p, err := personByLogin(ctx, s.db.Read(ctx), login)
	if fault.KindOf(err) == fault.NotFound {
		return fault.Wrap(fault.NotFound, err, "office.no_such_login", "login", login)
	}
	if err != nil {
		return err
	}
	return s.change(ctx, p.ID, do)
}

// ByLogin is the person with a user name.
func (s *Service) ByLogin(ctx context.Context, login string) (Person, error) {
	p, err := personByLogin(ctx, s.db.Read(ctx), login)
	if fault.KindOf(err) == fault.NotFound {
		err = fault.Wrap(fault.NotFound, err, "office.no_such_login", "login", login)
	}
	return p, err
}
