package forward

import (
	"context"
	"encoding/json"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/db"
)

const lineColumns = `unit, url, jurisdiction, secret, dialect, photos, format, state, services, checked_at, heard_at, failing_since, failures, why, rest_until, silent, read_until`

func scanLine(r db.Row) (l Line, err error) {
	var services string
	var checked, heard, since, rest, read int64
	if err := r.Scan(&l.Unit, &l.URL, &l.Jurisdiction, &l.secret, &l.Dialect, &l.Photos, &l.Format, &l.State, &services,
		&checked, &heard, &since, &l.Failures, &l.Why, &rest, &l.Silent, &read); err != nil {
		return l, err
	}
	l.Checked, l.Heard, l.FailingSince, l.RestUntil, l.ReadUntil = db.Time(checked), db.Time(heard), db.Time(since), db.Time(rest), db.Time(read)
	return l, json.Unmarshal([]byte(services), &l.Services)
}

func lineOf(ctx context.Context, q db.Query, unit string) (Line, error) {
	return db.One(ctx, q, scanLine, `SELECT `+lineColumns+` FROM doors_forward_lines WHERE tenant_id = $1 AND unit = $2`, q.Tenant(), unit)
}

func saveLine(ctx context.Context, tx *db.Tx, l Line) error {
	services, err := json.Marshal(l.Services)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO doors_forward_lines (tenant_id, `+lineColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
		ON CONFLICT (tenant_id, unit) DO UPDATE SET url = excluded.url, jurisdiction = excluded.jurisdiction, secret = excluded.secret, dialect = excluded.dialect,
			photos = excluded.photos, format = excluded.format, state = excluded.state, services = excluded.services, checked_at = excluded.checked_at,
			heard_at = excluded.heard_at, failing_since = excluded.failing_since, failures = excluded.failures, why = excluded.why,
			rest_until = excluded.rest_until, silent = excluded.silent, read_until = excluded.read_until`,
		tx.Tenant(), l.Unit, l.URL, l.Jurisdiction, l.secret, l.Dialect, l.Photos, l.Format, l.State, string(services), db.Micros(l.Checked), db.Micros(l.Heard),
		db.Micros(l.FailingSince), l.Failures, l.Why, db.Micros(l.RestUntil), flag(l.Silent), db.Micros(l.ReadUntil))
	return err
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

func deleteLine(ctx context.Context, tx *db.Tx, unit string) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM doors_forward_codes WHERE tenant_id = $1 AND unit = $2`, tx.Tenant(), unit); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `DELETE FROM doors_forward_lines WHERE tenant_id = $1 AND unit = $2`, tx.Tenant(), unit)
	return err
}

// take leases a body, so that one talks to it at a time.
func take(ctx context.Context, tx *db.Tx, unit, lease string, now time.Time) (bool, error) {
	res, err := tx.ExecContext(ctx, `UPDATE doors_forward_lines SET lease = $3, leased_until = $4
		WHERE tenant_id = $1 AND unit = $2 AND state = 'on' AND rest_until <= $5 AND (leased_until <= $5 OR leased_until > $6)`,
		tx.Tenant(), unit, lease, db.Micros(now.Add(leaseFor)), db.Micros(now), db.Micros(now.Add(wrongClock)))
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n == 1, err
}

func release(ctx context.Context, tx *db.Tx, unit, lease string) error {
	_, err := tx.ExecContext(ctx, `UPDATE doors_forward_lines SET lease = '', leased_until = 0 WHERE tenant_id = $1 AND unit = $2 AND lease = $3`, tx.Tenant(), unit, lease)
	return err
}

// code is which of their services a subject is; empty when nobody said.
func codeFor(all map[string]string, subject string) string {
	if code := all[subject]; code != "" {
		return code
	}
	return all[whatever]
}

// whatever stands for every subject that is not named.
const whatever = "*"

type pair struct{ subject, code string }

func codesOf(ctx context.Context, q db.Query, unit string) (map[string]string, error) {
	pairs, err := db.All(ctx, q, func(r db.Row) (p pair, err error) { return p, r.Scan(&p.subject, &p.code) },
		`SELECT subject, code FROM doors_forward_codes WHERE tenant_id = $1 AND unit = $2`, q.Tenant(), unit)
	all := make(map[string]string, len(pairs))
	for _, p := range pairs {
		all[p.subject] = p.code
	}
	return all, err
}

func setCode(ctx context.Context, tx *db.Tx, unit, subject, code string) error {
	if code == "" {
		_, err := tx.ExecContext(ctx, `DELETE FROM doors_forward_codes WHERE tenant_id = $1 AND unit = $2 AND subject = $3`, tx.Tenant(), unit, subject)
		return err
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO doors_forward_codes (tenant_id, unit, subject, code) VALUES ($1, $2, $3, $4)
		ON CONFLICT (tenant_id, unit, subject) DO UPDATE SET code = excluded.code`, tx.Tenant(), unit, subject, code)
	return err
}

const sentColumns = `id, unit, request, number, state, made_at, next_at, attempts, tried_at, sent_at, token, theirs, status, notes, heard_at, why, said`

func scanSent(r db.Row) (s Sent, err error) {
	var made, next, tried, sent, heard int64
	err = r.Scan(&s.ID, &s.Unit, &s.Request, &s.Number, &s.Step, &made, &next, &s.Attempts, &tried, &sent, &s.Token, &s.Theirs, &s.Status, &s.Notes, &heard, &s.Why, &s.Said)
	s.Made, s.Next, s.Tried, s.Arrived, s.Heard = db.Time(made), db.Time(next), db.Time(tried), db.Time(sent), db.Time(heard)
	return s, err
}

