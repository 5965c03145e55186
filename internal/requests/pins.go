package requests

import (
	"context"
	"strings"

	"mahalle/internal/city"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/geo"
)

// Pin is a request as a point on the public map. It is read from one covering
// index, never from the table, so that a cold cache costs a few pages.
type Pin struct {
	At      city.Point
	Status  Status
	Subject string
	Number  string
}

// mostPins is how many one answer holds; a fuller box is shown by closer zoom.
const mostPins = 500

// pins lists the public requests inside the box: open ones first, closed ones
// too if asked, of some subjects or of all.
func pins(ctx context.Context, q db.Query, box geo.Box, closedToo bool, limit int, subjects ...string) ([]Pin, error) {
	b := &ask{args: []any{q.Tenant()}}
	inside := ` AND lat BETWEEN ` + b.arg(box.South) + ` AND ` + b.arg(box.North) + ` AND lon BETWEEN ` + b.arg(box.West) + ` AND ` + b.arg(box.East)
	if len(subjects) > 0 {
		inside += ` AND subject IN (` + b.each(subjects) + `)`
	}
	most := b.arg(min(limit, mostPins))
	open := []string{"1"}
	if closedToo {
		open = []string{"1", "0"}
	}
	var parts []string
	for _, o := range open {
		for _, r := range geo.Ranges(box) {
			parts = append(parts, `SELECT lat, lon, status, subject, number FROM requests_requests WHERE tenant_id = $1 AND open = `+o+
				` AND public = 1 AND cell <> 0 AND cell BETWEEN `+b.arg(r.From)+` AND `+b.arg(r.To)+inside)
		}
	}
	return db.All(ctx, q, scanPin, strings.Join(parts, ` UNION ALL `)+` LIMIT `+most, b.args...)
}

func scanPin(r db.Row) (Pin, error) {
	var p Pin
	err := r.Scan(&p.At.Lat, &p.At.Lon, &p.Status, &p.Subject, &p.Number)
	return p, err
}
