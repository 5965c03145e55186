package ask

import (
	"slices"

	"mahalle/internal/city"
)

// Kind is the sort of a question.
type Kind string

// The thirteen sorts.
const (
	Text     Kind = "text"     // one line
	Words    Kind = "words"    // several lines
	YesNo    Kind = "yes_no"   // yes or no
	One      Kind = "one"      // one of many
	Many     Kind = "many"     // several of many
	Number   Kind = "number"   // with a unit and bounds
	Date     Kind = "date"     // a day
	Time     Kind = "time"     // a time of day
	Moment   Kind = "moment"   // a day and a time
	Phone    Kind = "phone"    // a telephone number
	Plate    Kind = "plate"    // a vehicle's or an asset's number, with a pattern
	Landmark Kind = "landmark" // where exactly, in words
	Notice   Kind = "notice"   // only read
)

// Kinds lists the sorts in the order in which they are offered.
var Kinds = []Kind{Text, Words, YesNo, One, Many, Number, Date, Time, Moment, Phone, Plate, Landmark, Notice}

// Question is one thing that is asked.
type Question struct {
	Code     string    `json:"code" toml:"code"`
	Kind     Kind      `json:"kind" toml:"kind"`
	Label    city.Text `json:"label" toml:"label"`
	Hint     city.Text `json:"hint,omitzero" toml:"hint"`
	Required bool      `json:"required,omitempty" toml:"required"`
	Personal bool      `json:"personal,omitempty" toml:"personal"` // says something about a person: can be erased
	Options  []Option  `json:"options,omitempty" toml:"option"`    // of One and Many
	Unit     city.Text `json:"unit,omitzero" toml:"unit"`          // of Number
	Least    *float64  `json:"least,omitempty" toml:"least"`
	Most     *float64  `json:"most,omitempty" toml:"most"`
	Pattern  string    `json:"pattern,omitempty" toml:"pattern"` // of Plate: RE2 over capitals and digits without spaces
	Example  string    `json:"example,omitempty" toml:"example"`
	When     *When     `json:"when,omitempty" toml:"when"`
	Stops    []Stop    `json:"stops,omitempty" toml:"stop"`
}

// Option is one of the answers that One and Many offer.
type Option struct {
	Code  string    `json:"code" toml:"code"`
	Label city.Text `json:"label" toml:"label"`
}

// When is on what a question depends: an earlier one was answered, and with one
// of these if any are named.
type When struct {
	Question string   `json:"question" toml:"question"`
	Is       []string `json:"is,omitempty" toml:"is"`
}

// Stop ends the form: it is somebody else's.
type Stop struct {
	Is      []string  `json:"is" toml:"is"` // the answers that end it
	Reason  city.Text `json:"reason" toml:"reason"`
	Who     city.Text `json:"who" toml:"who"`                   // whom to call
	Call    string    `json:"call" toml:"call"`                 // the number
	Subject string    `json:"subject,omitempty" toml:"subject"` // one may go on as this
}

// The two answers of YesNo.
const (
	Yes = "yes"
	No  = "no"
)

// Asks reports whether the question wants an answer at all.
func (q *Question) Asks() bool { return q.Kind != Notice }

// choices are the answers among which one chooses; none where one types.
func (q *Question) choices() []string {
	if q.Kind == YesNo {
		return []string{Yes, No}
	}
	var all []string
	for _, o := range q.Options {
		all = append(all, o.Code)
	}
	return all
}

// Option finds an option by its code.
func (q *Question) Option(code string) (Option, bool) {
	i := slices.IndexFunc(q.Options, func(o Option) bool { return o.Code == code })
	if i < 0 {
		return Option{}, false
	}
	return q.Options[i], true
}

// Early keeps the questions that may end the form and those on which they
// depend: worth asking before anything else.
func Early(all []Question) []Question {
	wanted := map[string]bool{}
	for i := len(all) - 1; i >= 0; i-- {
		q := &all[i]
		if len(q.Stops) > 0 || wanted[q.Code] {
			wanted[q.Code] = true
			if q.When != nil {
				wanted[q.When.Question] = true
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(all), func(q Question) bool { return !wanted[q.Code] })
}
