package requests

import (
	"context"
	"fmt"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/calendar"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/promises"
)

// Past is a request as another system remembers it. Its promised time and its
// end are facts; our own clocks do not judge them.
type Past struct {
	Report
	Unit   string // empty: our owner rules decide
	Reply  string // what the resident was told in the end
	Opened time.Time
	Target time.Time // zero: nothing was promised
	Closed time.Time // zero: still open
}

// Remember writes a request of the past as it stands, with its promise, its
// history and its place in the figures. A request whose external name is known
// is left alone.
func (s *Service) Remember(ctx context.Context, tx *db.Tx, p Past) (isNew bool, err error) {
	known, err := db.One(ctx, tx, db.Value[int], `SELECT count(*) FROM requests_requests
		WHERE tenant_id = $1 AND external <> '' AND external = $2`, tx.Tenant(), p.External)
	if err != nil || known > 0 {
		return false, err
	}
	now := clock.Now(ctx)
	d, err := s.pastOwner(ctx, p)
	if err != nil {
		return false, err
	}
	ctx = access.AsSystem(clock.With(ctx, p.Opened))
	r, err := s.past(ctx, tx, p, d)
	if err != nil {
		return false, err
	}
	due, err := s.rememberPromise(ctx, tx, &r, p, now)
	if err != nil {
		return false, err
	}
	return true, s.rememberLife(ctx, tx, r, p, due, now)
}

// pastOwner is the unit that a case of the past belongs to: by the rules for the
// hour at which it was told, among the units as they are staffed today.
func (s *Service) pastOwner(ctx context.Context, p Past) (Decision, error) {
	c := p.asCase()
	c.At = p.Opened
	d, err := s.needs.Decide(ctx, c)
	if p.Unit != "" {
		d.Unit = p.Unit
	}
	return d, err
}

func (s *Service) past(ctx context.Context, tx *db.Tx, p Past, d Decision) (r Request, err error) {
	r = s.fresh(ctx, p.Report, d, p.Opened)
	r.Secret = "" // nobody holds a link to what came from elsewhere
	r.Number, err = nextNumber(ctx, tx, p.Opened)
	return r, err
}

func (s *Service) rememberPromise(ctx context.Context, tx *db.Tx, r *Request, p Past, now time.Time) (promises.Promise, error) {
	if p.Target.IsZero() {
		return promises.Promise{}, nil
	}
	return s.ledger.Remember(ctx, tx, promises.Draft{
		SubjectKind: "request", Subject: r.ID, Label: r.Number, Topic: r.Subject, Of: promises.Repair,
		Owner: promises.Owner{Unit: r.Unit, Post: s.needs.DeskPost(ctx, r.Unit)}, Place: r.Place,
		Calendar: tenant.From(ctx).Calendar, Due: p.Target, MayPause: true, Amount: calendar.Amount{N: 1, Unit: calendar.Hours},
	}, p.Closed, now)
}

// rememberLife writes the request as it stands and the lines of its history.
func (s *Service) rememberLife(ctx context.Context, tx *db.Tx, r Request, p Past, due promises.Promise, now time.Time) error {
	r.Due = due.Due
	opened := s.fact(ctx, &r, nil)
	before := opened.After
	if p.Closed.IsZero() {
		r.Late = due.Late(now)
	} else {
		if !r.Due.IsZero() {
			r.judge(due.State != promises.Broken, p.Closed)
		}
		r.Status, r.Outcome, r.DoneAt, r.ClosedAt = Closed, Fixed, p.Closed, p.Closed
		r.Due = time.Time{}
	}
	opened.After.Late = p.Closed.IsZero() && r.Late
	if err := insert(ctx, tx, &r); err != nil {
		return err
	}
	keepWords(ctx, tx, &r)
	if err := s.journal.Record(ctx, tx, events.RequestOpened{Request: opened, Channel: r.Channel, Rule: fmt.Sprint(r.Rule)}); err != nil {
		return err
	}
	if p.Closed.IsZero() {
		return nil
	}
	return s.rememberEnd(clock.With(ctx, p.Closed), tx, &r, p, before, due.State != promises.Broken)
}

func (s *Service) rememberEnd(ctx context.Context, tx *db.Tx, r *Request, p Past, before events.Standing, onTime bool) error {
	var message city.ID
	if p.Reply != "" {
		var err error
		if message, err = s.say(ctx, tx, r, Finish, p.Reply, r.Lang); err != nil {
			return err
		}
	}
	return s.journal.Record(ctx, tx, events.RequestFinished{
		Request: s.fact(ctx, r, &before), Message: message, Outcome: string(r.Outcome), OnTime: onTime,
	})
}
