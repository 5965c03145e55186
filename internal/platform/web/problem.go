package web

import (
	"cmp"
	"encoding/json"
	"net/http"
	"slices"

	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
)

// Problem is a refusal as other systems read it (RFC 9457).
type Problem struct {
	Type   string         `json:"type"`   // urn:mahalle: and the key of the sentence
	Title  string         `json:"title"`  // the same for all of a status, in the caller's language
	Status int            `json:"status"` // as HTTP says it
	Detail string         `json:"detail"` // the sentence a person would read
	Errors []FieldProblem `json:"errors,omitempty"`
}

// FieldProblem is what is wrong with one field of what was sent.
type FieldProblem struct {
	Field  string `json:"field"`
	Detail string `json:"detail"`
}

// ProblemOf says an error as a problem; one of ours is an apology.
func ProblemOf(l i18n.Locale, err error) Problem {
	kind := fault.KindOf(err)
	key, args, fields := words(err)
	p := Problem{Type: "urn:mahalle:" + key, Title: l.Say(heading(kind)), Status: kind.Status(), Detail: l.Say(key, args...)}
	for _, f := range fields {
		p.Errors = append(p.Errors, FieldProblem{f.Name, l.Say(f.Key, f.Args...)})
	}
	slices.SortStableFunc(p.Errors, func(a, b FieldProblem) int { return cmp.Compare(a.Field, b.Field) })
	return p
}

func refuseProblem(w http.ResponseWriter, r *http.Request, err error) {
	kind := fault.KindOf(err)
	if kind == fault.SignIn {
		w.Header().Set("WWW-Authenticate", `Bearer realm="mahalle"`)
	}
	if kind == fault.TooOften && w.Header().Get("Retry-After") == "" {
		w.Header().Set("Retry-After", "60")
	}
	l := i18n.From(r.Context())
	body, _ := json.Marshal(ProblemOf(l, err)) // strings and a number
	w.Header().Set("Content-Language", string(l.Lang))
	_ = send(w, "application/problem+json", kind.Status(), body)
}
