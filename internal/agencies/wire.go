package agencies

import (
	"context"

	"mahalle/internal/city"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
)

// A body may have a door of its own, by which it is told and through which it
// answers. What it says there is one of the same four answers.

// Told is such an answer.
type Told struct {
	Key    string // told once
	What   string // accept, say, return, done
	Text   string
	Number string // their own, with accept
	Photos []Picture
}

// Hear takes an answer of the body that has a custody. fault.Conflict: it has the
// request no more.
func (s *Service) Hear(ctx context.Context, custody city.ID, t Told) error {
	q := s.db.Read(ctx)
	c, err := custodyByID(ctx, q, custody)
	if err != nil {
		return err
	}
	if err := c.ready(); err != nil {
		return err
	}
	a, err := s.agency(ctx, q, c.Unit)
	if err != nil {
		return err
	}
	text := answer{Key: "wire " + t.Key, Text: clean(t.Text), Reference: t.Number, Photos: t.Photos, Until: c.Until}
	switch t.What {
	case "accept":
		return s.accept(ctx, a, c, text)
	case "say":
		return s.tellCity(ctx, a, c, text)
	case "return":
		return s.giveBack(ctx, a, c, text)
	case "done":
		return s.finish(ctx, a, c, text)
	}
	return fault.New(fault.Invalid, "agencies.form_broken")
}

// CustodyByID finds one, also one that is over.
func (s *Service) CustodyByID(ctx context.Context, q db.Query, id city.ID) (Custody, error) {
	return custodyByID(ctx, q, id)
}

// KnownThere keeps the number under which the body has the request.
func (s *Service) KnownThere(ctx context.Context, tx *db.Tx, custody city.ID, number string) error {
	c, err := custodyByID(ctx, tx, custody)
	if err != nil || c.Ending != With {
		return err
	}
	if c.Reference = number; len([]rune(number)) > mostReference {
		c.Reference = string([]rune(number)[:mostReference])
	}
	return saveCustody(ctx, tx, c)
}

// PhotoAddress is where the body may look at the photo of a request that it has.
func (s *Service) PhotoAddress(ctx context.Context, q db.Query, c Custody, photo city.ID) (string, error) {
	a, err := s.agency(ctx, q, c.Unit)
	if err != nil {
		return "", err
	}
	return s.needs.BaseURL(ctx) + path(c.Number, "/photo/"+string(photo), s.keyOf(ctx, a, c)), nil
}
