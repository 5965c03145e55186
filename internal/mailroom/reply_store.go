package mailroom

import (
	"context"

	"mahalle/internal/city"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
)

const replyColumns = `id, letter, purpose, lang, subject, text, state, last_error, queued_at, sent_at`

func scanReply(r db.Row) (Reply, error) {
	var p Reply
	var queued, sent int64
	err := r.Scan(&p.ID, &p.Letter, &p.Purpose, &p.Lang, &p.Subject, &p.Text, &p.State, &p.Error, &queued, &sent)
	p.Queued, p.Sent = db.Time(queued), db.Time(sent)
	return p, err
}

func replyByID(ctx context.Context, q db.Query, id city.ID) (Reply, error) {
	return db.One(ctx, q, scanReply, `SELECT `+replyColumns+` FROM mailroom_replies WHERE tenant_id = $1 AND id = $2`, q.Tenant(), id)
}

func repliesTo(ctx context.Context, q db.Query, letter city.ID) ([]Reply, error) {
	return db.All(ctx, q, scanReply, `SELECT `+replyColumns+` FROM mailroom_replies WHERE tenant_id = $1 AND letter = $2 ORDER BY id`, q.Tenant(), letter)
}

func noteReply(ctx context.Context, tx *db.Tx, r Reply) error {
	_, err := tx.ExecContext(ctx, `UPDATE mailroom_replies SET state = $3, attempts = attempts + 1, last_error = $4, sent_at = $5
		WHERE tenant_id = $1 AND id = $2 AND state = 'queued'`, tx.Tenant(), r.ID, r.State, r.Error, db.Micros(r.Sent))
	return err
}

func replyCameBack(ctx context.Context, tx *db.Tx, id city.ID) error {
	_, err := tx.ExecContext(ctx, `UPDATE mailroom_replies SET state = 'refused', last_error = 'bounced'
		WHERE tenant_id = $1 AND id = $2 AND state = 'sent'`, tx.Tenant(), id)
	return err
}

// repliedAbout is the request that the letter became to which we replied.
func repliedAbout(ctx context.Context, q db.Query, reply city.ID) (number string, known bool, err error) {
	number, err = db.One(ctx, q, db.Value[string], `SELECT l.number FROM mailroom_replies r
		JOIN mailroom_letters l ON (l.tenant_id, l.id) = (r.tenant_id, r.letter)
		WHERE r.tenant_id = $1 AND r.id = $2 AND l.state IN ('opened', 'joined')`, q.Tenant(), reply)
	if fault.KindOf(err) == fault.NotFound {
		return "", false, nil
	}
	return number, err == nil, err
}