// insertSent: the same custody twice is one.
func insertSent(ctx context.Context, tx *db.Tx, s Sent) (isNew bool, err error) {
	res, err := tx.ExecContext(ctx, `INSERT INTO doors_forward_sent (tenant_id, id, unit, request, number, state, made_at, next_at, why)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (tenant_id, id) DO NOTHING`,
		tx.Tenant(), s.ID, s.Unit, s.Request, s.Number, s.Step, db.Micros(s.Made), db.Micros(s.Next), s.Why)
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n == 1, err
}

func saveSent(ctx context.Context, tx *db.Tx, s Sent) error {
	_, err := tx.ExecContext(ctx, `UPDATE doors_forward_sent SET state = $3, next_at = $4, attempts = $5, tried_at = $6, sent_at = $7, token = $8, theirs = $9,
		status = $10, notes = $11, heard_at = $12, why = $13, said = $14 WHERE tenant_id = $1 AND id = $2`, tx.Tenant(), s.ID, s.Step, db.Micros(s.Next), s.Attempts,
		db.Micros(s.Tried), db.Micros(s.Arrived), s.Token, s.Theirs, s.Status, s.Notes, db.Micros(s.Heard), s.Why, s.Said)
	return err
}

func sentByID(ctx context.Context, q db.Query, id city.ID) (Sent, error) {
	return db.One(ctx, q, scanSent, `SELECT `+sentColumns+` FROM doors_forward_sent WHERE tenant_id = $1 AND id = $2`, q.Tenant(), id)
}

// dueNow lists what is to be sent or asked for, the longest due first.
func dueNow(ctx context.Context, q db.Query, unit string, now time.Time, limit int) ([]Sent, error) {
	return db.All(ctx, q, scanSent, `SELECT `+sentColumns+` FROM doors_forward_sent
		WHERE tenant_id = $1 AND unit = $2 AND state IN ('waiting', 'asking', 'token') AND next_at <= $3 ORDER BY next_at, id LIMIT $4`,
		q.Tenant(), unit, db.Micros(now), limit)
}

// unheard lists what they have, the longest unheard of first.
func unheard(ctx context.Context, q db.Query, unit string, limit int) ([]Sent, error) {
	return db.All(ctx, q, scanSent, `SELECT `+sentColumns+` FROM doors_forward_sent
		WHERE tenant_id = $1 AND unit = $2 AND state = 'open' ORDER BY heard_at, id LIMIT $3`, q.Tenant(), unit, limit)
}

// known finds what they have by their number.
func known(ctx context.Context, q db.Query, unit, number string) ([]Sent, error) {
	return db.All(ctx, q, scanSent, `SELECT `+sentColumns+` FROM doors_forward_sent
		WHERE tenant_id = $1 AND unit = $2 AND theirs = $3 AND theirs <> '' ORDER BY id DESC LIMIT 1`, q.Tenant(), unit, number)
}

// lastSent lists the newest.
func lastSent(ctx context.Context, q db.Query, unit string, limit int) ([]Sent, error) {
	return db.All(ctx, q, scanSent, `SELECT `+sentColumns+` FROM doors_forward_sent
		WHERE tenant_id = $1 AND unit = $2 ORDER BY id DESC LIMIT $3`, q.Tenant(), unit, limit)
}

// underWay are the units to which something is on its way, or which have something.
func underWay(ctx context.Context, q db.Query, now time.Time) ([]string, error) {
	return db.All(ctx, q, db.Value[string], `SELECT l.unit FROM doors_forward_lines l WHERE l.tenant_id = $1 AND l.state = 'on' AND l.rest_until <= $2
		AND (EXISTS (SELECT 1 FROM doors_forward_sent s WHERE s.tenant_id = $1 AND s.unit = l.unit AND s.state = 'open')
			OR EXISTS (SELECT 1 FROM doors_forward_sent s WHERE s.tenant_id = $1 AND s.unit = l.unit AND s.state IN ('waiting', 'asking', 'token') AND s.next_at <= $2))`,
		q.Tenant(), db.Micros(now))
}

// Counts say how much is on its way and how much they have.
type Counts struct{ OnTheWay, Open, Refused int }

func countsOf(ctx context.Context, q db.Query, unit string) (Counts, error) {
	return db.One(ctx, q, func(r db.Row) (c Counts, err error) { return c, r.Scan(&c.OnTheWay, &c.Open, &c.Refused) },
		`SELECT count(*) FILTER (WHERE state IN ('waiting', 'asking', 'token')), count(*) FILTER (WHERE state = 'open'), count(*) FILTER (WHERE state = 'refused')
		FROM doors_forward_sent WHERE tenant_id = $1 AND unit = $2`, q.Tenant(), unit)
}

// takenOver reports whether an update was taken over before.
func takenOver(ctx context.Context, q db.Query, unit, update string) (bool, error) {
	n, err := db.One(ctx, q, db.Value[int], `SELECT count(*) FROM doors_forward_updates WHERE tenant_id = $1 AND unit = $2 AND update_id = $3`, q.Tenant(), unit, update)
	return n > 0, err
}

func keepUpdate(ctx context.Context, tx *db.Tx, unit, update string, at time.Time) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO doors_forward_updates (tenant_id, unit, update_id, at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (tenant_id, unit, update_id) DO NOTHING`, tx.Tenant(), unit, update, db.Micros(at))
	return err
}

func forgetUpdates(ctx context.Context, tx *db.Tx, before time.Time) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM doors_forward_updates WHERE tenant_id = $1 AND at < $2`, tx.Tenant(), db.Micros(before))
	return err
}
