package geo

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/paulmach/orb"
)

// Feature is one outline of a GeoJSON file, with what the file says about it.
type Feature struct {
	Shape      orb.MultiPolygon
	properties map[string]any
}

// Text is a property of the feature as it is written in the file, and "" if
// there is none.
func (f Feature) Text(property string) string {
	if v := f.properties[property]; v != nil {
		return fmt.Sprint(v)
	}
	return ""
}

// ReadGeoJSON reads a FeatureCollection of polygons and multipolygons. A
// feature without geometry is kept, without a shape. Anything else that is not
// an outline on the globe is an error that names the feature by its place.
//
// It is our own because orb's reader brings a database driver along.
func ReadGeoJSON(r io.Reader) ([]Feature, error) {
	var file struct {
		Type     string `json:"type"`
		Features []struct {
			Properties map[string]any `json:"properties"`
			Geometry   *geometry      `json:"geometry"`
		} `json:"features"`
	}
	d := json.NewDecoder(r)
	d.UseNumber()
	if err := d.Decode(&file); err != nil {
		return nil, fmt.Errorf("geojson: %w", err)
	}
	if file.Type != "FeatureCollection" {
		return nil, fmt.Errorf("geojson: want a FeatureCollection, found %q", file.Type)
	}
	features := make([]Feature, len(file.Features))
	for i, f := range file.Features {
		shape, err := f.Geometry.shape()
		if err != nil {
			return nil, fmt.Errorf("geojson: feature %d: %w", i+1, err)
		}
		features[i] = Feature{Shape: shape, properties: f.Properties}
	}
	return features, nil
}

type geometry struct {
	Type        string          `json:"type"`
	Coordinates json.RawMessage `json:"coordinates"`
}

type position []float64 // longitude, latitude, perhaps height

func (g *geometry) shape() (orb.MultiPolygon, error) {
	if g == nil {
		return nil, nil
	}
	var polygons [][][]position
	var err error
	switch g.Type {
	case "MultiPolygon":
		err = json.Unmarshal(g.Coordinates, &polygons)
	case "Polygon":
		polygons = make([][][]position, 1)
		err = json.Unmarshal(g.Coordinates, &polygons[0])
	default:
		return nil, fmt.Errorf("a %q is not an outline", g.Type)
	}
	if err != nil {
		return nil, err
	}
	return outline(polygons)
}

func outline(polygons [][][]position) (orb.MultiPolygon, error) {
	var shape orb.MultiPolygon
	for _, rings := range polygons {
		var polygon orb.Polygon
		for _, positions := range rings {
			ring, err := ringOf(positions)
			if err != nil {
				return nil, err
			}
			polygon = append(polygon, ring)
		}
		if len(polygon) == 0 {
			return nil, errors.New("a polygon has no ring")
		}
		shape = append(shape, polygon)
	}
	return shape, nil
}

func ringOf(positions []position) (orb.Ring, error) {
	var ring orb.Ring
	for _, p := range positions {
		if len(p) < 2 {
			return nil, errors.New("a position needs longitude and latitude")
		}
		if p[0] < -180 || p[0] > 180 || p[1] < -90 || p[1] > 90 {
			return nil, fmt.Errorf("longitude %v, latitude %v is not on the globe", p[0], p[1])
		}
		ring = append(ring, orb.Point{p[0], p[1]})
	}
	if ring = closed(ring); len(ring) < 4 {
		return nil, errors.New("a ring needs at least three corners")
	}
	return ring, nil
}
