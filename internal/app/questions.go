package app

import (
	"context"
	"net/url"

	"github.com/a-h/templ"

	"mahalle/internal/city"
	"mahalle/internal/platform/ask"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/ui"
	"mahalle/internal/questions"
	"mahalle/internal/requests"
)

// extraQuestions joins requests with what is asked about a subject.
func (a *App) extraQuestions() requests.Questions {
	return requests.Questions{
		Form: func(ctx context.Context, subject string, typed url.Values, faults map[string]string, at requests.AskedAt) (templ.Component, error) {
			return a.Questions.Form(ctx, subject, typed, questions.Look{
				Early: at == requests.AskedFirst, Desk: at == requests.AskedAtDesk, Faults: faults})
		},
		Read: func(ctx context.Context, subject string, typed url.Values) (ask.Result, requests.Answers, error) {
			r, err := a.Questions.Read(ctx, subject, typed)
			if r.Answered == nil {
				return r.Result, nil, err
			}
			return r.Result, r.Answered, err
		},
		Kept: func(ctx context.Context, q db.Query, request city.ID) (requests.Answers, error) {
			kept, err := a.Questions.Kept(ctx, q, request)
			if kept == nil {
				return nil, err
			}
			return kept, err
		},
		Values: func(ctx context.Context, q db.Query, request city.ID, personal bool) ([]requests.Value, error) {
			all, err := a.Questions.Of(ctx, q, request)
			var values []requests.Value
			for _, g := range all {
				if !g.Erased && (personal || !g.Personal && g.Kind != ask.Phone) {
					values = append(values, requests.Value{Question: g.Question, Value: g.Value})
				}
			}
			return values, err
		},
		Facts: func(ctx context.Context, q db.Query, request city.ID, personal, phones bool) ([]ui.Fact, bool, error) {
			return a.Questions.Facts(ctx, q, request, questions.Reader{Personal: personal, Phones: phones})
		},
	}
}

// questionNeeds joins what those who write questions ask for.
func (a *App) questionNeeds() questions.Needs {
	return questions.Needs{
		Subject: func(ctx context.Context, code string) (city.Text, bool) {
			s, known := a.Routing.Subject(db.TenantFrom(ctx), code)
			return s.Name, known
		},
		Subjects: func(ctx context.Context) []questions.Subject {
			var all []questions.Subject
			for _, c := range a.allSubjects(ctx) {
				all = append(all, questions.Subject{Code: c.Code, Name: c.Name, Group: c.GroupName})
			}
			return all
		},
		Owners:     a.Routing.OwnersOf,
		PersonName: a.Office.PersonName,
	}
}
