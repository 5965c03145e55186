package requests

import (
	"context"
	"net/url"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/platform/blot"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/once"
)

// A person is forgotten and the case stays: its place, subject, dates, promises,
// figures and journal say nothing about anybody.

// Forgetting says how much goes with the contact.
type Forgetting struct {
	Reason string // asked or time; stands in the journal
	// Words takes the resident's own words and photos too. Without it they stay,
	// and the person's name, address and number are blotted out in them.
	Words bool
}

// ForgetContact erases who asked. A request that is open owes its answer to the
// person and is refused.
func (s *Service) ForgetContact(ctx context.Context, tx *db.Tx, request city.ID, f Forgetting) error {
	r, err := byID(ctx, tx, request)
	if err != nil {
		return err
	}
	c, err := contactOf(ctx, tx, request)
	if err != nil {
		return err
	}
	err = s.change(ctx, tx, r.Number, func(r *Request) error {
		if r.Status.Open() {
			return fault.New(fault.Conflict, "requests.forget_open", "number", r.Number)
		}
		return s.forget(ctx, tx, r, blot.Who{Name: c.Name, Email: c.Email, Phone: c.Phone}, f)
	}, func(of events.Request) events.Event {
		return events.ContactErased{Request: of, Reason: f.Reason, Words: f.Words}
	})
	if err != nil {
		return err
	}
	return once.Forget(ctx, tx, r.Number)
}

func (s *Service) forget(ctx context.Context, tx *db.Tx, r *Request, who blot.Who, f Forgetting) error {
	for _, text := range []string{
		`DELETE FROM requests_contacts WHERE tenant_id = $1 AND request = $2`,
		`UPDATE requests_joins SET email = '', visitor = '' WHERE tenant_id = $1 AND request = $2`,
		`UPDATE requests_requests SET secret = '' WHERE tenant_id = $1 AND id = $2`,
	} {
		if _, err := tx.ExecContext(ctx, text, tx.Tenant(), r.ID); err != nil {
			return err
		}
	}
	if err := forgetFilters(ctx, tx, who); err != nil {
		return err
	}
	if f.Words {
		if err := forgetPhotos(ctx, tx, r); err != nil {
			return err
		}
	}
	tx.AfterCommit(func() { s.sights.drop(tx.Tenant()) })
	return rewrite(ctx, tx, r, who, f.Words)
}

// rewrite leaves of the texts what may stay, and of the search only what is
// still said. Its parts are written by colleagues and may name the person too.
func rewrite(ctx context.Context, tx *db.Tx, r *Request, who blot.Who, words bool) error {
	was := *r
	r.Description, r.Place.Words, r.Answered = who.Out(r.Description), who.Out(r.Place.Words), who.Out(r.Answered)
	if words {
		r.Description, r.Place.Words, r.Answered = "", "", ""
	}
	keepWordsAgain(ctx, tx, &was, r)
	if _, err := tx.ExecContext(ctx, `UPDATE requests_requests SET description = $3, place_words = $4, answered = $5 WHERE tenant_id = $1 AND id = $2`,
		tx.Tenant(), r.ID, r.Description, r.Place.Words, r.Answered); err != nil {
		return err
	}
	if err := rewriteMessages(ctx, tx, r.ID, who, words); err != nil {
		return err
	}
	parts, err := db.All(ctx, tx, scan, `SELECT `+columns+` FROM requests_requests WHERE tenant_id = $1 AND parent <> '' AND parent = $2`, tx.Tenant(), r.ID)
	for i := 0; err == nil && i < len(parts); i++ {
		p := &parts[i]
		_, err = tx.ExecContext(ctx, `UPDATE requests_requests SET description = $3, place_words = $4 WHERE tenant_id = $1 AND id = $2`,
			tx.Tenant(), p.ID, who.Out(p.Description), r.Place.Words)
		if err == nil {
			err = rewriteMessages(ctx, tx, p.ID, who, words)
		}
	}
	return err
}

func rewriteMessages(ctx context.Context, tx *db.Tx, request city.ID, who blot.Who, words bool) error {
	all, err := messagesOf(ctx, tx, request)
	if err != nil {
		return err
	}
	for _, m := range all {
		text := who.Out(m.Text)
		if words && m.Kind.Residents() {
			text = ""
		}
		if text == m.Text {
			continue
		}
		if _, err := tx.ExecContext(ctx, `UPDATE requests_messages SET text = $3 WHERE tenant_id = $1 AND id = $2`, tx.Tenant(), m.ID, text); err != nil {
			return err
		}
	}
	return nil
}

// forgetPhotos lets go of the resident's photos; the city's own stay. The files
// go when nobody names them any more.
func forgetPhotos(ctx context.Context, tx *db.Tx, r *Request) error {
	res, err := tx.ExecContext(ctx, `DELETE FROM requests_photos WHERE tenant_id = $1 AND request = $2 AND kind <> 'evidence'`, tx.Tenant(), r.ID)
	if err != nil {
		return err
	}
	n, err := res.RowsAffected()
	r.Photos = max(0, r.Photos-int(n))
	return err
}

// forgetFilters lets go of filters that colleagues kept to look for the person.
func forgetFilters(ctx context.Context, tx *db.Tx, who blot.Who) error {
	for _, word := range []string{who.Email, who.Phone} {
		if word == "" {
			continue
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM requests_filters WHERE tenant_id = $1 AND query LIKE $2`,
			tx.Tenant(), "%"+url.QueryEscape(word)+"%"); err != nil {
			return err
		}
	}
	return nil
}

// ForgetJoins erases somebody's address where they said, until a moment, that
// they have the same problem. They are still counted.
func (s *Service) ForgetJoins(ctx context.Context, tx *db.Tx, email string, until time.Time) (int, error) {
	res, err := tx.ExecContext(ctx, `UPDATE requests_joins SET email = '', visitor = '' WHERE tenant_id = $1 AND $2 <> '' AND email = $2 AND at <= $3`,
		tx.Tenant(), email, db.Micros(until))
	if err != nil {
		return 0, err
	}
	n, err := res.RowsAffected()
	return int(n), err
}

// KeepContact writes down why who asked stays on a request all the same.
func (s *Service) KeepContact(ctx context.Context, tx *db.Tx, request city.ID, reason string) error {
	r, err := byID(ctx, tx, request)
	if err != nil {
		return err
	}
	return s.change(ctx, tx, r.Number, func(*Request) error { return nil }, func(of events.Request) events.Event {
		return events.ContactKept{Request: of, Reason: reason}
	})
}

// drop lets go of what the first page of a city remembers.
func (v *sights) drop(t city.Tenant) {
	v.mu.Lock()
	defer v.mu.Unlock()
	delete(v.of, t)
}
