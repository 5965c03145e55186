package requests

import (
	"context"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/geo"
)

const columns = `id, number, kind, subject, status, unit, department, offered_from, returns, person, district, neighbourhood,
	lat, lon, place_words, description, lang, channel, taken_by, rule, public, hidden, confidential, opened_at, due_at, late,
	reopened, people, photos, done_at, confirm_until, closed_at, outcome, confirmed, face, secret, external, lead, members, merged_into, parent, parts, street, kept, kept_at, said_at, answered`

func scan(row db.Row) (Request, error) {
	var r Request
	var public, hidden, confidential, late bool
	var opened, due, done, until, closed, kept, said int64
	err := row.Scan(&r.ID, &r.Number, &r.Kind, &r.Subject, &r.Status, &r.Unit, &r.Department, &r.OfferedFrom, &r.Returns, &r.Person,
		&r.Place.District, &r.Place.Neighbourhood, &r.Place.Point.Lat, &r.Place.Point.Lon, &r.Place.Words, &r.Description, &r.Lang,
		&r.Channel, &r.TakenBy, &r.Rule, &public, &hidden, &confidential, &opened, &due, &late, &r.Reopened, &r.People, &r.Photos,
		&done, &until, &closed, &r.Outcome, &r.Confirmed, &r.Face, &r.Secret, &r.External,
		&r.Lead, &r.Members, &r.MergedInto, &r.Parent, &r.Parts, &r.Street, &r.Kept, &kept, &said, &r.Answered)
	r.KeptAt, r.SaidAt = db.Time(kept), db.Time(said)
	r.Public, r.Hidden, r.Confidential, r.Late = public, hidden, confidential, late
	r.Opened, r.Due, r.DoneAt, r.ConfirmUntil, r.ClosedAt = db.Time(opened), db.Time(due), db.Time(done), db.Time(until), db.Time(closed)
	return r, err
}

