package geo

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"mahalle/internal/city"
)

func TestMiddle(t *testing.T) {
	small := Box{0, 0, 100, 200}
	if got := small.Middle(200); got != small {
		t.Errorf("a small box became %v", got)
	}
	wide := Box{South: -1_000_000, West: 27_000_000, North: 1_000_000, East: 28_000_000}
	if got, want := wide.Middle(100_000), (Box{-50_000, 27_450_000, 50_000, 27_550_000}); got != want {
		t.Errorf("the middle is %v, want %v", got, want)
	}
	globe := Box{math.MinInt32, math.MinInt32, math.MaxInt32, math.MaxInt32}
	if got := globe.Middle(10); got.North-got.South != 10 || got.East-got.West != 10 {
		t.Errorf("the middle of everything is %v", got)
	}
}

func TestAroundHoldsWhatIsNear(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := city.Point{Lat: rapid.Int32Range(-80e6, 80e6).Draw(t, "lat"), Lon: rapid.Int32Range(-170e6, 170e6).Draw(t, "lon")}
		q := city.Point{Lat: p.Lat + rapid.Int32Range(-9e4, 9e4).Draw(t, "north"), Lon: p.Lon + rapid.Int32Range(-9e4, 9e4).Draw(t, "east")}
		if b := Around(p, Distance(p, q)*1.001+1); !b.Contains(q) {
			t.Fatalf("%v is %.1f m from %v and outside %v", q, Distance(p, q), p, b)
		}
	})
}

func TestDistance(t *testing.T) {
	for name, tt := range map[string]struct {
		a, b city.Point
		want float64
	}{
		"the same spot":              {city.PointAt(38.61, 27.43), city.PointAt(38.61, 27.43), 0},
		"Manisa to Tehran":           {city.PointAt(38.6140, 27.4296), city.PointAt(35.6892, 51.3890), 2_136_000},
		"one degree north":           {city.PointAt(38, 27), city.PointAt(39, 27), 111_195},
		"a street's width in Izmir":  {city.PointAt(38.423700, 27.142800), city.PointAt(38.423700, 27.142915), 10},
		"the other end of the globe": {city.PointAt(0, 0), city.PointAt(0, 180), math.Pi * earthRadius},
	} {
		t.Run(name, func(t *testing.T) {
			got, back := Distance(tt.a, tt.b), Distance(tt.b, tt.a)
			if math.Abs(got-tt.want) > 0.005*tt.want+0.1 || got != back {
				t.Errorf("Distance = %.1f m, back %.1f m, want %.1f m", got, back, tt.want)
			}
		})
	}
}
