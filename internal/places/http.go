package places

import (
	"encoding/json"
	"net/http"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/web"
)

// Routes opens the doors of places.
func (s *Service) Routes(r *web.Router) {
	r.Handle("GET /places/here.json", access.Public, s.here, web.ForPrograms)
	r.Handle("GET /places/search.json", access.Public, s.found, web.ForPrograms)
	r.Handle("GET /staff/places", access.SignedIn, s.districtsPage)
	r.Handle("GET /staff/places/{district}", access.SignedIn, s.districtPage)
}

// named is an area as programs are told of it. Place is its whole name, with
// the district.
type named struct {
	Code     string `json:"code"`
	Name     string `json:"name"`
	District string `json:"district,omitempty"`
	Place    string `json:"place,omitempty"`
}

type hereAnswer struct {
	District      named   `json:"district"`
	Neighbourhood named   `json:"neighbourhood"`
	Place         string  `json:"place"`
	Near          []named `json:"near,omitempty"`
	Outside       bool    `json:"outside"`
	Message       string  `json:"message,omitempty"`
}

// here tells in which areas a point lies; outside the city it says so kindly.
func (s *Service) here(w http.ResponseWriter, r *http.Request) error {
	p, err := ParsePoint(r.URL.Query().Get("lat"), r.URL.Query().Get("lon"))
	if err != nil {
		return err
	}
	c, l := tenant.From(r.Context()), i18n.From(r.Context())
	f := s.At(c.ID, p)
	answer := hereAnswer{Outside: f.Outside, Place: s.Name(c.ID, l, f.Place), Message: message(c, l, f),
		District: s.named(c.ID, l, f.Place.District), Neighbourhood: s.named(c.ID, l, f.Place.Neighbourhood)}
	for _, code := range f.Near {
		answer.Near = append(answer.Near, s.named(c.ID, l, code))
	}
	return answerJSON(w, answer)
}

// message is the one sentence to show beside the answer, if there is something
// to say.
func message(c *tenant.City, l i18n.Locale, f Found) string {
	switch {
	case f.Outside:
		return l.Say("places.outside", "city", l.Text(c.ShortName))
	case f.Place.District == "":
		return l.Say("places.choose_by_hand")
	case len(f.Near) > 0:
		return l.Say("places.near_border")
	}
	return ""
}

func (s *Service) named(t city.Tenant, l i18n.Locale, code string) named {
	a, ok := s.Area(t, code)
	if !ok {
		return named{}
	}
	return named{Code: code, Name: l.Text(a.Name), District: a.Parent}
}

// mostFound is how many areas a search lists.
const mostFound = 12

// found lists areas whose names begin with what was typed.
func (s *Service) found(w http.ResponseWriter, r *http.Request) error {
	c, l := tenant.From(r.Context()), i18n.From(r.Context())
	all := []named{}
	for _, a := range s.Search(c.ID, r.URL.Query().Get("q"), mostFound) {
		one := s.named(c.ID, l, a.Code)
		one.Place = s.Name(c.ID, l, placeOf(a))
		all = append(all, one)
	}
	return answerJSON(w, all)
}

func placeOf(a Area) city.Place {
	if a.Kind == Neighbourhood {
		return city.Place{District: a.Parent, Neighbourhood: a.Code}
	}
	return city.Place{District: a.Code}
}

func answerJSON(w http.ResponseWriter, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "private, max-age=60") // the names are in the reader's language
	return web.JSON(w, http.StatusOK, body)
}
