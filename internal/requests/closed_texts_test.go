package requests

import (
	"context"
	"fmt"
	"testing"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/db"
)

func TestClosedRequestsTellTheirWordsNewestFirst(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		const all = 2*textsAtOnce + 30
		write(t, s.db, ctx, func(tx *db.Tx) error {
			for i := range all {
				opened := monday.Add(time.Duration(i-2*all) * time.Hour)
				p := Past{Opened: opened, Closed: opened.Add(time.Hour), Report: Report{Kind: "request", Subject: "YL01",
					Description: fmt.Sprintf("çukur %d", i), Lang: "tr", Channel: "import", External: fmt.Sprint(i), Place: city.Place{District: "turgutlu"}}}
				if i%10 == 9 {
					p.Closed = time.Time{}
				}
				if _, err := s.Remember(ctx, tx, p); err != nil {
					return err
				}
			}
			_, err := tx.ExecContext(ctx, `UPDATE requests_requests SET hidden = 1 WHERE tenant_id = $1 AND external = '8'`, tx.Tenant())
			return err
		})
		for most, want := range map[int]int{2 * all: all - all/10 - 1, textsAtOnce: textsAtOnce, 7: 7, 0: 0} {
			n, last := 0, all
			err := s.ClosedTexts(ctx, most, func(c ClosedText) {
				var i int
				if _, err := fmt.Sscanf(c.Text, "çukur %d", &i); err != nil || i >= last || i%10 == 9 || i == 8 || c.Subject != "YL01" {
					t.Errorf("%+v after %d", c, last)
				}
				n, last = n+1, i
			})
			if err != nil || n != want {
				t.Errorf("asked for %d, got %d, want %d, %v", most, n, want, err)
			}
		}
	})
}
