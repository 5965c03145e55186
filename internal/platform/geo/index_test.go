package geo

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"mahalle/internal/city"
)

func TestFind(t *testing.T) {
	lake := Area{"lake shore", orb.MultiPolygon{{squareRing(0, 0, 3), squareRing(1, 1, 1)}}}
	island := squareArea("island", 1, 1, 1)
	twoParts := Area{"two parts", orb.MultiPolygon{{squareRing(10, 0, 1)}, {squareRing(20, 0, 1)}}}
	open := Area{"ring left open", orb.MultiPolygon{{squareRing(30, 0, 1)[:4]}}}
	bad := Area{"no shape", orb.MultiPolygon{{}, {{}}, {{{1, 1}, {2, 2}}}}}
	x := NewIndex([]Area{lake, island, twoParts, open, bad, squareArea("service zone", 2, 0, 9), squareArea("north shore", 0, 3, 1)})

	for name, tt := range map[string]struct {
		lat, lon float64
		want     []string
	}{
		"inside":                       {0.5, 0.5, []string{"lake shore"}},
		"in the hole":                  {1.5, 1.5, []string{"island"}},
		"areas that overlap":           {0.5, 2.5, []string{"lake shore", "service zone"}},
		"on the border of two":         {3, 0.5, []string{"north shore"}},
		"in the second part":           {0.5, 20.5, []string{"two parts"}},
		"between the parts":            {0.5, 15, nil},
		"in a ring left open":          {0.5, 30.5, []string{"ring left open"}},
		"outside the city":             {50, 50, nil},
		"on the corner of an island":   {1, 1, []string{"island"}},
		"a hair outside of everything": {-0.000001, 0.5, nil},
	} {
		t.Run(name, func(t *testing.T) {
			p := city.PointAt(tt.lat, tt.lon)
			got := x.Find(p)
			if !slices.Equal(got, tt.want) {
				t.Errorf("Find = %v, want %v", got, tt.want)
			}
			for _, code := range got {
				if !x.Contains(code, p) {
					t.Errorf("Contains(%q) is false", code)
				}
			}
		})
	}
	if x.Contains("no such area", city.PointAt(0.5, 0.5)) {
		t.Error("an unknown area contains a point")
	}
}

func TestEveryPointOfTheCityHasItsArea(t *testing.T) {
	x := NewIndex(wigglyCity(8, 5))
	random := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		p := somewhere(random, 8)
		if got := x.Find(p); len(got) != 1 {
			t.Fatalf("%v lies in %v", p, got)
		}
	}
}

func TestNear(t *testing.T) {
	x := NewIndex([]Area{squareArea("west", 27, 38, 0.1), squareArea("east", 27.1, 38, 0.1), squareArea("far", 27.3, 38, 0.1)})
	border := city.PointAt(38.05, 27.1)
	for name, tt := range map[string]struct {
		at     city.Point
		metres float64
		want   []string
	}{
		"on the border":             {border, 1, []string{"east", "west"}},
		"60 m off, asking 100":      {city.Point{Lat: border.Lat, Lon: border.Lon - 690}, 100, []string{"east", "west"}},
		"60 m off, asking 50":       {city.Point{Lat: border.Lat, Lon: border.Lon - 690}, 50, nil},
		"outside, the nearer first": {city.PointAt(38.05, 27.25), 5_000, []string{"east", "far"}},
		"in the middle of an area":  {city.PointAt(38.05, 27.05), 100, nil},
		"less than nothing":         {border, -1, nil},
	} {
		t.Run(name, func(t *testing.T) {
			if got := x.Near(tt.at, tt.metres); !slices.Equal(got, tt.want) {
				t.Errorf("Near = %v, want %v", got, tt.want)
			}
		})
	}
	if got := x.Near(city.PointAt(38.05, 27.22), 8_000); !slices.Equal(got, []string{"east", "far"}) {
		t.Errorf("the nearer border is not first: %v", got)
	}
}

func TestBounds(t *testing.T) {
	if _, ok := NewIndex([]Area{{Code: "no shape"}}).Bounds(); ok {
		t.Error("a city without shapes has bounds")
	}
	b, ok := NewIndex([]Area{squareArea("a", -71.2, 42.2, 0.1), squareArea("b", -71.1, 42.3, 0.1)}).Bounds()
	if want := (Box{42_200_000, -71_200_000, 42_400_000, -71_000_000}); !ok || b != want {
		t.Errorf("Bounds = %v, want %v", b, want)
	}
}

func BenchmarkFind(b *testing.B) {
	x := NewIndex(wigglyCity(34, 3)) // 1,156 areas of 24 corners, like a metropolis
	random := rand.New(rand.NewPCG(3, 4))
	points := make([]city.Point, 4096)
	for i := range points {
		points[i] = somewhere(random, 34)
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		x.Find(points[i%len(points)])
	}
}

func BenchmarkNear(b *testing.B) {
	x := NewIndex(wigglyCity(34, 3))
	random := rand.New(rand.NewPCG(3, 4))
	for b.Loop() {
		x.Near(somewhere(random, 34), 50)
	}
}
