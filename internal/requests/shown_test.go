package requests

import (
	"context"
	"strings"
	"testing"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/geo"
)

// Each list for other systems is read by a range of an index, newest first,
// without sorting what it does not show.
func TestListsForOtherSystemsAreRangesOfAnIndex(t *testing.T) {
	d, err := db.Open("sqlite:" + t.TempDir() + "/a.db")
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	ctx := db.WithTenant(context.Background(), "manisa")
	if err := d.Migrate(ctx, schemas...); err != nil {
		t.Fatal(err)
	}
	from := time.Now().Add(-time.Hour)
	box := geo.Around(city.PointAt(38.6, 27.4), 500)
	for name, tt := range map[string]struct {
		f    ShownFilter
		want string
	}{
		"the newest":          {ShownFilter{OpenedFrom: from}, "requests_newest"},
		"of a subject":        {ShownFilter{OpenedFrom: from, Subjects: []string{"YL01"}}, "requests_shown_subject"},
		"of several subjects": {ShownFilter{OpenedFrom: from, Subjects: []string{"YL01", "SU01"}}, "requests_shown_subject"},
		"open ones":           {ShownFilter{OpenedFrom: from, Statuses: []Status{New, Offered, Working, Asked, Forwarded, ReopenRequested}}, "requests_shown_open"},
		"ended ones":          {ShownFilter{OpenedFrom: from, Statuses: []Status{Done, Closed}}, "requests_shown_open"},
		"changed since":       {ShownFilter{UpdatedFrom: from}, "requests_shown_updated"},
		"in a small box":      {ShownFilter{OpenedFrom: from, Box: &box}, "requests_pins"},
		"unpublished too":     {ShownFilter{OpenedFrom: from, Unpublished: true}, "requests_newest"},
	} {
		t.Run(name, func(t *testing.T) {
			b := &ask{args: []any{"manisa"}}
			text := tt.f.build(b, shownRow, `line`, Mark{}, 50)
			steps, err := db.All(ctx, d.Read(ctx), func(r db.Row) (string, error) {
				var id, parent, unused int
				var step string
				err := r.Scan(&id, &parent, &unused, &step)
				return step, err
			}, `EXPLAIN QUERY PLAN `+text, b.args...)
			plan := strings.Join(steps, "\n")
			if err != nil || !strings.Contains(plan, tt.want) {
				t.Errorf("%v\n%s", err, plan)
			}
			if strings.Contains(plan, "SCAN requests_requests") || !strings.Contains(name, "several") && !strings.Contains(name, "box") && strings.Contains(plan, "TEMP B-TREE") {
				t.Errorf("it sorts or walks through all:\n%s", plan)
			}
		})
	}
}
