package agencies

import (
	"context"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/mail"
	"mahalle/internal/platform/tenant"
)

// What the city does about a body outside.

// Change sets where a body is written to and in which language; an empty address
// is the one in the city's pack.
func (s *Service) Change(ctx context.Context, unit, email string, lang city.Lang) error {
	if email != "" {
		known, err := mail.ParseAddress(email)
		if err != nil {
			return fault.Fields(fault.Field{Name: "email", Key: "mail.not_an_address"})
		}
		email = known
	}
	return s.manage(ctx, unit, func(tx *db.Tx, _ Agency) (events.Event, error) {
		_, err := tx.ExecContext(ctx, `UPDATE agencies_agencies SET email = $3, lang = $4 WHERE tenant_id = $1 AND unit = $2`, tx.Tenant(), unit, email, lang)
		return events.AgencyChanged{Agency: events.Agency{Unit: unit}, Address: email != "", Lang: string(lang)}, err
	})
}

// Void makes every link that the body ever got open nothing; it gives the edition
// of the links from now on.
func (s *Service) Void(ctx context.Context, unit string) (edition int, err error) {
	err = s.manage(ctx, unit, func(tx *db.Tx, a Agency) (events.Event, error) {
		edition = a.Newest + 1
		return events.AgencyLinksVoided{Agency: events.Agency{Unit: unit}, Edition: edition}, setEdition(ctx, tx, unit, edition, edition, a.Edition)
	})
	return edition, err
}

// Restore undoes the voiding that made an edition, while it is the last one.
func (s *Service) Restore(ctx context.Context, unit string, edition int) error {
	return s.manage(ctx, unit, func(tx *db.Tx, a Agency) (events.Event, error) {
		if a.Edition != edition || a.Voided == 0 {
			return nil, fault.New(fault.Conflict, "agencies.voided_again")
		}
		return events.AgencyLinksRestored{Agency: events.Agency{Unit: unit}, Edition: a.Voided}, setEdition(ctx, tx, unit, a.Voided, a.Newest, 0)
	})
}

func setEdition(ctx context.Context, tx *db.Tx, unit string, edition, newest, voided int) error {
	_, err := tx.ExecContext(ctx, `UPDATE agencies_agencies SET edition = $3, newest = $4, voided = $5 WHERE tenant_id = $1 AND unit = $2`,
		tx.Tenant(), unit, edition, newest, voided)
	return err
}

// manage is the frame of what the city does about a body.
func (s *Service) manage(ctx context.Context, unit string, do func(tx *db.Tx, a Agency) (events.Event, error)) error {
	if err := mayEdit(access.From(ctx)); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if !s.isBody(ctx, unit) {
			return fault.New(fault.NotFound, "agencies.no_such_body")
		}
		if err := count(ctx, tx, unit, Figures{}); err != nil { // there is a row from now on
			return err
		}
		a, err := s.agency(ctx, tx, unit)
		if err != nil {
			return err
		}
		news, err := do(tx, a)
		if err != nil {
			return err
		}
		return s.journal.Record(ctx, tx, news)
	})
}

// SendList writes to a body at once: everything that is with it, with a fresh
// link. A second press in the same minute sends nothing.
func (s *Service) SendList(ctx context.Context, unit string) error {
	if err := mayEdit(access.From(ctx)); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		a, err := s.agency(ctx, tx, unit)
		switch {
		case err != nil:
			return err
		case a.Email == "":
			return fault.New(fault.Conflict, "agencies.no_address")
		case a.Open == 0:
			return fault.New(fault.Conflict, "agencies.nothing_with_it")
		}
		at := clock.Now(ctx)
		return s.order(ctx, tx, Letter{Unit: unit, Purpose: List}, causeOfDay(a, tenant.From(ctx).Today(at))+at.UTC().Format(" 15:04"))
	})
}
