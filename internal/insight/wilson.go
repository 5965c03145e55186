package insight

import "math"

// Share is a part of a number of answers, with the 95 % interval of Wilson
// (1927): honest for few answers, where a bare percentage is not.
type Share struct {
	Part, Of  int64
	Low, High float64 // 0 to 1
}

// enough is how many answers it takes before a share is shown at all.
const enough = 10

// share reckons part of of.
func share(part, of int64) Share {
	s := Share{Part: part, Of: of, High: 1}
	if of <= 0 {
		return s
	}
	const z = 1.959964
	n, p := float64(of), float64(part)/float64(of)
	middle := (p + z*z/(2*n)) / (1 + z*z/n)
	half := z / (1 + z*z/n) * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	s.Low, s.High = max(0, middle-half), min(1, middle+half)
	return s
}

// Known reports whether there are enough answers to show a share.
func (s Share) Known() bool { return s.Of >= enough }

// Ratio is the share itself, 0 to 1.
func (s Share) Ratio() float64 {
	if s.Of == 0 {
		return 0
	}
	return float64(s.Part) / float64(s.Of)
}
