package requests

import (
	"context"

	"mahalle/internal/city"
	"mahalle/internal/platform/db"
)

// ClosedText is what a resident wrote, with the subject the request was closed
// under: the last correction counts.
type ClosedText struct {
	Text    string
	Subject string
}

// textsAtOnce is how many are read in one go.
const textsAtOnce = 1000

// ClosedTexts tells each text of a closed request, the newest first, at most so
// many. Requests whose sender is hidden, or that only one unit may read, are
// left out.
func (s *Service) ClosedTexts(ctx context.Context, most int, each func(ClosedText)) error {
	q, before := s.db.Read(ctx), newestOfAll
	for most > 0 {
		n, last, err := closedTexts(ctx, q, before, min(most, textsAtOnce), each)
		if err != nil || n == 0 {
			return err
		}
		before, most = last, most-n
	}
	return nil
}

// newestOfAll sorts after every id, in whatever order a database has letters.
const newestOfAll city.ID = "z"

func closedTexts(ctx context.Context, q db.Query, before city.ID, limit int, each func(ClosedText)) (n int, last city.ID, err error) {
	_, err = db.All(ctx, q, func(r db.Row) (struct{}, error) {
		var t ClosedText
		if err := r.Scan(&last, &t.Text, &t.Subject); err != nil {
			return struct{}{}, err
		}
		n++
		each(t)
		return struct{}{}, nil
	}, `SELECT id, description, subject FROM requests_requests
		WHERE tenant_id = $1 AND id < $2 AND status = 'closed' AND hidden = 0 AND confidential = 0 AND description <> ''
		ORDER BY id DESC LIMIT $3`, q.Tenant(), before, limit)
	return n, last, err
}
