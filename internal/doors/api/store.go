package api

import (
	"context"
	"strings"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
)

const columns = `id, person, post, name, scopes, ending, made_at, ends_at, used_at, revoked_at`

func scanToken(r db.Row) (Token, error) {
	var t Token
	var scopes string
	var made, ends, used, revoked int64
	err := r.Scan(&t.ID, &t.Person, &t.Post, &t.Name, &scopes, &t.Ending, &made, &ends, &used, &revoked)
	for _, s := range strings.Fields(scopes) {
		t.Scopes = append(t.Scopes, Scope(s))
	}
	t.Made, t.Ends, t.Used, t.Revoked = db.Time(made), db.Time(ends), db.Time(used), db.Time(revoked)
	return t, err
}

func insertToken(ctx context.Context, tx *db.Tx, t Token, hash string) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO doors_tokens (tenant_id, id, person, post, name, scopes, hash, ending, made_at, ends_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, tx.Tenant(), t.ID, t.Person, t.Post, t.Name,
		strings.Join(said(t.Scopes), " "), hash, t.Ending, db.Micros(t.Made), db.Micros(t.Ends))
	return err
}

func revokeToken(ctx context.Context, tx *db.Tx, person, token city.ID, now time.Time) error {
	res, err := tx.ExecContext(ctx, `UPDATE doors_tokens SET revoked_at = $4 WHERE tenant_id = $1 AND person = $2 AND id = $3 AND revoked_at = 0`,
		tx.Tenant(), person, token, db.Micros(now))
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return fault.New(fault.NotFound, "api.no_token")
}

// mostTokens is how many tokens of somebody are shown.
const mostTokens = 100

func tokensOf(ctx context.Context, q db.Query, person city.ID) ([]Token, error) {
	return db.All(ctx, q, scanToken, `SELECT `+columns+` FROM doors_tokens WHERE tenant_id = $1 AND person = $2 ORDER BY id DESC LIMIT $3`,
		q.Tenant(), person, mostTokens)
}

func tokenByHash(ctx context.Context, q db.Query, hash string) (Token, error) {
	return db.One(ctx, q, scanToken, `SELECT `+columns+` FROM doors_tokens WHERE tenant_id = $1 AND hash = $2`, q.Tenant(), hash)
}

func usedToken(ctx context.Context, tx *db.Tx, token city.ID, now time.Time) error {
	_, err := tx.ExecContext(ctx, `UPDATE doors_tokens SET used_at = $3 WHERE tenant_id = $1 AND id = $2`, tx.Tenant(), token, db.Micros(now))
	return err
}
