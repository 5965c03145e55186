package citypack

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/paulmach/orb"
)

// Outline is the border of a district or neighbourhood, WGS84, longitude first
// as in GeoJSON.
type Outline struct {
	Code  string
	Shape orb.MultiPolygon
}

func (r *reader) outlines() {
	r.pack.DistrictOutlines = r.outlinesOf("outlines/districts.geojson", "district")
	r.pack.NeighbourhoodOutlines = r.outlinesOf("outlines/neighbourhoods.geojson", "neighbourhood")
}

func (r *reader) outlinesOf(name, what string) []Outline {
	data, ok := r.file(name, false)
	if !ok {
		return nil
	}
	var file featureCollection
	if err := json.Unmarshal(data, &file); err != nil {
		r.faults.Add(name, lineOfJSONFault(data, err), "is not GeoJSON: %v", err)
		return nil
	}
	if file.Type != "FeatureCollection" {
		r.faults.Add(name, 0, "is not a GeoJSON FeatureCollection")
	}
	var outlines []Outline
	seen := map[string]bool{}
	for _, feature := range file.Features {
		code := feature.Properties.Code
		line := lineOf(data, fmt.Sprintf("%q", code))
		shape, err := feature.Geometry.shape()
		switch {
		case !r.has(what, code):
			r.faults.Add(name, line, "code %q is not a %s", code, what)
		case seen[code]:
			r.faults.Add(name, line, "code %q has two outlines", code)
		case err != nil:
			r.faults.Add(name, line, "outline of %q %v", code, err)
		}
		seen[code] = true
		outlines = append(outlines, Outline{Code: code, Shape: shape})
	}
	return outlines
}

// featureCollection is as much of GeoJSON as outlines need. (orb has its own
// reader, which would bring a MongoDB driver into the house.)
type featureCollection struct {
	Type     string
	Features []struct {
		Properties struct{ Code string }
		Geometry   geometry
	}
}

type geometry struct {
	Type        string
	Coordinates json.RawMessage
}

func (g geometry) shape() (shape orb.MultiPolygon, err error) {
	switch g.Type {
	case "Polygon":
		shape = make(orb.MultiPolygon, 1)
		err = json.Unmarshal(g.Coordinates, &shape[0])
	case "MultiPolygon":
		err = json.Unmarshal(g.Coordinates, &shape)
	default:
		err = errors.New("is neither a Polygon nor a MultiPolygon")
	}
	if err != nil {
		return nil, err
	}
	return shape, checkShape(shape)
}

func checkShape(shape orb.MultiPolygon) error {
	if len(shape) == 0 {
		return errors.New("is empty")
	}
	for _, polygon := range shape {
		if len(polygon) == 0 {
			return errors.New("is empty")
		}
		for _, ring := range polygon {
			if err := checkRing(ring); err != nil {
				return err
			}
		}
	}
	return nil
}

// lineOf finds the line on which text first stands, 0 if nowhere.
func lineOf(data []byte, text string) int {
	i := bytes.Index(data, []byte(text))
	if i < 0 {
		return 0
	}
	return 1 + bytes.Count(data[:i], []byte("\n"))
}

func lineOfJSONFault(data []byte, err error) int {
	var syntax *json.SyntaxError
	if !errors.As(err, &syntax) || syntax.Offset > int64(len(data)) {
		return 0
	}
	return 1 + bytes.Count(data[:syntax.Offset], []byte("\n"))
}
