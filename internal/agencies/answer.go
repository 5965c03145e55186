package agencies

import (
	"context"
	"strings"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/once"
	"mahalle/internal/platform/tenant"
)

// answer is what a body sent with one of its four answers.
type answer struct {
	Key       string // of the form: the same answer sent again is the same
	Text      string
	Reference string
	Until     city.Day // 0: no day named
	Photos    []Picture
}

const (
	mostText      = 4000 // letters
	mostReference = 60   // letters
	farthest      = 730  // days
)

// do lets the body give an answer, once for each form.
func (s *Service) do(ctx context.Context, a Agency, c Custody, key string, give func(ctx context.Context, tx *db.Tx, c Custody) error) error {
	ctx = s.needs.As(ctx, a.Unit)
	_, _, err := once.Do(ctx, s.db, "agency "+string(c.ID), key, func(tx *db.Tx) (string, error) {
		held, err := custodyByID(ctx, tx, c.ID)
		if err != nil {
			return "", err
		}
		if err := held.ready(); err != nil {
			return "", err
		}
		if err := reached(ctx, tx, a.Unit); err != nil { // they have a letter after all
			return "", err
		}
		return "", give(ctx, tx, held)
	})
	return err
}

// accept: it is ours, under this number of ours, until that day. Said again, it
// is another day.
func (s *Service) accept(ctx context.Context, a Agency, c Custody, said answer) error {
	today := tenant.From(ctx).Today(clock.Now(ctx))
	switch {
	case len([]rune(said.Reference)) > mostReference:
		return fault.Fields(fault.Field{Name: "reference", Key: "agencies.too_long", Args: []any{"most", mostReference}})
	case said.Until != 0 && (said.Until < today || said.Until > today+farthest):
		return fault.Fields(fault.Field{Name: "until", Key: "agencies.day_not_coming"})
	}
	return s.do(ctx, a, c, said.Key, func(ctx context.Context, tx *db.Tx, c Custody) error {
		if c.Accepted.IsZero() {
			if err := s.needs.Accept(ctx, tx, c.Number); err != nil {
				return err
			}
			c.Accepted = clock.Now(ctx)
		}
		c.Until, c.Reference = said.Until, said.Reference
		if err := saveCustody(ctx, tx, c); err != nil {
			return err
		}
		return s.journal.Record(ctx, tx, events.AgencyPromised{Agency: events.Agency{Unit: a.Unit}, Number: c.Number, Until: c.Until, Theirs: c.Reference != ""})
	})
}

// giveBack: it is not ours, because …
func (s *Service) giveBack(ctx context.Context, a Agency, c Custody, said answer) error {
	if err := words(said.Text, "why", "agencies.say_why"); err != nil {
		return err
	}
	return s.do(ctx, a, c, said.Key, func(ctx context.Context, tx *db.Tx, c Custody) error {
		return s.needs.Return(ctx, tx, c.Number, said.Text)
	})
}

// tellCity says how things stand, to the city's unit and not to the resident.
func (s *Service) tellCity(ctx context.Context, a Agency, c Custody, said answer) error {
	if err := words(said.Text, "news", "agencies.say_something"); err != nil {
		return err
	}
	return s.do(ctx, a, c, said.Key, func(ctx context.Context, tx *db.Tx, c Custody) error {
		return s.needs.Note(ctx, tx, c.Number, said.Text)
	})
}

// finish: it is done. From here on the city's own rules hold: the resident is
// asked.
func (s *Service) finish(ctx context.Context, a Agency, c Custody, said answer) error {
	if err := words(said.Text, "what", "agencies.say_what_was_done"); err != nil {
		return err
	}
	return s.do(ctx, a, c, said.Key, func(ctx context.Context, tx *db.Tx, c Custody) error {
		return s.needs.Finish(ctx, tx, c.Number, said.Text, said.Photos)
	})
}

// words refuses none and too many.
func words(text, field, none string) error {
	switch n := len([]rune(text)); {
	case n == 0:
		return fault.Fields(fault.Field{Name: field, Key: none})
	case n > mostText:
		return fault.Fields(fault.Field{Name: field, Key: "agencies.too_long", Args: []any{"most", mostText}})
	}
	return nil
}

// clean is a typed text as we keep it.
func clean(s string) string { return strings.TrimSpace(i18n.CleanText(s)) }

// CustodyOf tells who outside has a request and what they said; the zero Custody
// when nobody does.
func (s *Service) CustodyOf(ctx context.Context, q db.Query, request city.ID) (Custody, error) {
	c, _, err := heldNow(ctx, q, request)
	return c, err
}