func insert(ctx context.Context, tx *db.Tx, r *Request) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO requests_requests (tenant_id, open, cell, `+columns+`, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25,
		$26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51)`,
		tx.Tenant(), flag(r.Status.Open()), cell(r.Place.Point), r.ID, r.Number, r.Kind, r.Subject, r.Status, r.Unit, r.Department,
		r.OfferedFrom, r.Returns, r.Person, r.Place.District, r.Place.Neighbourhood, r.Place.Point.Lat, r.Place.Point.Lon,
		r.Place.Words, r.Description, r.Lang, r.Channel, r.TakenBy, r.Rule, flag(r.Public), flag(r.Hidden), flag(r.Confidential),
		db.Micros(r.Opened), db.Micros(r.Due), flag(r.Late), r.Reopened, r.People, r.Photos, db.Micros(r.DoneAt),
		db.Micros(r.ConfirmUntil), db.Micros(r.ClosedAt), r.Outcome, r.Confirmed, r.Face, r.Secret, r.External,
		r.Lead, r.Members, r.MergedInto, r.Parent, r.Parts, r.Street,
		r.Kept, db.Micros(r.KeptAt), db.Micros(r.SaidAt), r.Answered, db.Micros(r.updated(r.Opened)))
	return err
}

// updated is the time of the last change that others are told of.
func (r *Request) updated(now time.Time) time.Time {
	if !r.Status.Open() && !r.DoneAt.IsZero() {
		return r.DoneAt
	}
	return now
}

// save writes back what can change after the opening.
func save(ctx context.Context, tx *db.Tx, r *Request) error {
	_, err := tx.ExecContext(ctx, `UPDATE requests_requests SET status = $3, open = $4, unit = $5, department = $6, offered_from = $7,
		returns = $8, person = $9, subject = $10, district = $11, neighbourhood = $12, lat = $13, lon = $14, cell = $15, due_at = $16,
		late = $17, reopened = $18, people = $19, photos = $20, done_at = $21, confirm_until = $22, closed_at = $23, outcome = $24,
		confirmed = $25, face = $26, rule = $27, public = $28, lead = $29, members = $30, merged_into = $31, parts = $32, street = $33,
		kind = $34, hidden = $35, confidential = $36, kept = $37, kept_at = $38, said_at = $39, updated_at = $40
		WHERE tenant_id = $1 AND id = $2`,
		tx.Tenant(), r.ID, r.Status, flag(r.Status.Open()), r.Unit, r.Department, r.OfferedFrom, r.Returns, r.Person, r.Subject,
		r.Place.District, r.Place.Neighbourhood, r.Place.Point.Lat, r.Place.Point.Lon, cell(r.Place.Point), db.Micros(r.Due),
		flag(r.Late), r.Reopened, r.People, r.Photos, db.Micros(r.DoneAt), db.Micros(r.ConfirmUntil), db.Micros(r.ClosedAt),
		r.Outcome, r.Confirmed, r.Face, r.Rule, flag(r.Public), r.Lead, r.Members, r.MergedInto, r.Parts, r.Street,
		r.Kind, flag(r.Hidden), flag(r.Confidential), r.Kept, db.Micros(r.KeptAt), db.Micros(r.SaidAt), db.Micros(r.updated(clock.Now(ctx))))
	return err
}

func cell(p city.Point) int64 {
	if p.Unknown() {
		return 0
	}
	return geo.Cell(p)
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

func byID(ctx context.Context, q db.Query, id city.ID) (Request, error) {
	return found(db.One(ctx, q, scan, `SELECT `+columns+` FROM requests_requests WHERE tenant_id = $1 AND id = $2`, q.Tenant(), id))
}

func byNumber(ctx context.Context, q db.Query, number string) (Request, error) {
	return found(db.One(ctx, q, scan, `SELECT `+columns+` FROM requests_requests WHERE tenant_id = $1 AND number = $2`, q.Tenant(), number))
}

// forChange fetches a request that is about to change. Whoever comes second at
// the same moment waits here and reads what the first one made of it.
func forChange(ctx context.Context, tx *db.Tx, number string) (Request, error) {
	text := `SELECT ` + columns + ` FROM requests_requests WHERE tenant_id = $1 AND number = $2`
	if tx.Engine() == db.Postgres {
		text += ` FOR UPDATE` // SQLite writes one at a time
	}
	return found(db.One(ctx, tx, scan, text, tx.Tenant(), number))
}

func found(r Request, err error) (Request, error) {
	if fault.KindOf(err) == fault.NotFound {
		return r, fault.New(fault.NotFound, "requests.not_found")
	}
	return r, err
}

// unconfirmedBefore lists requests whose resident did not speak in time.
func unconfirmedBefore(ctx context.Context, q db.Query, now int64, limit int) ([]Request, error) {
	return db.All(ctx, q, scan, `SELECT `+columns+` FROM requests_requests
		WHERE tenant_id = $1 AND status = 'done' AND confirm_until <= $2 ORDER BY confirm_until, id LIMIT $3`, q.Tenant(), now, limit)
}

// Contact is who asked, as far as they told us.
type Contact struct {
	Name  string
	Email string
	Phone string // E.164
	Lang  city.Lang
}

// Given reports whether there is a way to reach the person.
func (c Contact) Given() bool { return c.Email != "" || c.Phone != "" }

func saveContact(ctx context.Context, tx *db.Tx, request city.ID, c Contact, at int64) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO requests_contacts (tenant_id, request, name, email, phone, lang, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`, tx.Tenant(), request, c.Name, c.Email, c.Phone, c.Lang, at)
	return err
}

func contactOf(ctx context.Context, q db.Query, request city.ID) (Contact, error) {
	c, err := db.One(ctx, q, func(r db.Row) (Contact, error) {
		var c Contact
		err := r.Scan(&c.Name, &c.Email, &c.Phone, &c.Lang)
		return c, err
	}, `SELECT name, email, phone, lang FROM requests_contacts WHERE tenant_id = $1 AND request = $2`, q.Tenant(), request)
	if fault.KindOf(err) == fault.NotFound {
		return Contact{}, nil
	}
	return c, err
}

// byPhone lists the earlier requests of a telephone number, the newest first.
func byPhone(ctx context.Context, q db.Query, phone string, limit int) ([]Request, error) {
	return db.All(ctx, q, scan, `SELECT `+columns+` FROM requests_requests WHERE tenant_id = $1 AND id IN (
		SELECT request FROM requests_contacts WHERE tenant_id = $1 AND phone <> '' AND phone = $2 ORDER BY at DESC LIMIT $3)
		ORDER BY opened_at DESC`, q.Tenant(), phone, limit)
}

