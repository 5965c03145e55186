package geo

import (
	"math"

	"mahalle/internal/city"
)

const (
	earthRadius     = 6_371_008.8 // metres, the mean of the ellipsoid
	metresPerDegree = earthRadius * math.Pi / 180
)

// Distance is the way between two points in metres, straight over the globe
// (haversine). It is right to about half a per cent.
func Distance(a, b city.Point) float64 {
	latA, lonA := radians(a)
	latB, lonB := radians(b)
	h := square(math.Sin((latB-latA)/2)) +
		math.Cos(latA)*math.Cos(latB)*square(math.Sin((lonB-lonA)/2))
	return 2 * earthRadius * math.Asin(math.Sqrt(min(h, 1)))
}

func radians(p city.Point) (lat, lon float64) {
	lat, lon = p.Degrees()
	return lat * math.Pi / 180, lon * math.Pi / 180
}

func square(f float64) float64 { return f * f }
