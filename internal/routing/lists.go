package routing

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"mahalle/internal/city"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/ui"
	"mahalle/internal/platform/web"
	"mahalle/internal/routing/rules"
)

// Lists of places that rules share. They are part of the draft like the rules: a
// change is simulated and published with them.

// listNamed finds a list of the draft and the rules that use it.
func (d *draft) listNamed(code string) (list rules.List, users []int, err error) {
	at := slices.IndexFunc(d.Set.Lists, func(l rules.List) bool { return l.Code == code })
	if at < 0 {
		return list, nil, fault.New(fault.NotFound, "routing.no_such_list")
	}
	for i, r := range d.Set.Rules {
		if slices.Contains(r.Places, rules.ListMark+code) {
			users = append(users, i)
		}
	}
	return d.Set.Lists[at], users, nil
}

// mayList reports whether the editor may change a list: every rule that uses it is
// the editor's to change.
func (d *draft) mayList(e editor, users []int) bool {
	return e.Has(CanEdit) && !slices.ContainsFunc(users, func(i int) bool { return !e.may(d.Set.Rules[i]) })
}

// rewrite changes a list for every rule that uses it. It gets another code: a rule
// whose places changed is another rule, and old decisions keep their reasons.
func (d *draft) rewrite(e editor, code string, to rules.List) error {
	_, users, err := d.listNamed(code)
	if err != nil {
		return err
	}
	if !d.mayList(e, users) {
		return errNotYours
	}
	to.Code = string(city.NewID())
	d.Set.Rules = slices.Clone(d.Set.Rules)
	for _, i := range users {
		places := slices.Clone(d.Set.Rules[i].Places)
		places[slices.Index(places, rules.ListMark+code)] = rules.ListMark + to.Code
		d.Set.Rules[i].Places = places
	}
	d.Set.Lists = slices.Clone(d.Set.Lists)
	d.Set.Lists[slices.IndexFunc(d.Set.Lists, func(l rules.List) bool { return l.Code == code })] = to
	return nil
}

// forgetList takes away a list that no rule uses.
func (d *draft) forgetList(e editor, code string) error {
	_, users, err := d.listNamed(code)
	switch {
	case err != nil:
		return err
	case len(users) > 0:
		return fault.New(fault.Conflict, "routing.list_is_used")
	case !e.Has(CanEdit):
		return errNotYours
	}
	d.Set.Lists = slices.DeleteFunc(slices.Clone(d.Set.Lists), func(l rules.List) bool { return l.Code == code })
	return nil
}

// listView is the form of one list.
type listView struct {
	view
	list     rules.List
	users    []Rule
	revision int
	fields   url.Values
	faults   map[string]string
	may      bool
}

func (s *Service) listView(r *http.Request) (listView, error) {
	v := listView{view: s.view(r)}
	d, err := draftOf(v.ctx, s.db.Read(v.ctx))
	if err != nil {
		return v, err
	}
	list, users, err := d.listNamed(r.PathValue("code"))
	v.list, v.revision, v.may = list, d.Revision, d.mayList(v.editor(), users)
	for _, i := range users {
		v.users = append(v.users, d.Set.Rules[i])
	}
	filled := v.fieldsOf(Rule{Places: list.Places})
	v.fields = url.Values{"place": filled["place"], "hoods": filled["hoods"], "name_tr": {list.Name.TR}, "name_fa": {list.Name.FA}, "name_en": {list.Name.EN}}
	return v, err
}

func (s *Service) listPage(w http.ResponseWriter, r *http.Request) error {
	v, err := s.listView(r)
	if err != nil {
		return err
	}
	return web.Page(w, r, http.StatusOK, v.page())
}

// readList reads a list somebody wrote; what cannot be read is told by field.
func (v listView) readList(f url.Values) (rules.List, error) {
	name := func(field string) string { return strings.TrimSpace(i18n.CleanText(f.Get(field))) }
	list := rules.List{Name: city.Text{TR: name("name_tr"), FA: name("name_fa"), EN: name("name_en")}}
	hoods, strange := v.readHoods(f.Get("hoods"))
	for _, p := range f["place"] {
		if !strings.HasPrefix(p, rules.ListMark) {
			list.Places = append(list.Places, p)
		}
	}
	list.Places = append(list.Places, hoods...)
	var wrong []fault.Field
	refuse := func(bad bool, field, key string, args ...any) {
		if bad {
			wrong = append(wrong, fault.Field{Name: field, Key: key, Args: args})
		}
	}
	refuse(list.Name.Empty(), "name_"+string(v.l.Lang), "routing.name_the_list")
	refuse(strange != "", "hoods", "routing.no_such_hood", "hood", strange)
	refuse(strange == "" && len(list.Places) == 0, "place", "routing.list_is_empty")
	if len(wrong) > 0 {
		return list, fault.Fields(wrong...)
	}
	return list, nil
}

func (s *Service) writeList(w http.ResponseWriter, r *http.Request) error {
	v, err := s.listView(r)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.New(fault.Invalid, "routing.cannot_read")
	}
	list, err := v.readList(r.PostForm)
	if err == nil {
		err = s.changeDraft(v.ctx, revisionOf(r), func(d *draft) error { return d.rewrite(v.editor(), v.list.Code, list) })
		if err != nil {
			return s.stale(w, r, err)
		}
		web.Flash(w, rulesAddress+"/undo", "routing.did_list")
		return web.Go(w, r, rulesAddress)
	}
	v.fields = r.PostForm
	if v.faults, err = web.Refused(r, err); err != nil {
		return err
	}
	return web.Page(w, r, http.StatusUnprocessableEntity, v.page())
}

func (s *Service) removeList(w http.ResponseWriter, r *http.Request) error {
	v := s.view(r)
	err := s.changeDraft(v.ctx, revisionOf(r), func(d *draft) error { return d.forgetList(v.editor(), r.PathValue("code")) })
	if err != nil {
		return s.stale(w, r, err)
	}
	web.Flash(w, rulesAddress+"/undo", "routing.did_list_removed")
	return web.Go(w, r, rulesAddress)
}

func (v listView) errors() []ui.FieldError {
	var all []ui.FieldError
	for _, name := range []string{"name_tr", "name_fa", "name_en", "place", "hoods"} {
		if text := v.faults[name]; text != "" {
			all = append(all, ui.FieldError{Name: name, Text: text})
		}
	}
	return all
}
