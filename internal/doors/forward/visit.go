package forward

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/jobs"
)

const (
	visitFor   = 45 * time.Second     // one visit
	leaseFor   = visitFor + 3*callFor // so that a visit always ends within
	wrongClock = 2 * leaseFor         // a lease beyond was given while a clock was wrong
	mostDue    = 50                   // sent in one visit
	mostOpen   = 200                  // asked about in one visit
	lockedFor  = "open311"            // what their key is locked for
)

// visit is the errand: it sends what is to be sent to a body, and hears what it
// says. Who finds another at it leaves.
func (s *Service) visit(ctx context.Context, j jobs.Job) error {
	var o order
	if err := j.Read(&o); err != nil {
		return err
	}
	return s.Visit(ctx, o.Unit)
}

// Visit talks to a body once, alone.
func (s *Service) Visit(ctx context.Context, unit string) error {
	lease := string(city.NewID())
	var mine bool
	if err := s.db.Write(ctx, func(tx *db.Tx) (err error) {
		mine, err = take(ctx, tx, unit, lease, clock.Now(ctx))
		return err
	}); err != nil || !mine {
		return err
	}
	err := s.talk(ctx, unit)
	kept := context.WithoutCancel(ctx)
	return errors.Join(err, s.db.Write(kept, func(tx *db.Tx) error { return release(kept, tx, unit, lease) }))
}

// talk sends, asks for numbers, and hears; the first trouble with the line ends it.
func (s *Service) talk(ctx context.Context, unit string) error {
	l, err := lineOf(ctx, s.db.Read(ctx), unit)
	if fault.KindOf(err) == fault.NotFound {
		return nil // removed meanwhile
	}
	if err != nil {
		return err
	}
	p, err := s.peerOf(ctx, l)
	if err == nil {
		err = s.say(ctx, l, p)
	}
	if err == nil {
		err = s.listen(ctx, l, p)
	}
	var t *trouble
	if errors.As(err, &t) {
		if ctx.Err() != nil {
			return nil // we are being stopped: no fault of theirs
		}
		slog.InfoContext(ctx, "forward: a body's door", "unit", unit, "why", t.why, "status", t.status)
		return s.lineFailed(ctx, unit, t)
	}
	return err
}

// peerOf is the other side of a line.
func (s *Service) peerOf(ctx context.Context, l Line) (peer, error) {
	p := peer{client: s.client, base: l.URL, format: l.Format, place: l.Jurisdiction}
	if l.secret == "" {
		return p, nil
	}
	key, err := s.ring.Unlock(l.secret, lockedFor, string(db.TenantFrom(ctx)), l.Unit)
	if err != nil {
		return p, &trouble{why: "forward.why_locked"}
	}
	p.key = key
	return p, nil
}

// lineAnswered notes that the other side is there.
func (s *Service) lineAnswered(ctx context.Context, unit string) error {
	return s.onLine(ctx, unit, func(tx *db.Tx, l *Line) error {
		was := l.Silent
		l.answered(clock.Now(ctx))
		if !was {
			return nil
		}
		return s.journal.Record(ctx, tx, events.LineSilent{Line: events.Line{Unit: unit}})
	})
}

// lineFailed notes that it is not; after an hour the alarm is raised, and whoever
// works on what waits is told.
func (s *Service) lineFailed(ctx context.Context, unit string, t *trouble) error {
	return s.onLine(ctx, unit, func(tx *db.Tx, l *Line) error {
		alarm := l.failed(clock.Now(ctx), t.why)
		if err := s.order(ctx, tx, unit, l.RestUntil); err != nil || !alarm {
			return err
		}
		if err := s.tellOfSilence(ctx, tx, unit); err != nil {
			return err
		}
		return s.journal.Record(ctx, tx, events.LineSilent{Line: events.Line{Unit: unit}, Silent: true, Why: t.why})
	})
}

// tellOfSilence writes it on each request that did not arrive.
func (s *Service) tellOfSilence(ctx context.Context, tx *db.Tx, unit string) error {
	all, err := dueNow(ctx, tx, unit, clock.Now(ctx).Add(mostRest), mostOpen)
	if err != nil {
		return err
	}
	in, l := s.speaking(ctx)
	name, _ := s.needs.BodyName(in, unit)
	for _, one := range all {
		if one.Step == Token {
			continue
		}
		if err := s.needs.Note(in, tx, one.Number, l.Say("forward.note_silent", "name", name)); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) onLine(ctx context.Context, unit string, do func(tx *db.Tx, l *Line) error) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		l, err := lineOf(ctx, tx, unit)
		if fault.KindOf(err) == fault.NotFound {
			return nil
		}
		if err != nil {
			return err
		}
		if err := do(tx, &l); err != nil {
			return err
		}
		return saveLine(ctx, tx, l)
	})
}

// note keeps how far one has come.
func (s *Service) note(ctx context.Context, one Sent) error {
	kept := context.WithoutCancel(ctx)
	return s.db.Write(kept, func(tx *db.Tx) error { return saveSent(kept, tx, one) })
}
