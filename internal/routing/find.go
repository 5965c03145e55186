package routing

import (
	"slices"
	"strings"

	"mahalle/internal/platform/i18n"
)

// Hit is a subject found by somebody's own words.
type Hit struct {
	Subject Subject
	Score   float64
}

// finder finds subjects by what people type: words of the name and of its
// synonyms in all three languages, folded; the beginning of a word counts, so
// suffixes do no harm, and a slip of the finger costs little.
type finder struct {
	entries []entry
	weight  map[string]float64 // rare words say more
}

type entry struct {
	subject Subject
	phrases [][]string
}

func newFinder(subjects []Subject) *finder {
	f := &finder{weight: map[string]float64{}}
	for _, s := range subjects {
		e := entry{subject: s}
		for _, p := range slices.Concat([]string{s.Name.TR, s.Name.FA, s.Name.EN}, s.Words.TR, s.Words.FA, s.Words.EN) {
			if words := i18n.Words(p); len(words) > 0 {
				e.phrases = append(e.phrases, words)
			}
		}
		seen := map[string]bool{}
		for _, w := range slices.Concat(e.phrases...) {
			if !seen[w] {
				seen[w] = true
				f.weight[w]++
			}
		}
		f.entries = append(f.entries, e)
	}
	for w, n := range f.weight {
		f.weight[w] = 1 / (1 + n/6)
	}
	return f
}

// find lists subjects by how well one of their phrases fits the words typed.
func (f *finder) find(typed string, limit int) []Hit {
	words := i18n.Words(typed)
	if len(words) == 0 {
		return nil
	}
	words = words[:min(len(words), 24)]
	var hits []Hit
	for _, e := range f.entries {
		if score := f.score(e, words); score > 0.3 {
			hits = append(hits, Hit{e.subject, score})
		}
	}
	slices.SortStableFunc(hits, func(a, b Hit) int {
		switch {
		case a.Score > b.Score:
			return -1
		case a.Score < b.Score:
			return 1
		}
		return 0
	})
	return hits[:min(limit, len(hits))]
}

// score is how much of the best phrase is said, and how much of what is said
// the subject explains.
func (f *finder) score(e entry, words []string) float64 {
	best := 0.0
	for _, phrase := range e.phrases {
		said, whole := 0.0, 0.0
		for _, p := range phrase {
			w := f.weight[p]
			whole += w
			said += w * closest(p, words)
		}
		if s := said / whole * min(1, 0.55+0.45*said); s > best {
			best = s
		}
	}
	explained := 0.0
	for _, w := range words {
		explained += f.explains(e, w)
	}
	if best == 0 {
		return 0
	}
	return best + 0.35*explained/float64(len(words))
}

func (f *finder) explains(e entry, word string) float64 {
	best := 0.0
	for _, phrase := range e.phrases {
		for _, p := range phrase {
			best = max(best, f.weight[p]*alike(p, word))
		}
	}
	return best
}

func closest(p string, words []string) float64 {
	best := 0.0
	for _, w := range words {
		best = max(best, alike(p, w))
	}
	return best
}

// alike compares two folded words: 1 the same, less for a common beginning (which
// does the work of a stem in both languages) or one slip.
func alike(a, b string) float64 {
	switch {
	case a == b:
		return 1
	case len(a) < 3 || len(b) < 3:
		return 0
	case strings.HasPrefix(b, a) || strings.HasPrefix(a, b):
		return 0.9 - 0.03*float64(max(len(a), len(b))-min(len(a), len(b)))
	}
	common := commonStart(a, b)
	if common >= 4 && common*4 >= min(len(a), len(b))*3 {
		return 0.7
	}
	if min(len(a), len(b)) >= 5 && oneSlip(a, b) {
		return 0.7
	}
	return 0
}

func commonStart(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// oneSlip reports whether one letter was left out, added, changed or swapped.
func oneSlip(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(y)-len(x) > 1 {
		return false
	}
	i := 0
	for i < len(x) && x[i] == y[i] {
		i++
	}
	if len(x) == len(y) {
		if i+1 < len(x) && x[i] == y[i+1] && x[i+1] == y[i] && slices.Equal(x[i+2:], y[i+2:]) {
			return true
		}
		return slices.Equal(x[min(i+1, len(x)):], y[min(i+1, len(y)):])
	}
	return slices.Equal(x[i:], y[i+1:])
}
