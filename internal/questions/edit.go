package questions

import (
	"net/http"
	"slices"
	"strconv"

	"mahalle/internal/city"
	"mahalle/internal/platform/ask"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/ui"
	"mahalle/internal/platform/web"
)

// editView is the form of one question.
type editView struct {
	Code, Name string
	Revision   int
	Was        string // the question's code; empty: a new one
	Kind       ask.Kind
	Typed      typed
	Earlier    []ask.Question
	Choices    []ui.Option // the answers that may end the form
	Subjects   []ui.Option
	Faults     map[string]string
}

func (s *Service) editPage(w http.ResponseWriter, r *http.Request) error {
	ctx, code := r.Context(), r.PathValue("code")
	name, err := s.subject(ctx, code)
	if err != nil {
		return err
	}
	d, err := draftOf(ctx, s.db.Read(ctx), code)
	if err != nil {
		return err
	}
	v := editView{Code: code, Was: r.URL.Query().Get("question"), Kind: ask.Kind(r.URL.Query().Get("kind"))}
	q := ask.Question{Kind: v.Kind}
	if v.Was != "" {
		i, err := at(d.Questions, v.Was)
		if err != nil {
			return err
		}
		q = d.Questions[i]
	} else if !slices.Contains(ask.Kinds, v.Kind) {
		return web.Page(w, r, http.StatusOK, kindsPage(i18n.From(ctx), code, i18n.From(ctx).Text(name)))
	}
	v.Typed = typed{valuesOf(q, langsOf(name)), langsOf(name)}
	return s.showEdit(w, r, v, name, d, q)
}

func (s *Service) showEdit(w http.ResponseWriter, r *http.Request, v editView, name city.Text, d draft, q ask.Question) error {
	ctx, l := r.Context(), i18n.From(r.Context())
	if !slices.Contains(ask.Kinds, q.Kind) { // a broken form comes back as the plainest
		q.Kind = ask.Text
	}
	v.Name, v.Kind, v.Choices = l.Text(name), q.Kind, nil
	if v.Revision == 0 {
		v.Revision = d.Revision
	}
	if q.Kind == ask.YesNo || q.Kind == ask.One || q.Kind == ask.Many {
		v.Choices = options(l, &q)
	}
	v.Earlier = d.Questions
	if i, err := at(d.Questions, v.Was); err == nil {
		v.Earlier = d.Questions[:i]
	}
	v.Subjects = []ui.Option{{Label: l.Say("questions.no_other_subject")}}
	for _, sub := range s.needs.Subjects(ctx) {
		if sub.Code != v.Code {
			v.Subjects = append(v.Subjects, ui.Option{Value: sub.Code, Label: sub.Name, Group: sub.Group})
		}
	}
	status := http.StatusOK
	if len(v.Faults) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return web.Page(w, r, status, editPage(l, v))
}

// save writes a question into the draft, or shows the form again with what is
// wrong beside each field.
func (s *Service) save(w http.ResponseWriter, r *http.Request) error {
	ctx, l, code := r.Context(), i18n.From(r.Context()), r.PathValue("code")
	name, err := s.subject(ctx, code)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "web.form_has_faults")
	}
	d, err := draftOf(ctx, s.db.Read(ctx), code)
	if err != nil {
		return err
	}
	t := typed{r.PostForm, langsOf(name)}
	v := editView{Code: code, Was: t.Get("was"), Typed: t, Faults: map[string]string{}}
	v.Revision, _ = strconv.Atoi(t.Get("revision")) // a broken one is nobody's revision
	q := t.question(d.Questions, v.Was)
	v.tell(l, d.Questions, q)
	if len(v.Faults) == 0 {
		err := s.Put(ctx, code, v.Revision, v.Was, q)
		if err == nil {
			web.Flash(w, "", "questions.did_save")
			return web.Go(w, r, address(code))
		}
		f, no := fault.Of(err)
		if !no || f.Kind != fault.Conflict {
			return err
		}
		v.Faults["label_"+string(t.langs[0])] = l.Say(f.Key, f.Args...)
	}
	return s.showEdit(w, r, v, name, d, q)
}

// tell puts what is wrong with a question beside the fields of its parts.
func (v *editView) tell(l i18n.Locale, all []ask.Question, q ask.Question) {
	for _, name := range v.Typed.wrongBounds() {
		v.Faults[name] = l.Say("ask.not_a_number")
	}
	put := len(all)
	if i, err := at(all, v.Was); err == nil {
		put = i
	}
	with := append(slices.Clone(all[:put]), q)
	for _, p := range ask.Check(with, v.Typed.langs) {
		if p.At == put {
			v.Faults[v.fieldOf(p.Part)] = l.Say(p.Key)
		}
	}
}

// fieldOf is the field in which a part of a question is written.
func (v *editView) fieldOf(part string) string {
	first := string(v.Typed.langs[0])
	switch part {
	case "label", "hint", "unit":
		for _, lang := range v.Typed.langs {
			if v.Typed.line(part+"_"+string(lang)) == "" {
				return part + "_" + string(lang)
			}
		}
		return part + "_" + first
	case "stop":
		return stopField(0, "is")
	case "kind":
		return "label_" + first
	}
	return part
}
