package hours

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"mahalle/internal/city"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/once"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/web"
	"mahalle/internal/promises"
)

const address = "/staff/calendars"

// Routes opens the doors of the calendars.
func (s *Service) Routes(r *web.Router) {
	r.Handle("GET "+address, CanEdit, s.all)
	r.Handle("GET "+address+"/{code}", CanEdit, s.one)
	r.Handle("GET "+address+"/{code}/enter/{kind}", CanEdit, s.form)
	r.Handle("POST "+address+"/{code}/enter/{kind}", CanEdit, s.enter)
	r.Handle("POST "+address+"/{code}/take-back", CanEdit, s.takeBack)
}

func (s *Service) all(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	books, err := promises.Books(ctx, s.db.Read(ctx))
	if err != nil {
		return err
	}
	today := tenant.From(ctx).Today(clock.Now(ctx))
	units := s.needs.Units(ctx)
	var rows []row
	for code, b := range books {
		cal, err := b.Calendar(tenant.From(ctx).Zone())
		if err != nil {
			return err
		}
		rows = append(rows, row{Code: code, Today: cal.Hours(today), Units: units[code]})
	}
	slices.SortFunc(rows, func(a, b row) int { return b.Units - a.Units })
	return web.Page(w, r, http.StatusOK, allPage(i18n.From(ctx), rows))
}

// book finds the calendar in the address.
func (s *Service) book(r *http.Request) (promises.Book, error) {
	books, err := promises.Books(r.Context(), s.db.Read(r.Context()))
	b, known := books[r.PathValue("code")]
	if err == nil && !known {
		err = fault.New(fault.NotFound, "hours.no_calendar")
	}
	return b, err
}

func (s *Service) one(w http.ResponseWriter, r *http.Request) error {
	b, err := s.book(r)
	if err != nil {
		return err
	}
	return web.Page(w, r, http.StatusOK, onePage(i18n.From(r.Context()), s.view(r.Context(), b, r.URL.Query().Get("show") == "all")))
}

// asked reads what the form of one kind holds.
func (s *Service) asked(r *http.Request) (*asked, error) {
	ctx := r.Context()
	b, err := s.book(r)
	kind := r.PathValue("kind")
	if err == nil && !slices.Contains(kinds, kind) {
		err = fault.New(fault.NotFound, "hours.no_calendar")
	}
	if err != nil {
		return nil, err
	}
	a := &asked{kind: kind, fields: r.URL.Query(), book: b, lang: i18n.From(ctx).Lang, zone: tenant.From(ctx).Zone(), today: tenant.From(ctx).Today(clock.Now(ctx))}
	if r.Method == http.MethodPost {
		if err := r.ParseForm(); err != nil {
			return nil, fault.New(fault.Invalid, "hours.cannot_read")
		}
		a.fields = r.PostForm
	}
	return a, nil
}

func (s *Service) form(w http.ResponseWriter, r *http.Request) error {
	a, err := s.asked(r)
	if err != nil {
		return err
	}
	return web.Page(w, r, http.StatusOK, formPage(i18n.From(r.Context()), a, nil))
}

// enter shows what the entry would do, and once somebody is sure does it.
func (s *Service) enter(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	a, err := s.asked(r)
	if err != nil {
		return err
	}
	id := city.ID(a.typed("key"))
	e, err := a.entry(id)
	if err != nil {
		if a.typed("sure") != "" && s.entered(a.book, id) { // sent twice
			return s.saved(w, r, a.book.Code, "hours.entered")
		}
		said, other := web.Refused(r, err)
		if other != nil {
			return other
		}
		return web.Page(w, r, http.StatusUnprocessableEntity, formPage(i18n.From(ctx), a, said))
	}
	if a.typed("sure") == "" || a.typed("change") != "" {
		if a.typed("change") != "" {
			return web.Page(w, r, http.StatusOK, formPage(i18n.From(ctx), a, nil))
		}
		e.ID = city.NewID()
		return s.preview(w, r, sight{Code: a.book.Code, Asked: a, Entry: e}, a.book.With(e))
	}
	_, _, err = once.Do(ctx, s.db, "hours "+a.book.Code, string(id), func(tx *db.Tx) (string, error) {
		return "", s.ledger.Enter(ctx, tx, a.book.Code, e)
	})
	if err != nil {
		return err
	}
	return s.saved(w, r, a.book.Code, "hours.entered")
}

func (s *Service) entered(b promises.Book, id city.ID) bool {
	return id != "" && (slices.ContainsFunc(b.Weeks, func(w promises.Week) bool { return w.Entry == id }) ||
		slices.ContainsFunc(b.Exceptions, func(e promises.Exception) bool { return e.Entry == id }))
}

// takeBack shows what taking an entry back would do, and then does it.
func (s *Service) takeBack(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	b, err := s.book(r)
	if err != nil {
		return err
	}
	id := city.ID(r.PostFormValue("entry"))
	if r.PostFormValue("sure") == "" {
		return s.preview(w, r, sight{Code: b.Code, Entry: b.Entry(id), Back: true}, b.Without(id))
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error { return s.ledger.TakeBack(ctx, tx, b.Code, id) })
	if err != nil && fault.KindOf(err) != fault.NotFound { // taken back before: so be it
		return err
	}
	return s.saved(w, r, b.Code, "hours.taken_back")
}

// mostExamples is how many promises a preview names.
const mostExamples = 8

// preview shows how many promises would get another date, and some of them.
func (s *Service) preview(w http.ResponseWriter, r *http.Request, v sight, changed promises.Book) error {
	ctx := r.Context()
	cal, err := changed.Calendar(tenant.From(ctx).Zone())
	if err != nil {
		return fault.New(fault.Conflict, "hours.cannot_be")
	}
	if v.Foresight, err = promises.Foresee(ctx, s.db.Read(ctx), cal, mostExamples); err != nil {
		return err
	}
	v.Now = clock.Now(ctx)
	for _, e := range v.Foresight.Examples {
		v.Rows = append(v.Rows, example{Number: e.Label, What: s.needs.SubjectName(ctx, e.Topic), Unit: s.needs.UnitName(ctx, e.Owner.Unit), Was: e.Due, Will: e.Will})
	}
	return web.Page(w, r, http.StatusOK, sightPage(i18n.From(ctx), v))
}

func (s *Service) saved(w http.ResponseWriter, r *http.Request, code, key string) error {
	ctx := r.Context()
	web.Flash(w, "", key)
	return errors.Join(s.ledger.Calendars.Load(ctx), web.Go(w, r, address+"/"+code))
}

// view is one calendar as its page shows it: the days of a year to come, or all.
func (s *Service) view(ctx context.Context, b promises.Book, all bool) view {
	v := view{Code: b.Code, Units: s.needs.Units(ctx)[b.Code], Weeks: b.Weeks, Today: tenant.From(ctx).Today(clock.Now(ctx)), Days: weekdays(tenant.From(ctx).Jalali)}
	at := map[city.ID]int{}
	for _, e := range b.Exceptions {
		if !all && e.Day < v.Today-shownPast {
			continue
		}
		if !all && e.Day > v.Today+shownNext {
			v.More = true
			break
		}
		if i, known := at[e.Entry]; known {
			v.Special[i].Last = e.Day
			continue
		}
		at[e.Entry] = len(v.Special)
		v.Special = append(v.Special, special{Entry: e.Entry, First: e.Day, Last: e.Day, Kind: string(e.Kind), Name: e.Name, Spans: e.Spans})
	}
	return v
}
