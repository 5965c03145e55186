package geo

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"pgregory.net/rapid"

	"mahalle/internal/city"
)

// ringsOf reads path data back, as a browser would.
func ringsOf(t *testing.T, path string) []orb.Ring {
	t.Helper()
	var rings []orb.Ring
	for _, piece := range strings.Split(strings.TrimSuffix(path, "z"), "z") {
		start, steps, ok := strings.Cut(strings.TrimPrefix(piece, "M"), "l")
		if !ok {
			t.Fatalf("no steps in %q", piece)
		}
		at := numbers(t, start)
		ring := orb.Ring{{at[0], at[1]}}
		for n := numbers(t, steps); len(n) > 1; n = n[2:] {
			last := ring[len(ring)-1]
			ring = append(ring, orb.Point{last[0] + n[0], last[1] + n[1]})
		}
		rings = append(rings, append(ring, ring[0]))
	}
	return rings
}

func numbers(t *testing.T, s string) []float64 {
	t.Helper()
	var all []float64
	for _, word := range strings.Fields(strings.ReplaceAll(s, "-", " -")) {
		var f float64
		if _, err := fmt.Sscan(word, &f); err != nil {
			t.Fatalf("%q in %q: %v", word, s, err)
		}
		all = append(all, f)
	}
	if len(all)%2 != 0 {
		t.Fatalf("a number without its pair in %q", s)
	}
	return all
}

func TestProject(t *testing.T) {
	shore := Area{"shore", orb.MultiPolygon{{squareRing(27, 38, 1), squareRing(27.25, 38.25, 0.5)}}}
	d := Outline{Areas: []Area{shore, squareArea("east", 28, 38, 1), {Code: "not drawn yet"}}, Margin: 10}.Project(220)

	if d.Width != 220 || math.Abs(d.Height-(20+100/math.Cos(38.5*math.Pi/180))) > 0.01 {
		t.Errorf("the drawing measures %v × %v", d.Width, d.Height)
	}
	if want := "0 0 220 147.8"; d.ViewBox != want {
		t.Errorf("ViewBox = %q, want %q", d.ViewBox, want)
	}
	if want := "M10 137.8l100 0 0-127.8-100 0zM35 105.8l50 0 0-63.9-50 0z"; d.Shapes[0].Path != want {
		t.Errorf("Path = %q, want %q", d.Shapes[0].Path, want)
	}
	if s := d.Shapes[2]; s.Code != "not drawn yet" || s.Path != "" {
		t.Errorf("an area without a shape became %+v", s)
	}
	if got, want := d.Around(5, "east"), "105 5 110 137.8"; got != want {
		t.Errorf("Around(east) = %q, want %q", got, want)
	}
	if got := d.Around(5, "unknown", "not drawn yet"); got != d.ViewBox {
		t.Errorf("around nothing is %q", got)
	}
}

func TestADrawingOfNothing(t *testing.T) {
	for name, areas := range map[string][]Area{
		"no areas":     nil,
		"no shapes":    {{Code: "a"}},
		"a mere point": {{"a", orb.MultiPolygon{{{{27, 38}, {27, 38}, {27, 38}, {27, 38}}}}}},
	} {
		t.Run(name, func(t *testing.T) {
			d := Outline{Areas: areas, Tolerance: 1, Margin: 600}.Project(640)
			x, y := d.XY(city.PointAt(38, 27))
			for _, f := range []float64{d.Width, d.Height, x, y} {
				if math.IsNaN(f) || math.IsInf(f, 0) {
					t.Fatalf("%v in %+v", f, d)
				}
			}
			if len(d.Shapes) != len(areas) {
				t.Errorf("%d shapes for %d areas", len(d.Shapes), len(areas))
			}
		})
	}
}

func TestAPinComesBackToItsPoint(t *testing.T) {
	d := Outline{Areas: wigglyCity(3, 2)}.Project(640)
	rapid.Check(t, func(t *rapid.T) {
		p := city.Point{Lat: rapid.Int32Range(38_500_000, 38_700_000).Draw(t, "lat"), Lon: rapid.Int32Range(27_300_000, 27_500_000).Draw(t, "lon")}
		if got := d.Point(d.XY(p)); got != p {
			t.Fatalf("%v came back as %v", p, got)
		}
	})
}

