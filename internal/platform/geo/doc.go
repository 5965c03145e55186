// Package geo answers questions about the map without asking anybody outside:
// which area a point lies in, which borders are near it, how far two points are
// apart, which squares of the grid a piece of map covers, and how outlines are
// drawn as SVG.
//
// It knows areas only by the codes that a city gave them. Whether an area is a
// district, a neighbourhood or a service zone is for others to say.
//
//	ReadGeoJSON ──▶ []Area ──┬─▶ NewIndex: Find, Near, Contains, Bounds
//	                         └─▶ Outline.Project: a Drawing with paths and labels
//	city.Point ──▶ Cell, Ranges: numbers for a database index
//
// The map is taken as flat inside one city. Cities across the 180th meridian
// are not supported.
package geo
