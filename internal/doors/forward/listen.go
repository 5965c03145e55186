package forward

import (
	"context"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/journal"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
)

// listener is the name under which we listen. It never changes.
const listener = "forward: given"

// Listen hears when a body outside gets a request.
func (s *Service) Listen(j *journal.Journal) {
	hear(s, j, func(e events.RequestOpened) events.Request { return e.Request })
	hear(s, j, func(e events.RequestHandedOver) events.Request { return e.Request })
	hear(s, j, func(e events.RequestReturned) events.Request { return e.Request })
	hear(s, j, func(e events.RequestReopened) events.Request { return e.Request })
	hear(s, j, func(e events.PartOpened) events.Request { return e.Request })
}

func hear[E events.Event](s *Service, j *journal.Journal, of func(E) events.Request) {
	outside := func(ctx context.Context, e E) bool {
		_, is := s.needs.BodyName(ctx, of(e).After.Unit)
		return is
	}
	journal.OnSome(j, listener, outside, func(ctx context.Context, tx *db.Tx, e E) error { return s.given(ctx, tx, of(e).ID) })
}

// given lets a request be sent to a body that has a door of its own, once for each
// time it gets it. What cannot be sent goes by letter.
func (s *Service) given(ctx context.Context, tx *db.Tx, request city.ID) error {
	h, has, err := s.needs.HeldNow(ctx, tx, request)
	if err != nil || !has {
		return err
	}
	l, err := lineOf(ctx, tx, h.Unit)
	if fault.KindOf(err) == fault.NotFound || err == nil && l.State != On {
		return nil
	}
	if err != nil {
		return err
	}
	codes, err := codesOf(ctx, tx, h.Unit)
	if err != nil {
		return err
	}
	now := clock.Now(ctx)
	one := Sent{ID: h.Custody, Unit: h.Unit, Request: h.Request, Number: h.Number, Step: Waiting, Made: now, Next: now}
	switch {
	case h.Discreet:
		one.refused("forward.why_discreet", "")
	case codeFor(codes, h.Subject) == "":
		one.refused("forward.why_no_code", "")
	}
	isNew, err := insertSent(ctx, tx, one)
	if err != nil || !isNew {
		return err
	}
	if one.Step == Refused {
		return s.byLetter(ctx, tx, one)
	}
	return s.order(ctx, tx, h.Unit, now)
}

// byLetter tells the body by letter after all, and whoever works on the request why.
func (s *Service) byLetter(ctx context.Context, tx *db.Tx, one Sent) error {
	if err := s.needs.Letter(ctx, tx, one.Request); err != nil {
		return err
	}
	in, l := s.speaking(ctx)
	name, _ := s.needs.BodyName(in, one.Unit)
	text := l.Say("forward.note_refused", "name", name, "why", l.Say(one.Why))
	if one.Said != "" {
		text = l.Say("forward.note_refused_said", "name", name, "why", l.Say(one.Why), "said", one.Said)
	}
	if err := s.needs.Note(in, tx, one.Number, text); err != nil {
		return err
	}
	return s.journal.Record(ctx, tx, events.LineRefused{Line: events.Line{Unit: one.Unit}, Number: one.Number, Why: one.Why})
}

// speaking is the city's own language, in which bodies and colleagues are told.
func (s *Service) speaking(ctx context.Context) (context.Context, i18n.Locale) {
	here := tenant.From(ctx)
	l := s.catalog.Locale(here.DefaultLang, here.Zone())
	return i18n.With(ctx, l), l
}
