package requests

import (
	"context"
	"fmt"
	"testing"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/db"
)

func TestPastRequestsAreToldOnceFromTheOldestOn(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		const all = routesAtOnce + 30
		begin := monday.Add(-all * time.Hour)
		write(t, s.db, ctx, func(tx *db.Tx) error {
			for i := range all {
				opened := begin.Add(time.Duration(i/2) * time.Hour) // two at each moment
				p := Past{Opened: opened, Report: Report{Kind: "request", Subject: "YL01", Description: "çukur", Lang: "tr", Channel: "import",
					External: fmt.Sprint(i), Place: city.Place{District: "turgutlu"}}}
				if i%3 == 0 {
					p.Closed = opened.Add(time.Hour)
				}
				if _, err := s.Remember(ctx, tx, p); err != nil {
					return err
				}
			}
			_, err := tx.ExecContext(ctx, `UPDATE requests_requests SET confidential = 1 WHERE tenant_id = $1 AND external = '20'`, tx.Tenant())
			return err
		})
		for from, want := range map[time.Duration]int{0: all, 10 * time.Hour: all - 20} {
			since, seen, secret, last := begin.Add(from), map[string]bool{}, 0, time.Time{}
			err := s.PastRoutes(ctx, since, func(batch []PastRoute) error {
				for _, r := range batch {
					if seen[r.Number] || r.Opened.Before(last) || r.Subject != "YL01" || r.Unit == "" || r.Place.District != "turgutlu" {
						t.Fatalf("%+v", r)
					}
					seen[r.Number], last = true, r.Opened
					if r.Secret {
						secret++
					}
				}
				return nil
			})
			n, countErr := s.CountOpened(ctx, since)
			if err != nil || countErr != nil || len(seen) != want || n != want || secret != 1 {
				t.Errorf("since %s: %d told, %d counted, %d secret, want %d; %v, %v", from, len(seen), n, secret, want, err, countErr)
			}
		}
	})
}
