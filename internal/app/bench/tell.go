package bench

import (
	"fmt"
	"math/rand/v2"
	"sort"
	"strings"

	"mahalle/internal/city"
	"mahalle/internal/citypack"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/routing/suggest"
)

// teller tells the stories of a demonstration again and again, as different
// people would: with a greeting or without, with where they live, shortened,
// with a second complaint, in a hurry, on a foreign keyboard.
type teller struct {
	*rand.Rand
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
	t := &teller{Rand: rand.New(rand.NewPCG(seed, 0x74656c6c)), stories: map[string][]citypack.DemoText{}}
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
	text := strings.Join(t.around(story.Lang, body), " ")
	return suggest.Example{Text: t.typed(text, story.Lang), Subject: subject}
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

// around puts before and after a story what people put there.
func (t *teller) around(lang city.Lang, body string) []string {
	var parts []string
	if t.chance(0.35) {
		parts = append(parts, t.pick(openings[lang]))
	}
	if t.chance(0.4) && len(t.near) > 0 {
		parts = append(parts, fmt.Sprintf(t.pick(places[lang]), t.pick(t.near), 1+t.IntN(90)))
	}
	parts = append(parts, body)
	if t.chance(0.4) {
		parts = append(parts, t.pick(closings[lang]))
	}
	return parts
}

func (t *teller) pick(all []string) string { return all[t.IntN(len(all))] }

// typed is a text as somebody's fingers leave it.
func (t *teller) typed(text string, lang city.Lang) string {
	if lang == city.Turkish && t.chance(0.25) {
		text = i18n.Fold(text)
	}
	if lang == city.Persian && t.chance(0.5) {
		text = strings.ReplaceAll(text, "\u200c", t.pick([]string{"", " "}))
	}
	words := strings.Fields(text)
	for i, w := range words {
		if t.chance(0.04) {
			words[i] = t.slip([]rune(w))
		}
	}
	return strings.Join(words, " ")
}

// slip leaves a letter out, doubles one, or swaps two.
func (t *teller) slip(w []rune) string {
	if len(w) < 4 {
		return string(w)
	}
	i := 1 + t.IntN(len(w)-2)
	switch t.IntN(3) {
	case 0:
		return string(w[:i]) + string(w[i+1:])
	case 1:
		return string(w[:i+1]) + string(w[i:])
	}
	w[i], w[i+1] = w[i+1], w[i]
	return string(w)
}

// clauses cuts a text after its points and commas.
func clauses(text string) []string {
	return strings.Split(strings.NewReplacer(". ", ".\n", ", ", ",\n", "، ", "،\n").Replace(text), "\n")
}

var openings = map[city.Lang][]string{
	city.Turkish: {"Merhaba,", "İyi günler,", "Sayın yetkili,", "selam", "Kolay gelsin,", "Daha önce de yazmıştım:", "Yetkililerin dikkatine!"},
	city.Persian: {"سلام،", "با سلام و خسته نباشید", "درود", "لطفاً رسیدگی کنید:", "قبلاً هم تماس گرفته‌ام.", "با عرض ادب"},
	city.English: {"Hello,", "Good morning,", "To whom it may concern:", "I wrote before.", "Dear city,"},
}

var places = map[city.Lang][]string{
	city.Turkish: {"%s Mahallesi %d. sokakta oturuyorum.", "%s mah. no %d", "Yer: %s, %d numara."},
	city.Persian: {"%s، پلاک %d.", "ساکن %s کوچه %d هستم", "نشانی: %s، شماره %d."},
	city.English: {"I live in %s, number %d.", "Place: %s %d."},
}

var besides = map[city.Lang][]string{
	city.Turkish: {"Ayrıca", "Bir de", "Hem de"},
	city.Persian: {"ضمناً", "همچنین", "در ضمن"},
	city.English: {"Besides,", "Also,"},
}

var closings = map[city.Lang][]string{
	city.Turkish: {"Teşekkürler.", "Gereğini arz ederim.", "lütfen artık ilgilenin", "Saygılarımla", "bir an önce çözülsün", "Mağduruz."},
	city.Persian: {"با تشکر", "لطفاً زودتر پیگیری شود.", "ممنون می‌شوم.", "کسی جواب نمی‌دهد", "با احترام"},
	city.English: {"Thank you.", "Please do something.", "Nobody answers the phone.", "Regards"},
}
