package suggest

import (
	"cmp"
	"slices"
	"sync"
)

// Model suggests subjects. It does not change, and many may ask at once.
type Model struct {
	names     []string
	least     []float32 // subject → threshold; above 1: off
	heat      float64   // what scores are divided by, so that confidence is honest
	space     *space
	weights   *packed
	listeners sync.Pool
}

// listener is what one question needs for itself.
type listener struct {
	reader *reader
	vector vector
	scores []float32
}

func newModel(names []string, sp *space, w *packed) *Model {
	m := &Model{names: names, least: make([]float32, len(names)), heat: 1, space: sp, weights: w}
	m.listeners.New = func() any {
		return &listener{reader: sp.reader(wordsAndLetters), scores: make([]float32, w.width)}
	}
	return m
}

// leastKnown is how much of a text must be made of features the model knows:
// about keyboard noise it says nothing.
const leastKnown = 0.25

// Suggest lists at most n subjects the words may be about, the surest first:
// only those that are sure enough for their subject. Often it lists none.
func (m *Model) Suggest(text string, n int) []Guess {
	l := m.listeners.Get().(*listener)
	defer m.listeners.Put(l)
	if l.reader.vector(plain(text), &l.vector) < leastKnown {
		return nil
	}
	m.weights.score(&l.vector, l.scores)
	shares := l.scores[:len(m.names)]
	believe(shares, m.heat)
	var all []Guess
	for i, share := range shares {
		if share >= m.least[i] {
			all = append(all, Guess{m.names[i], float64(share)})
		}
	}
	slices.SortStableFunc(all, func(a, b Guess) int { return cmp.Compare(b.Confidence, a.Confidence) })
	return all[:min(len(all), max(n, 0))]
}

// Subjects is how many subjects the model can tell apart, and how many of them
// it may suggest.
func (m *Model) Subjects() (known, on int) {
	for _, least := range m.least {
		if least <= 1 {
			on++
		}
	}
	return len(m.names), on
}