// MessageKind says what sort of text it is.
type MessageKind string

// The sorts of message.
const (
	Note      MessageKind = "note"     // for colleagues only
	Reply     MessageKind = "reply"    // the final answer
	Interim   MessageKind = "interim"  // how things stand
	Question  MessageKind = "question" // to the resident
	Answer    MessageKind = "answer"   // from the resident
	Finish    MessageKind = "finish"   // what was done, to the resident
	Handing   MessageKind = "handover" // why it is handed over, for colleagues
	Returning MessageKind = "return"   // why it comes back, for colleagues
	Objection MessageKind = "objection"
	Refusal   MessageKind = "refusal" // why it is not reopened, to the resident
	Praise    MessageKind = "praise"  // what the resident added to a yes
)

// Inside reports whether the text is for colleagues only.
func (k MessageKind) Inside() bool { return k == Note || k == Handing || k == Returning }

// Residents reports whether the words are the resident's own.
func (k MessageKind) Residents() bool { return k == Answer || k == Objection || k == Praise }

// Message is one thing said about a request.
type Message struct {
	ID      city.ID
	Request city.ID
	Kind    MessageKind
	Text    string
	Lang    city.Lang
	Person  city.ID
	Post    string
	At      int64 // UTC microseconds
}

func scanMessage(r db.Row) (Message, error) {
	var m Message
	err := r.Scan(&m.ID, &m.Request, &m.Kind, &m.Text, &m.Lang, &m.Person, &m.Post, &m.At)
	return m, err
}

const messageColumns = `id, request, kind, text, lang, person, post, at`

func insertMessage(ctx context.Context, tx *db.Tx, m Message) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO requests_messages (tenant_id, `+messageColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, tx.Tenant(), m.ID, m.Request, m.Kind, m.Text, m.Lang, m.Person, m.Post, m.At)
	return err
}

func messagesOf(ctx context.Context, q db.Query, request city.ID) ([]Message, error) {
	return db.All(ctx, q, scanMessage, `SELECT `+messageColumns+` FROM requests_messages
		WHERE tenant_id = $1 AND request = $2 ORDER BY id`, q.Tenant(), request)
}

// Photo is a picture of a request; the files themselves are content-addressed.
type Photo struct {
	ID            city.ID
	Request       city.ID
	Message       city.ID
	Kind          string // report, evidence, answer
	Full, Thumb   string // file references
	Width, Height int
	At            int64
}

const photoColumns = `id, request, message, kind, full_ref, thumb_ref, width, height, at`

func scanPhoto(r db.Row) (Photo, error) {
	var p Photo
	err := r.Scan(&p.ID, &p.Request, &p.Message, &p.Kind, &p.Full, &p.Thumb, &p.Width, &p.Height, &p.At)
	return p, err
}

func insertPhoto(ctx context.Context, tx *db.Tx, p Photo) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO requests_photos (tenant_id, `+photoColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, tx.Tenant(), p.ID, p.Request, p.Message, p.Kind, p.Full, p.Thumb, p.Width, p.Height, p.At)
	return err
}

func photosOf(ctx context.Context, q db.Query, request city.ID) ([]Photo, error) {
	return db.All(ctx, q, scanPhoto, `SELECT `+photoColumns+` FROM requests_photos
		WHERE tenant_id = $1 AND request = $2 ORDER BY id`, q.Tenant(), request)
}

func photoByID(ctx context.Context, q db.Query, id city.ID) (Photo, error) {
	return db.One(ctx, q, scanPhoto, `SELECT `+photoColumns+` FROM requests_photos WHERE tenant_id = $1 AND id = $2`, q.Tenant(), id)
}

// joined writes that another resident has the problem; false if this browser
// said so before.
func joined(ctx context.Context, tx *db.Tx, request city.ID, email string, lang city.Lang, visitor string, at int64) (bool, error) {
	res, err := tx.ExecContext(ctx, `INSERT INTO requests_joins (tenant_id, request, id, email, lang, visitor, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`, tx.Tenant(), request, city.NewID(), email, lang, visitor, at)
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n == 1, err
}
