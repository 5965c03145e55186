package doors

import (
	"context"
	"strings"

	"mahalle/internal/city"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
)

const partnerColumns = `id, code, name, contact, rights, subjects, districts, per_minute, made_at, stopped_at`

func scanPartner(r db.Row) (Partner, error) {
	var p Partner
	var rights, subjects, districts string
	var made, stopped int64
	err := r.Scan(&p.ID, &p.Code, &p.Name, &p.Contact, &rights, &subjects, &districts, &p.PerMinute, &made, &stopped)
	for _, right := range strings.Fields(rights) {
		p.Rights = append(p.Rights, Right(right))
	}
	p.Subjects, p.Districts = strings.Fields(subjects), strings.Fields(districts)
	p.Made, p.Stopped = db.Time(made), db.Time(stopped)
	return p, err
}

func allPartners(ctx context.Context, q db.Query) ([]Partner, error) {
	return db.All(ctx, q, scanPartner, `SELECT `+partnerColumns+` FROM doors_partners WHERE tenant_id = $1 ORDER BY code`, q.Tenant())
}

func partnerBy(ctx context.Context, q db.Query, column, value string) (Partner, error) {
	p, err := db.One(ctx, q, scanPartner, `SELECT `+partnerColumns+` FROM doors_partners WHERE tenant_id = $1 AND `+column+` = $2`, q.Tenant(), value)
	if fault.KindOf(err) == fault.NotFound {
		err = fault.New(fault.NotFound, "doors.no_partner")
	}
	return p, err
}

func insertPartner(ctx context.Context, tx *db.Tx, p Partner) error {
	res, err := tx.ExecContext(ctx, `INSERT INTO doors_partners (tenant_id, `+partnerColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (tenant_id, code) DO NOTHING`,
		tx.Tenant(), p.ID, p.Code, p.Name, p.Contact, joined(p.Rights), joined(p.Subjects), joined(p.Districts), p.PerMinute,
		db.Micros(p.Made), db.Micros(p.Stopped))
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return fault.Fields(fault.Field{Name: "code", Key: "doors.code_taken"})
}

func updatePartner(ctx context.Context, tx *db.Tx, p Partner) error {
	_, err := tx.ExecContext(ctx, `UPDATE doors_partners SET name = $3, contact = $4, rights = $5, subjects = $6, districts = $7,
		per_minute = $8, stopped_at = $9 WHERE tenant_id = $1 AND id = $2`,
		tx.Tenant(), p.ID, p.Name, p.Contact, joined(p.Rights), joined(p.Subjects), joined(p.Districts), p.PerMinute, db.Micros(p.Stopped))
	return err
}

func joined[T ~string](all []T) string { return strings.Join(words(all), " ") }

func words[T ~string](all []T) []string {
	said := make([]string, len(all))
	for i, v := range all {
		said[i] = string(v)
	}
	return said
}

func scanKey(r db.Row) (Key, error) {
	var k Key
	var made, revoked int64
	err := r.Scan(&k.ID, &k.Partner, &k.Ending, &made, &revoked)
	k.Made, k.Revoked = db.Time(made), db.Time(revoked)
	return k, err
}

const keyColumns = `id, partner, ending, made_at, revoked_at`

func keysOf(ctx context.Context, q db.Query, partner city.ID) ([]Key, error) {
	return db.All(ctx, q, scanKey, `SELECT `+keyColumns+` FROM doors_keys WHERE tenant_id = $1 AND partner = $2 ORDER BY id DESC`, q.Tenant(), partner)
}

func insertKey(ctx context.Context, tx *db.Tx, k Key, hash string) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO doors_keys (tenant_id, `+keyColumns+`, hash) VALUES ($1, $2, $3, $4, $5, 0, $6)`,
		tx.Tenant(), k.ID, k.Partner, k.Ending, db.Micros(k.Made), hash)
	return err
}

func revokeKey(ctx context.Context, tx *db.Tx, partner, key city.ID, at int64) error {
	res, err := tx.ExecContext(ctx, `UPDATE doors_keys SET revoked_at = $4 WHERE tenant_id = $1 AND partner = $2 AND id = $3 AND revoked_at = 0`,
		tx.Tenant(), partner, key, at)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return fault.New(fault.NotFound, "doors.no_key")
}

// opening are the keys that open, by their hash, with the partner each is of.
func opening(ctx context.Context, q db.Query) (map[string]city.ID, error) {
	type pair struct {
		hash    string
		partner city.ID
	}
	all, err := db.All(ctx, q, func(r db.Row) (p pair, err error) { return p, r.Scan(&p.hash, &p.partner) },
		`SELECT hash, partner FROM doors_keys WHERE tenant_id = $1 AND revoked_at = 0`, q.Tenant())
	by := make(map[string]city.ID, len(all))
	for _, p := range all {
		by[p.hash] = p.partner
	}
	return by, err
}
