package office

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/tenant"
)

// How long a session lasts: a working day without being used, a week at most.
const (
	idleFor = 12 * time.Hour
	mostFor = 7 * 24 * time.Hour
)

// SignIn gives somebody a session for a name and a password. A wrong name and a
// wrong password sound and take the same.
func (s *Service) SignIn(ctx context.Context, login, password, address, device string) (token string, err error) {
	login = machineWord(login)
	if err := s.mayTry(ctx, login, address); err != nil {
		return "", err
	}
	p, err := personByLogin(ctx, s.db.Read(ctx), login)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return "", err
	}
	if !passwordFits(p.Password, password) || !p.Active {
		return "", s.refused(ctx, p.ID, login, address)
	}
	return s.session(ctx, p.ID, device, func(tx *db.Tx) error { return forgetFailures(ctx, tx, login) })
}

// SignInAs gives a session without a password. Only demonstrations ask for it.
func (s *Service) SignInAs(ctx context.Context, person city.ID) (token string, err error) {
	return s.session(ctx, person, "demo", func(*db.Tx) error { return nil })
}

func (s *Service) session(ctx context.Context, person city.ID, device string, also func(tx *db.Tx) error) (token string, err error) {
	token, id := newToken()
	now := clock.Now(ctx)
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if err := also(tx); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO office_sessions (tenant_id, id, person, made_at, seen_at, ends_at, device)
			VALUES ($1, $2, $3, $4, $4, $5, $6)`, tx.Tenant(), id, person, db.Micros(now), db.Micros(now.Add(mostFor)), device[:min(60, len(device))])
		if err != nil {
			return err
		}
		return s.journal.Record(ctx, tx, events.SignedIn{Person: events.Person{ID: person}})
	})
	return token, err
}

func newToken() (token, id string) {
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails since Go 1.24
	token = base64.RawURLEncoding.EncodeToString(b[:])
	return token, hashed(token)
}

func hashed(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// machineWord is a login as machines compare it: ASCII rules, whatever the
// language of the page.
func machineWord(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// SignOut ends one session.
func (s *Service) SignOut(ctx context.Context, token string) error {
	id := hashed(token)
	s.sessions.forget(db.TenantFrom(ctx), id)
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM office_sessions WHERE tenant_id = $1 AND id = $2`, tx.Tenant(), id)
		return err
	})
}

// SignOutEverywhere ends every session of a person.
func (s *Service) SignOutEverywhere(ctx context.Context, person city.ID) error {
	defer s.sessions.forgetAll()
	return s.db.Write(ctx, func(tx *db.Tx) error { return s.endSessions(ctx, tx, person) })
}

func (s *Service) endSessions(ctx context.Context, tx *db.Tx, person city.ID) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM office_sessions WHERE tenant_id = $1 AND person = $2`, tx.Tenant(), person); err != nil {
		return err
	}
	return s.journal.Record(ctx, tx, events.SignedOutEverywhere{Person: events.Person{ID: person}})
}

// WhoIs finds who holds a session. A token nobody holds, of another city, or
// past its time, is a resident we do not know.
func (s *Service) WhoIs(ctx context.Context, token string) (access.Actor, error) {
	now, id, t := clock.Now(ctx), hashed(token), db.TenantFrom(ctx)
	if a, ok := s.sessions.get(t, id, now); ok {
		return a, nil
	}
	a, err := s.whoIs(ctx, id, now)
	if fault.KindOf(err) == fault.NotFound {
		return access.Actor{Kind: access.Resident}, nil
	}
	if err == nil {
		s.sessions.keep(t, id, now, a)
	}
	return a, err
}

type session struct {
	person     city.ID
	post       string
	seen, ends int64
}

func (s *Service) whoIs(ctx context.Context, id string, now time.Time) (access.Actor, error) {
	q := s.db.Read(ctx)
	one, err := db.One(ctx, q, func(r db.Row) (session, error) {
		var o session
		err := r.Scan(&o.person, &o.post, &o.seen, &o.ends)
		return o, err
	}, `SELECT person, post, seen_at, ends_at FROM office_sessions WHERE tenant_id = $1 AND id = $2`, q.Tenant(), id)
	if err != nil {
		return access.Actor{}, err
	}
	if !now.Before(db.Time(one.ends)) || now.Sub(db.Time(one.seen)) > idleFor {
		return access.Actor{}, fault.New(fault.NotFound, "web.not_found")
	}
	p, err := personByID(ctx, q, one.person)
	if err != nil || !p.Active {
		return access.Actor{Kind: access.Resident}, err
	}
	a, err := s.seated(ctx, q, p, one.post)
	a.Session = id
	if now.Sub(db.Time(one.seen)) > 5*time.Minute {
		s.seen(ctx, id, now)
	}
	return a, err
}

// seen remembers that a session is in use; it is not worth failing for.
func (s *Service) seen(ctx context.Context, id string, now time.Time) {
	_ = s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE office_sessions SET seen_at = $3 WHERE tenant_id = $1 AND id = $2`, tx.Tenant(), id, db.Micros(now))
		return err
	})
}

// seated is the person in one of the posts held today: the one chosen, else the
// first. Somebody without a post may look at the own account and nothing else.
func (s *Service) seated(ctx context.Context, q db.Query, p Person, chosen string) (access.Actor, error) {
	posts, err := postsToday(ctx, q, p.ID, tenant.From(ctx).Today(clock.Now(ctx)))
	if err != nil {
		return access.Actor{}, err
	}
	h := s.of(q.Tenant())
	seat := ""
	for _, code := range posts {
		if seat == "" || code == chosen {
			seat = code
		}
	}
	if seat == "" {
		return access.Actor{Kind: access.Staff, Person: p.ID, Name: p.Name}, nil
	}
	return h.actor(p.ID, p.Name, h.post[seat]), nil
}

// Sit changes the post a session acts in, to one the person holds.
func (s *Service) Sit(ctx context.Context, post string) error {
	a := access.From(ctx)
	s.sessions.forget(db.TenantFrom(ctx), a.Session)
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE office_sessions SET post = $3 WHERE tenant_id = $1 AND id = $2`, tx.Tenant(), a.Session, post)
		return err
	})
}
