package bench

import (
	"sort"
	"strings"

	"mahalle/internal/app/demonstration"
	"mahalle/internal/city"
	"mahalle/internal/citypack"
	"mahalle/internal/routing/suggest"
)

// teller tells the stories of a demonstration again and again, as different
// people would; they also leave things out, and bring a second complaint along.
type teller struct {
	demonstration.Teller
	stories  map[string][]citypack.DemoText
	near     []string
	subjects []string
	sums     []int // of the weights up to each subject
}

// tell invents n cases with the subjects a demonstration would have. One in
// fifty was closed under a subject that is not its own, as happens.
func tell(pack *citypack.Pack, n int, seed uint64) []suggest.Example {
	t := newTeller(pack, seed)
	all := make([]suggest.Example, 0, n)
	for range n {
		all = append(all, t.one(t.subject()))
	}
	return all
}

func newTeller(pack *citypack.Pack, seed uint64) *teller {
	t := &teller{Teller: demonstration.NewTeller(seed), stories: map[string][]citypack.DemoText{}}
	for _, s := range pack.Demo.Texts {
		t.stories[s.Subject] = append(t.stories[s.Subject], s)
	}
	for _, p := range pack.Neighbourhoods {
		t.near = append(t.near, p.Name.In(pack.City.Language))
	}
	for _, d := range pack.Districts {
		t.near = append(t.near, d.Name.In(pack.City.Language))
	}
	sum := 0
	for _, w := range pack.Demo.Weights {
		if len(t.stories[w.Subject]) > 0 && w.Weight > 0 {
			sum += w.Weight
			t.subjects, t.sums = append(t.subjects, w.Subject), append(t.sums, sum)
		}
	}
	return t
}

func (t *teller) subject() string {
	return t.subjects[sort.SearchInts(t.sums, 1+t.IntN(t.sums[len(t.sums)-1]))]
}

func (t *teller) one(subject string) suggest.Example {
	story := t.story(subject)
	body := t.shortened(story.Text)
	if t.chance(0.08) {
		if other := t.story(t.subject()); other.Lang == story.Lang {
			body += " " + t.pick(besides[story.Lang]) + " " + t.shortened(other.Text)
		}
	}
	if t.chance(0.02) {
		subject = t.subject()
	}
	return suggest.Example{Text: t.Tell(story.Lang, body, t.pick(t.near)), Subject: subject}
}

func (t *teller) story(subject string) citypack.DemoText {
	all := t.stories[subject]
	return all[t.IntN(len(all))]
}

// shortened leaves out a part of a sentence, and some words.
func (t *teller) shortened(text string) string {
	if parts := clauses(text); len(parts) > 1 && t.chance(0.5) {
		drop := t.IntN(len(parts))
		text = strings.Join(append(parts[:drop:drop], parts[drop+1:]...), " ")
	}
	words := strings.Fields(text)
	kept := words[:0:0]
	for _, w := range words {
		if !t.chance(0.15) {
			kept = append(kept, w)
		}
	}
	if len(kept) < 3 {
		kept = words
	}
	return strings.Join(kept, " ")
}

func (t *teller) chance(p float64) bool { return t.Float64() < p }

func (t *teller) pick(all []string) string { return all[t.IntN(len(all))] }

// clauses cuts a text after its points and commas.
func clauses(text string) []string {
	return strings.Split(strings.NewReplacer(". ", ".\n", ", ", ",\n", "، ", "،\n").Replace(text), "\n")
}

var besides = map[city.Lang][]string{
	city.Turkish: {"Ayrıca", "Bir de", "Hem de"},
	city.Persian: {"ضمناً", "همچنین", "در ضمن"},
	city.English: {"Besides,", "Also,"},
}
