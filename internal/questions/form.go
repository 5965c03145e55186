package questions

import (
	"context"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"mahalle/internal/city"
	"mahalle/internal/platform/ask"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/phone"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/ui"
)

// Look says how a form is shown.
type Look struct {
	Early  bool              // only the questions that may end it
	Desk   bool              // a clerk fills it in while the caller talks: little room, no mouse
	Faults map[string]string // sentences by field
}

// form is a list of questions as fields, with what was typed.
type form struct {
	Look
	questions []ask.Question
	shows     map[string]bool
	typed     url.Values
}

// Form draws the questions of a subject; nil when nothing is asked.
func (s *Service) Form(ctx context.Context, subject string, typed url.Values, look Look) (templ.Component, error) {
	v, known, err := current(ctx, s.db.Read(ctx), subject)
	if err != nil || !known {
		return nil, err
	}
	f := formOf(ctx, v.Questions, typed, look)
	if len(f.questions) == 0 {
		return nil, nil
	}
	return f.fields(), nil
}

func formOf(ctx context.Context, all []ask.Question, typed url.Values, look Look) form {
	shows := ask.Read(all, typed, tenant.From(ctx).Phone).Shows
	if look.Early {
		all = ask.Early(all)
	}
	for _, q := range all { // what follows the end of the form is there when the answer is taken back
		if q.When == nil {
			shows[q.Code] = true
		}
	}
	return form{Look: look, questions: all, shows: shows, typed: typed}
}

// mostCards is how many options stand as cards; more of them are a list.
const mostCards = 7

func (f form) field(l i18n.Locale, q *ask.Question) ui.Field {
	label := l.Text(q.Label)
	if !q.Unit.Empty() {
		label = l.Say("questions.label_unit", "label", label, "unit", q.Unit)
	}
	name := ask.Field(q.Code)
	return ui.Field{Name: name, Label: label, Hint: l.Text(q.Hint), Error: f.Faults[name], Value: f.typed.Get(name),
		Optional: !q.Required, Example: q.Example}
}

func (f form) line(l i18n.Locale, q *ask.Question) ui.Field {
	u := f.field(l, q)
	u.Max = ask.MostLine
	switch q.Kind {
	case ask.Number:
		u.Mode = "decimal"
	case ask.Phone:
		u.Type, u.Mode, u.Fill, u.Latin = "tel", "tel", "tel", true
	case ask.Time:
		u.Mode, u.Example, u.Max = "numeric", l.Say("questions.time_example"), 8
	}
	return u
}

func (f form) paragraph(l i18n.Locale, q *ask.Question) ui.Field {
	u := f.field(l, q)
	u.Max = ask.MostWords
	return u
}

// clock is the field beside the day of a Moment.
func (f form) clock(l i18n.Locale, q *ask.Question) ui.Field {
	name := ask.TimeField(q.Code)
	return ui.Field{Name: name, Label: l.Say("questions.time"), Value: f.typed.Get(name), Mode: "numeric",
		Example: l.Say("questions.time_example"), Max: 8, Optional: !q.Required}
}

func options(l i18n.Locale, q *ask.Question) []ui.Option {
	if q.Kind == ask.YesNo {
		return []ui.Option{{Value: ask.Yes, Label: l.Say("ask.yes")}, {Value: ask.No, Label: l.Say("ask.no")}}
	}
	var all []ui.Option
	for _, o := range q.Options {
		all = append(all, ui.Option{Value: o.Code, Label: l.Text(o.Label)})
	}
	return all
}

// listed are options of a long list, with one for no answer.
func listed(l i18n.Locale, q *ask.Question) []ui.Option {
	return append([]ui.Option{{Label: l.Say("questions.choose")}}, options(l, q)...)
}

func (f form) ticked(q *ask.Question) func(string) bool {
	return func(code string) bool {
		for _, v := range f.typed[ask.Field(q.Code)] {
			if v == code {
				return true
			}
		}
		return false
	}
}

// ended is where the form ends after these answers: the part that is on the page
// already, or waits for the answer.
func (f form) ended(q *ask.Question, s *ask.Stop) bool {
	for _, code := range s.Is {
		if f.ticked(q)(code) {
			return true
		}
	}
	return false
}

func joined(codes []string) string { return strings.Join(codes, " ") }

// Reader is what somebody may know of answers.
type Reader struct {
	Personal bool // what they say about a person
	Phones   bool // telephone numbers in full
}

// Facts are the answers of a request as its pages show them. What the reader may
// not know is left out or masked; what was erased says so.
func (s *Service) Facts(ctx context.Context, q db.Query, request city.ID, who Reader) (facts []ui.Fact, masked bool, err error) {
	all, err := s.Of(ctx, q, request)
	l, plan := i18n.From(ctx), tenant.From(ctx).Phone
	for _, a := range all {
		switch {
		case a.Personal && !who.Personal:
			continue
		case a.Erased:
			facts = append(facts, ui.Fact{Term: l.Text(a.Label), Text: l.Say("questions.erased")})
		case a.Kind == ask.Phone && !who.Phones:
			masked = true
			facts = append(facts, ui.Fact{Term: l.Text(a.Label), Content: ui.Code(l.Digits(phone.Mask(a.Value, plan)))})
		case a.Kind == ask.Phone:
			facts = append(facts, ui.Fact{Term: l.Text(a.Label), Content: ui.Phone(a.In(l, plan))})
		case a.Kind == ask.Text || a.Kind == ask.Words || a.Kind == ask.Landmark || a.Kind == ask.Plate:
			facts = append(facts, ui.Fact{Term: l.Text(a.Label), Content: ui.Bdi(a.In(l, plan))})
		default:
			facts = append(facts, ui.Fact{Term: l.Text(a.Label), Text: a.In(l, plan)})
		}
	}
	return facts, masked, err
}

// dialled is a number as a telephone dials it.
func dialled(call string) string { return strings.ReplaceAll(call, " ", "") }
