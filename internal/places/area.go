package places

import (
	"slices"
	"strings"

	"mahalle/internal/city"
	"mahalle/internal/platform/geo"
	"mahalle/internal/platform/i18n"
)

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
	Parent     string
	Name       city.Text
	OfficialNo string
	Postcode   string
	Population int
	Point      city.Point
	From       city.Day // 0: always
	Until      city.Day // 0: still there
}

// Valid reports whether the area exists on a day.
func (a Area) Valid(d city.Day) bool { return a.From <= d && (a.Until == 0 || d < a.Until) }

// atlas is everything known of one city's places, ready to ask.
type atlas struct {
	areas     map[string]Area
	districts []string
	of        map[string][]string // district → neighbourhoods
	words     map[string][]string // area → folded names
	outlines  []geo.Area          // districts
	index     *geo.Index          // districts and neighbourhoods
	drawing   geo.Drawing
	hoods     *geo.Index
}

// borderMetres is how near a border a point may be before the neighbours are
// offered too: outlines of districts are that coarse.
const borderMetres = 400

// Found is what the map says about a point.
type Found struct {
	Place   city.Place
	Near    []string // codes of other districts whose border is close
	Outside bool
}

func (a *atlas) at(p city.Point) Found {
	f := Found{Place: city.Place{Point: p}}
	for _, code := range a.index.Find(p) {
		f.Place.District = code
	}
	for _, code := range a.hoods.Find(p) {
		if a.areas[code].Parent == f.Place.District {
			f.Place.Neighbourhood = code
		}
	}
	for _, code := range a.index.Near(p, borderMetres) {
		if code != f.Place.District {
			f.Near = append(f.Near, code)
		}
	}
	f.Outside = f.Place.District == "" && len(a.outlines) > 0
	return f
}

// search finds areas of which some word begins with every word typed, the
// closest names first, at most limit.
func (a *atlas) search(typed string, limit int) []Area {
	words := i18n.Words(withoutSuffix(typed))
	if len(words) == 0 {
		return nil
	}
	var found []Area
	for code, names := range a.words {
		if fits(names, words) {
			found = append(found, a.areas[code])
		}
	}
	slices.SortFunc(found, func(x, y Area) int {
		if c := len(x.Name.In(city.Turkish)) - len(y.Name.In(city.Turkish)); c != 0 {
			return c
		}
		return strings.Compare(x.Code, y.Code)
	})
	return found[:min(limit, len(found))]
}

func fits(names, words []string) bool {
	for _, w := range words {
		if !slices.ContainsFunc(names, func(n string) bool { return strings.HasPrefix(n, w) }) {
			return false
		}
	}
	return true
}

// withoutSuffix cuts what people write after a neighbourhood's name.
func withoutSuffix(typed string) string {
	var kept []string
	for _, w := range strings.Fields(typed) {
		switch strings.TrimRight(i18n.Fold(w), ".,") {
		case "mah", "mh", "mahallesi", "mahalle", "محله", "محلهء", "منطقه":
		default:
			kept = append(kept, w)
		}
	}
	return strings.Join(kept, " ")
}
