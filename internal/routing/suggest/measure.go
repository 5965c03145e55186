package suggest

import (
	"cmp"
	"math"
	"slices"
)

// exam gathers what models say about texts they have not seen.
type exam struct {
	*deck
	text   []int32   // which texts were examined
	scores []float32 // subjects of each, one after the other
}

func (e *exam) of(i int) []float32 { return e.scores[i*e.subjects:][:e.subjects] }

// take lets a model judge texts.
func (e *exam) take(sp *space, p *packed, read reading, texts []int32) {
	r, into := sp.reader(read), make([]float32, p.width)
	var v vector
	for _, t := range texts {
		r.vector(e.texts[t], &v)
		p.score(&v, into)
		e.text, e.scores = append(e.text, t), append(e.scores, into[:e.subjects]...)
	}
}

// heat is what scores must be divided by for the confidence to be honest: the
// right subjects are then as probable as can be.
func (e *exam) heat() float64 {
	from, to := math.Log(0.05), math.Log(20)
	for range 25 { // the loss has one valley
		a, b := from+(to-from)*0.382, from+(to-from)*0.618
		if e.surprise(math.Exp(a)) < e.surprise(math.Exp(b)) {
			to = b
		} else {
			from = a
		}
	}
	return math.Exp((from + to) / 2)
}

// surprise is how little the right subjects were believed.
func (e *exam) surprise(heat float64) float64 {
	sum, shares := 0.0, make([]float32, e.subjects)
	for i, t := range e.text {
		copy(shares, e.of(i))
		believe(shares, heat)
		sum -= math.Log(max(float64(shares[e.subject[t]]), 1e-9))
	}
	return sum
}

// claim is one subject believed of one text.
type claim struct {
	share  float32
	right  bool
	second int32   // part of the examined texts
	weight float64 // a story told often proves no more than one told once
}

// leastShare: what is more likely wrong than right is never suggested.
const leastShare = 0.5

// claims lists what could be suggested, for each subject the surest first.
func (e *exam) claims(heat float64) [][]claim {
	all, shares := make([][]claim, e.subjects), make([]float32, e.subjects)
	told := make([]float64, e.stories)
	for _, t := range e.text {
		told[e.story[t]]++
	}
	for i, t := range e.text {
		copy(shares, e.of(i))
		believe(shares, heat)
		for c, share := range shares {
			if share >= leastShare {
				all[c] = append(all[c], claim{share, int32(c) == e.subject[t], e.second[t], 1 / told[e.story[t]]})
			}
		}
	}
	for _, of := range all {
		slices.SortStableFunc(of, func(a, b claim) int { return cmp.Compare(b.share, a.share) })
	}
	return all
}

// off is a threshold nothing reaches.
const off = 2

// threshold is the least share from which on claims are right often enough,
// even if luck was on their side.
func threshold(claims []claim, wanted float64, leaveOut int32) float32 {
	least, n, right := float32(off), 0.0, 0.0
	for i, c := range claims {
		if c.second == leaveOut {
			continue
		}
		n += c.weight
		if c.right {
			right += c.weight
		}
		next := i+1 < len(claims) && claims[i+1].share == c.share
		if !next && wilson(right, n) >= wanted {
			least = c.share
		}
	}
	return least
}

// wilson is the lower end of what the true share may be, 19 times in 20: eleven
// of eleven are needed to believe in 80 of 100.
func wilson(right, n float64) float64 {
	if n == 0 {
		return 0
	}
	const z = 1.645
	p := min(right/n, 1) // sums of weights are not exact
	return (p + z*z/(2*n) - z*math.Sqrt(p*(1-p)/n+z*z/(4*n*n))) / (1 + z*z/n)
}

// shown counts how often a subject would have been suggested, and rightly: each
// part is judged by the threshold the others give.
func shown(claims []claim, wanted float64) (n, right int) {
	for part := range int32(folds) {
		least := threshold(claims, wanted, part)
		for _, c := range claims {
			if c.second == part && c.share >= least {
				n++
				if c.right {
					right++
				}
			}
		}
	}
	return n, right
}
