package agencies

import (
	"net/http"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/files"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/ui"
	"mahalle/internal/platform/web"
)

// Routes opens the doors behind the links, and the city's own list of bodies.
// Opening a link changes nothing.
func (s *Service) Routes(r *web.Router) {
	r.Handle("GET /agency", access.Public, s.listPage)
	r.Handle("GET /agency/{number}", access.Public, s.onePage)
	r.Handle("GET /agency/{number}/photo/{id}", access.Public, s.photo)
	r.Handle("POST /agency/{number}/accept", access.Public, s.postAccept)
	r.Handle("POST /agency/{number}/return", access.Public, s.postReturn)
	r.Handle("POST /agency/{number}/say", access.Public, s.postSay)
	r.Handle("POST /agency/{number}/done", access.Public, s.postDone, web.MostBody(mostUpload))
	s.staffRoutes(r)
}

// held is what a link opened.
type held struct {
	a Agency
	c Custody
	k string
	r *http.Request // in the body's language
}

// open lets in whoever holds a link to a request.
func (s *Service) open(w http.ResponseWriter, r *http.Request) (held, error) {
	k := r.URL.Query().Get("k")
	a, c, err := s.opens(r.Context(), s.db.Read(r.Context()), r.PathValue("number"), k)
	if err != nil {
		return held{}, err
	}
	return held{a, c, k, s.inTheirLanguage(w, r, a)}, nil
}

// inTheirLanguage answers in the body's language unless another was just chosen.
// What stands behind a key is for no search engine and no other site.
func (s *Service) inTheirLanguage(w http.ResponseWriter, r *http.Request, a Agency) *http.Request {
	w.Header().Set("X-Robots-Tag", "noindex, nofollow")
	w.Header().Set("Referrer-Policy", "same-origin")
	if r.URL.Query().Get("lang") != "" {
		return r
	}
	ctx := r.Context()
	return r.WithContext(i18n.With(ctx, s.catalog.Locale(a.lang(ctx), tenant.From(ctx).Zone())))
}

// onePage is what the body sees of one request.
type onePage struct {
	held
	Matter
	name    string // the body's
	form    string // key of the form
	locator ui.Map
	today   city.Day
	now     time.Time
	typed   answer
	until   string
	which   string // the answer that could not be taken
	faults  map[string]string
}

func (s *Service) onePage(w http.ResponseWriter, r *http.Request) error {
	h, err := s.open(w, r)
	if err != nil {
		return err
	}
	return s.show(w, h, onePage{}, http.StatusOK)
}

// show answers with the page of the request, or plainly that it is no longer theirs.
func (s *Service) show(w http.ResponseWriter, h held, p onePage, status int) error {
	ctx := h.r.Context()
	p.held, p.now, p.form = h, clock.Now(ctx), string(city.NewID())
	p.today, p.name = tenant.From(ctx).Today(p.now), i18n.From(ctx).Text(h.a.Name)
	if h.c.Ending == Returned || h.c.Ending == TakenBack {
		return web.Page(w, h.r, http.StatusGone, p.gone())
	}
	var err error
	if p.Matter, err = s.needs.Matter(s.needs.As(ctx, h.a.Unit), s.db.Read(ctx), h.c.Number); err != nil {
		return err
	}
	p.locator, _ = s.needs.Locator(ctx, p.Place)
	p.locator.Credit = i18n.From(ctx).Text(tenant.From(ctx).MapCredit)
	return web.Page(w, h.r, status, p.page())
}

func (s *Service) photo(w http.ResponseWriter, r *http.Request) error {
	h, err := s.open(w, r)
	if err != nil {
		return err
	}
	if h.c.Ending == Returned || h.c.Ending == TakenBack {
		return h.c.ready()
	}
	ctx := r.Context()
	m, err := s.needs.Matter(s.needs.As(ctx, h.a.Unit), s.db.Read(ctx), h.c.Number)
	if err != nil {
		return err
	}
	for _, p := range m.Photos {
		if string(p.ID) == r.PathValue("id") {
			ref := p.Full
			if r.URL.Query().Has("small") {
				ref = p.Thumb
			}
			return files.ServePhoto(w, r, s.files, ref, h.c.Number+".jpg")
		}
	}
	return fault.New(fault.NotFound, "files.not_found")
}

// mostListed is how many requests a page of the body's list shows.
const mostListed = 50

// listView is everything that is with a body.
type listView struct {
	a    Agency
	name string
	all  []Custody
	link func(c Custody) string
	next string
	now  time.Time
}

func (s *Service) listPage(w http.ResponseWriter, r *http.Request) error {
	q := s.db.Read(r.Context())
	k := r.URL.Query().Get("k")
	a, err := s.opensList(r.Context(), q, k)
	if err != nil {
		return err
	}
	r = s.inTheirLanguage(w, r, a)
	ctx := r.Context()
	v := listView{a: a, name: i18n.From(ctx).Text(a.Name), now: clock.Now(ctx), link: func(c Custody) string { return path(c.Number, "", s.keyOf(ctx, a, c)) }}
	since, id := markOf(r)
	if v.all, err = withIt(ctx, q, a.Unit, since, id, mostListed+1); err != nil {
		return err
	}
	v.all, v.next = cut(v.all, "/agency", k)
	for i := range v.all {
		v.all[i].Subject = s.needs.SubjectName(ctx, v.all[i].Subject)
	}
	return web.Page(w, r, http.StatusOK, v.page())
}