func TestAPinLiesInTheShapeOfItsArea(t *testing.T) {
	areas := wigglyCity(4, 3)
	d, x := Outline{Areas: areas}.Project(1000), NewIndex(areas)
	for lat := int32(38_600_500); lat < 38_640_000; lat += 1_777 {
		p := city.Point{Lat: lat, Lon: 27_400_000 + (lat*7)%40_000}
		code := x.Find(p)[0]
		px, py := d.XY(p)
		for _, s := range d.Shapes {
			in := planar.RingContains(ringsOf(t, s.Path)[0], orb.Point{px, py})
			if s.Code == code && !in && planar.DistanceFrom(ringsOf(t, s.Path)[0], orb.Point{px, py}) > 0.1 {
				t.Errorf("%v of %s is drawn outside", p, code)
			}
		}
	}
}

func TestNeighboursStayJoinedWhenSimplified(t *testing.T) {
	var shapes []orb.MultiPolygon
	for _, a := range wigglyCity(6, 8) {
		shapes = append(shapes, a.Shape)
	}
	full := linesUsed(shapes)
	thin := linesUsed(simplify(shapes, 0.0006))
	if len(thin)*3 > len(full)*2 {
		t.Errorf("%d lines became %d", len(full), len(thin))
	}
	outer := map[orb.Point]bool{}
	for line, times := range full {
		if times == 1 {
			outer[line[0]], outer[line[1]] = true, true
		}
	}
	for line, times := range thin {
		if times == 1 && (!outer[line[0]] || !outer[line[1]]) {
			t.Errorf("the border %v inside the city is drawn for one neighbour only", line)
		}
	}
}

// linesUsed counts how many areas draw each line.
func linesUsed(shapes []orb.MultiPolygon) map[[2]orb.Point]int {
	used := map[[2]orb.Point]int{}
	for _, shape := range shapes {
		ring := shape[0][0]
		for i := range ring[1:] {
			a, b := ring[i], ring[i+1]
			if compare(a, b) > 0 {
				a, b = b, a
			}
			used[[2]orb.Point{a, b}]++
		}
	}
	return used
}

func TestAnEnclaveKeepsItsBorder(t *testing.T) {
	ring := make(orb.Ring, 65) // a circle that meets no third border, drawn both ways round
	for i := range ring {
		a := 2 * math.Pi * float64(i) / float64(len(ring)-1)
		ring[i] = orb.Point{1.5 + 0.5*math.Cos(a), 1.5 + 0.5*math.Sin(a)}
	}
	ring[len(ring)-1] = ring[0]
	turned := orb.Ring(reversed(append(ring[3:len(ring)-1:len(ring)-1], ring[:4]...)))
	d := Outline{Areas: []Area{
		{"around", orb.MultiPolygon{{squareRing(0, 0, 3), turned}}},
		{"enclave", orb.MultiPolygon{{ring}}},
	}, Tolerance: 2}.Project(300)
	hole, enclave := ringsOf(t, d.Shapes[0].Path)[1], ringsOf(t, d.Shapes[1].Path)[0]
	if len(hole) != len(enclave) || len(enclave) >= len(ring) {
		t.Fatalf("the hole has %d corners, the enclave %d of %d", len(hole), len(enclave), len(ring))
	}
	for _, p := range enclave {
		if planar.DistanceFrom(orb.LineString(hole), p) > 0.15 {
			t.Errorf("corner %v of the enclave is not on the hole", p)
		}
	}
}

func TestTinyAreasDoNotVanish(t *testing.T) {
	d := Outline{Areas: []Area{squareArea("big", 27, 38, 1), squareArea("tiny", 28.5, 38, 0.01)}, Tolerance: 20}.Project(400)
	if d.Shapes[1].Path == "" {
		t.Error("the tiny area is not drawn")
	}
}

func BenchmarkProject(b *testing.B) {
	areas := wigglyCity(34, 3)
	for b.Loop() {
		Outline{Areas: areas, Tolerance: 0.5}.Project(640)
	}
}
