package geo

import (
	"strings"
	"testing"

	"mahalle/internal/city"
)

func TestReadGeoJSON(t *testing.T) {
	features, err := ReadGeoJSON(strings.NewReader(`{"type":"FeatureCollection","features":[
		{"type":"Feature","properties":{"district":1,"name_fa":"منطقهٔ ۱"},"geometry":{"type":"Polygon",
			"coordinates":[[[51,35,1200],[52,35],[52,36],[51,36]],[[51.4,35.4],[51.6,35.4],[51.6,35.6],[51.4,35.4]]]}},
		{"type":"Feature","properties":null,"geometry":{"type":"MultiPolygon",
			"coordinates":[[[[1,1],[2,1],[2,2],[1,1]]],[[[3,3],[4,3],[4,4],[3,3]]]]}},
		{"type":"Feature","properties":{"district":"Soma"},"geometry":null}]}`))
	if err != nil {
		t.Fatal(err)
	}
	if got := features[0].Text("district") + features[0].Text("name_fa") + features[0].Text("missing"); got != "1منطقهٔ ۱" {
		t.Errorf("the properties say %q", got)
	}
	if len(features[0].Shape[0]) != 2 || len(features[1].Shape) != 2 || features[2].Shape != nil {
		t.Errorf("shapes are %v", features)
	}
	x := NewIndex([]Area{{"1", features[0].Shape}})
	if !x.Contains("1", city.PointAt(35.9, 51.1)) || x.Contains("1", city.PointAt(35.45, 51.55)) {
		t.Error("the district is not where the file says")
	}
}

func TestReadGeoJSONRefuses(t *testing.T) {
	feature := func(geometry string) string {
		return `{"type":"FeatureCollection","features":[{"geometry":` + geometry + `}]}`
	}
	for name, tt := range map[string]struct{ file, want string }{
		"a broken file":            {`{"type":"Feature`, "geojson"},
		"a single feature":         {`{"type":"Feature"}`, "FeatureCollection"},
		"a point":                  {feature(`{"type":"Point","coordinates":[1,2]}`), `feature 1: a "Point" is not an outline`},
		"a polygon without rings":  {feature(`{"type":"Polygon","coordinates":[]}`), "no ring"},
		"a polygon without places": {feature(`{"type":"Polygon"}`), "feature 1"},
		"a ring of two corners":    {feature(`{"type":"Polygon","coordinates":[[[1,1],[2,2],[1,1]]]}`), "three corners"},
		"half a position":          {feature(`{"type":"Polygon","coordinates":[[[1],[2,2],[1,1]]]}`), "longitude and latitude"},
		"latitude 238":             {feature(`{"type":"Polygon","coordinates":[[[27,238],[2,2],[1,1]]]}`), "not on the globe"},
		"metres, not degrees":      {feature(`{"type":"MultiPolygon","coordinates":[[[[542331,4273001],[2,2],[1,1]]]]}`), "not on the globe"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ReadGeoJSON(strings.NewReader(tt.file))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error = %v, want one with %q", err, tt.want)
			}
		})
	}
}

func FuzzReadGeoJSON(f *testing.F) {
	f.Add(`{"type":"FeatureCollection","features":[{"properties":{"a":1},"geometry":{"type":"Polygon","coordinates":[[[1,1],[2,1],[2,2]]]}}]}`)
	f.Add(`{"type":"FeatureCollection","features":[{"geometry":{"type":"MultiPolygon","coordinates":[[[[0,0],[0,0],[0,0],[0,0]]],[]]}}]}`)
	f.Fuzz(func(t *testing.T, file string) {
		features, err := ReadGeoJSON(strings.NewReader(file))
		if err != nil {
			return
		}
		var areas []Area
		for _, feature := range features {
			areas = append(areas, Area{feature.Text("a"), feature.Shape})
		}
		NewIndex(areas).Find(city.PointAt(1.5, 1.5))
		NewIndex(areas).Near(city.PointAt(1.5, 1.5), 100)
		Outline{Areas: areas, Tolerance: 1}.Project(100)
	})
}
