package requests

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	asking "mahalle/internal/platform/ask"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/web"
)

// askedInCall draws the questions of the subject that a call is about.
func (s *Service) askedInCall(ctx context.Context, c call, faults map[string]string) (templ.Component, error) {
	about, known := s.about(ctx, c)
	if !known {
		return nil, nil
	}
	return s.pages.Questions.form(ctx, about.Code, c.Answers, faults, AskedAtDesk)
}

// questionsPart is what a caller is asked in addition; it follows the subject.
func (s *Service) questionsPart(w http.ResponseWriter, r *http.Request) error {
	c, err := typedCall(r)
	if err != nil {
		return err
	}
	s.suggested(r.Context(), &c)
	fields, err := s.askedInCall(r.Context(), c, nil)
	if err != nil {
		return err
	}
	if fields == nil {
		fields = templ.NopComponent
	}
	return web.Fragment(w, r, fields)
}

// tellAnswers shows colleagues what was answered. A telephone number is masked
// until somebody asks to see it, as the applicant's own is.
func (s *Service) tellAnswers(ctx context.Context, q db.Query, v *oneView, phones bool) error {
	facts, masked, err := s.pages.Questions.facts(ctx, q, v.ID, true, phones)
	v.Answers = facts
	v.Applicant.Given = v.Applicant.Given || masked
	return err
}

// programAnswers are answers as a program sends them, by the question's code:
// texts, numbers, yes and no as true and false, several as a list.
type programAnswers map[string]json.RawMessage

// answeredBy reads the answers that a program sends. One that sends none knows
// nothing of questions, and is not held to them.
func (s *Service) answeredBy(ctx context.Context, subject string, sent programAnswers) (Answers, error) {
	if len(sent) == 0 {
		return nil, nil
	}
	typed := url.Values{}
	for code, raw := range sent {
		values, ok := plainValues(raw)
		if !ok {
			return nil, fault.New(fault.Invalid, "requests.json_broken")
		}
		typed[asking.Field(code)] = values
	}
	answers, wrong, err := s.answered(ctx, subject, typed)
	for i, f := range wrong {
		wrong[i].Name = "answers." + strings.TrimPrefix(f.Name, asking.Field(""))
	}
	if err == nil && len(wrong) > 0 {
		err = fault.Fields(wrong...)
	}
	return answers, err
}

func plainValues(raw json.RawMessage) ([]string, bool) {
	var several []json.RawMessage
	if json.Unmarshal(raw, &several) == nil {
		var all []string
		for _, one := range several {
			value, ok := plainValue(one)
			if !ok || len(all) > asking.MostOptions {
				return nil, false
			}
			all = append(all, value)
		}
		return all, true
	}
	value, ok := plainValue(raw)
	return []string{value}, ok
}

func plainValue(raw json.RawMessage) (string, bool) {
	if string(raw) == "null" {
		return "", true
	}
	var yes bool
	var text string
	var number json.Number
	switch {
	case json.Unmarshal(raw, &yes) == nil && yes:
		return asking.Yes, true
	case json.Unmarshal(raw, &yes) == nil:
		return asking.No, true
	case json.Unmarshal(raw, &text) == nil:
		return text, true
	}
	return string(number), json.Unmarshal(raw, &number) == nil
}
