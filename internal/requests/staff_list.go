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
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/ui"
	"mahalle/internal/platform/web"
	"mahalle/internal/promises"
)

// The officer's list. What is shown stands in the address, so that a list can
// be kept, sent to a colleague and gone back to.

const rowsPerPage = 50

// listView is everything the list shows.
type listView struct {
	View    string
	Filter  Filter
	Query   url.Values
	Search  string
	Slip    string // the message key about a number that was almost right
	Rows    []listRow
	Next    string
	Now     time.Time
	Actor   access.Actor
	Key     city.ID
	Counts  map[string]int64
	Saved   []savedFilter
	Name    string            // typed for this list
	Faults  map[string]string // of the name
	Picks   picks
	Several bool // the reader sees more units than one
}

type listRow struct {
	Request
	Title, Where, Unit string
	Acts               []string
	Urgent             []ui.Mark // words that cannot wait
	Stopped            time.Time // since when the clock stands still; zero: it runs
}

func (s *Service) listPage(w http.ResponseWriter, r *http.Request) error {
	ctx, q := r.Context(), r.URL.Query()
	typed := trimmed(q.Get("q"))
	if number, ok := s.numberTyped(ctx, typed); ok {
		return web.Go(w, r, listAddress+"/"+number)
	}
	settleView(q, typed != "")
	f, err := parseFilter(ctx, q, rowsPerPage)
	if err != nil {
		return err
	}
	v, err := s.listView(ctx, q, f, typed)
	if err != nil {
		return err
	}
	return web.Page(w, r, http.StatusOK, staffListPage(i18n.From(ctx), v))
}

// settleView names the tab of an address that names none: what is open, unless
// it asks for what may have ended. A search looks everywhere.
func settleView(q url.Values, search bool) {
	view := q.Get("view")
	for _, name := range []string{"status", "confirmed", "kept", "said", "outcome", "done", "from", "until", "reopened"} {
		if view == "" && q.Get(name) != "" {
			view = "all"
		}
	}
	if due := q.Get("due"); view == "" && (due == "late" || due == "today") {
		view = due
		q.Del("due")
	}
	switch {
	case search:
		view = "all"
	case view == "":
		view = "open"
	}
	q.Set("view", view)
}

func (s *Service) listView(ctx context.Context, q url.Values, f Filter, typed string) (listView, error) {
	a := access.From(ctx)
	f.Limit = rowsPerPage
	v := listView{View: q.Get("view"), Query: q, Search: typed, Slip: slipIn(typed), Now: clock.Now(ctx), Filter: f, Actor: a,
		Key: city.NewID(), Counts: s.staff.counts(ctx), Several: a.Has(SeesCity) || a.Has(SeesArea) || a.Has(SeesUnitTree)}
	var err error
	if v.Rows, err = s.rowsOf(ctx, f, typed); err != nil {
		return v, err
	}
	if len(v.Rows) == f.Limit {
		v.Next = v.address("after", f.mark(v.Rows[len(v.Rows)-1].Request).String())
	}
	if v.Saved, err = savedOf(ctx, s.db.Read(ctx), a.Person); err != nil {
		return v, err
	}
	v.Picks = s.picks(ctx, v)
	return v, nil
}

func (s *Service) rowsOf(ctx context.Context, f Filter, typed string) ([]listRow, error) {
	a := access.From(ctx)
	var all []Request
	var err error
	if typed != "" {
		all, err = s.searched(ctx, f, typed)
	} else {
		all, err = list(ctx, s.db.Read(ctx), a, f)
	}
	rows := make([]listRow, len(all))
	for i := range all {
		rows[i] = s.row(ctx, a, all[i])
	}
	if err != nil {
		return rows, err
	}
	return rows, s.markStopped(ctx, rows)
}

// markStopped notes which clocks stand still: what stands is not late.
func (s *Service) markStopped(ctx context.Context, rows []listRow) error {
	ids := make([]city.ID, len(rows))
	for i := range rows {
		ids[i] = rows[i].ID
	}
	since, err := promises.StandStill(ctx, s.db.Read(ctx), ids)
	for i := range rows {
		rows[i].Stopped = since[rows[i].ID]
	}
	return err
}

func (s *Service) row(ctx context.Context, a access.Actor, r Request) listRow {
	return listRow{Request: r, Title: s.pages.subjectName(ctx, r.Subject), Where: s.pages.placeName(ctx, r.Place),
		Unit: s.pages.unitName(ctx, r.Unit), Acts: s.actsFor(a, &r),
		Urgent: s.staff.urgent(ctx, r.Description)}
}

// address is the list's address with one value changed; an empty one takes it
// off. What is new begins at the first page.
func (v listView) address(name, value string) string {
	next := url.Values{}
	for k, all := range v.Query {
		if k != "after" && k != "lang" && len(all) > 0 && all[0] != "" {
			next.Set(k, all[0])
		}
	}
	next.Set(name, value)
	if value == "" {
		next.Del(name)
	}
	return listAddress + "?" + next.Encode()
}

// without is the list's address without some of its filters.
func (v listView) without(names ...string) string {
	next := url.Values{"view": {v.View}}
	for k, all := range v.Query {
		if len(all) > 0 && all[0] != "" {
			next.Set(k, all[0])
		}
	}
	for _, name := range append(names, "after", "lang") {
		next.Del(name)
	}
	return listAddress + "?" + next.Encode()
}

// narrow are the filters of a list, in the order in which they are read out.
var narrow = []string{"district", "neighbourhood", "subject", "unit", "department", "status", "outcome", "confirmed", "kept", "reopened", "from", "until", "done", "said"}

// keep is what a form keeps of the list's address besides the filters it sets.
func (v listView) keep(but ...string) []ui.Hidden {
	var all []ui.Hidden
	for _, name := range append([]string{"view", "q"}, narrow...) {
		if value := v.Query.Get(name); value != "" && !slices.Contains(but, name) {
			all = append(all, ui.Hidden{Name: name, Value: value})
		}
	}
	return all
}

// narrowed reports whether any filter is on.
func (v listView) narrowed() bool {
	for _, name := range narrow {
		if v.Query.Get(name) != "" {
			return true
		}
	}
	return false
}
