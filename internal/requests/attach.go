package requests

import (
	"context"
	"slices"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/phone"
	"mahalle/internal/platform/tenant"
)

// A letter that nothing ties to its request is put there by hand.

// Found is a request as somebody who looks for it needs it.
type Found struct {
	Number, Title, Where, Unit string
	State                      string // in words
	Opened                     city.Day
	Open                       bool
}

// mostOffered is how many are offered.
const mostOffered = 8

// Find lists what the actor may see by a number, a telephone number or words, the
// newest first.
func (s *Service) Find(ctx context.Context, typed string) ([]Found, error) {
	if number, ok := s.numberTyped(ctx, typed); ok {
		one, err := s.seen(ctx, number)
		if k := fault.KindOf(err); k == fault.NotFound || k == fault.Forbidden {
			return nil, nil
		}
		return s.found(ctx, []Request{one}), err
	}
	if len([]rune(typed)) < 2 {
		return nil, nil
	}
	all, err := s.searched(ctx, Filter{Limit: rowsPerPage}, typed)
	return s.found(ctx, all), err
}

// FindBy lists what was asked by whoever is reached so, as far as the actor may
// know who asked.
func (s *Service) FindBy(ctx context.Context, number, email string) ([]Found, error) {
	a, q := access.From(ctx), s.db.Read(ctx)
	var all []Request
	if known, err := phone.Parse(number, tenant.From(ctx).Phone); err == nil {
		if all, err = byPhone(ctx, q, known, mostOffered); err != nil {
			return nil, err
		}
	}
	if email != "" {
		more, err := byEmail(ctx, q, email, mostOffered)
		if err != nil {
			return nil, err
		}
		all = append(all, more...)
	}
	all = slices.DeleteFunc(all, func(r Request) bool { return maySeeContact(a, &r) != nil })
	return s.found(ctx, all), nil
}

func (s *Service) found(ctx context.Context, all []Request) []Found {
	slices.SortStableFunc(all, func(a, b Request) int { return openFirst(b) - openFirst(a) })
	var found []Found
	for _, r := range all[:min(len(all), mostOffered)] {
		if !slices.ContainsFunc(found, func(f Found) bool { return f.Number == r.Number }) {
			found = append(found, Found{Number: r.Number, Title: s.pages.subjectName(ctx, r.Subject), Where: s.pages.placeName(ctx, r.Place),
				Unit: s.pages.unitName(ctx, r.Unit), State: r.label(i18n.From(ctx)), Opened: city.DayOf(r.Opened, i18n.From(ctx).Zone), Open: r.Status.Open()})
		}
	}
	return found
}

// openFirst puts what is open before what is over.
func openFirst(r Request) int {
	if r.Status.Open() {
		return 1
	}
	return 0
}

// Attach puts what somebody wrote on a request: as the words of whoever asked,
// while it is open, or as a note for those who work on it.
func (s *Service) Attach(ctx context.Context, tx *db.Tx, number, text string, photos []Picture, asApplicant bool) error {
	may := func(r *Request) error { return mayComment(access.From(ctx), r) }
	if asApplicant {
		_, err := s.hear(ctx, tx, number, text, photos, may)
		return err
	}
	var id city.ID
	return s.change(ctx, tx, number, func(r *Request) (err error) {
		if err := may(r); err != nil {
			return err
		}
		if id, err = s.sayNeeded(ctx, tx, r, Note, text); err != nil {
			return err
		}
		r.Photos += len(photos)
		return s.keepPhotos(ctx, tx, r, photos, "answer", id)
	}, func(f events.Request) events.Event { return events.RequestNoted{Request: f, Message: id} })
}

// byEmail lists the requests of an e-mail address, the newest first.
func byEmail(ctx context.Context, q db.Query, email string, limit int) ([]Request, error) {
	return db.All(ctx, q, scan, `SELECT `+columns+` FROM requests_requests WHERE tenant_id = $1 AND id IN (
		SELECT request FROM requests_contacts WHERE tenant_id = $1 AND email <> '' AND email = $2 ORDER BY at DESC LIMIT $3)
		ORDER BY opened_at DESC`, q.Tenant(), email, limit)
}
