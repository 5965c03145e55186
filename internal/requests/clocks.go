package requests

import (
	"context"
	"time"

	"mahalle/internal/events"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/jobs"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/promises"
)

// FellDue hears that a promise was broken and marks its request late, in the
// same transaction.
func (s *Service) FellDue(ctx context.Context, tx *db.Tx, e events.PromiseBroken) error {
	if e.On.Kind != "request" || promises.Of(e.Of).Inside() {
		return nil
	}
	r, err := byID(ctx, tx, e.On.ID)
	if err != nil {
		return err
	}
	decides := e.Of == string(promises.Repair) || db.Micros(r.Due) == e.Due
	if !r.Status.Open() || r.Late || !decides {
		return nil
	}
	before := standing(tenant.From(ctx), &r)
	r.Late = true
	if err := save(ctx, tx, &r); err != nil {
		return err
	}
	return s.journal.Record(ctx, tx, events.RequestFellDue{Request: s.fact(ctx, &r, &before), Promise: e.Of, Level: 1, Post: e.Post})
}

const closeJob = "requests: close unconfirmed"

// Register lets the runner close, every ten minutes, what no resident spoke
// about in the city's chosen days.
func (s *Service) Register(r *jobs.Runner) {
	r.Send(closeJob, func(ctx context.Context, _ jobs.Job) error { return s.CloseUnconfirmed(ctx) })
	r.Plan(jobs.Schedule{Name: closeJob, Every: 10 * time.Minute})
}

// atOnce is how many requests one transaction closes.
const atOnce = 200

// CloseUnconfirmed closes every request whose resident did not speak in time.
// Such a request counts apart from a confirmed one.
func (s *Service) CloseUnconfirmed(ctx context.Context) error {
	for {
		closed := 0
		err := s.db.Write(ctx, func(tx *db.Tx) error {
			all, err := unconfirmedBefore(ctx, tx, db.Micros(clock.Now(ctx)), atOnce)
			closed = len(all)
			for i := range all {
				if err == nil {
					err = s.CloseOne(ctx, tx, all[i].Number)
				}
			}
			return err
		})
		if err != nil || closed < atOnce {
			return err
		}
	}
}

// CloseOne closes one request whose resident did not speak in time.
func (s *Service) CloseOne(ctx context.Context, tx *db.Tx, number string) error {
	return s.change(ctx, tx, number,
		func(r *Request) error { return r.CloseUnconfirmed(clock.Now(ctx)) },
		func(f events.Request) events.Event { return events.RequestClosed{Request: f} })
}
