package routing

import (
	"slices"
	"strings"

	"mahalle/internal/city"
	"mahalle/internal/citypack"
	"mahalle/internal/platform/calendar"
	"mahalle/internal/routing/rules"
)

// Group gathers subjects that people look for together.
type Group = citypack.Group

// Subject is one thing that can be asked of the city.
type Subject = citypack.Subject

// Kind is what sort of request it is; the law's time to answer hangs on it.
type Kind = citypack.Kind

// Rule says who owns what.
type Rule = rules.Rule

// Case is a request as the rules see it.
type Case = rules.Case

// Template is a ready reply.
type Template = citypack.Template

// Decision is who owns a request, why, and what is promised.
type Decision struct {
	Unit         string
	Rule         int // the rule's number for good
	Why          city.Text
	Answer       calendar.Amount // zero: the law asks for none
	Target       calendar.Amount // zero: no service target
	Hidden       bool
	Confidential bool
}

func (b *book) decision(r Rule, unit string, s Subject, kind string) Decision {
	k := b.kind(kind)
	return Decision{
		Unit: unit, Rule: r.ID, Why: r.Why, Answer: k.Answer, Target: s.Target,
		Hidden:       k.Identity == "hidden" || s.Is(citypack.IdentityHidden),
		Confidential: s.Is(citypack.Confidential),
	}
}

// kind is one kind by its code; the first one is what is meant when none is said.
func (b *book) kind(code string) Kind {
	for _, all := range [][]Kind{b.kinds.offered, b.kinds.retired} {
		if i := slices.IndexFunc(all, func(k Kind) bool { return k.Code == code }); i >= 0 {
			return all[i]
		}
	}
	if len(b.kinds.offered) > 0 {
		return b.kinds.offered[0]
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

// Fill writes the values into a template's places. What stands in a value is
// not filled again.
func Fill(text string, values map[string]string) string {
	var pairs []string
	for name, v := range values {
		pairs = append(pairs, "{"+name+"}", v)
	}
	return strings.NewReplacer(pairs...).Replace(text)
}
