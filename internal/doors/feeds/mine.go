package feeds

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/web"
	"mahalle/internal/promises"
)

// mostMine is how many promises a person's calendar holds, the nearest first.
const mostMine = 300

// link is a person's subscription.
type link struct {
	edition int
	open    bool
}

func linkOf(ctx context.Context, q db.Query, person city.ID) (link, error) {
	all, err := db.All(ctx, q, func(r db.Row) (l link, err error) {
		var open int
		err = r.Scan(&l.edition, &open)
		l.open = open == 1
		return l, err
	}, `SELECT edition, open FROM doors_feeds WHERE tenant_id = $1 AND person = $2`, q.Tenant(), person)
	if err != nil || len(all) == 0 {
		return link{}, err
	}
	return all[0], nil
}

// Make gives whoever asks a link of their own; one they had before opens nothing
// any more.
func (s *Service) Make(ctx context.Context) error {
	me := access.From(ctx).Person
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := tx.ExecContext(ctx, `INSERT INTO doors_feeds (tenant_id, person, edition, open, made_at) VALUES ($1, $2, 1, 1, $3)
			ON CONFLICT (tenant_id, person) DO UPDATE SET edition = doors_feeds.edition + 1, open = 1, made_at = excluded.made_at`,
			tx.Tenant(), me, db.Micros(clock.Now(ctx))); err != nil {
			return err
		}
		return s.journal.Record(ctx, tx, events.FeedLinkMade{Person: events.Person{ID: me}})
	})
}

// Revoke ends the link of whoever asks.
func (s *Service) Revoke(ctx context.Context) error {
	me := access.From(ctx).Person
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := tx.ExecContext(ctx, `UPDATE doors_feeds SET open = 0 WHERE tenant_id = $1 AND person = $2`, tx.Tenant(), me); err != nil {
			return err
		}
		return s.journal.Record(ctx, tx, events.FeedLinkRevoked{Person: events.Person{ID: me}})
	})
}

func (s *Service) path(t city.Tenant, person city.ID, edition int) string {
	return "/feeds/mine/" + string(person) + "/" + s.ring.Key("feed", string(t), string(person), strconv.Itoa(edition)) + ".ics"
}

// mine answers the calendar program of somebody who works for the city. A wrong
// key, an ended link and somebody who is let in no more are all the same: nothing.
func (s *Service) mine(w http.ResponseWriter, r *http.Request) error {
	ctx, t := r.Context(), db.TenantFrom(r.Context())
	nothing := fault.New(fault.NotFound, "feeds.no_link")
	person := city.ID(r.PathValue("person"))
	given, ok := strings.CutSuffix(r.PathValue("key"), ".ics")
	if !ok || !person.Valid() {
		return nothing
	}
	l, err := linkOf(ctx, s.db.Read(ctx), person)
	if err != nil {
		return err
	}
	if !s.ring.Knows(given, "feed", string(t), string(person), strconv.Itoa(l.edition)) || !l.open {
		return nothing
	}
	who, err := s.needs.Person(ctx, person)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return err
	}
	if err != nil || !who.Active {
		return nothing
	}
	if who.Lang != "" {
		ctx = i18n.With(ctx, s.needs.Speak(ctx, who.Lang))
	}
	body, err := s.writeMine(ctx, person, web.Origin(r))
	if err != nil {
		return err
	}
	w.Header().Set("Referrer-Policy", "no-referrer")
	return answer(w, r, calendarKind, body, time.Time{}, false)
}

// writeMine writes what a person owes: numbers, subjects and places. What is
// confidential stays in the house, and residents' words too.
func (s *Service) writeMine(ctx context.Context, person city.ID, base string) ([]byte, error) {
	l, c, t := i18n.From(ctx), &ical{}, db.TenantFrom(ctx)
	owed, err := promises.List(ctx, s.db.Read(ctx), promises.Owed{Person: person, Limit: mostMine})
	if err != nil {
		return nil, err
	}
	c.begin(l.Say("feeds.mine_of", "city", l.Text(tenant.From(ctx).ShortName)))
	for _, p := range owed {
		if p.Due.IsZero() || s.needs.Confidential(ctx, p.Topic) {
			continue
		}
		h := happening{uid: uidOf(t, p), stamp: p.Opened, at: p.Due, place: s.needs.PlaceName(l, ctx, p.Place),
			summary: l.Say("feeds.owed", "number", p.Label, "subject", s.needs.SubjectName(ctx, p.Topic)), note: s.kind(l, p)}
		if p.SubjectKind == "request" {
			h.url = base + "/staff/requests/" + p.Label
		}
		c.event(h)
	}
	return c.end(), nil
}

// kind says what is owed: an answer, a repair.
func (s *Service) kind(l i18n.Locale, p promises.Promise) string {
	if key := "feeds.owed_" + string(p.Of); l.Has(key) {
		return l.Say(key)
	}
	return ""
}
