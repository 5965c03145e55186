package statistics

import "math"

// Share is a part of a whole: so many yes of so many answers.
type Share struct{ Yes, Of int64 }

// Plus puts two shares together, as of one question.
func (s Share) Plus(other Share) Share { return Share{s.Yes + other.Yes, s.Of + other.Of} }

// Ratio is the share between 0 and 1; of nothing it is 0.
func (s Share) Ratio() float64 {
	if s.Of == 0 {
		return 0
	}
	return float64(s.Yes) / float64(s.Of)
}

// fewest is how many answers a share needs before it is shown as one: with
// fewer, its interval is wider than what it could tell.
const fewest = 20

// Known reports whether there are enough answers to speak of a share at all.
func (s Share) Known() bool { return s.Of >= fewest }

// sure is how many standard errors hold 95 of 100 samples.
const sure = 1.959964

// Interval is where the true share lies in 95 of 100 cases (Wilson 1927). It
// never leaves 0 to 1, and of nothing it knows nothing: 0 to 1.
func (s Share) Interval() (low, high float64) {
	if s.Of == 0 {
		return 0, 1
	}
	n, p := float64(s.Of), s.Ratio()
	middle := (p + sure*sure/(2*n)) / (1 + sure*sure/n)
	half := sure / (1 + sure*sure/n) * math.Sqrt(p*(1-p)/n+sure*sure/(4*n*n))
	return max(0, middle-half), min(1, middle+half)
}

// High is the upper end of the interval. Sorting by it puts first what is surely
// low, and not what was asked about three times.
func (s Share) High() float64 {
	_, high := s.Interval()
	return high
}
