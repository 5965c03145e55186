package routing

import (
	"fmt"
	"slices"

	"mahalle/internal/city"
	"mahalle/internal/platform/fault"
)

// book is everything routing knows of one city. It does not change once it is
// open.
type book struct {
	groups    list[Group]
	subjects  list[Subject]
	kinds     list[Kind]
	rules     []Rule
	templates []Template
	alarms    *bell

	subject map[string]Subject // also those of the past
	why     map[int]city.Text
	about   map[string][]int // subject → rules that speak of it somewhere, in their order
	reach   []int            // rule → how many subject × place × street it decides
	spread  map[int]int      // line → rules it stands for: one, or one in each district
	finder  *finder
}

// open prepares the book for questions.
func (b *book) open() error {
	b.subject, b.why, b.spread = map[string]Subject{}, map[int]city.Text{}, map[int]int{}
	for _, s := range b.subjects.retired {
		b.subject[s.Code] = s
	}
	for _, s := range b.subjects.offered {
		b.subject[s.Code] = s
	}
	for _, r := range b.rules {
		b.why[r.Line] = r.Why
		b.spread[r.Line]++
	}
	b.about = map[string][]int{}
	for code, s := range b.subject {
		b.about[code] = b.rulesAbout(s)
		if b.first(s, "", "") < 0 {
			return fmt.Errorf("routing: nobody owns %s where the place is not known; the last rule must be * * *", code)
		}
	}
	b.reach = b.reaches()
	b.finder = newFinder(b.subjects.offered)
	return nil
}

// first is the place of the first rule that fits, -1 if there is none. A rule
// that fits an unknown place and street fits every place and street.
func (b *book) first(s Subject, district, street string) int {
	for _, i := range b.about[s.Code] {
		if b.rules[i].Matches(s.Code, s.Group, district, street) {
			return i
		}
	}
	return -1
}

// decide finds the first rule that fits.
func (b *book) decide(kind, subject, district, street string) (Decision, error) {
	s, known := b.subject[subject]
	if !known {
		return Decision{}, fault.Fields(fault.Field{Name: "subject", Key: "routing.choose_subject"})
	}
	i := b.first(s, district, street)
	if i < 0 {
		return Decision{}, fault.New(fault.Internal, "routing.no_owner")
	}
	return b.decision(b.rules[i], s, kind), nil
}

// Streets are the classes of street a rule may ask for; "" is one nobody knows.
var Streets = []string{"", "metro", "district"}

// districts are those that some rule names, and "" for all others.
func (b *book) districts() []string {
	all, seen := []string{""}, map[string]bool{"*": true}
	for _, r := range b.rules {
		if !seen[r.District] {
			seen[r.District] = true
			all = append(all, r.District)
		}
	}
	return all
}

// reaches counts what each rule decides. A rule that decides nothing is dead:
// the rules above it take everything it speaks of.
func (b *book) reaches() []int {
	reach := make([]int, len(b.rules))
	districts := b.districts()
	for _, s := range b.subjects.offered {
		for _, d := range districts {
			for _, street := range Streets {
				if i := b.first(s, d, street); i >= 0 {
					reach[i]++
				}
			}
		}
	}
	return reach
}

// rulesAbout lists the rules that speak of a subject somewhere, in their order.
func (b *book) rulesAbout(s Subject) []int {
	var all []int
	for i, r := range b.rules {
		if r.Subject == "*" || r.Subject == s.Code || r.Subject == s.Group+".*" {
			all = append(all, i)
		}
	}
	return all
}

// units lists who owns a subject somewhere in the city, each once. Where the
// district is known the answer is nearly always one.
func (b *book) units(s Subject, districts ...string) []string {
	if len(districts) == 0 {
		districts = b.districts()
	}
	var all []string
	for _, d := range districts {
		for _, street := range Streets {
			if i := b.first(s, d, street); i >= 0 && !slices.Contains(all, b.rules[i].Unit) {
				all = append(all, b.rules[i].Unit)
			}
		}
	}
	return all
}

// step is one rule that was asked on the way to a decision.
type step struct {
	rule      Rule
	fits      bool // the last step, which decides
	elsewhere bool // it is about another district; if not, about another street
}

// trace lists the rules about the subject from the top to the one that decides.
// A line of the city's file that stands for one rule in each district is told
// once.
func (b *book) trace(s Subject, district, street string) []step {
	var steps []step
	for _, i := range b.about[s.Code] {
		r := b.rules[i]
		if r.Matches(s.Code, s.Group, district, street) {
			return append(steps, step{rule: r, fits: true})
		}
		elsewhere := r.District != "*" && r.District != district
		told := len(steps) > 0 && steps[len(steps)-1].rule.Line == r.Line
		if told || elsewhere && district != "" && b.spread[r.Line] > 1 {
			continue // the rule of the line for this district comes, or came
		}
		steps = append(steps, step{rule: r, elsewhere: elsewhere})
	}
	return steps
}
