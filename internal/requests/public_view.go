package requests

import (
	"cmp"
	"context"
	"net/http"
	"slices"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fields"
	"mahalle/internal/platform/geo"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/web"
)

// squares count what is open and public in each square of the grid, by subject.
// They are read from the index of the pins alone.
type squares []square

type square struct {
	subject string
	n       int64
	middle  city.Point // of the requests in it, not of the square
}

func readSquares(ctx context.Context, q db.Query) (squares, error) {
	return db.All(ctx, q, func(r db.Row) (square, error) {
		var s square
		var lat, lon int64
		err := r.Scan(&s.subject, &s.n, &lat, &lon)
		if s.n > 0 {
			s.middle = city.Point{Lat: int32(lat / s.n), Lon: int32(lon / s.n)}
		}
		return s, err
	}, `SELECT subject, count(*), CAST(sum(lat) AS bigint), CAST(sum(lon) AS bigint) FROM requests_requests
		WHERE tenant_id = $1 AND open = 1 AND public = 1 AND cell <> 0 GROUP BY cell, subject`, q.Tenant())
}

// cluster is a number of requests that stand as one point.
type cluster struct {
	lat, lon, n int64
}

func (c cluster) at() city.Point { return city.Point{Lat: int32(c.lat / c.n), Lon: int32(c.lon / c.n)} }

// Into how many columns a view is cut when the asker does not say, and at most.
const (
	usualColumns = 9
	mostColumns  = 16
)

// clusters gathers the squares in a box into a few dozen points.
func (all squares) clusters(box geo.Box, subject string, columns int) []cluster {
	side := max(width(box), height(box), int64(columns)) / int64(columns)
	by := map[[2]int64]*cluster{}
	for _, s := range all {
		if !box.Contains(s.middle) || subject != "" && s.subject != subject {
			continue
		}
		key := [2]int64{int64(s.middle.Lat) / side, int64(s.middle.Lon) / side}
		c := by[key]
		if c == nil {
			c = &cluster{}
			by[key] = c
		}
		c.lat, c.lon, c.n = c.lat+int64(s.middle.Lat)*s.n, c.lon+int64(s.middle.Lon)*s.n, c.n+s.n
	}
	found := make([]cluster, 0, len(by))
	for _, c := range by {
		found = append(found, *c)
	}
	slices.SortFunc(found, func(a, b cluster) int {
		return cmp.Or(cmp.Compare(b.n, a.n), cmp.Compare(a.lat, b.lat), cmp.Compare(a.lon, b.lon))
	})
	return found
}

// Names are shown when one looks closer than a district, in so many columns and
// rows that they can be read.
const (
	namesWithin = 250_000 // millionths of a degree
	nameColumns = 4
	nameRows    = 7
)

// viewJSON tells what a piece of the map shows: from afar, numbers of requests;
// close by, each one, and the names of neighbourhoods.
func (s *Service) viewJSON(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	box, err := sides(q)
	if err != nil {
		return err
	}
	seen, err := s.look(r.Context())
	if err != nil {
		return err
	}
	subject := q.Get("subject")
	var near []Pin
	var far []cluster
	if width(box) <= widest && height(box) <= widest {
		if near, err = pins(r.Context(), s.db.Read(r.Context()), box, false, 200); err != nil {
			return err
		}
		near = slices.DeleteFunc(near, func(p Pin) bool { return subject != "" && p.Subject != subject })
	} else {
		far = seen.clusters(box, subject, between(q.Get("columns"), usualColumns, mostColumns))
	}
	w.Header().Set("Cache-Control", "private, max-age=30")
	w.Header().Set("Vary", "Cookie") // its numbers are in the reader's digits
	return answerJSON(w, func(b []byte) []byte {
		return s.appendView(r.Context(), b, near, far, s.namesIn(r.Context(), seen, box))
	})
}

func width(b geo.Box) int64  { return int64(b.East) - int64(b.West) }
func height(b geo.Box) int64 { return int64(b.North) - int64(b.South) }

// namesIn are neighbourhoods in a box, so far apart that they can be read.
func (s *Service) namesIn(ctx context.Context, v *sight, box geo.Box) []Area {
	if width(box) > namesWithin || width(box) < nameColumns || height(box) < nameRows {
		return nil
	}
	var found []Area
	taken := map[[2]int64]bool{}
	for _, a := range s.named(ctx, v) {
		if !box.Contains(a.Point) {
			continue
		}
		cell := [2]int64{int64(a.Point.Lon) / (width(box) / nameColumns), int64(a.Point.Lat) / (height(box) / nameRows)}
		if !taken[cell] {
			taken[cell] = true
			found = append(found, a)
		}
	}
	return found
}

func (s *Service) named(ctx context.Context, v *sight) []Area {
	lang := i18n.From(ctx).Lang
	s.sights.mu.Lock()
	defer s.sights.mu.Unlock()
	if all, known := v.names[lang]; known {
		return all
	}
	var all []Area
	for _, d := range s.pages.districts(ctx) {
		all = append(all, slices.DeleteFunc(s.pages.neighbourhoods(ctx, d.Code), func(a Area) bool { return a.Point.Unknown() })...)
	}
	v.names[lang] = all
	return all
}

func (s *Service) appendView(ctx context.Context, b []byte, near []Pin, far []cluster, names []Area) []byte {
	b = append(b, `{"pins":[`...)
	for i, p := range near {
		one := Request{Status: p.Status}
		b = appendComma(b, i)
		b = append(b, '[')
		b = fields.Text(b, p.Number)
		b = appendAt(b, p.At)
		b = fields.Text(append(b, ','), s.pages.subjectName(ctx, p.Subject))
		b = fields.Text(append(b, ','), string(one.tone()))
		b = append(b, ']')
	}
	b = append(b, `],"clusters":[`...)
	for i, c := range far {
		b = appendComma(b, i)
		b = append(b, '[')
		b = fields.Text(b, i18n.From(ctx).Number(c.n))
		b = appendAt(b, c.at())
		b = append(b, ']')
	}
	b = append(b, `],"names":[`...)
	for i, a := range names {
		b = appendComma(b, i)
		b = append(b, '[')
		b = fields.Text(b, a.Name)
		b = appendAt(b, a.Point)
		b = append(b, ']')
	}
	return append(b, `]}`...)
}

func appendComma(b []byte, i int) []byte {
	if i > 0 {
		return append(b, ',')
	}
	return b
}

func appendAt(b []byte, p city.Point) []byte {
	b = fields.Degrees(append(b, ','), p.Lat)
	return fields.Degrees(append(b, ','), p.Lon)
}

func (s *Service) mapRoutes(r *web.Router) {
	r.Handle("GET /map/view.json", access.Public, s.viewJSON, web.ForPrograms)
}
