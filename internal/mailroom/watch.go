package mailroom

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/tenant"
)

const (
	leaseFor   = 2 * time.Minute
	renewEvery = 30 * time.Second
	listenFor  = 5 * time.Minute  // on a quiet line, before we make sure that it still stands
	lookEvery  = time.Minute      // where the server cannot ring
	longest    = 15 * time.Minute // between two calls to a server that is not well
)

// Run reads the mailboxes until the context ends.
func (s *Service) Run(ctx context.Context) {
	var all sync.WaitGroup
	for _, b := range s.boxes {
		all.Go(func() { s.keep(ctx, b) })
	}
	all.Wait()
}

// keep calls again and again, more patiently the longer a server is not well.
func (s *Service) keep(ctx context.Context, b Box) {
	for failures := 0; ctx.Err() == nil; {
		pause := renewEvery // a mailbox that another node reads
		if c, ok := s.needs.CityOf(b.City); ok && !c.Demonstration {
			err := s.Read(ctx, c, b, true)
			if failures++; err == nil {
				failures = 0
			} else {
				pause = min(time.Second<<min(failures, 10), longest)
				pause = pause/2 + rand.N(pause/2+1)
			}
		}
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
	}
}

// Read takes in what lies in a mailbox, if no other node reads it, and then goes
// on listening if it is told to, until the line breaks or the context ends.
func (s *Service) Read(ctx context.Context, c *tenant.City, b Box, listen bool) error {
	ctx, cancel := context.WithCancel(access.AsSystem(tenant.Enter(ctx, c)))
	defer cancel()
	first, err := s.lease(ctx, b)
	if err != nil || first.IsZero() {
		return err
	}
	var renewing sync.WaitGroup
	renewing.Go(func() { s.renew(ctx, cancel, b) })
	defer s.giveBack(ctx, b)
	defer renewing.Wait()
	defer cancel()
	return s.sit(ctx, b, first, listen)
}

// sit is one conversation with the mail server.
func (s *Service) sit(ctx context.Context, b Box, first time.Time, listen bool) error {
	l, err := call(ctx, b)
	if err != nil {
		return s.failed(ctx, b, err)
	}
	defer l.hangUp()
	since := b.Since
	if since.IsZero() {
		since = first.Add(-24 * time.Hour) // servers know days only
	}
	for {
		if err := s.readAll(ctx, l, since); err != nil {
			return s.failed(ctx, b, err)
		}
		if err := s.well(ctx, b); err != nil || !listen {
			return err
		}
		if err := l.listen(ctx); err != nil {
			return s.failed(ctx, b, troubled("unreachable", err))
		}
	}
}

func (l *line) listen(ctx context.Context) error {
	most := listenFor
	if !l.Caps().Has("IDLE") {
		most = lookEvery
	}
	if err := l.wait(ctx, most); err != nil {
		return err
	}
	answer := make(chan error, 1)
	go func() { answer <- l.Noop().Wait() }()
	select {
	case err := <-answer:
		return err
	case <-time.After(patience):
		return errors.New("the server does not answer")
	}
}

// lease gives this node the mailbox for a while, and tells since when the city
// reads it; no moment when another node has it.
func (s *Service) lease(ctx context.Context, b Box) (first time.Time, err error) {
	now := clock.Now(ctx)
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		at, err := db.One(ctx, tx, db.Value[int64], `INSERT INTO mailroom_boxes (tenant_id, box, node, leased_until, first_at)
			VALUES ($1, $2, $3, $4, $5) ON CONFLICT (tenant_id, box) DO UPDATE SET node = excluded.node, leased_until = excluded.leased_until
			WHERE mailroom_boxes.node = excluded.node OR mailroom_boxes.leased_until <= $5 OR mailroom_boxes.leased_until > $6
			RETURNING first_at`, tx.Tenant(), b.Name(), s.node, db.Micros(now.Add(leaseFor)), db.Micros(now), db.Micros(now.Add(5*leaseFor)))
		first = db.Time(at)
		if fault.KindOf(err) == fault.NotFound {
			first, err = time.Time{}, nil
		}
		return err
	})
	return first, err
}

// renew keeps the lease while the conversation lasts, and ends it if the lease
// is lost.
func (s *Service) renew(ctx context.Context, end func(), b Box) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(renewEvery):
		}
		if first, err := s.lease(ctx, b); err == nil && first.IsZero() || err != nil && ctx.Err() == nil {
			end()
			return
		}
	}
}

func (s *Service) giveBack(ctx context.Context, b Box) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE mailroom_boxes SET leased_until = 0 WHERE tenant_id = $1 AND box = $2 AND node = $3`,
			tx.Tenant(), b.Name(), s.node)
		return err
	})
	if err != nil { // it ends by itself
		slog.WarnContext(ctx, "mailroom: a lease could not be given back", "error", err)
	}
}

func (s *Service) well(ctx context.Context, b Box) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE mailroom_boxes SET read_at = $3, failed_at = 0, error = '' WHERE tenant_id = $1 AND box = $2`,
			tx.Tenant(), b.Name(), db.Micros(clock.Now(ctx)))
		return err
	})
}

// failed notes since when and why a mailbox cannot be read. A line that we closed
// ourselves is no failure.
func (s *Service) failed(ctx context.Context, b Box, why error) error {
	if ctx.Err() != nil {
		return nil
	}
	code := "server"
	var known *trouble
	if errors.As(why, &known) {
		code = known.code
	}
	slog.WarnContext(ctx, "mailroom: the mailbox cannot be read", "city", db.TenantFrom(ctx), "why", code, "error", why)
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE mailroom_boxes SET failed_at = CASE WHEN failed_at = 0 THEN $3 ELSE failed_at END, error = $4
			WHERE tenant_id = $1 AND box = $2`, tx.Tenant(), b.Name(), db.Micros(clock.Now(ctx)), code)
		return err
	})
	return errors.Join(why, err)
}
