package office

import (
	"context"
	"net/http"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/web"
)

// Reader is somebody who is written to in the morning about the own unit.
type Reader struct {
	Person     city.ID
	Name       string
	Email      string
	Lang       city.Lang // empty: has not chosen one
	Post, Unit string
}

// MorningReaders lists who works on the requests of a unit today, left an
// address and wants the letter of the morning.
func (s *Service) MorningReaders(ctx context.Context, works access.Permission) ([]Reader, error) {
	q, house := s.db.Read(ctx), s.of(db.TenantFrom(ctx))
	all, err := db.All(ctx, q, func(r db.Row) (Reader, error) {
		var one Reader
		err := r.Scan(&one.Post, &one.Person, &one.Name, &one.Email, &one.Lang)
		return one, err
	}, `SELECT h.post, h.person, p.name, p.email, p.lang
		FROM office_holders h JOIN office_people p ON p.tenant_id = $1 AND p.id = h.person AND p.active = 1 AND p.mornings = 1 AND p.email <> ''
		WHERE h.tenant_id = $1 AND h.from_day <= $2 AND (h.until_day = 0 OR h.until_day > $2)
		ORDER BY h.person, h.post`, q.Tenant(), today(ctx))
	var readers []Reader
	for _, one := range all {
		p := house.post[one.Post]
		if one.Unit = p.Unit; house.actor(one.Person, one.Name, p).Has(works) {
			readers = append(readers, one)
		}
	}
	return readers, err
}

// wantsMornings reports whether somebody gets the letter of the morning.
func wantsMornings(ctx context.Context, q db.Query, person city.ID) (bool, error) {
	n, err := db.One(ctx, q, db.Value[int], `SELECT mornings FROM office_people WHERE tenant_id = $1 AND id = $2`, q.Tenant(), person)
	return n == 1, err
}

// SetMornings says whether whoever asks wants the letter of the morning.
func (s *Service) SetMornings(ctx context.Context, wants bool) error {
	me := access.From(ctx).Person
	return s.change(ctx, me, func(tx *db.Tx, _ Person) error {
		_, err := tx.ExecContext(ctx, `UPDATE office_people SET mornings = $3 WHERE tenant_id = $1 AND id = $2`, tx.Tenant(), me, bit(wants))
		return err
	})
}

func (s *Service) chooseMornings(w http.ResponseWriter, r *http.Request) error {
	if err := s.SetMornings(r.Context(), r.PostFormValue("mornings") != ""); err != nil {
		return err
	}
	web.Flash(w, "", "office.mornings_kept")
	return web.Go(w, r, "/staff/account")
}
