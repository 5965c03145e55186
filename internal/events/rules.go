package events

import "mahalle/internal/city"

// rulesSubject is what facts about the rules are about: a city has one set.
const rulesSubject city.ID = "rules"

// RulesPublished: other rules decide who owns what.
type RulesPublished struct {
	Version int `json:"version"`
	Rules   int `json:"rules"` // how many there are now
	New     int `json:"new"`   // how many say something new
	Gone    int `json:"gone"`  // how many decide no more
}

// RuleDied: a rule is passed over, because nobody in its unit takes requests.
type RuleDied struct {
	Rule  int    `json:"rule"`
	Unit  string `json:"unit"`
	State string `json:"state"` // closed, no_post, vacated
}

// RuleRevived: a rule that was passed over decides again.
type RuleRevived struct {
	Rule int    `json:"rule"`
	Unit string `json:"unit"`
}

// About names the rules of the city.
func (RulesPublished) About() Subject { return Subject{Kind: "rules", ID: rulesSubject} }

// About names the rules of the city.
func (RuleDied) About() Subject { return Subject{Kind: "rules", ID: rulesSubject} }

// About names the rules of the city.
func (RuleRevived) About() Subject { return Subject{Kind: "rules", ID: rulesSubject} }

// Where is nowhere in particular.
func (RulesPublished) Where() city.Place { return city.Place{} }

// Where is nowhere in particular.
func (RuleDied) Where() city.Place { return city.Place{} }

// Where is nowhere in particular.
func (RuleRevived) Where() city.Place { return city.Place{} }

// Kinds of the facts about rules.
func (RulesPublished) Kind() string { return "rules.published" }
func (RuleDied) Kind() string       { return "rules.rule_died" }
func (RuleRevived) Kind() string    { return "rules.rule_revived" }

// Identify: there is one set of rules in a city.
func (*RulesPublished) Identify(city.ID) {}

// Identify: there is one set of rules in a city.
func (*RuleDied) Identify(city.ID) {}

// Identify: there is one set of rules in a city.
func (*RuleRevived) Identify(city.ID) {}
