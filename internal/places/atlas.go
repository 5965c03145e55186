package places

import (
	"slices"
	"sync"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/geo"
	"mahalle/internal/platform/i18n"
)

// atlas is everything known of one city's places, ready to ask. It does not
// change once it is made.
type atlas struct {
	zone      *time.Location
	areas     map[string]Area
	codes     []string            // all areas, districts first
	districts []string            // codes
	of        map[string][]string // district → neighbourhoods
	words     map[string][]string // area → folded words of its names
	outlines  []geo.Area          // districts
	drawn     map[string][]geo.Area
	index     *geo.Index // districts
	hoods     *geo.Index // neighbourhoods
	drawing   geo.Drawing
	closeUps  sync.Map // district → geo.View
}

func newAtlas(zone *time.Location, areas []Area, outlines []geo.Area) *atlas {
	a := &atlas{zone: zone, areas: map[string]Area{}, of: map[string][]string{}, words: map[string][]string{}, drawn: map[string][]geo.Area{}}
	for _, one := range areas {
		a.add(one)
	}
	for code := range a.areas {
		if a.areas[code].Kind == Neighbourhood {
			a.codes = append(a.codes, code)
		}
	}
	slices.Sort(a.codes)
	a.codes = slices.Concat(a.districts, a.codes)
	a.draw(outlines)
	return a
}

func (a *atlas) add(one Area) {
	a.areas[one.Code] = one
	a.words[one.Code] = withoutSortWords(i18n.Words(one.Name.TR + " " + one.Name.FA + " " + one.Name.EN))
	if one.Kind == District {
		a.districts = append(a.districts, one.Code)
	} else {
		a.of[one.Parent] = append(a.of[one.Parent], one.Code)
	}
}

func (a *atlas) draw(outlines []geo.Area) {
	var hoods []geo.Area
	for _, o := range outlines {
		if a.areas[o.Code].Kind == District {
			a.outlines = append(a.outlines, o)
			continue
		}
		hoods = append(hoods, o)
		parent := a.areas[o.Code].Parent
		a.drawn[parent] = append(a.drawn[parent], o)
	}
	a.index, a.hoods = geo.NewIndex(a.outlines), geo.NewIndex(hoods)
	if len(a.outlines) > 0 {
		a.drawing = geo.Outline{Areas: a.outlines, Margin: 4, Tolerance: 0.5}.Project(pictureWidth)
	}
}

// borderMetres is how near a border a point may be before the neighbours are
// offered too: outlines of districts are that coarse.
const borderMetres = 400

// at finds the areas of a point that exist on a day.
func (a *atlas) at(p city.Point, day city.Day) Found {
	f := Found{Place: city.Place{Point: p}}
	for _, code := range a.index.Find(p) {
		if f.Place.District == "" && a.areas[code].Valid(day) {
			f.Place.District = code
		}
	}
	for _, code := range a.hoods.Find(p) {
		if n := a.areas[code]; n.Parent == f.Place.District && n.Valid(day) {
			f.Place.Neighbourhood = code
		}
	}
	for _, code := range a.index.Near(p, borderMetres) {
		if code != f.Place.District && a.areas[code].Valid(day) {
			f.Near = append(f.Near, code)
		}
	}
	f.Outside = f.Place.District == "" && len(a.outlines) > 0
	return f
}

// standing lists the areas that exist on a day in the reader's alphabet.
func (a *atlas) standing(codes []string, day city.Day, l i18n.Locale) []Area {
	all := make([]Area, 0, len(codes))
	for _, code := range codes {
		if one := a.areas[code]; one.Valid(day) {
			all = append(all, one)
		}
	}
	slices.SortStableFunc(all, func(x, y Area) int { return l.Compare(l.Text(x.Name), l.Text(y.Name)) })
	return all
}
