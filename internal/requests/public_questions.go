package requests

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"

	"github.com/a-h/templ"

	"mahalle/internal/city"
	asking "mahalle/internal/platform/ask"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/ui"
	"mahalle/internal/platform/web"
)

// Questions are what the city asks in addition about some subjects. Package app
// joins them; without them nothing more is asked.
type Questions struct {
	// Form draws the questions of a subject with what was typed; nil when nothing
	// is asked there.
	Form func(ctx context.Context, subject string, typed url.Values, faults map[string]string, at AskedAt) (templ.Component, error)
	// Read reads the answers; they are nil when nothing was answered.
	Read func(ctx context.Context, subject string, typed url.Values) (asking.Result, Answers, error)
	// Kept are the answers that were kept with a request; nil without any.
	Kept func(ctx context.Context, q db.Query, request city.ID) (Answers, error)
	// Values are the kept answers by the question's code, those about persons only
	// if the reader may know them. Programs read them.
	Values func(ctx context.Context, q db.Query, request city.ID, personal bool) ([]Value, error)
	// Facts are the kept answers of a request: those about persons if the reader
	// may know them, and telephone numbers in full or masked.
	Facts func(ctx context.Context, q db.Query, request city.ID, personal, phones bool) (facts []ui.Fact, masked bool, err error)
}

// Answers are a form that was filled in, to be kept with its request.
type Answers interface {
	Keep(ctx context.Context, tx *db.Tx, request city.ID) error
	Words() string  // what may be searched: nothing about persons
	String() string // tells two fillings-in apart
}

// Value is one kept answer as programs read it: yes, big, 12.5, 2026-11-24.
type Value struct{ Question, Value string }

// AskedAt is the page on which questions stand.
type AskedAt int

// The pages: before anything else, only what may end the form; beside the
// resident's words; at the desk.
const (
	AskedFirst AskedAt = iota
	AskedWithWords
	AskedAtDesk
)

func (n Questions) form(ctx context.Context, subject string, typed url.Values, faults map[string]string, at AskedAt) (templ.Component, error) {
	if n.Form == nil {
		return nil, nil
	}
	return n.Form(ctx, subject, typed, faults, at)
}

func (n Questions) read(ctx context.Context, subject string, typed url.Values) (asking.Result, Answers, error) {
	if n.Read == nil {
		return asking.Result{}, nil, nil
	}
	return n.Read(ctx, subject, typed)
}

func (n Questions) kept(ctx context.Context, q db.Query, request city.ID) (Answers, error) {
	if n.Kept == nil {
		return nil, nil
	}
	return n.Kept(ctx, q, request)
}

func (n Questions) values(ctx context.Context, q db.Query, request city.ID, personal bool) ([]Value, error) {
	if n.Values == nil {
		return nil, nil
	}
	return n.Values(ctx, q, request, personal)
}

func (n Questions) facts(ctx context.Context, q db.Query, request city.ID, personal, phones bool) ([]ui.Fact, bool, error) {
	if n.Facts == nil {
		return nil, false, nil
	}
	return n.Facts(ctx, q, request, personal, phones)
}

// answersIn are the fields of a form that answer questions.
func answersIn(v url.Values) url.Values {
	all := url.Values{}
	for name, values := range v {
		if asking.IsField(name) {
			all[name] = values
		}
	}
	return all
}

// most of an answer that travels in an address: a choice, not somebody's words.
const mostTravelling = 60

// travelling are the answers that go on in the address: choices made before
// anything else was asked.
func travelling(answers url.Values) url.Values {
	all := url.Values{}
	for name, values := range answers {
		for _, v := range values {
			if len(v) <= mostTravelling && len(all[name]) < asking.MostOptions {
				all.Add(name, v)
			}
		}
	}
	return all
}

// firstPage asks what may show that it is not the city's to do.
type firstPage struct {
	d      draft
	choice Choice
	fields templ.Component
}

// askedFirst shows the questions that may end the form, before the place is
// asked, or where an answer has ended it.
func (s *Service) askedFirst(w http.ResponseWriter, r *http.Request, d draft, c Choice) (shown bool, err error) {
	read, _, err := s.pages.Questions.read(r.Context(), c.Code, d.Answers)
	if err != nil || read.Stop == nil && r.URL.Query().Get("step") != "" {
		return false, err
	}
	fields, err := s.pages.Questions.form(r.Context(), c.Code, d.Answers, nil, AskedFirst)
	if err != nil || fields == nil {
		return false, err
	}
	return true, web.Page(w, r, http.StatusOK, firstPage{d, c, fields}.page())
}

// answered reads the answers of a form, and tells all that is wrong with them.
func (s *Service) answered(ctx context.Context, subject string, typed url.Values) (Answers, []fault.Field, error) {
	read, answers, err := s.pages.Questions.read(ctx, subject, typed)
	faults := read.Faults
	switch {
	case err != nil:
		return nil, nil, err
	case read.Stop != nil:
		faults = append(faults, fault.Field{Name: asking.Field(read.At), Key: "requests.stops_here",
			Args: []any{"who", read.Stop.Who, "number", read.Stop.Call}})
	case read.More && len(faults) == 0:
		faults = append(faults, fault.Field{Name: "note", Key: "requests.more_questions"})
	}
	return answers, faults, nil
}

// withQuestions puts the questions on the page that is shown next.
func (s *Service) withQuestions(ctx context.Context, v *wordsPage) (err error) {
	v.asked, err = s.pages.Questions.form(ctx, v.choice.Code, v.d.Answers, v.faults, AskedWithWords)
	return err
}

// keepAnswers keeps what was answered with the request that was opened.
func keepAnswers(ctx context.Context, tx *db.Tx, r *Request, rep Report) error {
	if rep.Answers == nil {
		return nil
	}
	return rep.Answers.Keep(ctx, tx, r.ID)
}

// askedNames are the fields of questions that are wrong.
func askedNames(faults map[string]string) []string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(faults)) {
		if asking.IsField(name) {
			names = append(names, name)
		}
	}
	return names
}
