package places

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/web"
)

// Routes opens the doors of places.
func (s *Service) Routes(r *web.Router) {
	r.Handle("GET /places/here.json", access.Public, s.here, web.ForPrograms)
	r.Handle("GET /places/search.json", access.Public, s.found, web.ForPrograms)
}

type named struct {
	Code     string `json:"code"`
	Name     string `json:"name"`
	District string `json:"district,omitempty"`
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
	answer := hereAnswer{Outside: f.Outside, Place: s.Name(c.ID, l, f.Place), District: s.named(c.ID, l, f.Place.District),
		Neighbourhood: s.named(c.ID, l, f.Place.Neighbourhood)}
	for _, code := range f.Near {
		answer.Near = append(answer.Near, s.named(c.ID, l, code))
	}
	if f.Outside {
		answer.Message = l.Say("places.outside", "city", l.Text(c.ShortName))
	}
	return answerJSON(w, answer)
}

func (s *Service) named(t city.Tenant, l i18n.Locale, code string) named {
	a, ok := s.Area(t, code)
	if !ok {
		return named{}
	}
	return named{Code: code, Name: l.Text(a.Name), District: a.Parent}
}

// found lists areas whose names begin with what was typed.
func (s *Service) found(w http.ResponseWriter, r *http.Request) error {
	c, l := tenant.From(r.Context()), i18n.From(r.Context())
	all := []named{}
	for _, a := range s.Search(c.ID, r.URL.Query().Get("q"), 12) {
		all = append(all, s.named(c.ID, l, a.Code))
	}
	return answerJSON(w, all)
}

func answerJSON(w http.ResponseWriter, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "private, max-age=60")
	return web.JSON(w, http.StatusOK, body)
}

// ParsePoint reads two numbers in degrees, in any digits and with a Latin or a
// Persian decimal sign.
func ParsePoint(lat, lon string) (city.Point, error) {
	a, errA := degrees(lat)
	o, errO := degrees(lon)
	if errA != nil || errO != nil || a < -90 || a > 90 || o < -180 || o > 180 || a != a || o != o {
		return city.Point{}, fault.New(fault.Invalid, "places.not_a_point")
	}
	return city.PointAt(a, o), nil
}

func degrees(s string) (float64, error) {
	s = strings.NewReplacer("٫", ".", ",", ".").Replace(i18n.ASCIIDigits(strings.TrimSpace(s)))
	return strconv.ParseFloat(s, 64)
}
