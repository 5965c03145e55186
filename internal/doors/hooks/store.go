package hooks

import (
	"context"
	"strings"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
)

const hookColumns = `id, name, url, events, subjects, districts, secret, old_until, state, made_at, heard_at, failing_since, failures, rest_until`

func scanHook(r db.Row) (Hook, error) {
	var h Hook
	var names, subjects, districts string
	var old, made, heard, since, rest int64
	err := r.Scan(&h.ID, &h.Name, &h.URL, &names, &subjects, &districts, &h.Secret, &old, &h.State, &made, &heard, &since, &h.Failures, &rest)
	h.Events, h.Subjects, h.Districts = strings.Fields(names), strings.Fields(subjects), strings.Fields(districts)
	h.OldUntil, h.Made, h.Heard, h.FailingSince, h.RestUntil = db.Time(old), db.Time(made), db.Time(heard), db.Time(since), db.Time(rest)
	return h, err
}

func allHooks(ctx context.Context, q db.Query) ([]Hook, error) {
	return db.All(ctx, q, scanHook, `SELECT `+hookColumns+` FROM doors_hooks WHERE tenant_id = $1 ORDER BY id`, q.Tenant())
}

func hooksIn(ctx context.Context, q db.Query, state State) ([]Hook, error) {
	return db.All(ctx, q, scanHook, `SELECT `+hookColumns+` FROM doors_hooks WHERE tenant_id = $1 AND state = $2 ORDER BY id`, q.Tenant(), state)
}

func hookByID(ctx context.Context, q db.Query, id city.ID) (Hook, error) {
	h, err := db.One(ctx, q, scanHook, `SELECT `+hookColumns+` FROM doors_hooks WHERE tenant_id = $1 AND id = $2`, q.Tenant(), id)
	if fault.KindOf(err) == fault.NotFound {
		err = fault.New(fault.NotFound, "hooks.no_hook")
	}
	return h, err
}

func insertHook(ctx context.Context, tx *db.Tx, h Hook) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO doors_hooks (tenant_id, `+hookColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`, tx.Tenant(), h.ID, h.Name, h.URL,
		strings.Join(h.Events, " "), strings.Join(h.Subjects, " "), strings.Join(h.Districts, " "), h.Secret, db.Micros(h.OldUntil), h.State,
		db.Micros(h.Made), db.Micros(h.Heard), db.Micros(h.FailingSince), h.Failures, db.Micros(h.RestUntil))
	return err
}

func updateHook(ctx context.Context, tx *db.Tx, h Hook) error {
	_, err := tx.ExecContext(ctx, `UPDATE doors_hooks SET name = $3, url = $4, events = $5, subjects = $6, districts = $7, secret = $8, old_until = $9,
		state = $10, heard_at = $11, failing_since = $12, failures = $13, rest_until = $14 WHERE tenant_id = $1 AND id = $2`, tx.Tenant(), h.ID, h.Name, h.URL,
		strings.Join(h.Events, " "), strings.Join(h.Subjects, " "), strings.Join(h.Districts, " "), h.Secret, db.Micros(h.OldUntil), h.State,
		db.Micros(h.Heard), db.Micros(h.FailingSince), h.Failures, db.Micros(h.RestUntil))
	return err
}

