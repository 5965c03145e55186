package city

// Point is a spot on the map in millionths of a degree (about 11 cm), WGS84.
// Whole numbers compare and store alike on every engine.
type Point struct {
	Lat int32 `json:"lat"`
	Lon int32 `json:"lon"`
}

// PointAt makes a Point of two numbers in degrees.
func PointAt(lat, lon float64) Point {
	return Point{Lat: int32(round(lat * 1e6)), Lon: int32(round(lon * 1e6))}
}

func round(f float64) float64 {
	if f < 0 {
		return f - 0.5
	}
	return f + 0.5
}

// Degrees gives the point as two numbers in degrees.
func (p Point) Degrees() (lat, lon float64) { return float64(p.Lat) / 1e6, float64(p.Lon) / 1e6 }

// Unknown reports that nobody gave a position. The spot at 0,0 lies in the
// Atlantic; files of real cities use it to say "not known".
func (p Point) Unknown() bool { return p == Point{} }

// Place is where something is: the official areas by the city's own codes, the
// point if known, and the words people used.
type Place struct {
	District      string `json:"district,omitempty"`      // code of the district
	Neighbourhood string `json:"neighbourhood,omitempty"` // code of the neighbourhood
	Point         Point  `json:"point,omitzero"`
	Words         string `json:"-"` // a resident's own words: never in the journal
}
