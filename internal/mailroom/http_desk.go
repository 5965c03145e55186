package mailroom

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"mahalle/internal/city"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/ui"
	"mahalle/internal/platform/web"
)

// openLetter makes a request of the letter, or shows the form again.
func (s *Service) openLetter(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "mailroom.form_broken")
	}
	if r.PostForm.Get("look") != "" {
		return s.show(w, r, r.PostForm, nil)
	}
	c, err := s.caseOf(r)
	if err == nil {
		var number string
		if number, err = s.Open(r.Context(), city.ID(r.PathValue("id")), c); err == nil {
			web.Flash(w, "", "mailroom.did_open", "number", number)
			return web.Go(w, r, address)
		}
	}
	return s.again(w, r, err)
}

func (s *Service) again(w http.ResponseWriter, r *http.Request, err error) error {
	faults, err := web.Refused(r, err)
	if err != nil {
		return err
	}
	return s.show(w, r, r.PostForm, faults)
}

const (
	mostWhere = 300 // letters
	mostName  = 100
)

// caseOf reads the form, or tells everything that is wrong with it.
func (s *Service) caseOf(r *http.Request) (Case, error) {
	ctx, f := r.Context(), func(name string) string { return strings.TrimSpace(r.PostForm.Get(name)) }
	var wrong []fault.Field
	is := func(bad bool, name, key string, args ...any) {
		if bad {
			wrong = append(wrong, fault.Field{Name: name, Key: key, Args: args})
		}
	}
	c := Case{Subject: f("subject"), Text: i18n.CleanText(f("text")),
		Place: city.Place{District: f("district"), Neighbourhood: f("neighbourhood"), Words: i18n.CleanText(f("where"))}}
	if other := f("other"); other != "" {
		c.Subject = other
	}
	is(!offered(s.needs.Subjects(ctx), c.Subject), "subject", "mailroom.choose_subject")
	is(c.Text == "", "text", "mailroom.write_something")
	is(len([]rune(c.Text)) > mostKept, "text", "mailroom.too_long", "most", mostKept)
	is(c.Place.District == "" && c.Place.Words == "", "where", "mailroom.say_where")
	is(len([]rune(c.Place.Words)) > mostWhere, "where", "mailroom.too_long", "most", mostWhere)
	is(c.Place.District != "" && !offered(s.needs.Districts(ctx), c.Place.District), "district", "mailroom.choose_district")
	if !s.knowsHood(ctx, c.Place) {
		c.Place.Neighbourhood = "" // of another district
	}
	if len(wrong) > 0 {
		return c, fault.Fields(wrong...)
	}
	return c, nil
}

func (s *Service) knowsHood(ctx context.Context, p city.Place) bool {
	return p.Neighbourhood == "" || offered(s.needs.Neighbourhoods(ctx, p.District), p.Neighbourhood)
}

func offered(all []ui.Option, value string) bool {
	return value != "" && slices.ContainsFunc(all, func(o ui.Option) bool { return o.Value == value })
}

func (s *Service) answer(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "mailroom.form_broken")
	}
	if err := s.Answer(r.Context(), city.ID(r.PathValue("id")), strings.TrimSpace(r.PostForm.Get("reply"))); err != nil {
		return s.again(w, r, err)
	}
	web.Flash(w, "", "mailroom.did_answer")
	return web.Go(w, r, address)
}

func (s *Service) aside(w http.ResponseWriter, r *http.Request) error {
	id := city.ID(r.PathValue("id"))
	if err := s.SetAside(r.Context(), id); err != nil {
		return err
	}
	web.Flash(w, href(id)+"/back", "mailroom.did_set_aside")
	return web.Go(w, r, address)
}

func (s *Service) back(w http.ResponseWriter, r *http.Request) error {
	id := city.ID(r.PathValue("id"))
	if err := s.TakeBack(r.Context(), id); err != nil {
		return err
	}
	web.Flash(w, "", "mailroom.did_take_back")
	return web.Go(w, r, href(id))
}

const (
	mostScan = 100 << 20 // bytes of a form: every page may be 15 MB
	inMemory = 4 << 20   // the rest of a form waits on the disk

)

// scanView is the form for a letter on paper, as far as it is filled in.
type scanView struct {
	Key, Name, Email, Phone, Text string
	Faults                        map[string]string
}

func (s *Service) scanPage(w http.ResponseWriter, r *http.Request) error {
	return web.Page(w, r, http.StatusOK, scanView{Key: string(city.NewID())}.page())
}

func (s *Service) scan(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseMultipartForm(inMemory); err != nil {
		return fault.Wrap(fault.Invalid, err, "mailroom.form_broken")
	}
	defer func() { _ = r.MultipartForm.RemoveAll() }() // copies on the disk
	f := func(name string) string { return i18n.CleanText(strings.TrimSpace(r.PostForm.Get(name))) }
	v := scanView{Key: f("key"), Name: f("name"), Email: f("email"), Phone: f("phone"), Text: f("text")}
	words, err := s.paper(r.Context(), v)
	var photos []Picture
	if err == nil {
		photos, err = s.pages(r)
	}
	var id city.ID
	if err == nil {
		if id, err = s.Scan(r.Context(), v.Key, words, i18n.From(r.Context()).Lang, photos); err == nil {
			return web.Go(w, r, href(id))
		}
	}
	if v.Faults, err = web.Refused(r, err); err != nil {
		return err
	}
	return web.Page(w, r, http.StatusUnprocessableEntity, v.page())
}

// pages reads the scanned pages, at most as many as a request may have photos.
func (s *Service) pages(r *http.Request) ([]Picture, error) {
	var all []Picture
	for _, h := range r.MultipartForm.File["photos"] {
		file, err := h.Open()
		if err != nil {
			return nil, err
		}
		err = s.takePage(r.Context(), file, &all)
		_ = file.Close() // it was only read
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}
