package rules

import (
	"slices"
	"strings"
	"time"
)

// Case is a request as the rules see it. What is not known is empty.
type Case struct {
	Kind          string
	Subject       string
	District      string
	Neighbourhood string
	Street        string            // metro, district
	Answers       map[string]string // question → value
	At            time.Time         // by the city's own clock
}

// Standing is whether a unit can take what a rule sends it.
type Standing string

// The standings. Rules that lead to a unit that is closed, without a post or
// vacated are dead.
const (
	Staffed  Standing = ""
	Unseated Standing = "unseated" // nobody was ever put into its posts: it is being set up
	Vacated  Standing = "vacated"  // whoever may take requests there has left
	NoPost   Standing = "no_post"  // no post of it may take a request
	Closed   Standing = "closed"   // there is no such unit any more
)

// Dead reports whether nobody there would take a request.
func (s Standing) Dead() bool { return s == Vacated || s == NoPost || s == Closed }

// Office is what the rules must know of the house.
type Office struct {
	Units map[string]Standing                  // nil: every unit is there and staffed
	Works func(unit string, at time.Time) bool // nil: nobody knows, and no rule that asks it fits
	Desk  string                               // who keeps what no rule takes
}

// Of is how a unit stands.
func (o Office) Of(unit string) Standing {
	if unit == "" {
		return Closed
	}
	if o.Units == nil {
		return Staffed
	}
	if s, known := o.Units[unit]; known {
		return s
	}
	return Closed
}

// Outcome is who owns a case. Rule is the place of the rule that decided in the
// sheet, -1 if none did and it is the desk's.
type Outcome struct {
	Rule int
	Unit string
}

// Decide finds the first rule that fits and whose unit can take the case; if
// there is none, the desk has it.
func (s *Sheet) Decide(c Case, o Office) Outcome {
	for _, i := range s.About(c.Subject) {
		if s.fails(i, &c, o) == Fits {
			return Outcome{i, s.Rules[i].UnitIn(c.District)}
		}
	}
	return Outcome{-1, o.Desk}
}

// Condition is a part of a rule that a case can fail.
type Condition string

// The conditions, in the order in which they are asked.
const (
	Fits      Condition = ""
	IsOff     Condition = "off"
	ByPlace   Condition = "place"
	ByStreet  Condition = "street"
	ByKind    Condition = "kind"
	ByAnswers Condition = "answers"
	ByTime    Condition = "time"
	ByHours   Condition = "hours"
	ByUnit    Condition = "unit" // the rule is dead
)

// fails is the first condition that a case of the rule's subject fails.
func (s *Sheet) fails(i int, c *Case, o Office) Condition {
	r, places := &s.Rules[i], s.places[i]
	switch {
	case r.Off:
		return IsOff
	case places != nil && !places[c.District] && !places[c.Neighbourhood], r.ByDistrict() && c.District == "":
		return ByPlace
	case r.Street != "" && r.Street != c.Street:
		return ByStreet
	case r.Kind != "" && r.Kind != c.Kind:
		return ByKind
	case !answered(r.Answers, c.Answers):
		return ByAnswers
	case !r.Time.holds(c.At):
		return ByTime
	case r.Time.Outside != "" && (c.At.IsZero() || o.Works == nil || o.Works(r.Time.Outside, c.At)):
		return ByHours
	case o.Of(r.UnitIn(c.District)).Dead():
		return ByUnit
	}
	return Fits
}

func answered(want []Answer, given map[string]string) bool {
	for _, a := range want {
		if !among(given[a.Question], a.Value) {
			return false
		}
	}
	return true
}

// among finds a value in an answer; an answer to choose several from holds them
// side by side.
func among(given, value string) bool {
	return given == value || slices.Contains(strings.Fields(given), value)
}

// Step is one rule that was asked on the way.
type Step struct {
	Rule   int
	Failed Condition // Fits: the last step, which decides
}

// Trace lists the rules about the subject from the top to the one that decides.
func (s *Sheet) Trace(c Case, o Office) []Step {
	var steps []Step
	for _, i := range s.About(c.Subject) {
		step := Step{i, s.fails(i, &c, o)}
		steps = append(steps, step)
		if step.Failed == Fits {
			break
		}
	}
	return steps
}
