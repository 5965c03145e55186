package feeds

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/web"
)

const geoKind = "application/geo+json"

// collection is a page of requests as RFC 7946 wants it.
type collection struct {
	Type     string    `json:"type"`
	Features []feature `json:"features"`
}

type feature struct {
	Type       string     `json:"type"`
	ID         string     `json:"id"`
	Geometry   *point     `json:"geometry"` // null: nobody knows where
	Properties properties `json:"properties"`
}

type point struct {
	Type        string         `json:"type"`
	Coordinates [2]json.Number `json:"coordinates"` // longitude first
}

type properties struct {
	Number        string  `json:"number"`
	Subject       string  `json:"subject"`
	SubjectName   string  `json:"subject_name"`
	Status        string  `json:"status"`
	Open          bool    `json:"open"`
	District      string  `json:"district"`
	Neighbourhood string  `json:"neighbourhood"`
	Place         string  `json:"place"`
	Opened        string  `json:"opened"`
	Updated       string  `json:"updated"`
	Due           *string `json:"due"`
	People        int     `json:"people"`
	URL           string  `json:"url"`
}

// geoJSON answers with one page of public requests; the next one is named in the
// header Link.
func (s *Service) geoJSON(w http.ResponseWriter, r *http.Request) error {
	ctx, q := r.Context(), r.URL.Query()
	f, page, err := read(q)
	if err != nil {
		return err
	}
	if err := s.check(ctx, &f); err != nil {
		return err
	}
	all, err := s.needs.Requests(ctx, f)
	if err != nil {
		return err
	}
	if len(all) == f.Limit && page < mostPage {
		q.Set("page", strconv.Itoa(page+1))
		w.Header().Set("Link", "<"+web.Origin(r)+r.URL.Path+"?"+q.Encode()+`>; rel="next"; type="`+geoKind+`"`)
	}
	body, err := json.Marshal(s.collect(ctx, all, web.Origin(r)))
	if err != nil {
		return err
	}
	return answer(w, r, geoKind, body, time.Time{}, true) // what left the list has no date
}

func (s *Service) collect(ctx context.Context, all []Item, base string) collection {
	l := i18n.From(ctx)
	c := collection{Type: "FeatureCollection", Features: []feature{}}
	for _, i := range all {
		p := properties{Number: i.Number, Subject: i.Subject, SubjectName: s.needs.SubjectName(ctx, i.Subject), Status: i.Status, Open: i.Open,
			District: i.Place.District, Neighbourhood: i.Place.Neighbourhood, Place: s.needs.PlaceName(l, ctx, i.Place),
			Opened: moment(i.Opened), Updated: moment(i.Updated), People: i.People, URL: base + "/r/" + i.Number}
		if !i.Due.IsZero() {
			due := moment(i.Due)
			p.Due = &due
		}
		c.Features = append(c.Features, feature{Type: "Feature", ID: i.Number, Geometry: at(i.Place.Point), Properties: p})
	}
	return c
}

func at(p city.Point) *point {
	if p.Unknown() {
		return nil
	}
	return &point{"Point", [2]json.Number{degrees(p.Lon), degrees(p.Lat)}}
}

// degrees writes millionths of a degree as degrees.
func degrees(micro int32) json.Number {
	return json.Number(strconv.FormatFloat(float64(micro)/1e6, 'f', -1, 64))
}
