package ui

import "strconv"

// LiveMap is a Map one can move and look at closely, once the page's script has
// come. Without script it is the Map it holds.
type LiveMap struct {
	Map
	West, North, East, South float64 // degrees of the drawing's edges
	// Points answers with what lies in a piece of the map, as JSON: pins,
	// clusters and names. The edges are added to the address.
	Points string
	// Pick lets a tap choose a point: it fills the fields lat and lon of the form
	// around the map, and asks again for the part of the form marked data-part.
	Pick             bool
	Chosen           bool // a point was chosen before
	ChosenX, ChosenY float64
}

func degree(f float64) string { return strconv.FormatFloat(f, 'f', 6, 64) }
