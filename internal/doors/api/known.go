package api

import (
	"context"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/ask"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/fields"
	"mahalle/internal/platform/i18n"
)

// Known is what the city brings along: where it is, what can be asked of it, and
// who is there. Names come in every language the city wrote them in.
type Known struct {
	Districts      func(ctx context.Context) []Area
	Neighbourhoods func(ctx context.Context, district string) (all []Area, known bool)
	Point          func(ctx context.Context, lat, lon string) (At, error)
	Kinds          func(ctx context.Context) []Kind
	Subjects       func(ctx context.Context) []Subject
	Subject        func(ctx context.Context, code string) (Subject, bool)
	Questions      func(ctx context.Context, subject string) ([]ask.Question, error)
	Units          func(ctx context.Context) []Unit
}

// Area is a district or a neighbourhood.
type Area struct {
	Code, District string
	Name           city.Text
	Point          city.Point
}

// At is what the map says about a point.
type At struct {
	District, Neighbourhood string
	Outside                 bool
}

// Kind is a kind of request.
type Kind struct {
	Code  string
	Name  city.Text
	Named bool // the law wants to know who asks
}

// Subject is what a request can be about.
type Subject struct {
	Code, Group string
	Name        city.Text
	GroupName   city.Text
	Kind        string // its usual one
}

// Unit is a unit of the city, or a body outside it.
type Unit struct {
	Code, Parent, Kind string
	Name               city.Text
	Outside            bool
}

func (n Known) places() Resource {
	return Resource{
		Name: "places",
		Ops: []Op{
			{ID: "listDistricts", Method: "GET", Path: "/districts", Needs: access.Public, Gives: "DistrictList",
				Sample: Sample{Answer: `{"districts":[{"code":"turgutlu","name":{"tr":"Turgutlu"},"lat":38.5,"lon":27.7}]}`},
				Read: func(ctx context.Context, _ *Ask, b []byte) ([]byte, error) {
					return appendAreas(append(b, `{"districts":`...), n.Districts(ctx)), nil
				}},
			{ID: "listNeighbourhoods", Method: "GET", Path: "/districts/{district}/neighbourhoods", Needs: access.Public, Gives: "NeighbourhoodList",
				Sample: Sample{Path: map[string]string{"district": "turgutlu"}, Answer: `{"neighbourhoods":[{"code":"turgutlu-acarlar","district":"turgutlu","name":{"tr":"Acarlar"}}]}`},
				Read: func(ctx context.Context, q *Ask, b []byte) ([]byte, error) {
					all, known := n.Neighbourhoods(ctx, q.PathValue("district"))
					if !known {
						return b, fault.New(fault.NotFound, "api.nothing_here")
					}
					return appendAreas(append(b, `{"neighbourhoods":`...), all), nil
				}},
			{ID: "findPlace", Method: "GET", Path: "/place", Needs: access.Public, Gives: "PlaceFound", Query: []Field{number("lat", -90, 90).needed(), number("lon", -180, 180).needed()},
				Sample: Sample{Query: "lat=38.5001&lon=27.7045", Answer: `{"district":"turgutlu","outside":false}`},
				Read: func(ctx context.Context, q *Ask, b []byte) ([]byte, error) {
					at, err := n.Point(ctx, i18n.ASCIIDigits(q.Values.Get("lat")), i18n.ASCIIDigits(q.Values.Get("lon")))
					return fields.Object(b, func(b []byte) []byte {
						b = fields.Field(fields.Field(b, "district", at.District), "neighbourhood", at.Neighbourhood)
						return flag(b, "outside", at.Outside)
					}), err
				}},
		},
		Shapes: map[string]Shape{
			"DistrictList":      {Type: "object", Fields: []Field{list("districts", 0, Shape{Ref: "Area"}).needed()}},
			"NeighbourhoodList": {Type: "object", Fields: []Field{list("neighbourhoods", 0, Shape{Ref: "Area"}).needed()}},
			"Area":              {Type: "object", Fields: []Field{text("code", 0).needed(), text("district", 0).says("district_of"), of("name", "Names").needed().says("names"), number("lat", 0, 0), number("lon", 0, 0)}},
			"PlaceFound":        {Type: "object", Fields: []Field{text("district", 0), text("neighbourhood", 0), yes("outside").needed()}},
		},
	}
}

// flag writes yes or no.
func flag(b []byte, name string, yes bool) []byte {
	if yes {
		return fields.Yes(b, name, true)
	}
	return append(fields.Name(b, name), `false`...)
}

func appendAreas(b []byte, all []Area) []byte {
	b = fields.List(b, len(all), func(b []byte, i int) []byte {
		return fields.Object(b, func(b []byte) []byte {
			b = fields.Field(fields.Field(b, "code", all[i].Code), "district", all[i].District)
			return fields.Point(fields.Names(b, "name", all[i].Name), all[i].Point)
		})
	})
	return append(b, '}')
}

func (n Known) units() Resource {
	return Resource{
		Name: "units",
		Ops: []Op{{ID: "listUnits", Method: "GET", Path: "/units", Needs: access.SignedIn, Gives: "UnitList",
			Sample: Sample{Answer: `{"units":[{"code":"yol-bakim","parent":"fen-isleri","kind":"branch","name":{"tr":"Yol Bakım Şube Müdürlüğü"},"outside":false}]}`},
			Read: func(ctx context.Context, _ *Ask, b []byte) ([]byte, error) {
				all := n.Units(ctx)
				b = fields.List(append(b, `{"units":`...), len(all), func(b []byte, i int) []byte {
					u := all[i]
					return fields.Object(b, func(b []byte) []byte {
						b = fields.Field(fields.Field(fields.Field(b, "code", u.Code), "parent", u.Parent), "kind", u.Kind)
						return flag(fields.Names(b, "name", u.Name), "outside", u.Outside)
					})
				})
				return append(b, '}'), nil
			}}},
		Shapes: map[string]Shape{
			"UnitList": {Type: "object", Fields: []Field{list("units", 0, Shape{Ref: "Unit"}).needed()}},
			"Unit": {Type: "object", Fields: []Field{text("code", 0).needed(), text("parent", 0).says("parent_unit"), text("kind", 0).needed().says("kind_unit"),
				of("name", "Names").needed().says("names"), yes("outside").needed().says("outside_unit")}},
		},
	}
}
