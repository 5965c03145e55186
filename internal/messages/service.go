package messages

import (
	"context"
	"embed"

	"mahalle/internal/city"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/jobs"
	"mahalle/internal/platform/mail"
)

//go:embed migrations
var migrations embed.FS

// Schema is what this capability keeps in the database.
var Schema = db.Schema{Name: "messages", Files: migrations}

// Locales holds the letters and the sentences of the ledger.
//
//go:embed locales
var Locales embed.FS

// Recipient is who asked, as far as a letter must know.
type Recipient struct {
	Email string
	Lang  city.Lang
	// Joined names one who did not ask but has the same problem; empty for whoever
	// asked.
	Joined city.ID
}

// Needs is what letters must be told by others; package app joins it.
type Needs struct {
	// Recipient finds who asked; false if nobody left an address.
	Recipient func(ctx context.Context, q db.Query, request city.ID) (Recipient, bool, error)
	// Joined lists who has the same problem and left an address.
	Joined func(ctx context.Context, q db.Query, request city.ID) ([]Recipient, error)
	// Key is of the resident's own link to a request. It goes into a letter on its
	// way and is kept nowhere.
	Key func(ctx context.Context, request city.ID) string
	// Words is what the city said in a message about a request.
	Words func(ctx context.Context, q db.Query, message city.ID) (string, error)
	// PostName is the title of a post in the language of i18n.From(ctx); it may be
	// nil, then letters name none.
	PostName func(ctx context.Context, code string) string
	// UnitName and SubjectName are names in the language of i18n.From(ctx).
	UnitName, SubjectName func(ctx context.Context, code string) string
	// ReplyTo is the address at which an answer about a request is known again; ""
	// for the sender's own. It may be nil.
	ReplyTo func(ctx context.Context, number string) string
	// BaseURL is the city's own address without a slash at its end, such as
	// https://manisa.example.
	BaseURL func(ctx context.Context) string
}

// Service writes, sends and remembers letters.
type Service struct {
	db      *db.DB
	catalog *i18n.Catalog
	sender  *mail.Sender
	needs   Needs
}

// New is the letter office. A sender without a server sends nothing and the
// ledger says so.
func New(d *db.DB, catalog *i18n.Catalog, sender *mail.Sender) *Service {
	return &Service{db: d, catalog: catalog, sender: sender}
}

// Join tells the service who answers its needs; all of them are needed.
func (s *Service) Join(n Needs) { s.needs = n }

// Register lets the runner carry our letters.
func (s *Service) Register(r *jobs.Runner) { r.Send(errand, s.send) }

// ForRequest lists what was sent about a request, the newest first. Addresses
// are masked.
func (s *Service) ForRequest(ctx context.Context, request city.ID) ([]Letter, error) {
	return ofRequest(ctx, s.db.Read(ctx), request)
}

// About tells which request a letter of ours was about.
func (s *Service) About(ctx context.Context, q db.Query, letter city.ID) (number string, known bool, err error) {
	number, err = db.One(ctx, q, db.Value[string], `SELECT number FROM messages_letters WHERE tenant_id = $1 AND id = $2`, q.Tenant(), letter)
	if fault.KindOf(err) == fault.NotFound {
		return "", false, nil
	}
	return number, err == nil, err
}

// CameBack notes that a letter that was sent did not arrive; one we do not know
// changes nothing.
func (s *Service) CameBack(ctx context.Context, tx *db.Tx, letter city.ID) error {
	_, err := tx.ExecContext(ctx, `UPDATE messages_letters SET state = 'refused', last_error = 'bounced'
		WHERE tenant_id = $1 AND id = $2 AND state = 'sent'`, tx.Tenant(), letter)
	return err
}
