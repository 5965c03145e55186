package privacy

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/db"
)

// Matter is one person's wish to be forgotten, and what became of it.
type Matter struct {
	ID                   city.ID
	EmailMark, PhoneMark string
	At                   time.Time // what came later is not meant
	Number               string    // of the request by which the person asked
	Proof                Proof
	Choices              map[city.ID]Choice // by request, where it was not Everything
	Erased, Kept         int
	Person               city.ID // who did it
}

const columns = `id, email_mark, phone_mark, at, number, proof, choices, erased, kept, person`

func scan(r db.Row) (m Matter, err error) {
	var at int64
	var choices string
	if err = r.Scan(&m.ID, &m.EmailMark, &m.PhoneMark, &at, &m.Number, &m.Proof, &choices, &m.Erased, &m.Kept, &m.Person); err != nil {
		return m, err
	}
	m.At = db.Time(at)
	if err = json.Unmarshal([]byte(choices), &m.Choices); err != nil {
		err = fmt.Errorf("privacy: the choices of %s: %w", m.ID, err)
	}
	return m, err
}

func insert(ctx context.Context, tx *db.Tx, m Matter) error {
	choices, err := json.Marshal(m.Choices)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO privacy_matters (tenant_id, `+columns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`, tx.Tenant(), m.ID, m.EmailMark, m.PhoneMark, db.Micros(m.At),
		m.Number, m.Proof, string(choices), m.Erased, m.Kept, m.Person)
	return err
}

func byID(ctx context.Context, q db.Query, id city.ID) (Matter, error) {
	return db.One(ctx, q, scan, `SELECT `+columns+` FROM privacy_matters WHERE tenant_id = $1 AND id = $2`, q.Tenant(), id)
}

// matters lists what was done, the newest first.
func matters(ctx context.Context, q db.Query, most int) ([]Matter, error) {
	return db.All(ctx, q, scan, `SELECT `+columns+` FROM privacy_matters WHERE tenant_id = $1 ORDER BY id DESC LIMIT $2`, q.Tenant(), most)
}

// keeping is a request that goes on saying who asked.
type keeping struct {
	Request city.ID
	Number  string
	Reason  Choice
	At      time.Time
}

func keep(ctx context.Context, tx *db.Tx, k keeping) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO privacy_kept (tenant_id, request, number, reason, at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (tenant_id, request) DO UPDATE SET reason = excluded.reason, at = excluded.at`,
		tx.Tenant(), k.Request, k.Number, k.Reason, db.Micros(k.At))
	return err
}

func keepNoMore(ctx context.Context, tx *db.Tx, request city.ID) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM privacy_kept WHERE tenant_id = $1 AND request = $2`, tx.Tenant(), request)
	return err
}

// kept lists the requests that go on saying who asked, the oldest decision first.
func kept(ctx context.Context, q db.Query) ([]keeping, error) {
	return db.All(ctx, q, func(r db.Row) (k keeping, err error) {
		var at int64
		err = r.Scan(&k.Request, &k.Number, &k.Reason, &at)
		k.At = db.Time(at)
		return k, err
	}, `SELECT request, number, reason, at FROM privacy_kept WHERE tenant_id = $1 ORDER BY at, request`, q.Tenant())
}
