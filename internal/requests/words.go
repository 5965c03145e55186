package requests

import (
	"context"
	"strings"

	"mahalle/internal/city"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/i18n"
)

// A search finds the beginning of words, in any order, all of them: "cop alın"
// finds «çöpler alınmadı». Folding is ours and the same for writing and asking,
// so both engines give the same answers.

// tenantWord and districtWord stand first in the words of every row, in a form
// that nobody types by chance.
func tenantWord(t city.Tenant) string     { return "qt" + squeeze(string(t)) + "0t" }
func districtWord(district string) string { return "qd" + squeeze(district) + "0d" }

func squeeze(code string) string { return strings.ReplaceAll(code, "-", "") }

func keepWords(ctx context.Context, tx *db.Tx, r *Request) error {
	words := []string{tenantWord(tx.Tenant()), districtWord(r.Place.District)}
	words = append(words, i18n.Words(r.Description)...)
	words = append(words, i18n.Words(r.Place.Words)...)
	_, err := tx.ExecContext(ctx, `INSERT INTO requests_words (tenant_id, request, words) VALUES ($1, $2, $3)`,
		tx.Tenant(), r.ID, strings.Join(words, " "))
	return err
}

// matching finds requests by the beginning of words, the newest first. At most
// limit are looked at; narrow further by the district if the reader has one.
func matching(ctx context.Context, q db.Query, typed, district string, limit int) ([]Request, error) {
	words := i18n.Words(strings.ReplaceAll(typed, "\u200c", " "))
	if len(words) == 0 {
		return nil, nil
	}
	words = words[:min(len(words), 8)]
	if q.Engine() == db.Postgres {
		return matchingPostgres(ctx, q, words, district, limit)
	}
	return matchingSQLite(ctx, q, words, district, limit)
}

// SQLite: the FTS5 table answers from its own index, newest rows first.
func matchingSQLite(ctx context.Context, q db.Query, words []string, district string, limit int) ([]Request, error) {
	ask := `"` + tenantWord(q.Tenant()) + `"`
	if district != "" {
		ask += ` AND "` + districtWord(district) + `"`
	}
	for _, w := range words {
		ask += ` AND "` + w + `" *`
	}
	return db.All(ctx, q, scan, `SELECT `+columns+` FROM requests_requests WHERE tenant_id = $1 AND id IN (
		SELECT request FROM requests_words WHERE requests_words MATCH $2 AND tenant_id = $1 ORDER BY rowid DESC LIMIT $3)
		ORDER BY id DESC`, q.Tenant(), ask, limit)
}

// PostgreSQL: a GIN index over the same words.
func matchingPostgres(ctx context.Context, q db.Query, words []string, district string, limit int) ([]Request, error) {
	ask := tenantWord(q.Tenant())
	if district != "" {
		ask += " & " + districtWord(district)
	}
	for _, w := range words {
		ask += " & " + w + ":*"
	}
	return db.All(ctx, q, scan, `SELECT `+columns+` FROM requests_requests WHERE tenant_id = $1 AND id IN (
		SELECT request FROM requests_words WHERE tenant_id = $1 AND to_tsvector('simple', words) @@ to_tsquery('simple', $2)
		ORDER BY request DESC LIMIT $3) ORDER BY id DESC`, q.Tenant(), ask, limit)
}
