package routing

import (
	"errors"
	"slices"

	"mahalle/internal/city"
	"mahalle/internal/platform/fault"
	"mahalle/internal/routing/rules"
)

// book is everything routing knows of one city. It does not change once it is
// open.
type book struct {
	groups    list[Group]
	subjects  list[Subject]
	kinds     list[Kind]
	templates []Template
	alarms    *bell
	version   int          // of the rules
	set       rules.Set    // the rules that decide
	ever      map[int]Rule // every rule there ever was, by its number

	subject map[string]Subject // also those of the past
	sheet   *rules.Sheet
	finder  *finder
}

// open prepares the book for questions.
func (b *book) open() error {
	b.subject = map[string]Subject{}
	for _, s := range slices.Concat(b.subjects.retired, b.subjects.offered) {
		b.subject[s.Code] = s
	}
	if n := len(b.set.Rules); len(b.subject) > 0 && (n == 0 || !b.set.Rules[n-1].TakesAll()) {
		return errors.New("routing: the last rule must take whatever comes, so that nothing is without an owner")
	}
	b.sheet = b.lay(b.set)
	b.finder = newFinder(b.subjects.offered)
	return nil
}

// lay opens a set of rules over the city's subjects.
func (b *book) lay(set rules.Set) *rules.Sheet {
	groups := make(map[string]string, len(b.subject))
	for code, s := range b.subject {
		groups[code] = s.Group
	}
	return rules.Open(set, groups)
}

// why is the sentence of a rule, also of one that decides no more.
func (b *book) why(id int) city.Text { return b.ever[id].Why }

// complete fills in the kind a subject usually is.
func (b *book) complete(c Case) Case {
	if c.Kind == "" {
		c.Kind = b.kindOf(c.Subject)
	}
	return c
}

// decide finds the first rule that fits and whose unit can take it. What no rule
// takes is the desk's.
func (b *book) decide(c Case, o rules.Office) (Decision, error) {
	s, known := b.subject[c.Subject]
	if !known {
		return Decision{}, fault.Fields(fault.Field{Name: "subject", Key: "routing.choose_subject"})
	}
	c = b.complete(c)
	r, unit := b.owner(c, o)
	if unit == "" {
		return Decision{}, fault.New(fault.Internal, "routing.no_owner")
	}
	return b.decision(r, unit, s, c.Kind), nil
}

// owner is who gets a case and the rule that says so. Where the desk gets what
// the rules pass over, the last rule says so: it takes whatever comes.
func (b *book) owner(c Case, o rules.Office) (Rule, string) {
	out := b.sheet.Decide(c, o)
	if out.Rule >= 0 {
		return b.set.Rules[out.Rule], out.Unit
	}
	n := len(b.set.Rules)
	if n == 0 {
		return Rule{}, out.Unit
	}
	if out.Unit == "" {
		out.Unit = b.set.Rules[n-1].Unit
	}
	return b.set.Rules[n-1], out.Unit
}

// Streets are the classes of street a rule may ask for; "" is one nobody knows.
var Streets = []string{"", "metro", "district"}

// units lists who owns a subject in some places, each once. Where the place is
// known the answer is nearly always one.
func (b *book) units(s Subject, o rules.Office, districts []string) []string {
	var all []string
	for _, d := range districts {
		for _, street := range Streets {
			_, unit := b.owner(b.complete(Case{Subject: s.Code, District: d, Street: street}), o)
			if !slices.Contains(all, unit) {
				all = append(all, unit)
			}
		}
	}
	return all
}

// inEachDistrict reports whether a unit owns the subject by a rule that leads to
// a unit of each district.
func (b *book) inEachDistrict(s Subject, unit string, districts []District) bool {
	return slices.ContainsFunc(b.sheet.About(s.Code), func(i int) bool {
		r := b.set.Rules[i]
		return r.ByDistrict() && slices.ContainsFunc(districts, func(d District) bool { return r.UnitIn(d.Code) == unit })
	})
}
