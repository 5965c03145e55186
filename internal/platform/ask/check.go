package ask

import (
	"fmt"
	"regexp"
	"slices"

	"mahalle/internal/city"
)

// Limits of what may be asked.
const (
	MostQuestions = 30
	MostOptions   = 40
	mostLabel     = 300 // letters of a label, hint or reason
)

// Problem is one thing that is wrong with a list of questions.
type Problem struct {
	At   int    // which question, from 0
	Part string // which part of it: "code", "label", "when", …
	Key  string // what to do about it, as a sentence of this package
	Name string // the word that is meant
}

// String is the problem for those who write files.
func (p Problem) String() string { return fmt.Sprintf(inWords[p.Key], p.Name) }

var inWords = map[string]string{
	"ask.wrong_code":     "code %q may hold only a–z, 0–9 and _, and begins with a letter, at most 30",
	"ask.taken_code":     "code %q is taken by an earlier question or option",
	"ask.wrong_kind":     "kind %q is not known",
	"ask.no_words":       "%s is missing in a language of the city",
	"ask.long_words":     "%s is longer than 300 letters",
	"ask.too_many":       "%s: there are too many",
	"ask.no_options":     "%s needs at least two options",
	"ask.no_use":         "%s means nothing for this kind",
	"ask.wrong_bounds":   "least is greater than most%s",
	"ask.wrong_pattern":  "pattern %q cannot be read",
	"ask.unfit_example":  "example %q does not fit the pattern",
	"ask.when_unknown":   "when: %q is not an earlier question",
	"ask.when_no_answer": "when: %q is not an answer to that question",
	"ask.stop_no_answer": "stop: %q is not an answer to this question",
	"ask.stop_no_call":   "stop: call %q is not a telephone number such as 112",
}

var (
	codeForm = regexp.MustCompile(`^[a-z][a-z0-9_]{0,29}$`)
	callForm = regexp.MustCompile(`^\+?[0-9 ]{2,20}$`)
)

// Check tells what is wrong with a list of questions. Every text must be there
// in each of the languages.
func Check(all []Question, langs []city.Lang) []Problem {
	c := checker{langs: langs, earlier: map[string]*Question{}}
	for i := range all {
		c.at = i
		c.question(&all[i])
		c.earlier[all[i].Code] = &all[i]
	}
	if len(all) > MostQuestions {
		c.wrong("code", "ask.too_many", "questions")
	}
	return c.problems
}

type checker struct {
	langs    []city.Lang
	earlier  map[string]*Question
	at       int
	problems []Problem
}

func (c *checker) wrong(part, key, name string) {
	c.problems = append(c.problems, Problem{At: c.at, Part: part, Key: key, Name: name})
}

func (c *checker) question(q *Question) {
	switch {
	case !codeForm.MatchString(q.Code):
		c.wrong("code", "ask.wrong_code", q.Code)
	case c.earlier[q.Code] != nil:
		c.wrong("code", "ask.taken_code", q.Code)
	}
	if !slices.Contains(Kinds, q.Kind) {
		c.wrong("kind", "ask.wrong_kind", string(q.Kind))
	}
	c.words("label", q.Label)
	if !q.Hint.Empty() {
		c.words("hint", q.Hint)
	}
	c.options(q)
	c.number(q)
	c.pattern(q)
	c.when(q.When)
	c.stops(q)
}

// words wants a text in every language, and not too long.
func (c *checker) words(part string, t city.Text) {
	for _, lang := range c.langs {
		only := map[city.Lang]string{city.Turkish: t.TR, city.Persian: t.FA, city.English: t.EN}[lang]
		if only == "" {
			c.wrong(part, "ask.no_words", part)
			return
		}
		if len([]rune(only)) > mostLabel {
			c.wrong(part, "ask.long_words", part)
			return
		}
	}
}

func (c *checker) options(q *Question) {
	chooses := q.Kind == One || q.Kind == Many
	switch {
	case !chooses && len(q.Options) > 0:
		c.wrong("options", "ask.no_use", "option")
	case chooses && len(q.Options) < 2:
		c.wrong("options", "ask.no_options", "kind "+string(q.Kind))
	case len(q.Options) > MostOptions:
		c.wrong("options", "ask.too_many", "options")
	}
	seen := map[string]bool{}
	for _, o := range q.Options {
		if !codeForm.MatchString(o.Code) {
			c.wrong("options", "ask.wrong_code", o.Code)
		} else if seen[o.Code] {
			c.wrong("options", "ask.taken_code", o.Code)
		}
		seen[o.Code] = true
		c.words("options", o.Label)
	}
}

func (c *checker) number(q *Question) {
	if q.Kind != Number && (q.Least != nil || q.Most != nil || !q.Unit.Empty()) {
		c.wrong("unit", "ask.no_use", "unit, least, most")
	}
	if q.Least != nil && q.Most != nil && *q.Least > *q.Most {
		c.wrong("least", "ask.wrong_bounds", "")
	}
	if !q.Unit.Empty() {
		c.words("unit", q.Unit)
	}
}

func (c *checker) pattern(q *Question) {
	if q.Pattern == "" {
		return
	}
	if q.Kind != Plate {
		c.wrong("pattern", "ask.no_use", "pattern")
		return
	}
	form, err := wholly(q.Pattern)
	if err != nil || len(q.Pattern) > 200 {
		c.wrong("pattern", "ask.wrong_pattern", q.Pattern)
	} else if q.Example != "" && !form.MatchString(squeeze(q.Example)) {
		c.wrong("example", "ask.unfit_example", q.Example)
	}
}

func (c *checker) when(w *When) {
	if w == nil {
		return
	}
	on := c.earlier[w.Question]
	if on == nil || !on.Asks() {
		c.wrong("when", "ask.when_unknown", w.Question)
		return
	}
	for _, is := range w.Is {
		if !slices.Contains(on.choices(), is) {
			c.wrong("when", "ask.when_no_answer", is)
		}
	}
}

func (c *checker) stops(q *Question) {
	for _, s := range q.Stops {
		if len(s.Is) == 0 {
			c.wrong("stop", "ask.stop_no_answer", "")
		}
		for _, is := range s.Is {
			if !slices.Contains(q.choices(), is) {
				c.wrong("stop", "ask.stop_no_answer", is)
			}
		}
		c.words("stop", s.Reason)
		c.words("stop", s.Who)
		if !callForm.MatchString(s.Call) {
			c.wrong("stop", "ask.stop_no_call", s.Call)
		}
	}
}
