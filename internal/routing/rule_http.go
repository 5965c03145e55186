package routing

import (
	"net/http"
	"net/url"
	"strconv"

	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/web"
)

const rulesAddress = "/staff/routing/rules"

func (s *Service) ruleRoutes(r *web.Router) {
	r.Handle("GET "+rulesAddress, access.SignedIn, s.rulesPage)
	r.Handle("GET "+rulesAddress+"/draft/{at}", CanEdit, s.rulePage)
	r.Handle("POST "+rulesAddress+"/draft/{at}", CanEdit, s.writeRule)
	r.Handle("POST "+rulesAddress+"/draft/{at}/up", CanEdit, s.onDraft("moved", func(d *draft, e editor, at int) error { return d.move(e, at, -1) }, -1))
	r.Handle("POST "+rulesAddress+"/draft/{at}/down", CanEdit, s.onDraft("moved", func(d *draft, e editor, at int) error { return d.move(e, at, 1) }, 1))
	r.Handle("POST "+rulesAddress+"/draft/{at}/turn", CanEdit, s.onDraft("turned", (*draft).turn, 0))
	r.Handle("POST "+rulesAddress+"/draft/{at}/remove", CanEdit, s.onDraft("removed", (*draft).remove, 0))
	r.Handle("GET "+rulesAddress+"/lists/{code}", CanEdit, s.listPage)
	r.Handle("POST "+rulesAddress+"/lists/{code}", CanEdit, s.writeList)
	r.Handle("POST "+rulesAddress+"/lists/{code}/remove", CanEdit, s.removeList)
	r.Handle("POST "+rulesAddress+"/undo", CanEdit, s.undo)
	r.Handle("POST "+rulesAddress+"/discard", CanEdit, s.discard)
	r.Handle("GET "+rulesAddress+"/simulation", CanEdit, s.simulationPage)
	r.Handle("POST "+rulesAddress+"/publish", CanEdit, s.publish)
	r.Handle("GET "+rulesAddress+"/versions", access.SignedIn, s.versionsPage)
	r.Handle("GET "+rulesAddress+"/versions/{number}", access.SignedIn, s.versionPage)
	r.Handle("POST "+rulesAddress+"/versions/{number}/restore", CanEdit, s.restore)
}

// rulesView is the page of rules: those in force, or the draft of somebody who
// may change them.
type rulesView struct {
	view
	Draft    draft
	Editing  bool // the draft is shown and may be changed
	Rows     []ruleRow
	Dead     int
	Wrong    int
	Only     string // "", alarms
	At       int    // the row one is at; -1: none
	Version  int
	MayWrite bool
}

func (s *Service) rulesPage(w http.ResponseWriter, r *http.Request) error {
	v, q := s.view(r), r.URL.Query()
	v.office = s.officeNow(v.ctx)
	p := rulesView{view: v, Version: v.b.version, Only: q.Get("only"), At: -1, MayWrite: access.From(v.ctx).Has(CanEdit)}
	if n, err := strconv.Atoi(q.Get("at")); err == nil {
		p.At = n
	}
	p.Draft = draft{Set: v.b.set, Based: v.b.version}
	if p.MayWrite && q.Get("show") != "live" {
		d, err := draftOf(v.ctx, s.db.Read(v.ctx))
		if err != nil {
			return err
		}
		p.Draft, p.Editing = d, true
	}
	if q.Get("dead") == "1" {
		p.Only = "alarms"
	}
	p.Rows = v.ruleRows(p.Draft.Set)
	if err := p.addSince(); err != nil {
		return err
	}
	for _, row := range p.Rows {
		if row.Dead {
			p.Dead++
		}
		if row.Wrong {
			p.Wrong++
		}
	}
	return web.Page(w, r, http.StatusOK, rulesPage(p))
}

// addSince tells beside a rule since when it is passed over.
func (p *rulesView) addSince() error {
	all, err := p.s.deadSince(p.ctx)
	for _, d := range all {
		for i := range p.Rows {
			if row := &p.Rows[i]; row.Dead && row.Since == "" && p.Draft.Set.Rules[i].ID == d.Rule {
				row.Since = p.l.Say("routing.dead_since", "when", p.l.When(d.Since, clock.Now(p.ctx)))
			}
		}
	}
	return err
}

// shown are the rows that are asked for.
func (p rulesView) shown() []ruleRow {
	if p.Only == "" {
		return p.Rows
	}
	var rows []ruleRow
	for _, row := range p.Rows {
		if len(row.Faults) > 0 {
			rows = append(rows, row)
		}
	}
	return rows
}

