package hooks

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/jobs"
	"mahalle/internal/platform/outward"
)

const (
	callFor  = 15 * time.Second    // one call, its answer included
	turnFor  = 45 * time.Second    // one turn with a receiver
	leaseFor = turnFor + 2*callFor // so that a turn always ends within
)

// send is the errand: it sends what waits for a receiver, one after another. Who
// finds another at it leaves; that one looks once more after it has let go.
func (s *Service) send(ctx context.Context, j jobs.Job) error {
	var o order
	if err := j.Read(&o); err != nil {
		return err
	}
	until := time.Now().Add(turnFor)
	for {
		more, err := s.turn(ctx, o.Hook, until)
		if err != nil || !more || ctx.Err() != nil {
			return err
		}
		if !time.Now().Before(until) {
			return s.db.Write(ctx, func(tx *db.Tx) error { return s.order(ctx, tx, o.Hook, time.Time{}) })
		}
	}
}

// turn is one stretch of sending to a receiver, alone. It reports whether more is
// due that nobody sends.
func (s *Service) turn(ctx context.Context, hook city.ID, until time.Time) (more bool, err error) {
	lease := string(city.NewID())
	var mine bool
	if err := s.db.Write(ctx, func(tx *db.Tx) (err error) {
		mine, err = take(ctx, tx, hook, lease, clock.Now(ctx))
		return err
	}); err != nil || !mine {
		return false, err
	}
	err = s.drain(ctx, hook, until)
	kept := context.WithoutCancel(ctx)
	err = errors.Join(err, s.db.Write(kept, func(tx *db.Tx) error { return release(kept, tx, hook, lease) }))
	if err != nil {
		return false, err
	}
	_, more, err = nextDue(ctx, s.db.Read(ctx), hook, clock.Now(ctx))
	return more, err
}

// drain sends until nothing is due, the receiver must rest, or the turn is over.
func (s *Service) drain(ctx context.Context, hook city.ID, until time.Time) error {
	for time.Now().Before(until) && ctx.Err() == nil {
		q := s.db.Read(ctx)
		h, err := hookByID(ctx, q, hook)
		if fault.KindOf(err) == fault.NotFound {
			return nil // removed meanwhile
		}
		if err != nil {
			return err
		}
		n, some, err := nextDue(ctx, q, hook, clock.Now(ctx))
		if err != nil || !some || h.State != On || h.RestUntil.After(clock.Now(ctx)) {
			return err
		}
		if err := s.one(ctx, h, n); err != nil {
			return err
		}
	}
	return nil
}

// one sends a letter and notes how it went. A letter that was sent when we are
// stopped before noting it is sent again under the same name.
func (s *Service) one(ctx context.Context, h Hook, n news) error {
	if n.Request != "" {
		public, err := isPublic(ctx, s.db.Read(ctx), n.Request)
		if err != nil {
			return err
		}
		if !public {
			n.State, n.Tried = withheld, clock.Now(ctx)
			return s.db.Write(ctx, func(tx *db.Tx) error { return saveNews(ctx, tx, n) })
		}
	}
	o := s.call(ctx, h, n)
	if ctx.Err() != nil && o.status == 0 {
		return nil // we are being stopped: no fault of theirs
	}
	return s.note(context.WithoutCancel(ctx), h.ID, n, o)
}

// note writes down how a call went: for the letter, and for the receiver.
func (s *Service) note(ctx context.Context, hook city.ID, n news, o outcome) error {
	now := clock.Now(ctx)
	n.went(o, now)
	return s.db.Write(ctx, func(tx *db.Tx) error {
		h, err := hookByID(ctx, tx, hook)
		if err != nil {
			return err
		}
		was := h.State
		switch {
		case o.ok():
			h.took(now)
		case o.gone():
			h.State, h.FailingSince = Gone, now
		default:
			h.failed(now, o.after)
			if err := s.orderLater(ctx, tx, h, n); err != nil {
				return err
			}
		}
		if err := saveNews(ctx, tx, n); err != nil {
			return err
		}
		if err := updateHook(ctx, tx, h); err != nil || h.State == was {
			return err
		}
		tx.AfterCommit(func() { s.heard(tx.Tenant(), h) })
		return s.journal.Record(ctx, tx, events.HookSwitched{Hook: events.Hook{ID: hook}, State: string(h.State)})
	})
}

// orderLater looks at the receiver again when it has rested, and when this letter
// may be tried once more.
func (s *Service) orderLater(ctx context.Context, tx *db.Tx, h Hook, n news) error {
	if err := s.order(ctx, tx, h.ID, h.RestUntil); err != nil || n.State != waiting || !n.Next.After(h.RestUntil) {
		return err
	}
	return s.order(ctx, tx, h.ID, n.Next)
}

// call makes one call. What the receiver says beside its status is not read.
func (s *Service) call(ctx context.Context, h Hook, n news) outcome {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, h.URL, bytes.NewReader(n.Body))
	if err != nil {
		return outcome{why: "outward.address"}
	}
	now := clock.Now(ctx)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "Mahalle-Webhooks/1")
	r.Header.Set(headerID, string(n.ID))
	r.Header.Set(headerTimestamp, strconv.FormatInt(now.Unix(), 10))
	r.Header.Set(headerSignature, h.signatures(s.ring, db.TenantFrom(ctx), string(n.ID), now, n.Body))
	begun := time.Now()
	answer, err := s.client.Do(r)
	o := outcome{took: time.Since(begun)}
	if err != nil {
		o.why = outward.Why(err)
		return o
	}
	_ = answer.Body.Close()
	o.status, o.after = answer.StatusCode, retryAfter(answer.Header.Get("Retry-After"))
	return o
}

// mostAfter is how long a receiver may ask us to wait.
const mostAfter = 24 * time.Hour

// retryAfter reads the seconds a receiver asks us to wait; a date or nonsense is
// no time at all.
func retryAfter(text string) time.Duration {
	seconds, err := strconv.ParseUint(strings.TrimSpace(text), 10, 31)
	if err != nil {
		return 0
	}
	return min(time.Duration(seconds)*time.Second, mostAfter)
}
