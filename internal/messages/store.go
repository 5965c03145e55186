package messages

import (
	"context"

	"mahalle/internal/city"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
)

const columns = `l.id, l.request, l.number, l.channel, l.purpose, l.lang, l.subject, l.text, l.link, l.state, l.attempts,
	l.last_error, l.queued_at, l.sent_at, coalesce(a.address, ''), l.joined`

const from = ` FROM messages_letters l LEFT JOIN messages_addresses a ON (a.tenant_id, a.letter) = (l.tenant_id, l.id)
	WHERE l.tenant_id = $1 `

func scan(r db.Row) (Letter, error) {
	var l Letter
	var queued, sent int64
	err := r.Scan(&l.ID, &l.Request, &l.Number, &l.Channel, &l.Purpose, &l.Lang, &l.Subject, &l.Text, &l.link, &l.State,
		&l.Attempts, &l.Error, &queued, &sent, &l.address, &l.joined)
	l.Queued, l.Sent = db.Time(queued), db.Time(sent)
	return l, err
}

// insert keeps a letter unless the same cause was told already.
func insert(ctx context.Context, tx *db.Tx, l Letter, cause city.ID) (isNew bool, err error) {
	res, err := tx.ExecContext(ctx, `INSERT INTO messages_letters (tenant_id, id, request, number, channel, purpose, cause, lang,
			subject, text, link, state, queued_at, sent_at, message_id, joined)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
		ON CONFLICT (tenant_id, request, purpose, cause) DO NOTHING`,
		tx.Tenant(), l.ID, l.Request, l.Number, l.Channel, l.Purpose, cause, l.Lang,
		l.Subject, l.Text, l.link, l.State, db.Micros(l.Queued), db.Micros(l.Sent), l.ID, l.joined)
	if err != nil {
		return false, err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return false, err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO messages_addresses (tenant_id, letter, request, address)
		VALUES ($1, $2, $3, $4)`, tx.Tenant(), l.ID, l.Request, l.address)
	return true, err
}

func byID(ctx context.Context, q db.Query, id city.ID) (Letter, error) {
	return db.One(ctx, q, scan, `SELECT `+columns+from+`AND l.id = $2`, q.Tenant(), id)
}

func ofRequest(ctx context.Context, q db.Query, request city.ID) ([]Letter, error) {
	return db.All(ctx, q, scan, `SELECT `+columns+from+`AND l.request = $2 ORDER BY l.id DESC`, q.Tenant(), request)
}

// last sorts after every UUID.
const last = city.ID("z")

func newest(ctx context.Context, q db.Query, before city.ID, limit int) ([]Letter, error) {
	return db.All(ctx, q, scan, `SELECT `+columns+from+`AND l.id < $2 ORDER BY l.id DESC LIMIT $3`, q.Tenant(), before, limit)
}

func unsent(ctx context.Context, q db.Query, before city.ID, limit int) ([]Letter, error) {
	return db.All(ctx, q, scan, `SELECT `+columns+from+`AND l.state IN ('failed', 'refused', 'not_configured') AND l.id < $2
		ORDER BY l.id DESC LIMIT $3`, q.Tenant(), before, limit)
}

func waiting(ctx context.Context, q db.Query, before city.ID, limit int) ([]Letter, error) {
	return db.All(ctx, q, scan, `SELECT `+columns+from+`AND l.state = 'queued' AND l.id < $2
		ORDER BY l.id DESC LIMIT $3`, q.Tenant(), before, limit)
}

// note writes what came of a try. A letter that was sent stays sent.
func note(ctx context.Context, tx *db.Tx, l Letter) error {
	_, err := tx.ExecContext(ctx, `UPDATE messages_letters SET state = $3, attempts = attempts + 1, last_error = $4, sent_at = $5
		WHERE tenant_id = $1 AND id = $2 AND state = 'queued'`, tx.Tenant(), l.ID, l.State, l.Error, db.Micros(l.Sent))
	return err
}

// requeue reports whether the letter was one that had not been sent.
func requeue(ctx context.Context, tx *db.Tx, id city.ID) (bool, error) {
	res, err := tx.ExecContext(ctx, `UPDATE messages_letters SET state = 'queued', last_error = '', queued_at = $3
		WHERE tenant_id = $1 AND id = $2 AND state IN ('failed', 'refused', 'not_configured')`,
		tx.Tenant(), id, db.Micros(clock.Now(ctx)))
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n == 1, err
}
