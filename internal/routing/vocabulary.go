package routing

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// vocabulary knows all words of all subjects, folded, and which of them a typed
// word may mean.
type vocabulary struct {
	id       map[string]int
	words    []string
	weight   []float64 // how much a word tells, 0 to 1: rare ones more
	sorted   []int     // words in alphabetical order
	trigrams map[string][]int
}

// match is a known word that a typed one may mean.
type match struct {
	word     int
	likeness float64 // 1 is the same word
}

func newVocabulary() vocabulary {
	return vocabulary{id: map[string]int{}, trigrams: map[string][]int{}}
}

func (v *vocabulary) add(word string) int {
	if id, ok := v.id[word]; ok {
		return id
	}
	id := len(v.words)
	v.id[word] = id
	v.words = append(v.words, word)
	v.weight = append(v.weight, 1)
	v.sorted = append(v.sorted, id)
	for _, t := range trigramsOf(word) {
		v.trigrams[t] = append(v.trigrams[t], id)
	}
	return id
}

// sameFamily is how alike two words are that differ by an ending only.
const sameFamily = 0.72

// settle weighs the words once all are there. A word is as common as its whole
// family: "çukuru" is not a rarer thing than "çukur".
func (v *vocabulary) settle(owners [][]int, subjects int) {
	slices.SortFunc(v.sorted, func(a, b int) int { return strings.Compare(v.words[a], v.words[b]) })
	weight := make([]float64, len(v.words))
	for i, w := range v.words {
		family := map[int]bool{}
		for _, m := range v.like(w) {
			if m.likeness >= sameFamily {
				for _, subject := range owners[m.word] {
					family[subject] = true
				}
			}
		}
		weight[i] = rarity(len(family), subjects)
		if smallWords[w] {
			weight[i] *= 0.15
		}
	}
	v.weight = weight
}

func rarity(owners, subjects int) float64 {
	return math.Log(1+float64(subjects)/float64(owners)) / math.Log(1+float64(subjects))
}

// smallWords hold sentences together in the three languages and tell little of
// a subject. They are folded.
var smallWords = func() map[string]bool {
	all := map[string]bool{}
	for _, w := range strings.Fields(`
		ve veya bir bu o da de ki mi ne ile icin gibi kadar ama cok daha en var yok her hic bizim benim biz ben
		lutfen olsun oldu oluyor olan olarak artik hala gun gundur sonra once
		the a an is are was of in on at to for from and or our my your we i it this that there not no be been has have with by near please
		و یا در از به که را این ان یک است نیست هست شد شده شود می ها های ای تا بر با ما من برای هم خیلی لطفا لطف هر نه
		کن کند کنند کنید کنیم کنن میکنند میکند میکنن میکنه میشود کرده دارد دارند داره`) {
		all[w] = true
	}
	return all
}()

// like lists the known words that a typed one may mean: itself; words with the
// same beginning, since endings hang on at the end in all three languages; and,
// if there is none, words that one slip of the finger makes of it.
func (v *vocabulary) like(typed string) []match {
	id, known := v.id[typed]
	var all []match
	if length := utf8.RuneCountInString(typed); length >= 3 {
		all = v.appendBegun(all, typed, length)
		if len(all) == 0 && !known && length >= 5 {
			all = v.appendSlips(all, typed)
		}
	}
	if !known {
		return all
	}
	for i := range all { // a relative is not worth more than the word itself
		all[i].likeness *= min(1, v.weight[id]/v.weight[all[i].word])
	}
	return append(all, match{id, 1})
}

// appendBegun finds other words with the same beginning.
func (v *vocabulary) appendBegun(all []match, typed string, length int) []match {
	half := max(3, (length+1)/2)
	stem := firstRunes(typed, half)
	at, _ := slices.BinarySearchFunc(v.sorted, stem, func(id int, s string) int { return strings.Compare(v.words[id], s) })
	for ; at < len(v.sorted) && strings.HasPrefix(v.words[v.sorted[at]], stem); at++ {
		id := v.sorted[at]
		if l := likeness(typed, v.words[id]); l > 0 && v.words[id] != typed {
			all = append(all, match{id, l})
		}
	}
	for n := min(3, length-1); n < half; n++ { // short words that the typed one begins with
		if id, ok := v.id[firstRunes(typed, n)]; ok {
			all = append(all, match{id, likeness(typed, v.words[id])})
		}
	}
	return all
}

// appendSlips finds words of nearly the same letters.
func (v *vocabulary) appendSlips(all []match, typed string) []match {
	shared := map[int]int{}
	for _, t := range trigramsOf(typed) {
		for _, id := range v.trigrams[t] {
			shared[id]++
		}
	}
	for id, n := range shared {
		if n >= 2 && oneSlip(typed, v.words[id]) {
			all = append(all, match{id, 0.7})
		}
	}
	return all
}
