package questions

import (
	"context"

	"mahalle/internal/platform/ask"
)

// Asked lists what is asked about a subject now.
func (s *Service) Asked(ctx context.Context, subject string) ([]ask.Question, error) {
	v, _, err := current(ctx, s.db.Read(ctx), subject)
	return v.Questions, err
}
