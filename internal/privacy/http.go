package privacy

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/web"
)

// Routes opens the doors. A person's address stands in forms, never in an address
// of a page, where it would be written into logs.
func (s *Service) Routes(r *web.Router) {
	r.Handle("GET /staff/personal-data", CanAnswer, s.start)
	r.Handle("POST /staff/personal-data/find", CanAnswer, s.find)
	r.Handle("POST /staff/personal-data/copy", CanAnswer, s.copy)
	r.Handle("POST /staff/personal-data/erase", CanAnswer, s.erase)
	r.Handle("POST /staff/personal-data/kept/{id}/release", CanAnswer, s.release)
	r.Handle("GET /staff/personal-data/{id}", CanAnswer, s.receipt)
}

const address = "/staff/personal-data"

// mostShown is how many earlier matters the first page lists.
const mostShown = 50

// startView is the page on which a person is looked up.
type startView struct {
	Fields  url.Values
	Faults  map[string]string
	Keeps   int // days
	Kept    []keeping
	Matters []Matter
	who     func(id city.ID) string
}

func (s *Service) start(w http.ResponseWriter, r *http.Request) error {
	return s.showStart(w, r, nil, http.StatusOK)
}

func (s *Service) showStart(w http.ResponseWriter, r *http.Request, faults map[string]string, status int) error {
	ctx := r.Context()
	q := s.db.Read(ctx)
	v := startView{Fields: r.PostForm, Faults: faults, Keeps: tenant.From(ctx).KeepsContact(),
		who: func(id city.ID) string { return s.needs.PersonName(ctx, id) }}
	var err error
	if v.Kept, err = kept(ctx, q); err != nil {
		return err
	}
	if v.Matters, err = matters(ctx, q, mostShown); err != nil {
		return err
	}
	return web.Page(w, r, status, v.page())
}

// heldView is what is held about one person.
type heldView struct {
	Person Person
	Wish   url.Values // as it travels from form to form
	Cases  []heldCase
	Pieces []Piece
	Faults map[string]string
}

// heldCase is a request of the person with what may become of it.
type heldCase struct {
	Case
	Name   string
	Pieces int
	Chosen Choice
}

// wishOf reads whom a form is about.
func (s *Service) wishOf(r *http.Request) (Wish, error) {
	ctx := r.Context()
	if err := r.ParseForm(); err != nil {
		return Wish{}, fault.Wrap(fault.Invalid, err, "web.form_has_faults")
	}
	f := r.PostForm
	p, err := personOf(f.Get("email"), f.Get("phone"), tenant.From(ctx).Phone)
	w := Wish{Person: p, Proof: Proof(f.Get("proof")), Choices: map[city.ID]Choice{}}
	var wrong []fault.Field
	if no, ok := fault.Of(err); ok {
		wrong = append(wrong, no.On...)
	} else if err != nil {
		return w, err
	}
	if typed := strings.TrimSpace(f.Get("number")); typed != "" {
		number, known := s.needs.IsRequest(ctx, typed)
		if w.Number = number; !known {
			wrong = append(wrong, fault.Field{Name: "number", Key: "privacy.no_such_request"})
		}
	}
	if !slices.Contains(Proofs, w.Proof) {
		wrong = append(wrong, fault.Field{Name: "proof", Key: "privacy.say_proof"})
	}
	if len(wrong) > 0 {
		return w, fault.Fields(wrong...)
	}
	return w, nil
}

// find shows what is held, and the journal says that somebody looked.
func (s *Service) find(w http.ResponseWriter, r *http.Request) error {
	wish, err := s.wishOf(r)
	if err != nil {
		faults, err := web.Refused(r, err)
		if err != nil {
			return err
		}
		return s.showStart(w, r, faults, http.StatusUnprocessableEntity)
	}
	ctx := r.Context()
	v, err := s.held(ctx, wish, r.PostForm)
	if err != nil {
		return err
	}
	id := city.NewIDAt(clock.Now(ctx))
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		return s.journal.Record(ctx, tx, events.PersonLookedUp{PersonalData: events.PersonalData{ID: id, Number: wish.Number}, Found: len(v.Pieces)})
	})
	if err != nil {
		return err
	}
	return web.Page(w, r, http.StatusOK, v.page())
}

func (s *Service) held(ctx context.Context, w Wish, form url.Values) (heldView, error) {
	q := s.db.Read(ctx)
	v := heldView{Person: w.Person, Wish: url.Values{"email": {w.Person.Email}, "phone": {w.Person.Phone}, "number": {w.Number}, "proof": {string(w.Proof)}}}
	cases, pieces, err := s.Held(ctx, q, w.Person)
	if err != nil {
		return v, err
	}
	v.Pieces = pieces
	for _, c := range cases {
		h := heldCase{Case: c, Name: s.needs.SubjectName(ctx, c.Subject), Chosen: Everything}
		if c.Open {
			h.Chosen = KeepOpen
		}
		if typed := Choice(form.Get("choice_" + string(c.ID))); typed.Known() {
			h.Chosen = typed
		}
		for _, p := range v.Pieces {
			if p.Number == c.Number {
				h.Pieces++
			}
		}
		v.Cases = append(v.Cases, h)
	}
	return v, nil
}

// erase forgets the person as it was chosen.
func (s *Service) erase(w http.ResponseWriter, r *http.Request) error {
	wish, err := s.wishOf(r)
	if err != nil {
		return err
	}
	for name := range r.PostForm {
		id, is := strings.CutPrefix(name, "choice_")
		choice := Choice(r.PostForm.Get(name))
		if !is || choice == Everything {
			continue
		}
		if !choice.Known() {
			return fault.New(fault.Invalid, "web.form_has_faults")
		}
		wish.Choices[city.ID(id)] = choice
	}
	if r.PostForm.Get("sure") == "" {
		return s.askSure(w, r, wish)
	}
	m, err := s.Erase(r.Context(), wish)
	if err != nil {
		return err
	}
	web.Flash(w, "", "privacy.did_erase")
	return web.Go(w, r, address+"/"+string(m.ID))
}

// askSure shows the choices again: what is erased cannot be brought back.
func (s *Service) askSure(w http.ResponseWriter, r *http.Request, wish Wish) error {
	v, err := s.held(r.Context(), wish, r.PostForm)
	if err != nil {
		return err
	}
	v.Faults = map[string]string{"sure": i18n.From(r.Context()).Say("privacy.not_sure")}
	return web.Page(w, r, http.StatusUnprocessableEntity, v.page())
}

func (s *Service) release(w http.ResponseWriter, r *http.Request) error {
	if err := s.Release(r.Context(), city.ID(r.PathValue("id"))); err != nil {
		return err
	}
	web.Flash(w, "", "privacy.did_release")
	return web.Go(w, r, address)
}

func (s *Service) receipt(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	m, err := byID(ctx, s.db.Read(ctx), city.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	return web.Page(w, r, http.StatusOK, receiptPage(i18n.From(ctx), m, s.needs.PersonName(ctx, m.Person)))
}
