package places

import "mahalle/internal/city"

// Kind says what sort of area it is.
type Kind string

// The sorts of area.
const (
	District      Kind = "district"
	Neighbourhood Kind = "neighbourhood"
)

// Area is a district or a neighbourhood.
type Area struct {
	Code       string
	Kind       Kind
	Parent     string // the district a neighbourhood lies in
	Name       city.Text
	OfficialNo string // number in the state's register
	Postcode   string
	Population int        // 0: not known
	Hectares   int        // 0: not known; 100 are a square kilometre
	Point      city.Point // a point to write the name at; unknown for many
	From       city.Day   // 0: always
	Until      city.Day   // first day on which it is no more; 0: still there
}

// Valid reports whether the area exists on a day.
func (a Area) Valid(d city.Day) bool {
	return (a.From == 0 || a.From <= d) && (a.Until == 0 || d < a.Until)
}

// Found is what the map says about a point.
type Found struct {
	Place   city.Place
	Near    []string // codes of other districts whose border is close, nearest first
	Outside bool     // the city is drawn, and the point is in none of its districts
}
