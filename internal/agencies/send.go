package agencies

import (
	"context"
	"errors"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/jobs"
	"mahalle/internal/platform/mail"
)

// State is how far a letter has come.
type State string

// The states of a letter.
const (
	Queued        State = "queued"
	Sent          State = "sent"
	Failed        State = "failed"         // tried often enough
	Refused       State = "refused"        // will never be taken
	NotConfigured State = "not_configured" // the city has no mail server
	NoAddress     State = "no_address"     // nobody knows where to write to
	Kept          State = "kept"           // a demonstration sends nothing
	Needless      State = "needless"       // what it was about is over
)

// Letter is one line of the ledger.
type Letter struct {
	ID      city.ID
	Unit    string
	Purpose Purpose
	Custody city.ID
	State   State
	Error   string // a code of ours
	Queued  time.Time
	Sent    time.Time
}

type load struct {
	Letter city.ID `json:"letter"`
}

const mostTries = 6 // below the jobs' own, so that a letter's end is told by the ledger

// send takes one letter to the mail server and notes what came of it. Its error
// makes the job come again.
func (s *Service) send(ctx context.Context, j jobs.Job) error {
	var of load
	if err := j.Read(&of); err != nil {
		return err
	}
	q := s.db.Read(ctx)
	l, err := letterByID(ctx, q, of.Letter)
	if err != nil || l.State != Queued {
		return err
	}
	a, err := s.agency(ctx, q, l.Unit)
	if err != nil {
		return err
	}
	failure := s.deliver(ctx, q, &l, a, j.Attempts)
	if err := s.db.Write(ctx, func(tx *db.Tx) error {
		return errors.Join(noteLetter(ctx, tx, l), s.tellRefused(ctx, tx, l))
	}); err != nil {
		return err
	}
	if l.State == Queued {
		return failure
	}
	return nil
}

func (s *Service) deliver(ctx context.Context, q db.Query, l *Letter, a Agency, tries int) error {
	if a.Email == "" {
		l.State = NoAddress
		return nil
	}
	m, err := s.compose(ctx, q, *l, a)
	if err == nil && m.Text == "" {
		l.State = Needless
		return nil
	}
	if err == nil {
		err = s.sender.Send(ctx, m)
	}
	l.outcome(err, tries)
	if l.State == Sent {
		l.Sent = clock.Now(ctx)
	}
	return err
}

// outcome decides what a try means for the letter.
func (l *Letter) outcome(err error, tries int) {
	var f *mail.Failure
	switch {
	case err == nil:
		l.State, l.Error = Sent, ""
	case errors.Is(err, mail.ErrUnset):
		l.State = NotConfigured
	case fault.KindOf(err) == fault.Invalid || errors.As(err, &f) && f.Permanent:
		l.State = Refused
	case tries >= mostTries:
		l.State, l.Error = Failed, "unreachable"
	default:
		l.Error = "unreachable"
	}
}

const letterColumns = `id, unit, purpose, custody, state, error, queued_at, sent_at`

func scanLetter(r db.Row) (l Letter, err error) {
	var queued, sent int64
	err = r.Scan(&l.ID, &l.Unit, &l.Purpose, &l.Custody, &l.State, &l.Error, &queued, &sent)
	l.Queued, l.Sent = db.Time(queued), db.Time(sent)
	return l, err
}

func letterByID(ctx context.Context, q db.Query, id city.ID) (Letter, error) {
	return db.One(ctx, q, scanLetter, `SELECT `+letterColumns+` FROM agencies_letters WHERE tenant_id = $1 AND id = $2`, q.Tenant(), id)
}

// lettersTo lists the newest letters to a body.
func lettersTo(ctx context.Context, q db.Query, unit string, limit int) ([]Letter, error) {
	return db.All(ctx, q, scanLetter, `SELECT `+letterColumns+` FROM agencies_letters
		WHERE tenant_id = $1 AND unit = $2 ORDER BY id DESC LIMIT $3`, q.Tenant(), unit, limit)
}

func insertLetter(ctx context.Context, tx *db.Tx, l Letter, cause string) (isNew bool, err error) {
	res, err := tx.ExecContext(ctx, `INSERT INTO agencies_letters (tenant_id, id, unit, purpose, cause, custody, state, queued_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (tenant_id, purpose, cause) DO NOTHING`,
		tx.Tenant(), l.ID, l.Unit, l.Purpose, cause, l.Custody, l.State, db.Micros(l.Queued))
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n == 1, err
}

func noteLetter(ctx context.Context, tx *db.Tx, l Letter) error {
	_, err := tx.ExecContext(ctx, `UPDATE agencies_letters SET state = $3, error = $4, sent_at = $5
		WHERE tenant_id = $1 AND id = $2 AND state = 'queued'`, tx.Tenant(), l.ID, l.State, l.Error, db.Micros(l.Sent))
	return err
}
