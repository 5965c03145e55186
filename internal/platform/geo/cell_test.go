package geo

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"mahalle/internal/city"
)

func TestCell(t *testing.T) {
	for name, tt := range map[string]struct {
		a, b city.Point
		want int64 // Cell(b) - Cell(a)
	}{
		"two ends of one square":          {city.Point{Lat: 38_600_000, Lon: 27_400_000}, city.Point{Lat: 38_604_999, Lon: 27_404_999}, 0},
		"the next square to the east":     {city.Point{Lat: 38_600_000, Lon: 27_404_999}, city.Point{Lat: 38_600_000, Lon: 27_405_000}, 1},
		"the next row to the north":       {city.Point{Lat: 38_604_999, Lon: 27_400_000}, city.Point{Lat: 38_605_000, Lon: 27_400_000}, perRow},
		"across the Greenwich meridian":   {city.Point{Lon: -1}, city.Point{Lon: 0}, 1},
		"across the equator":              {city.Point{Lat: -1}, city.Point{Lat: 0}, perRow},
		"both ends of a southern square":  {city.Point{Lat: -5_000, Lon: -5_000}, city.Point{Lat: -1, Lon: -1}, 0},
		"a western square and the next":   {city.Point{Lon: -5_001}, city.Point{Lon: -5_000}, 1},
		"Boston and one square further":   {city.PointAt(42.36, -71.06), city.PointAt(42.36, -71.055), 1},
		"the corners of the whole number": {city.Point{Lat: math.MinInt32, Lon: math.MinInt32}, city.Point{Lat: math.MinInt32, Lon: math.MinInt32 + 5_000}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Cell(tt.b) - Cell(tt.a); got != tt.want {
				t.Errorf("cells differ by %d, want %d", got, tt.want)
			}
		})
	}
}

func TestAPointInTheBoxHasItsCellInARange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := anyBox(t)
		p := city.Point{
			Lat: rapid.Int32Range(b.South, b.North).Draw(t, "lat"),
			Lon: rapid.Int32Range(b.West, b.East).Draw(t, "lon"),
		}
		if !b.Contains(p) {
			t.Fatalf("%v does not contain %v", b, p)
		}
		in := 0
		for _, r := range Ranges(b) {
			if r.From <= Cell(p) && Cell(p) <= r.To {
				in++
			}
		}
		if in != 1 {
			t.Fatalf("cell %d of %v lies in %d ranges of %v", Cell(p), p, in, Ranges(b))
		}
	})
}

func TestEveryCellInARangeTouchesTheBox(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := anyBox(t)
		columns := int64(b.East-b.West)/cellSide + 2
		rows := int64(b.North-b.South)/cellSide + 2
		ranges := Ranges(b)
		if n := int64(len(ranges)); n == 0 || n > rows {
			t.Fatalf("%d ranges for %v", n, b)
		}
		for _, r := range ranges {
			if n := r.To - r.From + 1; n < 1 || n > columns {
				t.Fatalf("range of %d cells for %v", n, b)
			}
		}
	})
}

// anyBox is up to half a degree wide, anywhere on the globe.
func anyBox(t *rapid.T) Box {
	south := rapid.Int32Range(-90_000_000, 90_000_000).Draw(t, "south")
	west := rapid.Int32Range(-180_000_000, 180_000_000).Draw(t, "west")
	return Box{south, west,
		south + rapid.Int32Range(0, 500_000).Draw(t, "height"),
		west + rapid.Int32Range(0, 500_000).Draw(t, "width")}
}

func TestRanges(t *testing.T) {
	if got := Ranges(Box{South: 1, North: 0}); got != nil {
		t.Errorf("a box turned inside out has ranges %v", got)
	}
	at := city.Point{Lat: 38_612_345, Lon: 27_412_345}
	if got := Ranges(Box{at.Lat, at.Lon, at.Lat + 10_000, at.Lon + 10_000}); len(got) != 3 {
		t.Errorf("a box of 0.01 degrees has %d ranges, want 3", len(got))
	}
}

func FuzzRanges(f *testing.F) {
	f.Add(int32(38_600_000), int32(27_400_000), int32(38_610_000), int32(27_410_000))
	f.Add(int32(math.MinInt32), int32(math.MinInt32), int32(math.MaxInt32), int32(math.MaxInt32))
	f.Fuzz(func(t *testing.T, south, west, north, east int32) {
		b := Box{south, west, north, east}.Middle(200_000)
		ranges := Ranges(b)
		if len(ranges) > 200_000/cellSide+2 {
			t.Fatalf("%d ranges for a capped box", len(ranges))
		}
		corner := city.Point{Lat: b.North, Lon: b.East}
		if b.Contains(corner) && ranges[len(ranges)-1].To != Cell(corner) {
			t.Fatalf("the corner of %v is not the end of its ranges", b)
		}
	})
}
