package statistics

import "math"

// Unusual reports whether n is more than what usually comes, beyond what chance
// brings along (two standard deviations of a Poisson count).
func Unusual(n int64, usual float64) bool {
	return float64(n) > usual+2*math.Sqrt(max(usual, 1))
}

// Mean is the average; of nothing it is 0.
func Mean(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum / float64(len(values))
}
