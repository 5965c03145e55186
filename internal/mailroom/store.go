package mailroom

import (
	"context"
	"strings"

	"mahalle/internal/city"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
)

const columns = `l.id, l.channel, l.state, l.mark, l.number, l.lang, l.size, l.photos, l.at, l.handled_at, l.handled_by,
	coalesce(w.address, ''), coalesce(w.name, ''), coalesce(w.phone, ''), coalesce(w.name_of, ''), coalesce(w.subject, ''),
	coalesce(w.text, ''), coalesce(w.whole, ''), coalesce(w.refused, '')`

const from = ` FROM mailroom_letters l LEFT JOIN mailroom_words w ON (w.tenant_id, w.letter) = (l.tenant_id, l.id)
	WHERE l.tenant_id = $1 `

func scan(r db.Row) (Mail, error) {
	var m Mail
	var at, handled int64
	var refused string
	err := r.Scan(&m.ID, &m.Channel, &m.State, &m.Mark, &m.Number, &m.Lang, &m.Size, &m.Photos, &at, &handled, &m.By,
		&m.Address, &m.Name, &m.Phone, &m.NameOf, &m.Subject, &m.Text, &m.Whole, &refused)
	m.At, m.Handled = db.Time(at), db.Time(handled)
	if refused != "" {
		m.Refused = strings.Split(refused, "\n")
	}
	return m, err
}

// insert keeps a letter under its key, unless it came before.
func insert(ctx context.Context, tx *db.Tx, m Mail, o origin, photos []Picture) (isNew bool, err error) {
	res, err := tx.ExecContext(ctx, `INSERT INTO mailroom_letters (tenant_id, id, key, channel, box, validity, uid, state, mark,
			sender, number, lang, size, photos, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) ON CONFLICT (tenant_id, key) DO NOTHING`,
		tx.Tenant(), m.ID, o.Key, m.Channel, o.Box, int64(o.Validity), int64(o.UID), m.State, m.Mark,
		senderHash(m.Address), m.Number, m.Lang, m.Size, len(photos), db.Micros(m.At))
	if err != nil {
		return false, err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return false, err
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO mailroom_words (tenant_id, letter, address, name, phone, name_of, subject, text, whole, refused)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, tx.Tenant(), m.ID, m.Address, m.Name, m.Phone, m.NameOf,
		m.Subject, m.Text, m.Whole, strings.Join(m.Refused, "\n")); err != nil {
		return false, err
	}
	for i, p := range photos {
		if _, err := tx.ExecContext(ctx, `INSERT INTO mailroom_photos (tenant_id, letter, n, full_ref, thumb_ref, width, height)
			VALUES ($1, $2, $3, $4, $5, $6, $7)`, tx.Tenant(), m.ID, i, p.Full, p.Thumb, p.Width, p.Height); err != nil {
			return false, err
		}
	}
	return true, nil
}

// change keeps what became of a letter, if nobody decided about it meanwhile.
func change(ctx context.Context, tx *db.Tx, m Mail, was State) error {
	res, err := tx.ExecContext(ctx, `UPDATE mailroom_letters SET state = $3, mark = $4, number = $5, handled_at = $6, handled_by = $7
		WHERE tenant_id = $1 AND id = $2 AND state = $8`, tx.Tenant(), m.ID, m.State, m.Mark, m.Number, db.Micros(m.Handled), m.By, was)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return fault.New(fault.Conflict, "mailroom.handled_before")
}

func byID(ctx context.Context, q db.Query, id city.ID) (Mail, error) {
	return db.One(ctx, q, scan, `SELECT `+columns+from+`AND l.id = $2`, q.Tenant(), id)
}

// inState lists letters that wait, the oldest first.
func inState(ctx context.Context, q db.Query, s State, after city.ID, limit int) ([]Mail, error) {
	return db.All(ctx, q, scan, `SELECT `+columns+from+`AND l.state = $2 AND l.id > $3 ORDER BY l.id LIMIT $4`, q.Tenant(), s, after, limit)
}

