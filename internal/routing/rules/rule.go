package rules

import (
	"slices"
	"strings"

	"mahalle/internal/city"
)

// Everything is the subject of a rule that speaks of every subject.
const Everything = "*"

// DistrictMark stands in a unit's code for the district of the request.
const DistrictMark = "{district}"

// Rule says which unit owns what. What is empty is not asked.
type Rule struct {
	ID      int       `json:"-"`                // its number for good; 0: not published yet
	Subject string    `json:"subject"`          // a code, GROUP.*, or *
	Places  []string  `json:"places,omitempty"` // districts, neighbourhoods and @lists: one of them
	Street  string    `json:"street,omitempty"` // metro, district: who keeps up the street
	Kind    string    `json:"kind,omitempty"`
	Answers []Answer  `json:"answers,omitempty"` // all of them
	Time    Time      `json:"time,omitzero"`
	Unit    string    `json:"unit"` // may hold DistrictMark; such a rule fits only where the district is known
	Why     city.Text `json:"why"`  // the sentence shown as "why here"
	Off     bool      `json:"off,omitempty"`
}

// Answer is what was answered to an extra question.
type Answer struct {
	Question string `json:"question"`
	Value    string `json:"value"`
}

// List is places under one name.
type List struct {
	Code   string    `json:"code"`
	Name   city.Text `json:"name"`
	Places []string  `json:"places"` // districts and neighbourhoods
}

// ListMark stands before the code of a list in a rule's places.
const ListMark = "@"

// Set is everything that decides, in its order.
type Set struct {
	Rules []Rule
	Lists []List
}

// ByDistrict reports whether the rule leads to a unit of each district.
func (r Rule) ByDistrict() bool { return strings.Contains(r.Unit, DistrictMark) }

// UnitIn is the unit for a district; empty where the rule needs one and none is
// known.
func (r Rule) UnitIn(district string) string {
	if !r.ByDistrict() {
		return r.Unit
	}
	if district == "" {
		return ""
	}
	return strings.ReplaceAll(r.Unit, DistrictMark, district)
}

// TakesAll reports whether the rule fits whatever comes.
func (r Rule) TakesAll() bool {
	return r.Subject == Everything && len(r.Places) == 0 && r.Street == "" && r.Kind == "" && len(r.Answers) == 0 &&
		r.Time.Always() && !r.ByDistrict() && !r.Off
}

// Same reports whether two rules say the same, whatever their numbers.
func (r Rule) Same(o Rule) bool {
	return r.asks(o) && r.Unit == o.Unit && r.Why == o.Why && r.Off == o.Off
}

// asks reports whether both ask for the same.
func (r Rule) asks(o Rule) bool {
	return r.Subject == o.Subject && slices.Equal(r.Places, o.Places) && r.Street == o.Street && r.Kind == o.Kind &&
		slices.Equal(r.Answers, o.Answers) && r.Time == o.Time
}

// about reports whether the rule speaks of a subject of a group.
func (r Rule) about(subject, group string) bool {
	return r.Subject == Everything || r.Subject == subject || group != "" && r.Subject == group+".*"
}
