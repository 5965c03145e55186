package requests

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/ui"
	"mahalle/internal/platform/web"
)

// The officer's list. What is shown stands in the address, so that a list can
// be kept, sent to a colleague and gone back to.

func (s *Service) staffRoutes(r *web.Router) {
	r.Handle("GET /staff/requests", CanView, s.listPage)
	r.Handle("POST /staff/requests/filters", CanView, s.keepFilter)
	r.Handle("POST /staff/requests/filters/{id}/forget", CanView, s.forgetFilter)
	r.Handle("GET /staff/requests/new", CanIntake, s.newPage)
	r.Handle("POST /staff/requests/new", CanIntake, s.newRequest)
	r.Handle("GET /staff/requests/new/done/{number}", CanIntake, s.newDone)
	r.Handle("GET /staff/requests/{number}", CanView, s.onePage)
	r.Handle("POST /staff/requests/{number}/contact", CanViewContact, s.seeContact)
	for name, a := range acts {
		r.Handle("GET /staff/requests/{number}/"+name, a.needs, s.actPage(name))
		r.Handle("POST /staff/requests/{number}/"+name, a.needs, s.act(name), web.MostBody(mostUpload))
	}
}

const rowsPerPage = 50

// listView is everything the list shows.
type listView struct {
	View    string
	Filter  Filter
	Query   url.Values
	Search  string
	Rows    []listRow
	Next    string
	Now     time.Time
	Saved   []savedFilter
	Chips   []ui.Chip
	Subject []ui.Option
	Options []ui.Option
	Area    []ui.Option
}

type listRow struct {
	Request
	Title, Where, Unit string
}

func (s *Service) listPage(w http.ResponseWriter, r *http.Request) error {
	ctx, q := r.Context(), r.URL.Query()
	if number, err := ParseNumber(q.Get("q")); err == nil {
		return web.Go(w, r, "/staff/requests/"+number)
	}
	if q.Get("view") == "" && !filtered(q) {
		q.Set("view", views[0])
	}
	f, err := parseFilter(ctx, q, rowsPerPage)
	if err != nil {
		return err
	}
	f.Limit = rowsPerPage
	v := listView{View: q.Get("view"), Query: q, Search: q.Get("q"), Now: clock.Now(ctx)}
	if v.View == "" {
		v.View = "all"
	}
	v.Filter = f
	if v.Rows, err = s.rowsOf(ctx, f, v.Search); err != nil {
		return err
	}
	if v.Search == "" && len(v.Rows) == f.Limit {
		v.Next = s.address(q, "after", f.mark(v.Rows[len(v.Rows)-1].Request).String())
	}
	v.Chips = s.chips(ctx, q)
	v.Area, v.Subject = s.areaOptions(ctx), s.subjectOptions(ctx)
	if v.Saved, err = savedOf(ctx, s.db.Read(ctx), access.From(ctx).Person); err != nil {
		return err
	}
	return web.Page(w, r, http.StatusOK, staffListPage(i18n.From(ctx), v))
}

// filtered reports whether the address narrows the list by itself.
func filtered(q url.Values) bool {
	for _, name := range []string{"status", "confirmed", "outcome", "from", "until", "reopened", "due"} {
		if q.Get(name) != "" {
			return true
		}
	}
	return false
}

func (s *Service) rowsOf(ctx context.Context, f Filter, search string) ([]listRow, error) {
	var all []Request
	var err error
	if search != "" {
		all, err = s.searched(ctx, f, search)
	} else {
		all, err = list(ctx, s.db.Read(ctx), access.From(ctx), f)
	}
	rows := make([]listRow, len(all))
	for i, r := range all {
		rows[i] = listRow{Request: r, Title: s.pages.subjectName(ctx, r.Subject), Where: s.pages.placeName(ctx, r.Place), Unit: s.pages.unitName(ctx, r.Unit)}
	}
	return rows, err
}

// searched finds by words what the reader may see; the filter's district
// narrows it.
func (s *Service) searched(ctx context.Context, f Filter, typed string) ([]Request, error) {
	all, err := matching(ctx, s.db.Read(ctx), typed, f.District, 4*rowsPerPage)
	a := access.From(ctx)
	all = slices.DeleteFunc(all, func(r Request) bool { return maySee(a, &r) != nil || f.Subject != "" && r.Subject != f.Subject })
	return all[:min(len(all), rowsPerPage)], err
}