// handled lists letters somebody or a rule has dealt with, the newest first.
func handled(ctx context.Context, q db.Query, before city.ID, limit int) ([]Mail, error) {
	return db.All(ctx, q, scan, `SELECT `+columns+from+`AND l.state IN ('opened', 'joined', 'answered') AND l.id < $2
		ORDER BY l.id DESC LIMIT $3`, q.Tenant(), before, limit)
}

// setAside lists letters that are not for us, the newest first.
func setAside(ctx context.Context, q db.Query, before city.ID, limit int) ([]Mail, error) {
	return db.All(ctx, q, scan, `SELECT `+columns+from+`AND l.state IN ('aside', 'machine', 'bounce') AND l.id < $2
		ORDER BY l.id DESC LIMIT $3`, q.Tenant(), before, limit)
}

// count counts the letters in a state, as far as anybody wants to know.
func count(ctx context.Context, q db.Query, s State) (int, error) {
	return db.One(ctx, q, db.Value[int], `SELECT count(*) FROM (SELECT id FROM mailroom_letters
		WHERE tenant_id = $1 AND state = $2 LIMIT 1000) found`, q.Tenant(), s)
}

// since counts the letters of a sender from a moment on.
func since(ctx context.Context, q db.Query, address string, at int64) (int, error) {
	return db.One(ctx, q, db.Value[int], `SELECT count(*) FROM mailroom_letters WHERE tenant_id = $1 AND sender = $2 AND at >= $3`,
		q.Tenant(), senderHash(address), at)
}

func knownKey(ctx context.Context, q db.Query, key string) (bool, error) {
	n, err := db.One(ctx, q, db.Value[int], `SELECT count(*) FROM mailroom_letters WHERE tenant_id = $1 AND key = $2`, q.Tenant(), key)
	return n > 0, err
}

func idOf(ctx context.Context, q db.Query, key string) (city.ID, error) {
	return db.One(ctx, q, db.Value[city.ID], `SELECT id FROM mailroom_letters WHERE tenant_id = $1 AND key = $2`, q.Tenant(), key)
}

func knownUID(ctx context.Context, q db.Query, o origin) (bool, error) {
	n, err := db.One(ctx, q, db.Value[int], `SELECT count(*) FROM mailroom_letters
		WHERE tenant_id = $1 AND box = $2 AND validity = $3 AND uid = $4 AND uid > 0`, q.Tenant(), o.Box, int64(o.Validity), int64(o.UID))
	return n > 0, err
}

func photosOf(ctx context.Context, q db.Query, letter city.ID) ([]Picture, error) {
	return db.All(ctx, q, func(r db.Row) (p Picture, err error) {
		err = r.Scan(&p.Full, &p.Thumb, &p.Width, &p.Height)
		return p, err
	}, `SELECT full_ref, thumb_ref, width, height FROM mailroom_photos WHERE tenant_id = $1 AND letter = $2 ORDER BY n`, q.Tenant(), letter)
}

// forget erases the words of letters that were not for us, once they are old.
func forget(ctx context.Context, tx *db.Tx, before int64) error {
	for _, text := range []string{forgetWords, forgetPhotos} {
		if _, err := tx.ExecContext(ctx, text, tx.Tenant(), before); err != nil {
			return err
		}
	}
	return nil
}

const (
	forgetWords  = `DELETE FROM mailroom_words WHERE tenant_id = $1 AND letter IN (` + ofNobody + `)`
	forgetPhotos = `DELETE FROM mailroom_photos WHERE tenant_id = $1 AND letter IN (` + ofNobody + `)`
	ofNobody     = `SELECT id FROM mailroom_letters WHERE tenant_id = $1 AND state IN ('aside', 'machine', 'bounce') AND at < $2`
)
