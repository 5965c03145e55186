package office

import (
	"context"

	"mahalle/internal/city"
	"mahalle/internal/platform/db"
)

// Seat is whether somebody sits in a post.
type Seat struct {
	Held bool // today, by somebody who is let in
	Was  bool // somebody did once
}

// Seats tells of every post in which somebody ever sat whether somebody does
// today.
func (s *Service) Seats(ctx context.Context) (map[string]Seat, error) {
	q, day := s.db.Read(ctx), today(ctx)
	seats := map[string]Seat{}
	_, err := db.All(ctx, q, func(r db.Row) (struct{}, error) {
		var post string
		var held int64
		err := r.Scan(&post, &held)
		seats[post] = Seat{Held: held > 0, Was: true}
		return struct{}{}, err
	}, `SELECT h.post, SUM(CASE WHEN p.active = 1 AND h.from_day <= $2 AND (h.until_day = 0 OR h.until_day > $2) THEN 1 ELSE 0 END)
		FROM office_holders h JOIN office_people p ON p.tenant_id = $1 AND p.id = h.person
		WHERE h.tenant_id = $1 AND h.from_day <= $2 GROUP BY h.post`, q.Tenant(), day)
	return seats, err
}

// EveryUnit lists the units, also those that are gone.
func (s *Service) EveryUnit(t city.Tenant) []Unit {
	h := s.of(t)
	all := make([]Unit, 0, len(h.unit))
	for _, u := range h.unit {
		all = append(all, u)
	}
	return all
}
