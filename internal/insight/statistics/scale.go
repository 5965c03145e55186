package statistics

import "math"

// Scale cuts amounts into the five shades of a map, at numbers one can remember.
type Scale struct {
	width float64 // of a shade
	whole bool    // amounts are counts, and none has a shade of its own
}

// Amounts is a scale for amounts up to top, five shades of equal width.
func Amounts(top float64) Scale { return Scale{width: round(top / 5)} }

// Counts is a scale for counts up to top: the palest shade is none at all, the
// other four are of equal width.
func Counts(top int64) Scale {
	return Scale{width: max(1, round(float64(top)/4)), whole: true}
}

// round gives the next larger of 1, 2 or 5 with as many noughts as needed.
func round(f float64) float64 {
	if f <= 0 {
		return 1
	}
	tens := math.Pow(10, math.Floor(math.Log10(f)))
	for _, m := range []float64{1, 2, 5} {
		if f <= m*tens*(1+1e-9) {
			return m * tens
		}
	}
	return 10 * tens
}

// Step is the shade of an amount, 1 to 5.
func (s Scale) Step(amount float64) int {
	switch {
	case s.whole && amount <= 0:
		return 1
	case s.whole:
		return 2 + min(3, int(math.Ceil(amount/s.width))-1)
	}
	return 1 + min(4, int(max(0, amount)/s.width+1e-9))
}

// From and To are the amounts at which a shade begins and ends; of the darkest
// one To is infinite. Counts include both ends.
func (s Scale) From(step int) float64 {
	switch {
	case s.whole && step == 1:
		return 0
	case s.whole:
		return float64(step-2)*s.width + 1
	}
	return float64(step-1) * s.width
}

// To is the end of a shade; see From.
func (s Scale) To(step int) float64 {
	switch {
	case step >= 5:
		return math.Inf(1)
	case s.whole:
		return float64(step-1) * s.width
	}
	return float64(step) * s.width
}
