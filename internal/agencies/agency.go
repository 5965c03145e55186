package agencies

import (
	"cmp"
	"context"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/tenant"
)

// Agency is a body outside, how it is reached, and how it does.
type Agency struct {
	Body
	Lang     city.Lang // empty: the city's own
	Edition  int       // of its links; earlier ones open nothing
	Newest   int       // edition there ever was: none comes twice
	Voided   int       // the edition that voiding may be taken back to; 0: none
	Reminded city.Day
	Listed   city.Day
	CameBack time.Time // since when letters to it come back; zero: they arrive
	Figures
}

// Figures are counted when something happens.
type Figures struct {
	Received, Open, Late, Returned, Done int
}

// ReturnedShare is how much of what was answered came back as not theirs.
func (f Figures) ReturnedShare() float64 {
	return float64(f.Returned) / float64(max(1, f.Returned+f.Done))
}

// lang is the language in which it is spoken to.
func (a Agency) lang(ctx context.Context) city.Lang {
	return cmp.Or(a.Lang, tenant.From(ctx).DefaultLang)
}

const agencyColumns = `unit, email, phone, hours, came_back_at, lang, edition, newest, voided, reminded, listed, received, open, late, returned, done`

func scanAgency(r db.Row) (a Agency, err error) {
	var back int64
	err = r.Scan(&a.Unit, &a.Email, &a.Phone, &a.Hours, &back, &a.Lang, &a.Edition, &a.Newest, &a.Voided, &a.Reminded, &a.Listed, &a.Received, &a.Open, &a.Late, &a.Returned, &a.Done)
	a.CameBack = db.Time(back)
	return a, err
}

// agency is a body with what we keep about it; one nobody has written to yet has
// the first edition of links.
func (s *Service) agency(ctx context.Context, q db.Query, unit string) (Agency, error) {
	body, known := s.needs.Body(ctx, unit)
	if !known {
		return Agency{}, fault.New(fault.NotFound, "agencies.no_such_body")
	}
	a, err := db.One(ctx, q, scanAgency, `SELECT `+agencyColumns+` FROM agencies_agencies WHERE tenant_id = $1 AND unit = $2`, q.Tenant(), unit)
	if fault.KindOf(err) == fault.NotFound {
		return Agency{Body: body, Edition: 1, Newest: 1}, nil
	}
	return a.of(body), err
}

// of fills in what the pack says.
func (a Agency) of(body Body) Agency {
	a.Name, a.Unit, a.Email = body.Name, body.Unit, cmp.Or(a.Email, body.Email)
	a.Phone, a.Hours = cmp.Or(a.Phone, body.Phone), cmp.Or(a.Hours, body.Hours)
	return a
}

// agencies are all bodies, in the order of the pack.
func (s *Service) agencies(ctx context.Context, q db.Query) ([]Agency, error) {
	kept, err := db.All(ctx, q, scanAgency, `SELECT `+agencyColumns+` FROM agencies_agencies WHERE tenant_id = $1`, q.Tenant())
	by := map[string]Agency{}
	for _, a := range kept {
		by[a.Unit] = a
	}
	var all []Agency
	for _, body := range s.needs.Bodies(ctx) {
		a, known := by[body.Unit]
		if !known {
			a.Edition, a.Newest = 1, 1
		}
		all = append(all, a.of(body))
	}
	return all, err
}

// count adds to the figures of a body; the first time its row is made.
func count(ctx context.Context, tx *db.Tx, unit string, f Figures) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO agencies_agencies (tenant_id, unit, received, open, late, returned, done) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (tenant_id, unit) DO UPDATE SET received = agencies_agencies.received + excluded.received, open = agencies_agencies.open + excluded.open,
			late = agencies_agencies.late + excluded.late, returned = agencies_agencies.returned + excluded.returned, done = agencies_agencies.done + excluded.done`,
		tx.Tenant(), unit, f.Received, f.Open, f.Late, f.Returned, f.Done)
	return err
}

// median is the number of days in which half of what it did was done; false when
// it did nothing yet.
func median(ctx context.Context, q db.Query, unit string) (days int, some bool, err error) {
	type bar struct{ days, n int }
	all, err := db.All(ctx, q, func(r db.Row) (b bar, err error) { return b, r.Scan(&b.days, &b.n) },
		`SELECT days, n FROM agencies_lengths WHERE tenant_id = $1 AND unit = $2 ORDER BY days`, q.Tenant(), unit)
	total, seen := 0, 0
	for _, b := range all {
		total += b.n
	}
	for _, b := range all {
		if seen += b.n; 2*seen >= total {
			return b.days, true, err
		}
	}
	return 0, false, err
}