// address is the list's address with one value changed; a new value begins at
// the first page.
func (s *Service) address(q url.Values, name, value string) string {
	next := url.Values{}
	for k, v := range q {
		if k != "after" && k != "lang" && len(v) > 0 && v[0] != "" {
			next.Set(k, v[0])
		}
	}
	next.Set(name, value)
	if value == "" {
		next.Del(name)
	}
	return "/staff/requests?" + next.Encode()
}

// chips are the filters that are on, each with a way to take it off.
func (s *Service) chips(ctx context.Context, q url.Values) []ui.Chip {
	l := i18n.From(ctx)
	var all []ui.Chip
	on := func(name, label string) {
		if q.Get(name) != "" {
			all = append(all, ui.Chip{Label: label, Href: s.address(q, name, ""), On: true, Remove: s.address(q, name, "")})
		}
	}
	on("district", s.pages.placeName(ctx, city.Place{District: q.Get("district")}))
	on("neighbourhood", s.pages.placeName(ctx, city.Place{District: q.Get("district"), Neighbourhood: q.Get("neighbourhood")}))
	on("subject", s.pages.subjectName(ctx, q.Get("subject")))
	on("unit", s.pages.unitName(ctx, q.Get("unit")))
	if st := Status(q.Get("status")); slices.Contains(Statuses, st) {
		on("status", l.Say("requests.state_"+string(st)))
	}
	on("due", l.Say("requests.staff_view_late"))
	on("reopened", l.Say("requests.staff_reopened"))
	if c := q.Get("confirmed"); c == "yes" || c == "no" || c == "none" {
		on("confirmed", l.Say("requests.staff_confirmed_"+c))
	}
	for _, name := range []string{"from", "until"} {
		if day, err := i18n.ParseDay(q.Get(name)); err == nil {
			on(name, l.Say("requests.staff_"+name, "day", l.Day(day)))
		}
	}
	return all
}

func (s *Service) areaOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, d := range s.pages.districts(ctx) {
		all = append(all, ui.Option{Value: d.Code, Label: d.Name})
	}
	return all
}

func (s *Service) subjectOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, c := range s.pages.subjects(ctx) {
		all = append(all, ui.Option{Value: c.Code, Label: c.Name, Group: c.GroupName})
	}
	return all
}

// savedFilter is a list somebody keeps for tomorrow.
type savedFilter struct{ ID, Name, Query string }

func savedOf(ctx context.Context, q db.Query, person city.ID) ([]savedFilter, error) {
	return db.All(ctx, q, func(r db.Row) (savedFilter, error) {
		var f savedFilter
		err := r.Scan(&f.ID, &f.Name, &f.Query)
		return f, err
	}, `SELECT id, name, query FROM requests_filters WHERE tenant_id = $1 AND person = $2 ORDER BY id`, q.Tenant(), person)
}

// mostSaved is how many lists one person may keep.
const mostSaved = 30

func (s *Service) keepFilter(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), access.From(r.Context())
	name, err := typed(r, "name", "requests.write_something")
	if err != nil {
		return err
	}
	query, err := url.ParseQuery(r.FormValue("query"))
	if err != nil {
		return fault.Wrap(fault.Invalid, err, "requests.unknown_filter", "name", "query")
	}
	query.Del("after")
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		kept, err := savedOf(ctx, tx, a.Person)
		if err != nil {
			return err
		}
		if len(kept) >= mostSaved {
			return fault.New(fault.Conflict, "requests.staff_too_many_filters", "n", mostSaved)
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO requests_filters (tenant_id, person, id, name, query) VALUES ($1, $2, $3, $4, $5)`,
			tx.Tenant(), a.Person, city.NewID(), name, query.Encode())
		return err
	})
	if err != nil {
		return err
	}
	web.Flash(w, "", "requests.staff_filter_kept", "name", name)
	return web.Go(w, r, "/staff/requests?"+query.Encode())
}

func (s *Service) forgetFilter(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM requests_filters WHERE tenant_id = $1 AND person = $2 AND id = $3`,
			tx.Tenant(), access.From(ctx).Person, r.PathValue("id"))
		return err
	})
	if err != nil {
		return err
	}
	web.Flash(w, "", "requests.staff_filter_forgotten")
	return web.Go(w, r, "/staff/requests")
}

// typed reads a text of a form: cleaned, not too long, and there if it is needed.
func typed(r *http.Request, name, needed string) (string, error) {
	text := trimmed(r.FormValue(name))
	switch {
	case len([]rune(text)) > mostDescribed:
		return text, fault.Fields(fault.Field{Name: name, Key: "requests.staff_too_long", Args: []any{"n", mostDescribed}})
	case text == "" && needed != "":
		return text, fault.Fields(fault.Field{Name: name, Key: needed})
	}
	return text, nil
}
