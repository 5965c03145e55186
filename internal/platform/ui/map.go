package ui

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
)

// Map is a drawing of areas and points. Whoever knows the geography computes
// the shapes; the drawing only shows them.
type Map struct {
	Width, Height float64 // of the drawing's own units
	X, Y          float64 // where they begin
	Label         string  // what the map shows, for those who cannot see it
	Shapes        []Shape
	Pins          []Pin
	LegendTitle   string // "1.000 kişiye açık başvuru"
	Legend        []LegendStep
	Credit        string // "Sınırlar © OpenStreetMap katkıcıları (ODbL)"
	TableHref     string // the same as a table; "" hides the link
	Shown         int    // about how wide it stands on the screen, in px; 420 unless said
}

// Shape is one area. Step 1 to 5 shades it from little to much; 0 is ground
// that does not count here.
type Shape struct {
	Path     string // SVG path
	Step     int
	Mine     bool    // outlined in ink
	Label    string  // written inside when it fits; "" writes nothing
	X, Y     float64 // where the shape is widest
	Room     float64 // how wide it is there, in units of the drawing; 0 when unknown
	Title    string  // "Turgutlu: 7 başvuru"
	Href     string
	Selected bool
}

// Pin is a point, or a number of points so near that they stand as one.
type Pin struct {
	X, Y  float64
	Count int // 0 or 1 is a single point
	Tone  Tone
	Title string // what stands here; tell the count too
	Href  string
}

// LegendStep names a shade.
type LegendStep struct {
	Step  int
	Label string
}

func (m Map) viewBox() string {
	return fmt.Sprintf("%s %s %s %s", short(m.X), short(m.Y), short(m.Width), short(m.Height))
}

// text is the height of writing in units of the drawing: 13 px on the screen.
func (m Map) text() float64 {
	if m.Shown == 0 {
		m.Shown = 420
	}
	return m.Width * 13 / float64(m.Shown)
}

// role is a picture, or a group of links where areas or points lead somewhere.
func (m Map) role() string {
	leads := slices.ContainsFunc(m.Shapes, func(s Shape) bool { return s.Href != "" }) ||
		slices.ContainsFunc(m.Pins, func(p Pin) bool { return p.Href != "" })
	if leads {
		return "group"
	}
	return "img"
}

// fits reports whether the label has room where the shape is widest.
func (m Map) fits(s Shape) bool {
	return s.Label != "" && (s.Room == 0 || float64(len([]rune(s.Label)))*m.text()*.58 <= s.Room)
}

// narrowShown is about how wide a map stands on a phone, in px.
const narrowShown = 310

// finger is the radius of the place that a finger needs, 26 px wide on a phone.
func (m Map) finger() float64 {
	return m.Width * 13 / min(narrowShown, cmp.Or(float64(m.Shown), narrowShown))
}

// tight reports that an area is too small for a finger by itself.
func (m Map) tight(s Shape) bool { return s.Room > 0 && s.Room < 2*m.finger() }

func (m Map) pinRadius(p Pin) float64 {
	if p.Count > 1 {
		return m.Width / 40 * (1 + math.Log10(float64(p.Count)))
	}
	return m.Width / 55
}

// inOrder draws small areas late, so that a finger finds them, and mine last, so
// that their outlines lie on top.
func (m Map) inOrder() []Shape {
	late := func(s Shape) int {
		switch {
		case s.Mine, s.Selected:
			return 2
		case m.tight(s):
			return 1
		}
		return 0
	}
	ordered := slices.Clone(m.Shapes)
	slices.SortStableFunc(ordered, func(a, b Shape) int { return cmp.Compare(late(a), late(b)) })
	return ordered
}

func short(f float64) string {
	s := fmt.Sprintf("%.1f", f)
	return strings.TrimSuffix(s, ".0")
}

// Spark is a small line of how a number went, oldest first.
type Spark struct {
	Values []float64
	Tone   Tone   // of the last point
	Label  string // what it says, for those who cannot see it
}

const sparkWidth, sparkHeight = 88.0, 22.0

// points are the places of the values, with room for the line's own width.
func (s Spark) points() []struct{ X, Y float64 } {
	low, high := math.Inf(1), math.Inf(-1)
	for _, v := range s.Values {
		low, high = min(low, v), max(high, v)
	}
	points := make([]struct{ X, Y float64 }, len(s.Values))
	for i, v := range s.Values {
		points[i].X = 3 + (sparkWidth-6)*float64(i)/max(1, float64(len(s.Values)-1))
		points[i].Y = sparkHeight / 2
		if high > low {
			points[i].Y = 3 + (sparkHeight-6)*(high-v)/(high-low)
		}
	}
	return points
}

func (s Spark) path() string {
	var b strings.Builder
	for i, p := range s.points() {
		if i == 0 {
			b.WriteString("M")
		} else {
			b.WriteString("L")
		}
		b.WriteString(short(p.X) + " " + short(p.Y))
	}
	return b.String()
}