// onDraft does one thing with one rule of the draft and comes back to it.
func (s *Service) onDraft(did string, do func(d *draft, e editor, at int) error, by int) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		at, err := strconv.Atoi(r.PathValue("at"))
		if err != nil {
			return fault.New(fault.NotFound, "routing.no_such_rule")
		}
		e := s.view(r).editor()
		if err := s.changeDraft(r.Context(), revisionOf(r), func(d *draft) error { return do(d, e, at) }); err != nil {
			return s.stale(w, r, err)
		}
		web.Flash(w, rulesAddress+"/undo", "routing.did_"+did)
		return web.Go(w, r, rulesAddress+"?at="+strconv.Itoa(max(0, at+by)))
	}
}

func revisionOf(r *http.Request) int {
	n, err := strconv.Atoi(r.PostFormValue("revision"))
	if err != nil {
		return -1
	}
	return n
}

// stale leads somebody whose page was drawn before another's change back to the
// draft as it is now.
func (s *Service) stale(w http.ResponseWriter, r *http.Request, err error) error {
	if fault.KindOf(err) != fault.Conflict {
		return err
	}
	web.Flash(w, "", "routing.changed_meanwhile")
	return web.Go(w, r, rulesAddress)
}

func (s *Service) undo(w http.ResponseWriter, r *http.Request) error {
	if err := s.undoDraft(r.Context()); err != nil {
		return s.stale(w, r, err)
	}
	web.Flash(w, "", "routing.did_undo")
	return web.Go(w, r, rulesAddress)
}

// rulePage is the form of one rule.
func (s *Service) rulePage(w http.ResponseWriter, r *http.Request) error {
	v := s.view(r)
	d, err := draftOf(v.ctx, s.db.Read(v.ctx))
	if err != nil {
		return err
	}
	f := ruleForm{At: r.PathValue("at"), Revision: d.Revision, Lists: d.Set.Lists, Marks: marksOf(d.Set), Fields: r.URL.Query()}
	if f.At != "new" && f.Fields.Get("look") == "" {
		at, err := strconv.Atoi(f.At)
		if err != nil {
			return fault.New(fault.NotFound, "routing.no_such_rule")
		}
		rule, err := d.own(v.editor(), at)
		if err != nil {
			return err
		}
		f.Fields = v.fieldsOf(rule)
	}
	return web.Page(w, r, http.StatusOK, rulePage(v, f))
}

// writeRule writes a rule into the draft, new or instead of another.
func (s *Service) writeRule(w http.ResponseWriter, r *http.Request) error {
	v := s.view(r)
	if err := r.ParseForm(); err != nil {
		return fault.New(fault.Invalid, "routing.cannot_read")
	}
	at := r.PathValue("at")
	if r.PostForm.Get("look") != "" { // show the questions of the subject just chosen
		return s.ruleAgain(w, r, v, nil)
	}
	rule, err := v.readRule(r.PostForm)
	if err != nil {
		return s.ruleAgain(w, r, v, err)
	}
	place := 0
	err = s.changeDraft(v.ctx, revisionOf(r), func(d *draft) (err error) {
		rule := d.gather(said(r.PostForm, "list_name"), v.l.Lang, rule)
		if at == "new" {
			place, err = d.add(v.editor(), v.b, v.world(), rule)
			return err
		}
		if place, err = strconv.Atoi(at); err != nil {
			return fault.New(fault.NotFound, "routing.no_such_rule")
		}
		return d.replace(v.editor(), place, rule)
	})
	switch fault.KindOf(err) {
	case fault.Conflict, fault.Forbidden:
		return s.ruleAgain(w, r, v, err)
	}
	if err != nil {
		return err
	}
	web.Flash(w, rulesAddress+"/undo", "routing.did_written")
	return web.Go(w, r, rulesAddress+"?at="+strconv.Itoa(place))
}

// ruleAgain shows the form as it was typed, over the draft as it is now.
func (s *Service) ruleAgain(w http.ResponseWriter, r *http.Request, v view, wrong error) error {
	d, err := draftOf(v.ctx, s.db.Read(v.ctx))
	if err != nil {
		return err
	}
	f := ruleForm{At: r.PathValue("at"), Revision: d.Revision, Lists: d.Set.Lists, Marks: marksOf(d.Set), Fields: r.PostForm}
	status := http.StatusOK
	if refused, is := fault.Of(wrong); is && len(refused.On) == 0 {
		status, f.Refused = http.StatusConflict, v.l.Say(refused.Key, refused.Args...)
	} else if wrong != nil {
		status = http.StatusUnprocessableEntity
		if f.Faults, err = web.Refused(r, wrong); err != nil {
			return err
		}
	}
	return web.Page(w, r, status, rulePage(v, f))
}

// has tells of a value whether a field holds it.
func has(values url.Values, name string) func(string) bool {
	return func(value string) bool {
		for _, v := range values[name] {
			if v == value {
				return true
			}
		}
		return false
	}
}
