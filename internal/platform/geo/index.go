package geo

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"

	"mahalle/internal/city"
)

// Area is a piece of the city and the code by which the city knows it.
type Area struct {
	Code  string
	Shape orb.MultiPolygon // longitude before latitude, in degrees
}

// Index finds areas by point. It never changes after NewIndex, so any number of
// readers may ask at once.
type Index struct {
	areas []Area
	tree  rtree.RTreeG[*part]
}

// NewIndex takes the areas in the order in which Find shall name them. An area
// without a shape is never found; areas may overlap.
func NewIndex(areas []Area) *Index {
	x := &Index{areas: make([]Area, len(areas))}
	for i, a := range areas {
		x.areas[i] = Area{Code: a.Code, Shape: whole(a.Shape)}
		for _, polygon := range x.areas[i].Shape {
			b := polygon.Bound()
			x.tree.Insert(b.Min, b.Max, newPart(i, polygon))
		}
	}
	return x
}

// Find names the areas that p lies in, in the order given to NewIndex. A border
// belongs to the area east or north of it, so that a point has one owner among
// neighbours. Outside the city there is none.
func (x *Index) Find(p city.Point) []string {
	var found []int
	at := onMap(p)
	x.tree.Search(at, at, func(_, _ [2]float64, candidate *part) bool {
		if candidate.contains(at) {
			found = append(found, candidate.area)
		}
		return true
	})
	return x.codes(found)
}

// Contains reports whether p lies in the area of that code.
func (x *Index) Contains(code string, p city.Point) bool {
	return slices.Contains(x.Find(p), code)
}

// Bounds is the smallest box around all areas; ok is false if there is no shape.
func (x *Index) Bounds() (b Box, ok bool) {
	if x.tree.Len() == 0 {
		return Box{}, false
	}
	low, high := x.tree.Bounds()
	return Box{
		South: micro(math.Floor(low[1]*1e6), 90),
		West:  micro(math.Floor(low[0]*1e6), 180),
		North: micro(math.Ceil(high[1]*1e6), 90),
		East:  micro(math.Ceil(high[0]*1e6), 180),
	}, true
}

// codes names areas once each, in the order given to NewIndex.
func (x *Index) codes(found []int) []string {
	slices.Sort(found)
	var codes []string
	for _, i := range found {
		if !slices.Contains(codes, x.areas[i].Code) {
			codes = append(codes, x.areas[i].Code)
		}
	}
	return codes
}

// onMap is the point as the shapes count: longitude first, in degrees.
func onMap(p city.Point) orb.Point {
	lat, lon := p.Degrees()
	return orb.Point{lon, lat}
}
