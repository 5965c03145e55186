package requests

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"time"

	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/web"
)

// The public list shows the rows behind the city's figures: every number of the
// first page leads to its requests.

// shows are what the list may show, in the order of its chips.
var shows = []string{"open", "late", "received", "done", "confirmed"}

// figuresOf is how far back the city's figures reach.
const figuresOf = 30

type publicFilter struct {
	Show, District, Neighbourhood, Subject string
	Since                                  time.Time
	After                                  Mark
	Limit                                  int
}

const publicPage = 30 // rows

func (s *Service) listRoutes(r *web.Router) {
	r.Handle("GET /requests", access.Public, s.publicList)
}

func (s *Service) publicFilter(r *http.Request) (publicFilter, error) {
	ctx, q := r.Context(), r.URL.Query()
	c := tenant.From(ctx)
	f := publicFilter{Show: q.Get("show"), District: q.Get("district"), Neighbourhood: q.Get("neighbourhood"), Subject: q.Get("subject"),
		After: ParseMark(q.Get("after")), Limit: publicPage, Since: (c.Today(clock.Now(ctx)) - figuresOf + 1).At(0, c.Zone())}
	if f.Show == "" {
		f.Show = "open"
	}
	if !slices.Contains(shows, f.Show) {
		return f, fault.New(fault.Invalid, "requests.unknown_filter", "name", "show")
	}
	return f, nil
}

// byDue reports that the list is of what is owed, the nearest date first;
// otherwise what was told last comes first.
func (f publicFilter) byDue() bool { return f.Show == "open" || f.Show == "late" }

func (f publicFilter) mark(r Request) Mark {
	if f.byDue() {
		return Mark{At: r.Due, ID: r.ID}
	}
	return Mark{At: r.Opened, ID: r.ID}
}

// publicRows reads one page of what everybody may see.
func publicRows(ctx context.Context, q db.Query, f publicFilter) ([]Request, error) {
	b := &ask{args: []any{q.Tenant()}}
	where := ""
	for _, e := range [][2]string{{"district", f.District}, {"neighbourhood", f.Neighbourhood}, {"subject", f.Subject}} {
		if e[1] != "" {
			where += b.equals(e[0], e[1])
		}
	}
	switch f.Show {
	case "open":
		where += ` AND open = 1`
	case "late":
		where += ` AND open = 1 AND late = 1`
	case "received":
		where += ` AND opened_at >= ` + b.arg(db.Micros(f.Since))
	case "done":
		where += ` AND done_at >= ` + b.arg(db.Micros(f.Since))
	case "confirmed":
		where += ` AND confirmed = 'yes' AND done_at >= ` + b.arg(db.Micros(f.Since))
	}
	order := ` ORDER BY opened_at DESC, id DESC`
	if f.byDue() {
		order = ` ORDER BY due_at, id`
	}
	if f.After.ID != "" {
		column, sign := `opened_at`, ` < `
		if f.byDue() {
			column, sign = `due_at`, ` > `
		}
		where += ` AND (` + column + `, id)` + sign + `(` + b.arg(db.Micros(f.After.At)) + `, ` + b.arg(f.After.ID) + `)`
	}
	return db.All(ctx, q, scanBrief, `SELECT `+briefRow+` FROM requests_requests
		WHERE tenant_id = $1 AND public = 1`+where+order+` LIMIT `+b.arg(f.Limit), b.args...)
}

// openPage is one page of the public list.
type openPage struct {
	f         publicFilter
	rows      []Request
	s         *Service
	districts []Area
	subjects  []Choice
	now       time.Time
	city      *tenant.City
	next      string
}

func (s *Service) publicList(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := s.publicFilter(r)
	if err != nil {
		return err
	}
	p := openPage{f: f, s: s, districts: s.pages.districts(ctx), subjects: s.pages.subjects(ctx), now: clock.Now(ctx), city: tenant.From(ctx)}
	if p.rows, err = publicRows(ctx, s.db.Read(ctx), f); err != nil {
		return err
	}
	if len(p.rows) == f.Limit {
		p.next = f.link("after", f.mark(p.rows[len(p.rows)-1]).String())
	}
	return web.Page(w, r, http.StatusOK, p.page())
}

// link is the address of the list with one thing changed.
func (f publicFilter) link(name, value string) string {
	v := url.Values{}
	for _, p := range [][2]string{{"show", f.Show}, {"district", f.District}, {"neighbourhood", f.Neighbourhood}, {"subject", f.Subject}, {name, value}} {
		v.Set(p[0], p[1])
		if p[1] == "" || p[0] == "show" && p[1] == "open" {
			v.Del(p[0])
		}
	}
	if len(v) == 0 {
		return "/requests"
	}
	return "/requests?" + v.Encode()
}
