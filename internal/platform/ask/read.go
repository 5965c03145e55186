package ask

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/phone"
)

// The names of a form's fields: one for each question, the time beside a
// Moment's day, and which questions the page had on it.
const (
	fieldPrefix = "a-"
	timeSuffix  = "-time"
	AskedField  = "asked"
)

// Field is the name of a question's field.
func Field(code string) string { return fieldPrefix + code }

// TimeField is the name of the field beside the day of a Moment.
func TimeField(code string) string { return fieldPrefix + code + timeSuffix }

// IsField reports whether a field belongs to questions.
func IsField(name string) bool { return strings.HasPrefix(name, fieldPrefix) || name == AskedField }

// Result is what came of reading what was typed.
type Result struct {
	Answers []Answer        // in the order of the questions; hidden and empty ones left out
	Faults  []fault.Field   // what must be put right
	Shows   map[string]bool // which questions are asked after these answers
	More    bool            // some of them were not on the page yet
	Stop    *Stop           // the answer that ends the form
	At      string          // … and to which question
}

// Read reads the answers to questions. What was typed for a question that is
// not asked after the others' answers is ignored; so is what follows the end of
// the form.
func Read(all []Question, typed url.Values, plan phone.Plan) Result {
	r := reading{typed: typed, plan: plan, answers: said{}}
	r.Shows = map[string]bool{}
	for i := range all {
		if q := &all[i]; r.Stop == nil && q.shows(r.answers) {
			r.Shows[q.Code] = true
			r.one(q)
		}
	}
	if r.Stop == nil {
		r.strangers(all)
	}
	return r.Result
}

type reading struct {
	Result
	typed   url.Values
	plan    phone.Plan
	answers said
}

func (r *reading) one(q *Question) {
	wasAsked := !r.typed.Has(AskedField) || slices.Contains(r.typed[AskedField], q.Code)
	if !wasAsked {
		r.More = true
	}
	if !q.Asks() {
		return
	}
	a, given, err := read(q, r.typed, r.plan)
	f, wrong := fault.Of(err)
	switch {
	case wrong:
		r.Faults = append(r.Faults, fault.Field{Name: Field(q.Code), Key: f.Key, Args: f.Args})
	case len(given) > 0:
		r.answers[q.Code] = given
		r.Answers = append(r.Answers, a)
		if s := q.stopped(given); s != nil {
			r.Stop, r.At = s, q.Code
		}
	case q.Required && wasAsked:
		r.Faults = append(r.Faults, fault.Field{Name: Field(q.Code), Key: "ask.answer_needed"})
	}
}

// strangers tells of answers to questions that nobody asks.
func (r *reading) strangers(all []Question) {
	known := map[string]bool{AskedField: true}
	for i := range all {
		known[Field(all[i].Code)] = true
		known[TimeField(all[i].Code)] = all[i].Kind == Moment
	}
	for _, name := range slices.Sorted(maps.Keys(r.typed)) {
		if IsField(name) && !known[name] && strings.Join(r.typed[name], "") != "" {
			r.Faults = append(r.Faults, fault.Field{Name: name, Key: "ask.unknown_question"})
		}
	}
}
