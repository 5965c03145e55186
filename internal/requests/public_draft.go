package requests

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"mahalle/internal/city"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
)

// draft is what a resident has chosen and typed so far, as it was typed. Until
// the words are asked for it travels in the address, so that Back works and
// nothing is kept about anybody.
type draft struct {
	Key                            string // of this form: sending it twice is telling it once
	Words                          string // what was searched for
	Subject, Kind                  string
	Lat, Lon                       string
	District, Neighbourhood, Where string
	Description                    string
	Name, Email, Phone             string
	Public                         bool
	Trap                           string // a field that people cannot see
	Kept                           []Picture
	Answers                        url.Values // to the questions of the subject
	Carried                        url.Values // those that travel in the address
}

// draftOf reads a draft from an address or a form.
func draftOf(v url.Values) draft {
	get := func(name string) string { return strings.TrimSpace(strings.ToValidUTF8(v.Get(name), "\ufffd")) }
	return draft{
		Key: get("key"), Words: get("q"), Subject: get("subject"), Kind: get("kind"), Lat: get("lat"), Lon: get("lon"),
		District: get("district"), Neighbourhood: get("neighbourhood"), Where: get("where"), Description: get("description"),
		Name: get("name"), Email: get("email"), Phone: get("phone"), Public: get("public") != "", Trap: get("website"),
		Answers: answersIn(v),
	}
}

// carried are the parts of the draft that travel in the address.
func (d *draft) carried() [][2]string {
	all := [][2]string{{"q", d.Words}, {"subject", d.Subject}, {"lat", d.Lat}, {"lon", d.Lon},
		{"district", d.District}, {"neighbourhood", d.Neighbourhood}, {"where", d.Where}}
	return slices.DeleteFunc(all, func(p [2]string) bool { return p[1] == "" })
}

// link is the address of a step with what is known so far, changed by the given
// name, value pairs.
func (d *draft) link(step string, changed ...string) string {
	v := url.Values{}
	for _, p := range d.carried() {
		v.Set(p[0], p[1])
	}
	if !slices.Contains(changed, "subject") { // another subject asks something else
		maps.Copy(v, d.Carried)
	}
	for i := 0; i+1 < len(changed); i += 2 {
		v.Set(changed[i], changed[i+1])
		if changed[i+1] == "" {
			v.Del(changed[i])
		}
	}
	if step != "" {
		v.Set("step", step)
	}
	if len(v) == 0 {
		return "/report"
	}
	return "/report?" + v.Encode()
}

const mostWhere = 300 // characters of directions

// place finds the areas of a draft. What a hand chose wins over the map, which
// is coarse near borders; a point that lies elsewhere is then forgotten.
func (s *Service) place(ctx context.Context, d *draft) (city.Place, Spot, error) {
	p := city.Place{District: d.District, Neighbourhood: d.Neighbourhood, Words: i18n.CleanText(d.Where)}
	spot, err := s.spot(ctx, d, &p)
	switch {
	case err != nil:
		return p, spot, err
	case len([]rune(p.Words)) > mostWhere:
		return p, spot, onField("where", "requests.where_too_long", "most", mostWhere)
	case p.District != "" && !knows(s.pages.districts(ctx), p.District):
		return p, spot, onField("district", "requests.choose_district")
	case p.Neighbourhood != "" && !knows(s.pages.neighbourhoods(ctx, p.District), p.Neighbourhood):
		return p, spot, onField("neighbourhood", "requests.choose_neighbourhood")
	case spot.Outside && p.District == "":
		return p, spot, onField("place", "requests.outside")
	case p.District == "" && p.Words == "" && p.Point.Unknown():
		return p, spot, onField("place", "requests.say_where")
	}
	return p, spot, nil
}

// spot reads the point of a draft and lets the map fill what the hand left open.
func (s *Service) spot(ctx context.Context, d *draft, p *city.Place) (Spot, error) {
	if d.Lat == "" && d.Lon == "" {
		return Spot{}, nil
	}
	point, ok := parsePoint(d.Lat, d.Lon)
	if !ok {
		return Spot{}, onField("place", "requests.not_a_point")
	}
	spot := s.pages.here(ctx, point)
	found := spot.Place.District
	switch {
	case p.District == "" || p.District == found:
		p.Point, p.District = point, found
		if p.Neighbourhood == "" {
			p.Neighbourhood = spot.Place.Neighbourhood
		}
	case knows(spot.Near, p.District):
		p.Point = point
	}
	return spot, nil
}

func knows(areas []Area, code string) bool {
	return slices.ContainsFunc(areas, func(a Area) bool { return a.Code == code })
}

func onField(name, key string, args ...any) error {
	return fault.Fields(fault.Field{Name: name, Key: key, Args: args})
}

// parsePoint reads two numbers in degrees, in any digits and with any decimal
// sign.
func parsePoint(lat, lon string) (city.Point, bool) {
	a, okA := degrees(lat, 90)
	o, okO := degrees(lon, 180)
	p := city.PointAt(a, o)
	return p, okA && okO && !p.Unknown()
}

func degrees(s string, most float64) (float64, bool) {
	s = strings.NewReplacer("٫", ".", ",", ".").Replace(i18n.ASCIIDigits(strings.TrimSpace(s)))
	f, err := strconv.ParseFloat(s, 64)
	return f, err == nil && f >= -most && f <= most
}

// kindFor is the kind of a draft: what was chosen if the city has it, else what
// the subject usually is.
func (s *Service) kindFor(ctx context.Context, d *draft, c Choice) KindChoice {
	all := s.pages.kinds(ctx)
	for _, wanted := range []string{d.Kind, c.Kind} {
		for _, k := range all {
			if k.Code == wanted {
				return k
			}
		}
	}
	if len(all) > 0 {
		return all[0]
	}
	return KindChoice{Code: c.Kind}
}

// statusOf is the HTTP status of a form that is shown with these faults.
func statusOf(faults map[string]string) int {
	if len(faults) > 0 {
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}
