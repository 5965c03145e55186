package office

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/tenant"
)

var stranger = access.Actor{Kind: access.Resident}

// WhoIs finds who holds a session. A token that nobody holds, of another city,
// or past its time, is a resident we do not know. It is asked at every door, so
// the answer is remembered for half a minute; signing out is heard at once, by
// other processes within that time.
func (s *Service) WhoIs(ctx context.Context, token string) (access.Actor, error) {
	who, now := ofCity{db.TenantFrom(ctx), hashed(token)}, clock.Now(ctx)
	if a, ok := s.sessions.get(who, now); ok {
		return a, nil
	}
	asked := s.sessions.asked()
	a, err := s.whoIs(ctx, who.id, now)
	if fault.KindOf(err) == fault.NotFound {
		return stranger, nil
	}
	if err != nil {
		return stranger, err
	}
	s.sessions.keep(who, a, asked, now, untilTomorrow(ctx, now))
	return a, nil
}

// untilTomorrow: who sits where may be different tomorrow.
func untilTomorrow(ctx context.Context, now time.Time) time.Time {
	c := tenant.From(ctx)
	return (c.Today(now) + 1).At(0, c.Zone())
}

// sitting is a session and what must be known of its person.
type sitting struct {
	person           city.ID
	name, post       string
	active           bool
	made, seen, ends int64
	signedOutBefore  int64
}

// over: an ended session, or one that the person has ended from elsewhere.
func (o sitting) over(now time.Time) bool {
	return !o.active || !now.Before(db.Time(o.ends)) || now.Sub(db.Time(o.seen)) > idleFor || o.made < o.signedOutBefore
}

func (s *Service) whoIs(ctx context.Context, id string, now time.Time) (access.Actor, error) {
	q := s.db.Read(ctx)
	o, err := db.One(ctx, q, scanSitting, `SELECT s.person, p.name, s.post, p.active, s.made_at, s.seen_at, s.ends_at, p.signed_out_before
		FROM office_sessions s JOIN office_people p ON p.tenant_id = $1 AND p.id = s.person
		WHERE s.tenant_id = $1 AND s.id = $2`, q.Tenant(), id)
	if err != nil {
		return stranger, err
	}
	if o.over(now) {
		return stranger, fault.New(fault.NotFound, "web.not_found")
	}
	if now.Sub(db.Time(o.seen)) >= writeSeenEvery {
		s.seen(ctx, id, now)
	}
	a, err := s.seated(ctx, q, o)
	a.Session = id
	return a, err
}

func scanSitting(r db.Row) (sitting, error) {
	var o sitting
	err := r.Scan(&o.person, &o.name, &o.post, &o.active, &o.made, &o.seen, &o.ends, &o.signedOutBefore)
	return o, err
}

// seated is the person in one of the posts held today: the one chosen, else the
// first. Somebody without a post may look at the own account and little else.
func (s *Service) seated(ctx context.Context, q db.Query, o sitting) (access.Actor, error) {
	posts, err := postsToday(ctx, q, o.person)
	if err != nil {
		return stranger, err
	}
	h := s.of(q.Tenant())
	posts = slices.DeleteFunc(posts, func(code string) bool { p, ok := h.post[code]; return !ok || p.Gone })
	switch {
	case len(posts) == 0:
		return access.Actor{Kind: access.Staff, Person: o.person, Name: o.name}, nil
	case slices.Contains(posts, o.post):
		return h.actor(o.person, o.name, h.post[o.post]), nil
	default:
		return h.actor(o.person, o.name, h.post[posts[0]]), nil
	}
}

const writeSeenEvery = 5 * time.Minute

// seen remembers that a session is in use. That is not worth failing a page for.
func (s *Service) seen(ctx context.Context, id string, now time.Time) {
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE office_sessions SET seen_at = $3 WHERE tenant_id = $1 AND id = $2`, tx.Tenant(), id, db.Micros(now))
		return err
	})
	if err != nil {
		slog.WarnContext(ctx, "office: a session's last use was not kept", "error", err)
	}
}

// InPost is a person acting in a post without a session, as a token of theirs
// made at a moment does. Whoever is shut out, and whatever was made before the
// person signed out everywhere, is fault.NotFound; who no longer sits in the post
// has no rights of it.
func (s *Service) InPost(ctx context.Context, person city.ID, post string, made time.Time) (access.Actor, error) {
	q := s.db.Read(ctx)
	o, err := db.One(ctx, q, func(r db.Row) (o sitting, err error) {
		err = r.Scan(&o.name, &o.active, &o.signedOutBefore)
		return o, err
	}, `SELECT name, active, signed_out_before FROM office_people WHERE tenant_id = $1 AND id = $2`, q.Tenant(), person)
	if err != nil {
		return stranger, err
	}
	if !o.active || db.Micros(made) < o.signedOutBefore {
		return stranger, fault.New(fault.NotFound, "web.not_found")
	}
	o.person, o.post = person, post
	a, err := s.seated(ctx, q, o)
	if err == nil && a.Post != post {
		a = access.Actor{Kind: access.Staff, Person: person, Name: o.name}
	}
	return a, err
}

// Forgotten counts how often somebody who was known had to be found anew: because
// they signed out, were shut out, or sit elsewhere. Who remembers people beside
// us asks again when it has changed.
func (s *Service) Forgotten() uint64 { return s.sessions.asked() }

// PostToday is the post somebody holds today: the one asked for, or the first;
// none is the empty one. One that is not held is fault.Forbidden.
func (s *Service) PostToday(ctx context.Context, person city.ID, asked string) (string, error) {
	posts, err := postsToday(ctx, s.db.Read(ctx), person)
	switch {
	case err != nil:
		return "", err
	case asked != "" && !slices.Contains(posts, asked):
		return "", fault.New(fault.Forbidden, "office.not_your_post")
	case asked == "" && len(posts) > 0:
		return posts[0], nil
	}
	return asked, nil
}
