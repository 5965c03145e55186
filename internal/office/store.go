package office

import (
	"context"
	"encoding/hex"

	"mahalle/internal/city"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
)

const personColumns = `id, login, name, email, phone, lang, password, password_given, active`

func scanPerson(r db.Row) (Person, error) {
	var p Person
	err := r.Scan(&p.ID, &p.Login, &p.Name, &p.Email, &p.Phone, &p.Lang, &p.Password, &p.PasswordGiven, &p.Active)
	return p, err
}

func personByLogin(ctx context.Context, q db.Query, login string) (Person, error) {
	return db.One(ctx, q, scanPerson, `SELECT `+personColumns+` FROM office_people WHERE tenant_id = $1 AND login = $2`, q.Tenant(), login)
}

func personByID(ctx context.Context, q db.Query, id city.ID) (Person, error) {
	return db.One(ctx, q, scanPerson, `SELECT `+personColumns+` FROM office_people WHERE tenant_id = $1 AND id = $2`, q.Tenant(), id)
}

// insertPerson reports false when somebody else has the login.
func insertPerson(ctx context.Context, tx *db.Tx, p Person) (bool, error) {
	res, err := tx.ExecContext(ctx, `INSERT INTO office_people (tenant_id, id, login, name, name_key, email, phone, lang, password, password_given)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (tenant_id, login) DO NOTHING`,
		tx.Tenant(), p.ID, p.Login, p.Name, nameKey(ctx, p.Name), p.Email, p.Phone, p.Lang, p.Password, bit(p.PasswordGiven))
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n == 1, err
}

func updateDetails(ctx context.Context, tx *db.Tx, id city.ID, d Details) error {
	_, err := tx.ExecContext(ctx, `UPDATE office_people SET name = $3, name_key = $4, email = $5, phone = $6, lang = $7
		WHERE tenant_id = $1 AND id = $2`, tx.Tenant(), id, d.Name, nameKey(ctx, d.Name), d.Email, d.Phone, d.Lang)
	return err
}

func updatePassword(ctx context.Context, tx *db.Tx, id city.ID, hash string, given bool) error {
	_, err := tx.ExecContext(ctx, `UPDATE office_people SET password = $3, password_given = $4 WHERE tenant_id = $1 AND id = $2`,
		tx.Tenant(), id, hash, bit(given))
	return err
}

func updateActive(ctx context.Context, tx *db.Tx, id city.ID, active bool) error {
	_, err := tx.ExecContext(ctx, `UPDATE office_people SET active = $3 WHERE tenant_id = $1 AND id = $2`, tx.Tenant(), id, bit(active))
	return err
}

// nameKey sorts names by the alphabet of the city's own language.
func nameKey(ctx context.Context, name string) string {
	return hex.EncodeToString(i18n.Locale{Lang: tenant.From(ctx).DefaultLang}.SortKey(name))
}

// saveWords keeps the words by which somebody is found.
func saveWords(ctx context.Context, tx *db.Tx, id city.ID, login, name string) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM office_people_words WHERE tenant_id = $1 AND person = $2`, tx.Tenant(), id); err != nil {
		return err
	}
	for _, w := range i18n.Words(login + " " + name) {
		if _, err := tx.ExecContext(ctx, `INSERT INTO office_people_words (tenant_id, word, person) VALUES ($1, $2, $3)
			ON CONFLICT (tenant_id, word, person) DO NOTHING`, tx.Tenant(), w, id); err != nil {
			return err
		}
	}
	return nil
}

func saveHolding(ctx context.Context, tx *db.Tx, h Holding) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO office_holders (tenant_id, post, person, from_day, until_day, deputy)
		VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (tenant_id, post, person, from_day) DO UPDATE
		SET until_day = excluded.until_day, deputy = excluded.deputy`, tx.Tenant(), h.Post, h.Person, h.From, h.Until, bit(h.Deputy))
	return err
}

// holdingsOf is what somebody holds, held and will hold, the newest first.
func holdingsOf(ctx context.Context, q db.Query, person city.ID) ([]Holding, error) {
	return db.All(ctx, q, func(r db.Row) (Holding, error) {
		var h Holding
		err := r.Scan(&h.Post, &h.Person, &h.From, &h.Until, &h.Deputy)
		return h, err
	}, `SELECT post, person, from_day, until_day, deputy FROM office_holders
		WHERE tenant_id = $1 AND person = $2 ORDER BY from_day DESC, deputy, post`, q.Tenant(), person)
}

// postsToday are the posts somebody sits in: the own ones before those held as a
// deputy.
func postsToday(ctx context.Context, q db.Query, person city.ID) ([]string, error) {
	return db.All(ctx, q, db.Value[string], `SELECT post FROM office_holders WHERE tenant_id = $1 AND person = $2
		AND from_day <= $3 AND (until_day = 0 OR until_day > $3) ORDER BY deputy, post`, q.Tenant(), person, today(ctx))
}

// forgetOld drops what has had its time: sessions that ended, and wrong tries
// that count no more.
func forgetOld(ctx context.Context, tx *db.Tx) error {
	now := clock.Now(ctx)
	if _, err := tx.ExecContext(ctx, `DELETE FROM office_sessions WHERE tenant_id = $1 AND (ends_at <= $2 OR seen_at < $3)`,
		tx.Tenant(), db.Micros(now), db.Micros(now.Add(-idleFor))); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `DELETE FROM office_attempts WHERE tenant_id = $1 AND last_at < $2`, tx.Tenant(), db.Micros(now.Add(-rememberTries)))
	return err
}
