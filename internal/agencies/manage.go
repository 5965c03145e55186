package agencies

import (
	"context"
	"regexp"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/mail"
	"mahalle/internal/platform/tenant"
)

// What the city does about a body outside.

// Reach is how a body is reached; what is empty is as the city's pack says.
type Reach struct {
	Email string
	Phone string // as it is dialled: 186, 0236 231 30 00
	Hours string // at which somebody is there, in the city's words
	Lang  city.Lang
}

const mostHours = 120 // letters

var dialled = regexp.MustCompile(`^\+?[0-9][0-9 ()/-]{1,23}$`)

// checked is a Reach as it is kept, or everything that is wrong with it.
func (r Reach) checked() (Reach, error) {
	var wrong []fault.Field
	if r.Email != "" {
		known, err := mail.ParseAddress(r.Email)
		if err != nil {
			wrong = append(wrong, fault.Field{Name: "email", Key: "mail.not_an_address"})
		}
		r.Email = known
	}
	if r.Phone = i18n.ASCIIDigits(r.Phone); r.Phone != "" && !dialled.MatchString(r.Phone) {
		wrong = append(wrong, fault.Field{Name: "phone", Key: "agencies.not_a_phone"})
	}
	if len([]rune(r.Hours)) > mostHours {
		wrong = append(wrong, fault.Field{Name: "hours", Key: "agencies.too_long", Args: []any{"most", mostHours}})
	}
	if r.Lang == "" {
		wrong = append(wrong, fault.Field{Name: "lang", Key: "agencies.form_broken"})
	}
	if len(wrong) > 0 {
		return r, fault.Fields(wrong...)
	}
	return r, nil
}

// beyond leaves out what the pack says as well, in every language.
func (r Reach) beyond(b Body) Reach {
	for typed, said := range map[*string]string{&r.Email: b.Email, &r.Phone: b.Phone, &r.Hours: b.Hours} {
		if *typed == said {
			*typed = ""
		}
	}
	return r
}

// Change sets how a body is reached. With another address the alarm about letters
// that came back is over.
func (s *Service) Change(ctx context.Context, unit string, r Reach) error {
	r, err := r.checked()
	if err != nil {
		return err
	}
	if body, known := s.needs.Body(ctx, unit); known {
		r = r.beyond(body)
	}
	return s.manage(ctx, unit, func(tx *db.Tx, _ Agency) (events.Event, error) {
		_, err := tx.ExecContext(ctx, `UPDATE agencies_agencies SET phone = $4, hours = $5, lang = $6, email = $3,
				came_back_at = CASE WHEN email = $3 THEN came_back_at ELSE 0 END
			WHERE tenant_id = $1 AND unit = $2`, tx.Tenant(), unit, r.Email, r.Phone, r.Hours, r.Lang)
		return events.AgencyChanged{Agency: events.Agency{Unit: unit}, Address: r.Email != "", Lang: string(r.Lang)}, err
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
