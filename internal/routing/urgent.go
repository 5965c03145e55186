package routing

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"mahalle/internal/city"
	"mahalle/internal/citypack"
	"mahalle/internal/platform/i18n"
)

// Alarm is a danger a report may speak of, with the words that tell it.
type Alarm = citypack.Alarm

// Span is a place in a text that speaks of a danger.
type Span struct {
	From, To int // bytes of the text as it was written
	Code     string
	Name     city.Text
}

// Urgent finds the words of a text that cannot wait, in all languages at once:
// whatever the letter case, accents and half-spaces. Spans come in order and do
// not overlap. They are marked for a reader and decide nothing.
func (s *Service) Urgent(t city.Tenant, text string) []Span {
	return s.of(t).alarms.find(text)
}

// bell knows the phrases of a city's alarms by their first word.
type bell struct {
	alarms []Alarm
	whole  map[string][]call // first word as it is
	stems  map[string][]call // beginning of the first word
}

// call is one phrase of one alarm.
type call struct {
	alarm int
	words []callWord
}

type callWord struct {
	stem string
	any  bool // any ending may follow
}

func newBell(alarms []Alarm) *bell {
	b := &bell{alarms: alarms, whole: map[string][]call{}, stems: map[string][]call{}}
	for i, a := range alarms {
		for _, phrase := range slices.Concat(a.Words.TR, a.Words.FA, a.Words.EN) {
			joined, split := i18n.FoldVariants(phrase)
			b.learn(i, joined)
			if split != joined {
				b.learn(i, split)
			}
		}
	}
	return b
}

func (b *bell) learn(alarm int, folded string) {
	c := call{alarm: alarm}
	for word := range strings.FieldsSeq(folded) {
		stem, any := strings.CutSuffix(word, "*")
		c.words = append(c.words, callWord{stem, any})
	}
	if len(c.words) == 0 {
		return
	}
	first, by := c.words[0], b.whole
	if first.any {
		by = b.stems
	}
	by[first.stem] = append(by[first.stem], c)
}

// token is one word of a text, folded, and where it was written.
type token struct {
	from, to int
	word     string
	glued    bool // only a half-space stands before it
}

// mostSearched is how much of a text is searched for alarms, in bytes.
const mostSearched = 20_000

// find goes through a text; where phrases overlap, the longest counts.
func (b *bell) find(text string) []Span {
	if b == nil || len(b.alarms) == 0 {
		return nil
	}
	tokens := tokensOf(text[:min(len(text), mostSearched)])
	var spans []Span
	for i := 0; i < len(tokens); {
		alarm, n := b.longest(tokens[i:])
		if n == 0 {
			i++
			continue
		}
		spans = append(spans, Span{tokens[i].from, tokens[i+n-1].to, b.alarms[alarm].Code, b.alarms[alarm].Name})
		i += n
	}
	return spans
}

// longest is the phrase that takes most of the tokens from their start.
func (b *bell) longest(tokens []token) (alarm, n int) {
	for word, glued := range joins(tokens) {
		for _, c := range b.whole[word] {
			if took := c.fits(tokens, glued); took > n {
				alarm, n = c.alarm, took
			}
		}
		for end := range word {
			for _, c := range b.stems[word[:end]] {
				if took := c.fits(tokens, glued); took > n {
					alarm, n = c.alarm, took
				}
			}
		}
		for _, c := range b.stems[word] {
			if took := c.fits(tokens, glued); took > n {
				alarm, n = c.alarm, took
			}
		}
	}
	return alarm, n
}

// fits is how many tokens the phrase takes when its first word takes so many; 0
// if it does not fit.
func (c call) fits(tokens []token, first int) int {
	at := first
	for _, w := range c.words[1:] {
		took := 0
		for word, n := range joins(tokens[min(at, len(tokens)):]) {
			if word == w.stem || w.any && strings.HasPrefix(word, w.stem) {
				took = n
			}
		}
		if took == 0 {
			return 0
		}
		at += took
	}
	return at
}

// joins gives the first token alone, and together with those glued to it.
func joins(tokens []token) func(yield func(word string, n int) bool) {
	return func(yield func(string, int) bool) {
		word := ""
		for n, t := range tokens {
			if n > 0 && !t.glued {
				return
			}
			word += t.word
			if !yield(word, n+1) {
				return
			}
		}
	}
}

const halfSpace = '\u200c'

// tokensOf cuts a text into words and remembers where each was.
func tokensOf(text string) []token {
	var all []token
	var now token
	inside := false
	end := func() {
		if now.word = i18n.Fold(text[now.from:now.to]); inside && now.word != "" {
			all = append(all, now)
		}
		now.glued, inside = false, false
	}
	for i, r := range text {
		switch {
		case ofWord(r):
			if !inside {
				now.from, inside = i, true
			}
			now.to = i + utf8.RuneLen(r)
		case r == halfSpace:
			was := inside
			end()
			now.glued = was
		case !unicode.Is(unicode.Cf, r): // signs nobody sees end no word
			end()
		}
	}
	end()
	return all
}

// ofWord: letters, digits and accents.
func ofWord(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r))
}
