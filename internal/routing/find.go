package routing

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"mahalle/internal/platform/i18n"
)

// Hit is a subject found by somebody's own words.
type Hit struct {
	Subject Subject
	Score   float64 // comparable within one answer only
}

// finder finds subjects by what people type. It knows the names of the subjects
// and the words people use for them, in all languages at once, because somebody
// may write Turkish on an English page.
//
// Two things count. How much of one known phrase was said: "konteyner dolu" is
// stronger than both words from different phrases. And how much of what was
// said the subject explains, rare words before common ones: most people tell a
// story and not a keyword.
type finder struct {
	subjects []Subject
	vocabulary
	phrases   []phrase
	phrasesOf [][]int // word → phrases it stands in
	owners    [][]int // word → subjects that know it
}

// phrase is one way of naming a subject.
type phrase struct {
	subject int
	words   []int
	weight  float64 // of all its words
}

func newFinder(subjects []Subject) *finder {
	f := &finder{subjects: subjects, vocabulary: newVocabulary()}
	for i, s := range subjects {
		for _, text := range slices.Concat([]string{s.Name.TR, s.Name.FA, s.Name.EN}, s.Words.TR, s.Words.FA, s.Words.EN) {
			f.learn(i, text)
		}
	}
	f.weigh()
	return f
}

// learn takes a phrase in. A half-space of Persian may be typed as a space or
// not at all, so a phrase with one is learned both ways.
func (f *finder) learn(subject int, text string) {
	joined, split := i18n.FoldVariants(text)
	for i, form := range []string{joined, split} {
		if i == 1 && split == joined {
			break
		}
		p := phrase{subject: subject}
		for _, w := range i18n.Words(form) {
			if id := f.add(w); !slices.Contains(p.words, id) {
				p.words = append(p.words, id)
			}
		}
		if len(p.words) > 0 {
			f.phrases = append(f.phrases, p)
		}
	}
}

// weigh finds out how much each word tells, once all phrases are learned.
func (f *finder) weigh() {
	f.phrasesOf, f.owners = make([][]int, len(f.words)), make([][]int, len(f.words))
	for i, p := range f.phrases {
		for _, w := range p.words {
			f.phrasesOf[w] = append(f.phrasesOf[w], i)
			if !slices.Contains(f.owners[w], p.subject) {
				f.owners[w] = append(f.owners[w], p.subject)
			}
		}
	}
	f.settle(f.owners, len(f.subjects))
	for i := range f.phrases {
		for _, w := range f.phrases[i].words {
			f.phrases[i].weight += f.weight[w]
		}
	}
}

// mostTyped is how much of a story is read: what it is about comes first.
const (
	mostTyped = 1000 // bytes
	mostWords = 40
)

// find lists subjects by how well they fit the words typed.
func (f *finder) find(typed string, limit int) []Hit {
	words := f.read(typed)
	if len(words) == 0 {
		return nil
	}
	a := f.answer(words)
	var hits []Hit
	best := 0.0
	for i := range f.subjects {
		if score := a.score(i); score > least {
			hits = append(hits, Hit{f.subjects[i], score})
			best = max(best, score)
		}
	}
	hits = slices.DeleteFunc(hits, func(h Hit) bool { return h.Score < best*leastShare })
	slices.SortStableFunc(hits, func(a, b Hit) int { return cmp.Compare(b.Score, a.Score) })
	return hits[:min(max(limit, 0), len(hits))]
}

// These keep subjects out that share a syllable with what was typed.
const (
	least      = 0.25
	leastShare = 0.35 // of the best
)

// read cuts what was typed into folded words, each once.
func (f *finder) read(typed string) []string {
	if len(typed) > mostTyped {
		typed = strings.ToValidUTF8(typed[:mostTyped], "")
	}
	var words []string
	for _, w := range i18n.Words(typed) {
		if !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	return words[:min(len(words), mostWords)]
}

// answer is what one reading of the vocabulary found out.
type answer struct {
	phrase    []float64 // subject → its best phrase, 0 to 1
	explained []float64 // subject → weight of the words it explains
	possible  float64   // weight of the words that anybody explains
}

func (a answer) score(subject int) float64 {
	if a.possible == 0 {
		return 0
	}
	return a.phrase[subject] + storyShare*a.explained[subject]/a.possible
}

// storyShare is how much the whole story counts beside the best phrase.
const storyShare = 1.2

func (f *finder) answer(typed []string) answer {
	a := answer{phrase: make([]float64, len(f.subjects)), explained: make([]float64, len(f.subjects))}
	likeness := make([]float64, len(f.words)) // of each known word to any typed one
	byOne := make([]float64, len(f.subjects)) // what one typed word tells of each subject
	var meant []int
	for _, word := range typed {
		clear(byOne)
		for _, m := range f.like(word) {
			meant = append(meant, m.word)
			likeness[m.word] = max(likeness[m.word], m.likeness)
			for _, s := range f.owners[m.word] {
				byOne[s] = max(byOne[s], m.likeness*f.weight[m.word])
			}
		}
		for s, worth := range byOne {
			a.explained[s] += worth
		}
		if len(byOne) > 0 {
			a.possible += slices.Max(byOne)
		}
	}
	f.complete(&a, meant, likeness)
	return a
}

// complete finds the best phrase of each subject.
func (f *finder) complete(a *answer, meant []int, likeness []float64) {
	seen := make([]bool, len(f.phrases))
	for _, w := range meant {
		for _, i := range f.phrasesOf[w] {
			if seen[i] {
				continue
			}
			seen[i] = true
			p := &f.phrases[i]
			a.phrase[p.subject] = max(a.phrase[p.subject], f.said(p, likeness))
		}
	}
}

// said is how much of a phrase was said; all of a telling phrase is nearly 1.
func (f *finder) said(p *phrase, likeness []float64) float64 {
	said := 0.0
	for _, w := range p.words {
		said += f.weight[w] * likeness[w]
	}
	return math.Pow(said/p.weight, 0.7) * said / (said + 0.33)
}
