package office

import (
	"context"
	"strings"

	"mahalle/internal/city"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
)

// listed is a person as the list of staff shows them.
type listed struct {
	ID     city.ID
	Login  string
	Name   string
	Active bool
	Posts  []string // codes of those held today
}

const (
	listedPeople = `SELECT p.id, p.login, p.name, p.active,
		coalesce((SELECT string_agg(h.post, ' ') FROM office_holders h WHERE h.tenant_id = $1 AND h.person = p.id
			AND h.from_day <= $2 AND (h.until_day = 0 OR h.until_day > $2)), '')
		FROM office_people p WHERE p.tenant_id = $1 AND (p.name_key, p.id) > ($3, $4)`
	havingWords = `
		AND p.id IN (SELECT w.person FROM office_people_words w WHERE w.tenant_id = $1 AND w.word LIKE $6)
		AND p.id IN (SELECT w.person FROM office_people_words w WHERE w.tenant_id = $1 AND w.word LIKE $7)
		AND p.id IN (SELECT w.person FROM office_people_words w WHERE w.tenant_id = $1 AND w.word LIKE $8)`
	byAlphabet = ` ORDER BY p.name_key, p.id LIMIT $5`
)

// mostWords is how many words of a search count.
const mostWords = 3

// find lists staff in the order of the city's alphabet, from the person after the
// given one on: everybody, or those with words that begin as the query's do.
func (s *Service) find(ctx context.Context, query string, after city.ID, limit int) ([]listed, error) {
	q := s.db.Read(ctx)
	key, err := nameKeyOf(ctx, q, after)
	if err != nil {
		return nil, err
	}
	words := i18n.Words(query)
	if len(words) == 0 {
		return db.All(ctx, q, scanListed, listedPeople+byAlphabet, q.Tenant(), today(ctx), key, after, limit)
	}
	var begin [mostWords]string
	for i := range begin {
		begin[i] = words[min(i, len(words)-1)] + "%"
	}
	return db.All(ctx, q, scanListed, listedPeople+havingWords+byAlphabet,
		q.Tenant(), today(ctx), key, after, limit, begin[0], begin[1], begin[2])
}

func scanListed(r db.Row) (listed, error) {
	var p listed
	var posts string
	err := r.Scan(&p.ID, &p.Login, &p.Name, &p.Active, &posts)
	p.Posts = strings.Fields(posts)
	return p, err
}

// nameKeyOf is where somebody stands in the alphabet; nobody stands before all.
func nameKeyOf(ctx context.Context, q db.Query, id city.ID) (string, error) {
	key, err := db.One(ctx, q, db.Value[string], `SELECT name_key FROM office_people WHERE tenant_id = $1 AND id = $2`, q.Tenant(), id)
	if fault.KindOf(err) == fault.NotFound {
		return "", nil
	}
	return key, err
}
