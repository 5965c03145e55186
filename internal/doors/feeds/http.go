package feeds

import (
	"net/http"
	"net/url"

	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/web"
)

const (
	atomPath    = "/feeds/requests.atom"
	geoPath     = "/feeds/requests.geojson"
	openData    = "/open-data"
	subscribing = "/staff/subscribe"
)

// Routes opens the doors of those who follow.
func (s *Service) Routes(r *web.Router) {
	r.Handle("GET "+openData, access.Public, s.openData)
	r.Handle("GET "+atomPath, access.Public, s.atom, web.ForPrograms)
	r.Handle("GET "+geoPath, access.Public, s.geoJSON, web.ForPrograms)
	r.Handle("GET /feeds/calendar/{calendar}", access.Public, s.workingCalendar, web.ForPrograms)
	r.Handle("GET /feeds/mine/{person}/{key}", access.Public, s.mine, web.ForPrograms)
	r.Handle("GET "+subscribing, access.SignedIn, s.subscription)
	r.Handle("POST "+subscribing, access.SignedIn, s.make)
	r.Handle("POST "+subscribing+"/revoke", access.SignedIn, s.revoke)
}

// openPage lists what can be followed of an area and a subject.
type openPage struct {
	base           string
	f              Filter
	districts      []Choice
	neighbourhoods []Choice
	subjects       []Choice
	calendars      []Choice
}

func (s *Service) openData(w http.ResponseWriter, r *http.Request) error {
	ctx, q := r.Context(), r.URL.Query()
	p := openPage{base: web.Origin(r), f: Filter{District: q.Get("district"), Neighbourhood: q.Get("neighbourhood"), Subject: q.Get("subject")},
		districts: s.needs.Districts(ctx), subjects: s.needs.Subjects(ctx)}
	if s.check(ctx, &p.f) != nil {
		p.f = Filter{}
	}
	if p.f.District != "" {
		p.neighbourhoods = s.needs.Neighbourhoods(ctx, p.f.District)
	}
	var err error
	if p.calendars, err = s.calendars(ctx); err != nil {
		return err
	}
	return web.Page(w, r, http.StatusOK, p.page())
}

// address is a feed of what was chosen, in the reader's language.
func (p openPage) address(l i18n.Locale, path, show string) string {
	q := url.Values{"lang": {string(l.Lang)}}
	for _, e := range [][2]string{{"show", show}, {"district", p.f.District}, {"neighbourhood", p.f.Neighbourhood}, {"subject", p.f.Subject}} {
		if e[1] != "" {
			q.Set(e[0], e[1])
		}
	}
	return p.base + path + "?" + q.Encode()
}

func (s *Service) subscription(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	l, err := linkOf(ctx, s.db.Read(ctx), access.From(ctx).Person)
	if err != nil {
		return err
	}
	href := ""
	if l.open {
		href = web.Origin(r) + s.path(db.TenantFrom(ctx), access.From(ctx).Person, l.edition)
	}
	return web.Page(w, r, http.StatusOK, minePage(href))
}

func (s *Service) make(w http.ResponseWriter, r *http.Request) error {
	if err := s.Make(r.Context()); err != nil {
		return err
	}
	web.Flash(w, "", "feeds.did_make")
	return web.Go(w, r, subscribing)
}

func (s *Service) revoke(w http.ResponseWriter, r *http.Request) error {
	if err := s.Revoke(r.Context()); err != nil {
		return err
	}
	web.Flash(w, "", "feeds.did_revoke")
	return web.Go(w, r, subscribing)
}

func options(first string, all []Choice) []Choice {
	return append([]Choice{{Name: first}}, all...)
}
