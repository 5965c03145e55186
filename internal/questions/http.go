package questions

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"mahalle/internal/city"
	"mahalle/internal/platform/ask"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/ui"
	"mahalle/internal/platform/web"
)

// Routes opens the doors for those who write questions.
func (s *Service) Routes(r *web.Router) {
	r.Handle("GET /staff/subjects/questions", CanEdit, s.listPage)
	r.Handle("GET /staff/subjects/{code}/questions", CanEdit, s.subjectPage)
	r.Handle("POST /staff/subjects/{code}/questions", CanEdit, s.act)
	r.Handle("GET /staff/subjects/{code}/questions/edit", CanEdit, s.editPage)
	r.Handle("POST /staff/subjects/{code}/questions/edit", CanEdit, s.save)
}

func address(subject string) string {
	return "/staff/subjects/" + url.PathEscape(subject) + "/questions"
}

// listRow is a subject in the list of all.
type listRow struct {
	Subject
	Asked, Version int
	Draft          bool
}

func (s *Service) listPage(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	all, err := tallies(ctx, s.db.Read(ctx))
	if err != nil {
		return err
	}
	var rows []listRow
	for _, sub := range s.needs.Subjects(ctx) {
		t := all[sub.Code]
		rows = append(rows, listRow{Subject: sub, Asked: len(t.version.Questions), Version: t.version.Number, Draft: t.draft})
	}
	return web.Page(w, r, http.StatusOK, listPage(i18n.From(ctx), rows))
}

// subjectView is the page of one subject's questions.
type subjectView struct {
	Code, Name string
	Revision   int // of the draft; 0: none is begun
	Draft      []ask.Question
	CanUndo    bool
	Versions   []versionRow
	Shown      int // the version in the preview; 0: the draft
	Preview    form
	Tried      bool   // the preview was filled in and is right
	Note       string // what could not be done
}

type versionRow struct {
	Number, Asked int
	When, Who     string
}

func (s *Service) subjectPage(w http.ResponseWriter, r *http.Request) error {
	return s.showSubject(w, r, "", http.StatusOK)
}

func (s *Service) showSubject(w http.ResponseWriter, r *http.Request, note string, status int) error {
	ctx, l := r.Context(), i18n.From(r.Context())
	code := r.PathValue("code")
	name, err := s.subject(ctx, code)
	if err != nil {
		return err
	}
	q := s.db.Read(ctx)
	d, err := draftOf(ctx, q, code)
	if err != nil {
		return err
	}
	all, err := versions(ctx, q, code)
	if err != nil {
		return err
	}
	v := subjectView{Code: code, Name: l.Text(name), Revision: d.Revision, Draft: d.Questions, CanUndo: len(d.Before) > 0, Note: note}
	shown := d.Questions
	for _, one := range all {
		v.Versions = append(v.Versions, versionRow{Number: one.Number, Asked: len(one.Questions), When: l.Moment(one.At), Who: s.who(ctx, one)})
		if r.URL.Query().Get("version") == strconv.Itoa(one.Number) {
			v.Shown, shown = one.Number, one.Questions
		}
	}
	v.Preview, v.Tried = tried(r, shown)
	return web.Page(w, r, status, subjectPage(l, v))
}

func (s *Service) who(ctx context.Context, v Version) string {
	if v.Person == "" || s.needs.PersonName == nil {
		return i18n.From(ctx).Say("questions.from_pack")
	}
	return s.needs.PersonName(ctx, v.Person)
}

// tried is the preview as it answers to what was filled in.
func tried(r *http.Request, all []ask.Question) (form, bool) {
	typed := url.Values{}
	for name, values := range r.URL.Query() {
		if ask.IsField(name) {
			typed[name] = values
		}
	}
	f := formOf(r.Context(), all, typed, Look{Desk: true, Faults: map[string]string{}})
	if len(typed) == 0 {
		return f, false
	}
	read := ask.Read(all, typed, tenant.From(r.Context()).Phone)
	for _, wrong := range read.Faults {
		f.Faults[wrong.Name] = i18n.From(r.Context()).Say(wrong.Key, wrong.Args...)
	}
	return f, len(read.Faults) == 0 && !read.More && read.Stop == nil
}

// act does one thing with the draft. What cannot be done is told on the page.
func (s *Service) act(w http.ResponseWriter, r *http.Request) error {
	ctx, code := r.Context(), r.PathValue("code")
	revision, _ := strconv.Atoi(r.FormValue("revision")) // a broken one is nobody's revision
	question := r.FormValue("question")
	var err error
	done := r.FormValue("act")
	switch done {
	case "up":
		err = s.Move(ctx, code, revision, question, -1)
	case "down":
		err = s.Move(ctx, code, revision, question, 1)
	case "remove":
		err = s.Remove(ctx, code, revision, question)
	case "undo":
		err = s.Undo(ctx, code, revision)
	case "discard":
		err = s.Discard(ctx, code, revision)
	case "publish":
		err = s.Publish(ctx, code, revision)
	case "begin":
		version, _ := strconv.Atoi(r.FormValue("version")) // there is no version 0
		err = s.Begin(ctx, code, revision, version)
	default:
		err = fault.New(fault.Invalid, "web.form_has_faults")
	}
	if f, no := fault.Of(err); no && f.Kind == fault.Conflict {
		return s.showSubject(w, r, i18n.From(ctx).Say(f.Key, f.Args...), http.StatusConflict)
	}
	if err != nil {
		return err
	}
	web.Flash(w, "", "questions.did_"+done)
	return web.Go(w, r, address(code))
}

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
