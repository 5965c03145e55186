package questions

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"mahalle/internal/platform/ask"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
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
		if s.mayEdit(ctx, sub.Code) != nil {
			continue
		}
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
	f := formOf(r.Context(), all, typed, Look{Faults: map[string]string{}})
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
