package office

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"slices"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
)

// How long a session lasts: a working day without being used, a week at most.
const (
	idleFor = 12 * time.Hour
	mostFor = 7 * 24 * time.Hour
)

// Session is one browser in which somebody is signed in.
type Session struct {
	ID     string // hash of its token
	Device string // coarse words such as "Firefox · Windows"; may be empty
	Made   time.Time
	Seen   time.Time // to five minutes
}

// newToken makes the key of a session, 256 bits that nobody can guess, and the
// hash of it that we keep.
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

// openSession counts from the moment somebody began to sign in, so that it is
// nobody's if a password was changed meanwhile.
func openSession(ctx context.Context, tx *db.Tx, person city.ID, begun time.Time, device string) (token string, err error) {
	token, id := newToken()
	_, err = tx.ExecContext(ctx, `INSERT INTO office_sessions (tenant_id, id, person, made_at, seen_at, ends_at, device)
		VALUES ($1, $2, $3, $4, $4, $5, $6)`, tx.Tenant(), id, person, db.Micros(begun), db.Micros(begun.Add(mostFor)), deviceOf(device))
	return token, err
}

// Sessions lists where somebody is signed in, the last used first.
func (s *Service) Sessions(ctx context.Context, person city.ID) ([]Session, error) {
	q, now := s.db.Read(ctx), clock.Now(ctx)
	return db.All(ctx, q, func(r db.Row) (Session, error) {
		var o Session
		var made, seen int64
		err := r.Scan(&o.ID, &o.Device, &made, &seen)
		o.Made, o.Seen = db.Time(made), db.Time(seen)
		return o, err
	}, `SELECT id, device, made_at, seen_at FROM office_sessions
		WHERE tenant_id = $1 AND person = $2 AND ends_at > $3 AND seen_at >= $4 ORDER BY seen_at DESC, id`,
		q.Tenant(), person, db.Micros(now), db.Micros(now.Add(-idleFor)))
}

// SignOut ends the session of a token.
func (s *Service) SignOut(ctx context.Context, token string) error {
	return s.endSession(ctx, hashed(token), `DELETE FROM office_sessions WHERE tenant_id = $1 AND id = $2`)
}

// EndSession ends one of the actor's own sessions.
func (s *Service) EndSession(ctx context.Context, id string) error {
	return s.endSession(ctx, id, `DELETE FROM office_sessions WHERE tenant_id = $1 AND id = $2 AND person = $3`, access.From(ctx).Person)
}

func (s *Service) endSession(ctx context.Context, id, text string, args ...any) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		tx.AfterCommit(func() { s.sessions.forget(ofCity{tx.Tenant(), id}) })
		_, err := tx.ExecContext(ctx, text, append([]any{tx.Tenant(), id}, args...)...)
		return err
	})
}

// SignOutEverywhere ends every session of a person.
func (s *Service) SignOutEverywhere(ctx context.Context, person city.ID) error {
	if err := maySignOut(access.From(ctx), person); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := s.endSessions(ctx, tx, person); err != nil {
			return err
		}
		return s.journal.Record(ctx, tx, events.SignedOutEverywhere{Person: events.Person{ID: person}})
	})
}

// endSessions also reaches a session that is just being opened.
func (s *Service) endSessions(ctx context.Context, tx *db.Tx, person city.ID) error {
	tx.AfterCommit(s.sessions.forgetAll)
	if _, err := tx.ExecContext(ctx, `UPDATE office_people SET signed_out_before = $3 WHERE tenant_id = $1 AND id = $2`,
		tx.Tenant(), person, db.Micros(clock.Now(ctx))); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `DELETE FROM office_sessions WHERE tenant_id = $1 AND person = $2`, tx.Tenant(), person)
	return err
}

// Sit changes the post in which the actor's session acts, to another that the
// person holds today.
func (s *Service) Sit(ctx context.Context, post string) error {
	a := access.From(ctx)
	return s.db.Write(ctx, func(tx *db.Tx) error {
		posts, err := postsToday(ctx, tx, a.Person)
		if err != nil {
			return err
		}
		if !slices.Contains(posts, post) {
			return fault.New(fault.Forbidden, "office.not_your_post")
		}
		tx.AfterCommit(func() { s.sessions.forget(ofCity{tx.Tenant(), a.Session}) })
		_, err = tx.ExecContext(ctx, `UPDATE office_sessions SET post = $3 WHERE tenant_id = $1 AND id = $2`, tx.Tenant(), a.Session, post)
		return err
	})
}
