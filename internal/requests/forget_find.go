package requests

import (
	"context"
	"strings"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/files"
)

// What is held about somebody who asks for it. Whole tables are read: it is
// asked seldom, and an index would cost every report that is written.

// Trace is a request that says who asked.
type Trace struct {
	ID             city.ID
	Number         string
	Subject        string
	Open           bool
	Opened, Closed time.Time // Closed is zero while it is open
}

const traceColumns = `r.id, r.number, r.subject, r.open, r.opened_at, r.closed_at`

func scanTrace(row db.Row) (a Trace, err error) {
	var opened, closed int64
	err = row.Scan(&a.ID, &a.Number, &a.Subject, &a.Open, &opened, &closed)
	a.Opened, a.Closed = db.Time(opened), db.Time(closed)
	return a, err
}

// TracesOf lists the requests of a person, the newest first, by an address as it
// is written there. An empty address or number is nobody's.
func (s *Service) TracesOf(ctx context.Context, q db.Query, email, phone string) ([]Trace, error) {
	return db.All(ctx, q, scanTrace, `SELECT `+traceColumns+` FROM requests_contacts c
		JOIN requests_requests r ON (r.tenant_id, r.id) = (c.tenant_id, c.request)
		WHERE c.tenant_id = $1 AND ($2 <> '' AND email = $2 OR $3 <> '' AND c.phone = $3)
		ORDER BY r.opened_at DESC, r.id`, q.Tenant(), email, phone)
}

// TraceOf is one request as TracesOf lists it.
func (s *Service) TraceOf(ctx context.Context, q db.Query, request city.ID) (Trace, error) {
	return db.One(ctx, q, scanTrace, `SELECT `+traceColumns+` FROM requests_requests r WHERE r.tenant_id = $1 AND r.id = $2`, q.Tenant(), request)
}

// KeptTooLong lists requests that were closed before a moment and still say who
// asked, the oldest first.
func (s *Service) KeptTooLong(ctx context.Context, q db.Query, closed time.Time, after city.ID, most int) ([]Trace, error) {
	return db.All(ctx, q, scanTrace, `SELECT `+traceColumns+` FROM requests_requests r
		WHERE r.tenant_id = $1 AND r.open = 0 AND r.closed_at > 0 AND r.closed_at < $2 AND r.opened_at < $2 AND r.id > $3
		AND (EXISTS (SELECT 1 FROM requests_contacts c WHERE c.tenant_id = $1 AND c.request = r.id)
			OR EXISTS (SELECT 1 FROM requests_joins j WHERE j.tenant_id = $1 AND j.request = r.id AND j.email <> ''))
		ORDER BY r.id LIMIT $4`, q.Tenant(), db.Micros(closed), after, most)
}

// Piece is one thing that a request holds about who asked.
type Piece struct {
	What  string // contact, words, said, photo
	At    time.Time
	Text  string
	Photo files.Ref // of a photo; else empty
}

// PiecesOf lists what a request holds about who asked: the contact, their own
// words and their photos. What the city wrote is not theirs.
func (s *Service) PiecesOf(ctx context.Context, q db.Query, request city.ID) ([]Piece, error) {
	r, err := byID(ctx, q, request)
	if err != nil {
		return nil, err
	}
	c, err := contactOf(ctx, q, request)
	if err != nil {
		return nil, err
	}
	var all []Piece
	add := func(what string, at time.Time, parts ...string) {
		if text := joinLines(parts...); text != "" {
			all = append(all, Piece{What: what, At: at, Text: text})
		}
	}
	add("contact", r.Opened, c.Name, c.Email, c.Phone)
	add("words", r.Opened, r.Description, r.Place.Words)
	said, err := messagesOf(ctx, q, request)
	if err != nil {
		return nil, err
	}
	for _, m := range said {
		if m.Kind.Residents() {
			add("said", db.Time(m.At), m.Text)
		}
	}
	photos, err := photosOf(ctx, q, request)
	for _, p := range photos {
		if p.Kind != "evidence" {
			all = append(all, Piece{What: "photo", At: db.Time(p.At), Photo: files.Ref(p.Full)})
		}
	}
	return all, err
}

func joinLines(parts ...string) string {
	var lines []string
	for _, p := range parts {
		if p != "" {
			lines = append(lines, p)
		}
	}
	return strings.Join(lines, "\n")
}

// Joining is somebody's address on a request of somebody else.
type Joining struct {
	Number string
	At     time.Time
}

// JoinedBy lists where somebody said that they have the same problem.
func (s *Service) JoinedBy(ctx context.Context, q db.Query, email string) ([]Joining, error) {
	return db.All(ctx, q, func(row db.Row) (j Joining, err error) {
		var at int64
		err = row.Scan(&j.Number, &at)
		j.At = db.Time(at)
		return j, err
	}, `SELECT r.number, j.at FROM requests_joins j JOIN requests_requests r ON (r.tenant_id, r.id) = (j.tenant_id, j.request)
		WHERE j.tenant_id = $1 AND $2 <> '' AND email = $2 ORDER BY j.at`, q.Tenant(), email)
}

// Addresses gives every e-mail address and telephone number that is held, some
// more than once.
func (s *Service) Addresses(ctx context.Context, q db.Query, each func(email, phone string)) error {
	rows, err := q.QueryContext(ctx, `SELECT email, phone FROM requests_contacts WHERE tenant_id = $1
		UNION ALL SELECT email, '' FROM requests_joins WHERE tenant_id = $1 AND email <> ''`, q.Tenant())
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var email, phone string
		if err := rows.Scan(&email, &phone); err != nil {
			return err
		}
		each(email, phone)
	}
	return rows.Err()
}

// Known reports whether there is a request with a number.
func (s *Service) Known(ctx context.Context, q db.Query, number string) bool {
	_, err := byNumber(ctx, q, number)
	return err == nil
}
