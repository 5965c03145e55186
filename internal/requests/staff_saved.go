package requests

import (
	"context"
	"net/http"
	"net/url"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/once"
	"mahalle/internal/platform/web"
)

// savedFilter is a list somebody keeps for tomorrow. It belongs to one person;
// nobody else reads or forgets it.
type savedFilter struct{ ID, Name, Query string }

const (
	mostSaved     = 30   // lists that one person may keep
	longestName   = 60   // letters of its name
	longestFilter = 2000 // bytes of its address
)

func savedOf(ctx context.Context, q db.Query, person city.ID) ([]savedFilter, error) {
	return db.All(ctx, q, func(r db.Row) (savedFilter, error) {
		var f savedFilter
		err := r.Scan(&f.ID, &f.Name, &f.Query)
		return f, err
	}, `SELECT id, name, query FROM requests_filters WHERE tenant_id = $1 AND person = $2 ORDER BY id`, q.Tenant(), person)
}

// keepFilter keeps a list under a name. It is also how a forgotten one comes back.
func (s *Service) keepFilter(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := savedIn(r)
	if err != nil {
		return s.keepAgain(w, r, err)
	}
	_, _, err = once.Do(ctx, s.db, "keep filter", r.FormValue("key"), func(tx *db.Tx) (string, error) {
		person := access.From(ctx).Person
		kept, err := savedOf(ctx, tx, person)
		if err == nil && len(kept) >= mostSaved {
			err = fault.New(fault.Conflict, "requests.staff_too_many_filters", "n", mostSaved)
		}
		if err != nil {
			return "", err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO requests_filters (tenant_id, person, id, name, query) VALUES ($1, $2, $3, $4, $5)`,
			tx.Tenant(), person, f.ID, f.Name, f.Query)
		return f.ID, err
	})
	if err != nil {
		return err
	}
	web.Flash(w, "", "requests.staff_filter_kept", "name", f.Name)
	return web.Go(w, r, listAddress+"?"+f.Query)
}

// savedIn reads what is to be kept. Where a page begins is no part of a list.
func savedIn(r *http.Request) (savedFilter, error) {
	f := savedFilter{ID: string(city.NewID()), Name: trimmed(r.FormValue("name"))}
	switch {
	case f.Name == "":
		return f, onField("name", "requests.staff_name_the_filter")
	case len([]rune(f.Name)) > longestName:
		return f, onField("name", "requests.staff_too_long", "n", longestName)
	}
	q, err := url.ParseQuery(r.FormValue("query"))
	if err != nil || len(r.FormValue("query")) > longestFilter {
		return f, onField("name", "requests.unknown_filter", "name", "query")
	}
	q.Del("after")
	if _, err := parseFilter(r.Context(), q, rowsPerPage); err != nil {
		return f, onField("name", "requests.unknown_filter", "name", "query")
	}
	f.Query = q.Encode()
	return f, nil
}

// keepAgain shows the list with the name that was typed and what is wrong with it.
func (s *Service) keepAgain(w http.ResponseWriter, r *http.Request, wrong error) error {
	faults, err := web.Refused(r, wrong)
	if err != nil {
		return err
	}
	ctx := r.Context()
	q, f, ok := readList(ctx, r.FormValue("query"))
	if !ok {
		q, f, _ = readList(ctx, "view=open")
	}
	v, err := s.listView(ctx, q, f, trimmed(q.Get("q")))
	if err != nil {
		return err
	}
	v.Faults, v.Name = faults, r.FormValue("name")
	return web.Page(w, r, http.StatusUnprocessableEntity, staffListPage(i18n.From(ctx), v))
}

// forgetFilter forgets a list; the next page offers to bring it back.
func (s *Service) forgetFilter(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var f savedFilter
	err := s.db.Write(ctx, func(tx *db.Tx) (err error) {
		f, err = db.One(ctx, tx, func(r db.Row) (f savedFilter, err error) { return f, r.Scan(&f.Name, &f.Query) },
			`DELETE FROM requests_filters WHERE tenant_id = $1 AND person = $2 AND id = $3 RETURNING name, query`,
			tx.Tenant(), access.From(ctx).Person, r.PathValue("id"))
		return err
	})
	if fault.KindOf(err) == fault.NotFound {
		return web.Go(w, r, listAddress) // forgotten before
	}
	if err != nil {
		return err
	}
	undo := url.Values{"name": {f.Name}, "query": {f.Query}}
	web.Flash(w, listAddress+"/filters?"+undo.Encode(), "requests.staff_filter_forgotten", "name", f.Name)
	return web.Go(w, r, listAddress)
}
