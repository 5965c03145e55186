package questions

import (
	"context"
	"encoding/json"

	"mahalle/internal/citypack"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
)

// LoadPack publishes the questions of a city pack. A newer pack of the same city
// adds a version only where it asks something else than the pack before and
// nobody has published since: what the city's own people wrote stays.
func (s *Service) LoadPack(ctx context.Context, tx *db.Tx, p *citypack.Pack) error {
	for _, sheet := range p.Questions {
		now, known, err := current(ctx, tx, sheet.Subject)
		if err != nil {
			return err
		}
		next := Version{Number: now.Number + 1, Questions: sheet.Questions, At: clock.Now(ctx)}
		if known && (now.Person != "" || same(now, next)) {
			continue
		}
		if err := insertVersion(ctx, tx, sheet.Subject, next); err != nil {
			return err
		}
	}
	return nil
}

func same(a, b Version) bool {
	x, err1 := json.Marshal(a.Questions)
	y, err2 := json.Marshal(b.Questions)
	return err1 == nil && err2 == nil && string(x) == string(y)
}
