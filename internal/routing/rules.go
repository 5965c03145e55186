package routing

import (
	"slices"
	"strings"

	"mahalle/internal/city"
	"mahalle/internal/citypack"
	"mahalle/internal/platform/calendar"
	"mahalle/internal/platform/fault"
)

// Group gathers subjects that people look for together.
type Group = citypack.Group

// Subject is one thing that can be asked of the city.
type Subject = citypack.Subject

// Kind is what sort of request it is; the law's time to answer hangs on it.
type Kind = citypack.Kind

// Rule says who owns a subject where.
type Rule = citypack.OwnerRule

// Template is a ready reply.
type Template = citypack.Template

// Decision is who owns a request, why, and what is promised.
type Decision struct {
	Unit         string
	Rule         int // line of the rule in the city's file
	Why          city.Text
	Answer       calendar.Amount // zero: the law asks for none
	Target       calendar.Amount // zero: no service target
	Hidden       bool
	Confidential bool
}

// book is everything routing knows of one city.
type book struct {
	groups    []Group
	subjects  []Subject
	subject   map[string]Subject
	kinds     []Kind
	rules     []Rule
	why       map[int]city.Text
	templates []Template
	finder    *finder
}

// decide finds the first rule that fits.
func (b *book) decide(kind, subject, district, street string) (Decision, error) {
	s, known := b.subject[subject]
	if !known {
		return Decision{}, fault.Fields(fault.Field{Name: "subject", Key: "routing.choose_subject"})
	}
	for _, r := range b.rules {
		if r.Matches(subject, s.Group, district, street) {
			return b.decision(r, s, kind), nil
		}
	}
	return Decision{}, fault.New(fault.Internal, "routing.no_owner")
}

func (b *book) decision(r Rule, s Subject, kind string) Decision {
	k := b.kind(kind)
	return Decision{
		Unit: r.Unit, Rule: r.Line, Why: r.Why, Answer: k.Answer, Target: s.Target,
		Hidden:       k.Identity == "hidden" || slices.Contains(s.Flags, citypack.IdentityHidden),
		Confidential: slices.Contains(s.Flags, citypack.Confidential),
	}
}

// kind is one kind by its code; the first one is what is meant when none is said.
func (b *book) kind(code string) Kind {
	for _, k := range b.kinds {
		if k.Code == code {
			return k
		}
	}
	if len(b.kinds) > 0 {
		return b.kinds[0]
	}
	return Kind{}
}

// kindOf is the kind a subject usually is.
func (b *book) kindOf(subject string) string {
	if k := b.subject[subject].Kind; k != "" {
		return k
	}
	return b.kind("").Code
}

// ready lists the templates for a purpose, the most special first.
func (b *book) ready(subject, purpose string) []Template {
	group := b.subject[subject].Group
	var all []Template
	for _, about := range []string{subject, group + ".*", "*"} {
		for _, t := range b.templates {
			if t.For == purpose && t.About == about {
				all = append(all, t)
			}
		}
	}
	return all
}

// Fill writes the values into a template's places.
func Fill(text string, values map[string]string) string {
	for name, v := range values {
		text = strings.ReplaceAll(text, "{"+name+"}", v)
	}
	return text
}
