package requests

import (
	"context"
	"testing"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
)

// heardAt opens a request of a subject at a point.
func heardAt(t *testing.T, s *Service, ctx context.Context, subject string, at city.Point) string {
	t.Helper()
	var o Opened
	write(t, s.db, ctx, func(tx *db.Tx) (err error) {
		o, err = s.Open(ctx, tx, Report{Kind: "request", Subject: subject, Description: "Kavşakta derin çukur", Lang: "tr",
			Place: city.Place{District: "turgutlu", Point: at}, Channel: "web"})
		return err
	})
	return o.Number
}

func TestWhatIsTheSameProblemIsEachSubjectsOwn(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		here := city.PointAt(38.5, 27.7)
		beside, street := city.PointAt(38.5001, 27.7), city.PointAt(38.5010, 27.7) // 11 m, 111 m
		lamp := heardAt(t, s, ctx, "AY01", beside)
		pole := heardAt(t, s, ctx, "AY02", beside)
		heardAt(t, s, ctx, "YL01", beside)
		lampInStreet := heardAt(t, s, ctx, "AY01", street)
		days := func(n int) time.Duration { return time.Duration(n) * 24 * time.Hour }
		for name, tt := range map[string]struct {
			near Near
			when time.Duration
			want []string
		}{
			"close by":                       {Near{30, days(30), []string{"AY01"}}, 0, []string{lamp}},
			"the whole street, nearer first": {Near{150, days(30), []string{"AY01"}}, 0, []string{lamp, lampInStreet}},
			"all of the group":               {Near{30, days(30), []string{"AY01", "AY02"}}, 0, []string{lamp, pole}},
			"too long ago":                   {Near{150, days(30), []string{"AY01"}}, days(31), nil},
			"never the same":                 {Near{}, 0, nil},
		} {
			found, err := s.nearby(clock.With(ctx, clock.Now(ctx).Add(tt.when)), tt.near, here)
			if err != nil || len(found) != len(tt.want) {
				t.Errorf("%s: %d found (%v), want %d", name, len(found), err, len(tt.want))
				continue
			}
			for i, want := range tt.want {
				if found[i].Number != want && name != "all of the group" {
					t.Errorf("%s: %s at place %d, want %s", name, found[i].Number, i, want)
				}
			}
		}
		if found, err := s.nearby(ctx, Near{30, days(30), []string{"AY01"}}, city.Point{}); err != nil || found != nil {
			t.Errorf("without a point: %v, %v", found, err)
		}
	})
}
