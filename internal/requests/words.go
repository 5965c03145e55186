package requests

import (
	"context"
	"slices"
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

// Beginnings of words are kept as words of their own, from two letters to six.
// A search then looks up whole words and reads from the newest row on, where a
// search for beginnings would first gather every row that has one.
const shortest, longest = 2, 6

func beginnings(text string) []string {
	var all []string
	seen := make(map[string]bool)
	for _, w := range i18n.Words(text) {
		letters := []rune(w)
		for n := min(shortest, len(letters)); n <= min(longest, len(letters)); n++ {
			if b := string(letters[:n]); !seen[b] {
				seen[b] = true
				all = append(all, b)
			}
		}
	}
	return all
}

// asked makes the words of a search out of what was typed, at most eight.
func asked(typed string) []string {
	words := i18n.Words(strings.ReplaceAll(typed, "\u200c", " "))
	words = words[:min(len(words), 8)]
	for i, w := range words {
		letters := []rune(w)
		words[i] = string(letters[:min(longest, len(letters))])
	}
	return words
}

// said is what somebody wrote about it: words, place and answers.
func (r *Request) said() string { return r.Description + " " + r.Place.Words + " " + r.Answered }

// fits reports whether the text has a word for every word typed; it weeds out
// what agrees in the first six letters only.
func fits(r *Request, typed string) bool {
	has := i18n.Words(r.said())
	for _, w := range i18n.Words(strings.ReplaceAll(typed, "\u200c", " ")) {
		if !slices.ContainsFunc(has, func(h string) bool { return strings.HasPrefix(h, w) }) {
			return false
		}
	}
	return true
}

// foundBy are the words by which a request is found.
func foundBy(t city.Tenant, r *Request) []string {
	return append([]string{tenantWord(t), districtWord(r.Place.District)}, beginnings(r.said())...)
}

// keepWords lets a request be found by its words, from the commit on.
func keepWords(ctx context.Context, tx *db.Tx, r *Request) {
	words, id := foundBy(tx.Tenant(), r), r.ID
	tx.BeforeCommit(func() error {
		_, err := tx.ExecContext(ctx, `INSERT INTO requests_words (tenant_id, request, words) VALUES ($1, $2, $3)`,
			tx.Tenant(), id, strings.Join(words, " "))
		return err
	})
}

// keepWordsAgain lets a request that was found by other words be found by the
// words it has now.
func keepWordsAgain(ctx context.Context, tx *db.Tx, was, now *Request) {
	before, words, id := foundBy(tx.Tenant(), was), strings.Join(foundBy(tx.Tenant(), now), " "), now.ID
	tx.BeforeCommit(func() error {
		if tx.Engine() == db.Postgres {
			return changeWordsPostgres(ctx, tx, id, words)
		}
		return changeWordsSQLite(ctx, tx, id, before[:min(len(before), 12)], words)
	})
}

func changeWordsPostgres(ctx context.Context, tx *db.Tx, id city.ID, words string) error {
	_, err := tx.ExecContext(ctx, `UPDATE requests_words SET words = $3 WHERE tenant_id = $1 AND request = $2`, tx.Tenant(), id, words)
	return err
}

// FTS5 has no index by request: the words it had lead to the row.
func changeWordsSQLite(ctx context.Context, tx *db.Tx, id city.ID, had []string, words string) error {
	ask := `"` + strings.Join(had, `" AND "`) + `"`
	_, err := tx.ExecContext(ctx, `UPDATE requests_words SET words = $3 WHERE tenant_id = $1 AND rowid IN (
		SELECT rowid FROM requests_words WHERE requests_words MATCH $4 AND tenant_id = $1 AND request = $2)`, tx.Tenant(), id, words, ask)
	return err
}

// matching finds requests by the beginning of words, the newest first. At most
// limit are looked at; narrow further by the district if the reader has one.
func matching(ctx context.Context, q db.Query, typed, district string, limit int) ([]Request, error) {
	return matchingIn(ctx, q, typed, district, limit, func(*ask) string { return "" })
}

// matchingIn is matching among the requests that a further condition keeps.
func matchingIn(ctx context.Context, q db.Query, typed, district string, limit int, and func(b *ask) string) ([]Request, error) {
	words := asked(typed)
	if len(words) == 0 {
		return nil, nil
	}
	look := matchingSQLite
	if q.Engine() == db.Postgres {
		look = matchingPostgres
	}
	all, err := look(ctx, q, words, district, limit, and)
	return slices.DeleteFunc(all, func(r Request) bool { return !fits(&r, typed) }), err
}

// SQLite: the FTS5 table answers from its own index, newest rows first.
func matchingSQLite(ctx context.Context, q db.Query, words []string, district string, limit int, and func(b *ask) string) ([]Request, error) {
	ask := `"` + tenantWord(q.Tenant()) + `"`
	if district != "" {
		ask += ` AND "` + districtWord(district) + `"`
	}
	for _, w := range words {
		ask += ` AND "` + w + `"`
	}
	b := among(q, ask, limit)
	return db.All(ctx, q, scan, `SELECT `+columns+` FROM requests_requests WHERE tenant_id = $1 AND id IN (
		SELECT request FROM requests_words WHERE requests_words MATCH $2 AND tenant_id = $1 ORDER BY rowid DESC LIMIT $3)
		`+and(b)+` ORDER BY id DESC`, b.args...)
}

// PostgreSQL: a GIN index over the same words.
func matchingPostgres(ctx context.Context, q db.Query, words []string, district string, limit int, and func(b *ask) string) ([]Request, error) {
	ask := tenantWord(q.Tenant())
	if district != "" {
		ask += " & " + districtWord(district)
	}
	for _, w := range words {
		ask += " & " + w
	}
	b := among(q, ask, limit)
	return db.All(ctx, q, scan, `SELECT `+columns+` FROM requests_requests WHERE tenant_id = $1 AND id IN (
		SELECT request FROM requests_words WHERE tenant_id = $1 AND to_tsvector('simple', words) @@ to_tsquery('simple', $2)
		ORDER BY request DESC LIMIT $3) `+and(b)+` ORDER BY id DESC`, b.args...)
}

// among begins the arguments of a search: $1, $2 and $3 above.
func among(q db.Query, words string, limit int) *ask {
	return &ask{args: []any{q.Tenant(), words, limit}}
}
