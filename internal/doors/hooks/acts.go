package hooks

import (
	"context"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
)

// What somebody of the city does with receivers.

// Add makes a receiver, which is told from now on. Fields that cannot be are told
// beside the field.
func (s *Service) Add(ctx context.Context, h Hook) (Hook, error) {
	if err := s.check(ctx, &h); err != nil {
		return h, err
	}
	now := clock.Now(ctx)
	h.ID, h.Made, h.State, h.Secret = city.NewIDAt(now), now, On, 1
	return h, s.write(ctx, func(tx *db.Tx) (Hook, events.Event, error) {
		return h, changed(h, true, true), insertHook(ctx, tx, h)
	})
}

func (s *Service) check(ctx context.Context, h *Hook) error {
	if err := mayEdit(access.From(ctx)); err != nil {
		return err
	}
	return h.check(s.calls.Check, choices(ctx, s.needs.Subjects), choices(ctx, s.needs.Districts))
}

func changed(h Hook, address, made bool) events.HookChanged {
	return events.HookChanged{Hook: events.Hook{ID: h.ID}, Events: h.Events, Subjects: h.Subjects, Districts: h.Districts, Address: address, Made: made}
}

// Change writes what a receiver is told from now on, and where.
func (s *Service) Change(ctx context.Context, h Hook) error {
	if err := s.check(ctx, &h); err != nil {
		return err
	}
	return s.write(ctx, func(tx *db.Tx) (Hook, events.Event, error) {
		now, err := hookByID(ctx, tx, h.ID)
		if err != nil {
			return now, nil, err
		}
		address := now.URL != h.URL
		now.Name, now.URL, now.Events, now.Subjects, now.Districts = h.Name, h.URL, h.Events, h.Subjects, h.Districts
		return now, changed(now, address, false), updateHook(ctx, tx, now)
	})
}

// change does one thing with a receiver and tells the city.
func (s *Service) change(ctx context.Context, id city.ID, do func(tx *db.Tx, h *Hook) (events.Event, error)) error {
	if err := mayEdit(access.From(ctx)); err != nil {
		return err
	}
	return s.write(ctx, func(tx *db.Tx) (Hook, events.Event, error) {
		h, err := hookByID(ctx, tx, id)
		if err != nil {
			return h, nil, err
		}
		news, err := do(tx, &h)
		if err != nil {
			return h, nil, err
		}
		return h, news, updateHook(ctx, tx, h)
	})
}

// write does one thing with a receiver, tells the city, and keeps it in mind.
func (s *Service) write(ctx context.Context, do func(tx *db.Tx) (Hook, events.Event, error)) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		h, news, err := do(tx)
		if err != nil {
			return err
		}
		tx.AfterCommit(func() { s.heard(tx.Tenant(), h) })
		return s.journal.Record(ctx, tx, news)
	})
}

// Stop lets a receiver hear nothing for now.
func (s *Service) Stop(ctx context.Context, id city.ID) error {
	return s.change(ctx, id, func(_ *db.Tx, h *Hook) (events.Event, error) {
		if h.State != On {
			return nil, fault.New(fault.Conflict, "hooks.not_on")
		}
		h.State = Stopped
		return events.HookSwitched{Hook: events.Hook{ID: id}, State: string(h.State)}, nil
	})
}

// Resume lets a receiver hear again. What waited for it is sent now; what happened
// meanwhile was not written.
func (s *Service) Resume(ctx context.Context, id city.ID) error {
	return s.change(ctx, id, func(tx *db.Tx, h *Hook) (events.Event, error) {
		switch h.State {
		case On:
			return nil, fault.New(fault.Conflict, "hooks.on_already")
		case Gone:
			return nil, fault.New(fault.Conflict, "hooks.is_gone")
		}
		h.State, h.FailingSince, h.Failures, h.RestUntil = On, time.Time{}, 0, time.Time{}
		return events.HookSwitched{Hook: events.Hook{ID: id}, State: string(h.State)}, s.order(ctx, tx, id, time.Time{})
	})
}

// overlap is how long two secrets are in use when one is replaced.
const overlap = 24 * time.Hour

// Rotate makes another secret. For a day letters are signed with both.
func (s *Service) Rotate(ctx context.Context, id city.ID) error {
	return s.change(ctx, id, func(_ *db.Tx, h *Hook) (events.Event, error) {
		now := clock.Now(ctx)
		if now.Before(h.OldUntil) {
			return nil, fault.New(fault.Conflict, "hooks.two_secrets")
		}
		h.Secret, h.OldUntil = h.Secret+1, now.Add(overlap)
		return events.HookSecretChanged{Hook: events.Hook{ID: id}}, nil
	})
}

// Secret tells the secret in use.
func (s *Service) Secret(ctx context.Context, id city.ID) (string, error) {
	var secret string
	err := s.change(ctx, id, func(tx *db.Tx, h *Hook) (events.Event, error) {
		secret = secretOf(keyOf(s.ring, tx.Tenant(), id, h.Secret))
		return events.HookSecretSeen{Hook: events.Hook{ID: id}}, nil
	})
	return secret, err
}

// Again sends one letter once more, or all that were given up when none is named.
// It reports how many.
func (s *Service) Again(ctx context.Context, hook, one city.ID) (n int, err error) {
	err = s.change(ctx, hook, func(tx *db.Tx, h *Hook) (events.Event, error) {
		if h.State != On {
			return nil, fault.New(fault.Conflict, "hooks.not_on")
		}
		if n, err = again(ctx, tx, hook, one, clock.Now(ctx)); err != nil {
			return nil, err
		}
		if n == 0 {
			return nil, fault.New(fault.Conflict, "hooks.nothing_again")
		}
		h.RestUntil = time.Time{}
		return events.HookSentAgain{Hook: events.Hook{ID: hook}, N: n}, s.order(ctx, tx, hook, time.Time{})
	})
	return n, err
}

// Test calls a receiver at once with a letter that says nothing, and tells how
// that went. It changes nothing about the receiver.
func (s *Service) Test(ctx context.Context, id city.ID) (ok bool, err error) {
	if err := mayEdit(access.From(ctx)); err != nil {
		return false, err
	}
	h, err := hookByID(ctx, s.db.Read(ctx), id)
	if err != nil {
		return false, err
	}
	if h.State == Gone {
		return false, fault.New(fault.Conflict, "hooks.is_gone")
	}
	now := clock.Now(ctx)
	n := news{ID: city.NewIDAt(now), Type: ping, State: tried, Attempts: 1, Next: now, Tried: now}
	n.Body = letter{ID: n.ID, Type: ping, Timestamp: now.UTC().Format(time.RFC3339), City: db.TenantFrom(ctx), Data: struct{}{}}.write()
	o := s.call(ctx, h, n)
	n.Status, n.Why, n.Took = o.status, o.why, o.took
	if o.ok() {
		n.State = sent
	}
	return o.ok(), s.db.Write(ctx, func(tx *db.Tx) error { return insertNews(ctx, tx, id, n) })
}

// Remove ends a receiver, and with it what waits for it.
func (s *Service) Remove(ctx context.Context, id city.ID) error {
	if err := mayEdit(access.From(ctx)); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := hookByID(ctx, tx, id); err != nil {
			return err
		}
		if err := deleteHook(ctx, tx, id); err != nil {
			return err
		}
		tx.AfterCommit(func() { s.forgotten(tx.Tenant(), id) })
		return s.journal.Record(ctx, tx, events.HookRemoved{Hook: events.Hook{ID: id}})
	})
}
