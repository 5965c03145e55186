package demonstration

import (
	"math"
	"math/rand/v2"
	"sort"
	"time"
)

// dice makes all choices of a demonstration; the same seed throws the same.
type dice struct{ *rand.Rand }

func newDice(seed uint64) dice { return dice{rand.New(rand.NewPCG(seed, 0x6d6168616c6c65))} }

func (d dice) chance(p float64) bool { return d.Float64() < p }

// around is a duration with many short and few long ones.
func (d dice) around(typical time.Duration) time.Duration {
	return time.Duration(float64(typical) * math.Exp(d.NormFloat64()*0.7))
}

func pick[T any](d dice, from []T) T { return from[d.IntN(len(from))] }

// urn draws an index with the given weights.
type urn struct{ sums []float64 }

func newUrn[T any](things []T, weight func(T) float64) urn {
	u := urn{sums: make([]float64, len(things))}
	sum := 0.0
	for i, t := range things {
		sum += max(0, weight(t))
		u.sums[i] = sum
	}
	return u
}

func (u urn) draw(d dice) int {
	x := d.Float64() * u.sums[len(u.sums)-1]
	return min(sort.SearchFloat64s(u.sums, x), len(u.sums)-1)
}
