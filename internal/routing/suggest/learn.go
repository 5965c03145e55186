package suggest

import (
	"context"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
)

// recipe is how a linear model is learned.
type recipe struct {
	read     reading
	rounds   int     // how often every text is shown
	rate     float64 // length of the first steps
	decay    float64 // how strongly large weights are held back
	adaptive bool    // rare features learn faster than common ones
	together int     // texts shown before the weights change
	seed     uint64
	cores    int // zero: all
}

// school is one learning. It gives the same model on any number of cores: a
// batch is read by all against the same weights, then every row of weights is
// changed by one of them, in the order of the texts.
type school struct {
	recipe
	*linear
	scale   float32   // the weights stand for scale times themselves
	pushed  []float32 // feature → sum of its squared steps
	readers []*reader // one for each core
	batch   []lesson
}

// lesson is one text of a batch: what it has, and how wrong each subject was.
type lesson struct {
	vector vector
	wrong  []float32
	length float32 // squared, of wrong
	some   []int32 // subjects worth a step
}

// material is what is learned from: plain texts, and the subject of each.
type material struct {
	texts    []string
	subject  []int32
	subjects int
}

// learn shows the picked texts round by round; tell hears how many more were
// shown.
func learn(ctx context.Context, r recipe, sp *space, m material, pick []int32, tell func(more int)) (*linear, error) {
	s := newSchool(r, sp, m.subjects)
	order := slices.Clone(pick)
	dice := rand.New(rand.NewPCG(r.seed, 0x6f6b756c))
	steps, step := float64(r.rounds*len(order)), 0.0
	for range r.rounds {
		dice.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for now := range slices.Chunk(order, r.together) {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			s.show(m, now)
			s.change(len(now), r.rate*(1-0.98*step/steps), float64(len(order)))
			step += float64(len(now))
			tell(len(now))
		}
	}
	return s.done(), nil
}

func newSchool(r recipe, sp *space, subjects int) *school {
	cores := r.cores
	if cores <= 0 {
		cores = runtime.GOMAXPROCS(0)
	}
	s := &school{recipe: r, linear: newLinear(len(sp.rare), subjects), scale: 1,
		pushed: make([]float32, len(sp.rare)), batch: make([]lesson, r.together)}
	for range cores {
		s.readers = append(s.readers, sp.reader(r.read))
	}
	for i := range s.batch {
		s.batch[i].wrong = make([]float32, s.width)
	}
	return s
}

func (s *school) done() *linear {
	for i := range s.weights {
		s.weights[i] *= s.scale
	}
	return s.linear
}

// each runs a part of the work on every core.
func (s *school) each(do func(worker int)) {
	var all sync.WaitGroup
	for w := 1; w < len(s.readers); w++ {
		all.Go(func() { do(w) })
	}
	do(0)
	all.Wait()
}

// show lets every text of a batch be judged by the weights as they are.
func (s *school) show(m material, now []int32) {
	s.each(func(w int) {
		for i := w; i < len(now); i += len(s.readers) {
			one := &s.batch[i]
			s.readers[w].vector(m.texts[now[i]], &one.vector)
			s.score(&one.vector, s.scale, one.wrong)
			one.compare(s.subjects, m.subject[now[i]])
		}
	})
}

// compare turns scores into how much each subject was believed too much.
func (l *lesson) compare(subjects int, right int32) {
	believe(l.wrong[:subjects], 1)
	clear(l.wrong[subjects:])
	l.wrong[right]--
	l.length, l.some = 0, l.some[:0]
	for c, g := range l.wrong {
		if g > small || g < -small {
			l.length += g * g
			l.some = append(l.some, int32(c))
		}
	}
}

// small is a fault that is not worth a step.
const small = 1e-3

// believe turns scores into shares of one.
func believe(scores []float32, heat float64) {
	top := scores[0]
	for _, x := range scores {
		top = max(top, x)
	}
	sum := 0.0
	for i, x := range scores {
		e := math.Exp(float64(x-top) / heat)
		scores[i] = float32(e)
		sum += e
	}
	for i := range scores {
		scores[i] /= float32(sum)
	}
}

// change lets a batch change the weights; rate is the length of the step, all
// the number of texts in a round.
func (s *school) change(n int, rate, all float64) {
	for i := range n {
		one := &s.batch[i]
		for _, c := range one.some {
			s.bias[c] -= float32(rate*0.01) * one.wrong[c]
		}
	}
	if s.decay > 0 {
		s.scale *= float32(1 - rate*s.decay*float64(n)/all)
	}
	s.each(func(w int) {
		for i := range n {
			s.changeRows(&s.batch[i], w, float32(rate))
		}
	})
}

// changeRows takes a step in the rows that belong to one worker.
func (s *school) changeRows(one *lesson, worker int, rate float32) {
	if len(one.some) == 0 {
		return
	}
	workers := int32(len(s.readers))
	for i, f := range one.vector.at {
		if f%workers != int32(worker) {
			continue
		}
		worth := one.vector.worth[i]
		step := rate * worth
		if s.adaptive {
			s.pushed[f] += worth * worth * one.length
			step /= float32(math.Sqrt(float64(s.pushed[f]))) + 1e-6
		}
		step /= s.scale
		row := s.row(f)
		if len(one.some)*3 > s.width {
			addTimes(row, one.wrong, -step)
			continue
		}
		for _, c := range one.some {
			row[c] -= step * one.wrong[c]
		}
	}
}
