package suggest

import (
	"math"
	"math/bits"
)

// space is the features that count: which buckets they are in, and how much a
// rare one tells more than a common one.
type space struct {
	kept  []uint64 // one bit for each bucket
	ranks []uint32 // features before each word of kept
	words int      // the first so many features are words, the others letters
	rare  []float32
}

// newSpace keeps the features that were met in at least two of the picked texts;
// if they are too many, the ones met most.
func newSpace(m material, pick []int32, read reading) *space {
	met := count(m.texts, pick, read)
	most := min(mostFeatures, mostWeights/padded(m.subjects)) / 2
	s := &space{kept: make([]uint64, buckets/64)}
	s.words = s.keep(met, 0, letterHalf, most)
	s.keep(met, letterHalf, buckets, most)
	s.rank()
	for b, n := range met {
		if s.kept[b/64]>>(b%64)&1 == 1 {
			s.rare = append(s.rare, 1+float32(math.Log(float64(1+len(pick))/float64(1+n))))
		}
	}
	return s
}

// count tells for every bucket in how many of the picked texts it was met.
func count(texts []string, pick []int32, read reading) []uint32 {
	met, last := make([]uint32, buckets), make([]int32, buckets)
	for _, i := range pick {
		read(texts[i], func(b uint32) {
			if last[b] != i+1 {
				last[b] = i + 1
				met[b]++
			}
		})
	}
	return met
}

// These bound the memory of a model: a weight is a byte.
const mostFeatures, mostWeights = 1 << 17, 1 << 25

// keep marks buckets between two ends, and reports how many.
func (s *space) keep(met []uint32, from, to, most int) int {
	var howOften [256]int // texts → buckets
	for _, n := range met[from:to] {
		howOften[min(n, 255)]++
	}
	least, all := uint32(255), howOften[255]
	for least > 2 && all+howOften[least-1] <= most {
		least--
		all += howOften[least]
	}
	all = 0
	for b := from; b < to && all < most; b++ {
		if met[b] >= least {
			s.kept[b/64] |= 1 << (b % 64)
			all++
		}
	}
	return all
}

func (s *space) rank() {
	s.ranks = make([]uint32, len(s.kept))
	n := 0
	for i, w := range s.kept {
		s.ranks[i] = uint32(n)
		n += bits.OnesCount64(w)
	}
}

// feature is the number of the feature in a bucket, if it counts.
func (s *space) feature(b uint32) (int, bool) {
	w, bit := s.kept[b/64], uint64(1)<<(b%64)
	if w&bit == 0 {
		return 0, false
	}
	return int(s.ranks[b/64]) + bits.OnesCount64(w&(bit-1)), true
}

// vector is a text as the model sees it.
type vector struct {
	at    []int32
	worth []float32
}

// reader turns texts into vectors; it is not for two at a time.
type reader struct {
	*space
	read reading
	seen []uint16 // feature → how often in this text
}

func (s *space) reader(read reading) *reader {
	return &reader{space: s, read: read, seen: make([]uint16, len(s.rare))}
}

// vector weighs the features of a text: words and letters have the same length
// together, however many there are of each. It reports how much of the text the
// model knows, 0 to 1.
func (r *reader) vector(plain string, v *vector) (known float32) {
	v.at, v.worth = v.at[:0], v.worth[:0]
	all, ours := 0, 0
	r.read(plain, func(b uint32) {
		all++
		f, ok := r.feature(b)
		if !ok {
			return
		}
		ours++
		if r.seen[f] == 0 {
			v.at = append(v.at, int32(f))
		}
		r.seen[f] += min(1, ^r.seen[f])
	})
	r.weigh(v)
	return float32(ours) / float32(max(all, 1))
}

// weigh gives rare features and repeated ones more worth.
func (r *reader) weigh(v *vector) {
	var length [2]float64
	for _, f := range v.at {
		worth := r.rare[f]
		if n := r.seen[f]; n > 1 {
			worth *= 1 + float32(math.Log(float64(n)))
		}
		r.seen[f] = 0
		v.worth = append(v.worth, worth)
		length[r.half(f)] += float64(worth) * float64(worth)
	}
	for i, f := range v.at {
		v.worth[i] /= float32(math.Sqrt(length[r.half(f)]))
	}
}

func (s *space) half(f int32) int {
	if int(f) < s.words {
		return 0
	}
	return 1
}