func deleteHook(ctx context.Context, tx *db.Tx, id city.ID) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM doors_hook_news WHERE tenant_id = $1 AND hook = $2`, tx.Tenant(), id); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `DELETE FROM doors_hooks WHERE tenant_id = $1 AND id = $2`, tx.Tenant(), id)
	return err
}

// wrongClock is how far ahead an honest lease can run; one beyond was given while
// a clock was wrong.
const wrongClock = 10 * time.Minute

// take lets one sender at a time work for a receiver that is on and not resting.
func take(ctx context.Context, tx *db.Tx, id city.ID, lease string, now time.Time) (bool, error) {
	res, err := tx.ExecContext(ctx, `UPDATE doors_hooks SET lease = $3, leased_until = $4
		WHERE tenant_id = $1 AND id = $2 AND state = 'on' AND rest_until <= $5 AND (leased_until <= $5 OR leased_until > $6)`,
		tx.Tenant(), id, lease, db.Micros(now.Add(leaseFor)), db.Micros(now), db.Micros(now.Add(wrongClock)))
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n == 1, err
}

func release(ctx context.Context, tx *db.Tx, id city.ID, lease string) error {
	_, err := tx.ExecContext(ctx, `UPDATE doors_hooks SET lease = '', leased_until = 0 WHERE tenant_id = $1 AND id = $2 AND lease = $3`, tx.Tenant(), id, lease)
	return err
}

// isPublic: what everybody may see. Parts and what is confidential are not.
func isPublic(ctx context.Context, q db.Query, request city.ID) (bool, error) {
	n, err := db.One(ctx, q, db.Value[int], `SELECT count(*) FROM pub_requests WHERE tenant_id = $1 AND id = $2 AND public = 1`, q.Tenant(), request)
	return n == 1, err
}

const newsColumns = `hook, id, type, request, about, body, state, next_at, attempts, status, why, tried_at, took`

func scanNews(r db.Row) (news, error) {
	var n news
	var body string
	var next, tried, took int64
	err := r.Scan(&n.Hook, &n.ID, &n.Type, &n.Request, &n.About, &body, &n.State, &next, &n.Attempts, &n.Status, &n.Why, &tried, &took)
	n.Body, n.Next, n.Tried, n.Took = []byte(body), db.Time(next), db.Time(tried), time.Duration(took)*time.Microsecond
	return n, err
}

// insertNews: the same news twice is one.
func insertNews(ctx context.Context, tx *db.Tx, hook city.ID, n news) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO doors_hook_news (tenant_id, `+newsColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT (tenant_id, hook, id) DO NOTHING`,
		tx.Tenant(), hook, n.ID, n.Type, n.Request, n.About, string(n.Body), n.State, db.Micros(n.Next), n.Attempts, n.Status, n.Why, db.Micros(n.Tried), n.Took.Microseconds())
	return err
}

// saveNews writes how a try went, unless somebody has decided otherwise meanwhile.
func saveNews(ctx context.Context, tx *db.Tx, n news) error {
	_, err := tx.ExecContext(ctx, `UPDATE doors_hook_news SET state = $4, next_at = $5, attempts = $6, status = $7, why = $8, tried_at = $9, took = $10
		WHERE tenant_id = $1 AND hook = $2 AND id = $3 AND state = 'waiting'`,
		tx.Tenant(), n.Hook, n.ID, n.State, db.Micros(n.Next), n.Attempts, n.Status, n.Why, db.Micros(n.Tried), n.Took.Microseconds())
	return err
}

// nextDue is what has waited longest and may be sent now; false if nothing may.
func nextDue(ctx context.Context, q db.Query, hook city.ID, now time.Time) (news, bool, error) {
	all, err := db.All(ctx, q, scanNews, `SELECT `+newsColumns+` FROM doors_hook_news
		WHERE tenant_id = $1 AND hook = $2 AND state = 'waiting' AND next_at <= $3 ORDER BY next_at, id LIMIT 1`, q.Tenant(), hook, db.Micros(now))
	if err != nil || len(all) == 0 {
		return news{}, false, err
	}
	return all[0], true, nil
}

// lastTried are the last letters that were tried, the newest first.
func lastTried(ctx context.Context, q db.Query, hook city.ID, most int) ([]news, error) {
	return db.All(ctx, q, scanNews, `SELECT `+newsColumns+` FROM doors_hook_news
		WHERE tenant_id = $1 AND hook = $2 AND tried_at > 0 ORDER BY tried_at DESC, id DESC LIMIT $3`, q.Tenant(), hook, most)
}

func deadOf(ctx context.Context, q db.Query, hook city.ID, most int) ([]news, error) {
	return db.All(ctx, q, scanNews, `SELECT `+newsColumns+` FROM doors_hook_news
		WHERE tenant_id = $1 AND hook = $2 AND state = 'dead' ORDER BY id DESC LIMIT $3`, q.Tenant(), hook, most)
}

// Count is how many letters of a receiver wait, and how many were given up.
type Count struct{ Waiting, Dead int64 }

func counts(ctx context.Context, q db.Query) (map[city.ID]Count, error) {
	type row struct {
		hook  city.ID
		state string
		n     int64
	}
	all, err := db.All(ctx, q, func(r db.Row) (o row, err error) { return o, r.Scan(&o.hook, &o.state, &o.n) },
		`SELECT hook, state, count(*) FROM doors_hook_news WHERE tenant_id = $1 AND state = 'waiting' GROUP BY hook, state
		UNION ALL SELECT hook, state, count(*) FROM doors_hook_news WHERE tenant_id = $1 AND state = 'dead' GROUP BY hook, state`, q.Tenant())
	by := map[city.ID]Count{}
	for _, o := range all {
		c := by[o.hook]
		if o.state == string(dead) {
			c.Dead = o.n
		} else {
			c.Waiting = o.n
		}
		by[o.hook] = c
	}
	return by, err
}

// again lets one letter, or all that were given up, wait anew.
func again(ctx context.Context, tx *db.Tx, hook, one city.ID, now time.Time) (int, error) {
	text, args := `UPDATE doors_hook_news SET state = 'waiting', attempts = 0, next_at = $3 WHERE tenant_id = $1 AND hook = $2 AND state = 'dead'`,
		[]any{tx.Tenant(), hook, db.Micros(now)}
	if one != "" {
		text = `UPDATE doors_hook_news SET state = 'waiting', attempts = 0, next_at = $3
			WHERE tenant_id = $1 AND hook = $2 AND id = $4 AND state IN ('dead', 'sent')`
		args = append(args, one)
	}
	res, err := tx.ExecContext(ctx, text, args...)
	if err != nil {
		return 0, err
	}
	n, err := res.RowsAffected()
	return int(n), err
}

// forget drops what is over since a moment, and gives up what waits for a receiver
// that is gone.
func forget(ctx context.Context, tx *db.Tx, sent, given time.Time) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM doors_hook_news WHERE tenant_id = $1 AND state IN ('sent', 'withheld', 'tried') AND tried_at < $2`,
		tx.Tenant(), db.Micros(sent)); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `DELETE FROM doors_hook_news WHERE tenant_id = $1 AND state = 'dead' AND tried_at < $2`, tx.Tenant(), db.Micros(given))
	return err
}

// waitFor are receivers that are on, are not resting and have something due.
func waitFor(ctx context.Context, q db.Query, now time.Time) ([]city.ID, error) {
	return db.All(ctx, q, db.Value[city.ID], `SELECT h.id FROM doors_hooks h WHERE h.tenant_id = $1 AND h.state = 'on' AND h.rest_until <= $2
		AND EXISTS (SELECT 1 FROM doors_hook_news n WHERE n.tenant_id = $1 AND n.hook = h.id AND n.state = 'waiting' AND n.next_at <= $2)`,
		q.Tenant(), db.Micros(now))
}
