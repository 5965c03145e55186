package requests

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/ui"
	"mahalle/internal/platform/web"
)

// actView is what the form of an act shows.
type actView struct {
	Name        string
	Act         act
	Request     Request
	Title       string
	Where       string
	Bar         ui.Promise
	Fields      url.Values
	Faults      map[string]string
	Units       []ui.Option
	Offer       string // why the rules name the unit that is filled in
	Areas       []ui.Option
	Hoods       []ui.Option
	Key         string
	Preview     string // the letter as the resident will see it
	Kept        []againPhoto
	Subjects    []ui.Option
	Kinds       []ui.Option
	Parts, Into []ui.Option // parts that run
	Langs       []city.Lang // other languages in which a letter will be read
	ready       []Ready
}

func (s *Service) actPage(name string) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		number, err := ParseNumber(r.PathValue("number"))
		if err != nil {
			return err
		}
		return s.showAct(w, r, name, number, upload{fields: r.URL.Query()}, nil)
	}
}

// act does what the form says, once, and goes back to where one came from.
func (s *Service) act(name string) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		number, err := ParseNumber(r.PathValue("number"))
		if err != nil {
			return err
		}
		u, err := s.readUpload(r)
		if err != nil {
			return err
		}
		for _, from := range []string{"list", "back", "subject", "kind"} { // an undo names them in its address
			if asked := r.URL.Query().Get(from); asked != "" && !u.fields.Has(from) {
				u.fields.Set(from, asked)
			}
		}
		if u.fields.Get("use") != "" {
			return s.showAct(w, r, name, number, u, nil)
		}
		if u.fields.Get("preview") != "" {
			_, err := s.readForm(r.Context(), s.db.Read(r.Context()), name, number, &u)
			return s.showAct(w, r, name, number, u, err)
		}
		undo := s.undoOf(r.Context(), name, number, u.fields)
		if err := s.perform(r.Context(), name, number, &u); err != nil {
			return s.showAct(w, r, name, number, u, s.toldWho(r.Context(), number, err))
		}
		if unit := s.belongsTo(r.Context(), name, number); unit != "" {
			web.Flash(w, undo, "requests.staff_belongs_"+slug(name), "unit", s.pages.unitName(r.Context(), unit))
			return web.Go(w, r, handOverTo(number, unit, u.fields))
		}
		web.Flash(w, undo, "requests.staff_did_"+slug(name), "number", number)
		return web.Go(w, r, s.afterwards(r.Context(), number, u.fields))
	}
}

// undoOf is the address that takes an act back. Only what was nobody's can be
// given back to nobody.
func (s *Service) undoOf(ctx context.Context, name, number string, fields url.Values) string {
	back := undoing[name]
	if back == "" {
		return ""
	}
	one, err := s.seen(ctx, number)
	if err != nil || name == "take" && one.Status != New {
		return ""
	}
	from := url.Values{"list": {fields.Get("list")}, "back": {fields.Get("back")}}
	if name == "subject" {
		was := s.wasAbout(ctx, &one, fields)
		from.Set("subject", was.Subject)
		from.Set("kind", was.Kind)
	}
	return listAddress + "/" + number + "/" + back + "?" + from.Encode()
}

// undoing are the acts that another act takes back.
var undoing = map[string]string{"take": "release", "subject": "subject", "same-cause": "take-out", "duplicate": "unmerge"}

// backTo is the list, if the act was done from there, or the request.
func backTo(ctx context.Context, number string, fields url.Values) string {
	query, _, ok := readList(ctx, fields.Get("list"))
	switch {
	case ok && fields.Get("back") == "list":
		return listAddress + "?" + query.Encode()
	case ok:
		return listAddress + "/" + number + "?list=" + url.QueryEscape(query.Encode())
	}
	return listAddress + "/" + number
}

// afterwards is where one came from, or the list when the request has left one's
// sight by what was done: a place put right may give it to another district.
func (s *Service) afterwards(ctx context.Context, number string, fields url.Values) string {
	if _, err := s.seen(ctx, number); fault.KindOf(err) != fault.NotFound {
		return backTo(ctx, number, fields)
	}
	if query, _, ok := readList(ctx, fields.Get("list")); ok {
		return listAddress + "?" + query.Encode()
	}
	return listAddress
}

// showAct shows the form: empty, as it was typed with what is wrong beside the
// fields, or the letter before it is sent.
func (s *Service) showAct(w http.ResponseWriter, r *http.Request, name, number string, u upload, wrong error) error {
	ctx := r.Context()
	status, faults := http.StatusOK, map[string]string(nil)
	if wrong != nil {
		var err error
		if faults, err = web.Refused(r, wrong); err != nil {
			return err
		}
		status = http.StatusUnprocessableEntity
	}
	v, err := s.actView(ctx, name, number, u)
	if err != nil {
		return err
	}
	v.Faults = faults
	if wrong == nil && u.fields.Get("preview") != "" {
		v.Preview = s.filled(ctx, trimmed(u.fields.Get("text")), &v.Request)
	}
	return web.Page(w, r, status, actPage(i18n.From(ctx), v))
}

func (s *Service) actView(ctx context.Context, name, number string, u upload) (actView, error) {
	one, err := s.seen(ctx, number)
	if err == nil {
		err = mayAct(access.From(ctx), &one, name)
	}
	if err != nil {
		return actView{}, err
	}
	v := actView{Name: name, Act: acts[name], Request: one, Title: s.pages.subjectName(ctx, one.Subject), Where: s.pages.placeName(ctx, one.Place),
		Fields: u.fields, Key: formKey(u.fields.Get("key"))}
	if !one.Due.IsZero() {
		v.Bar = one.mini(i18n.From(ctx), clock.Now(ctx))
		v.Bar.Label = i18n.From(ctx).Say("requests.staff_promise_repair")
	}
	if v.Parts, err = s.partChoices(ctx, s.db.Read(ctx), &one, i18n.From(ctx).Say("requests.staff_choose")); err != nil {
		return v, err
	}
	v.Into = append([]ui.Option{{Label: i18n.From(ctx).Say("requests.part_no_other")}}, v.Parts[1:]...)
	if v.Langs, err = languages(ctx, s.db.Read(ctx), &one); err != nil {
		return v, err
	}
	v.Kept = s.photosAgain(ctx, u.photos)
	s.actChoices(ctx, &v)
	if v.ready = s.readyTexts(ctx, v.Act, &one); u.fields.Get("use") != "" {
		v.use(s, ctx)
	}
	return v, nil
}

// actChoices lists the units or places one may choose.
func (s *Service) actChoices(ctx context.Context, v *actView) {
	choose := []ui.Option{{Label: i18n.From(ctx).Say("requests.staff_choose")}}
	if v.Act.unit {
		v.Units, v.Offer = choose, s.whyOffered(ctx, &v.Request, v.Fields.Get("unit"))
		for _, u := range s.staff.units(ctx) {
			if u.Value != v.Request.Unit {
				v.Units = append(v.Units, u)
			}
		}
	}
	if v.Act.parts {
		v.Units = append([]ui.Option{{Label: i18n.From(ctx).Say("requests.part_by_rules")}}, s.staff.units(ctx)...)
		v.Subjects = []ui.Option{{Label: i18n.From(ctx).Say("requests.part_same_subject")}}
		for _, c := range s.pages.subjects(ctx) {
			v.Subjects = append(v.Subjects, ui.Option{Value: c.Code, Label: c.Name, Group: c.GroupName})
		}
	}
	if v.Act.subject {
		s.subjectChoices(ctx, v)
	}
	if v.Act.place {
		if v.Fields.Get("district") == "" {
			v.Fields.Set("district", v.Request.Place.District)
			v.Fields.Set("neighbourhood", v.Request.Place.Neighbourhood)
			v.Fields.Set("street", v.Request.Street)
		}
		v.Areas = append(choose, optionsOf(s.pages.districts(ctx))...)
		v.Hoods = append([]ui.Option{{Label: i18n.From(ctx).Say("requests.staff_no_neighbourhood")}}, optionsOf(s.pages.neighbourhoods(ctx, v.Fields.Get("district")))...)
	}
}

// subjectChoices lists what a request may be about; a subject of old that is not
// offered any more must be chosen anew.
func (s *Service) subjectChoices(ctx context.Context, v *actView) {
	for _, c := range s.pages.subjects(ctx) {
		v.Subjects = append(v.Subjects, ui.Option{Value: c.Code, Label: c.Name, Group: c.GroupName})
	}
	for _, k := range s.kindsFor(ctx, &v.Request) {
		v.Kinds = append(v.Kinds, ui.Option{Value: k.Code, Label: k.Name})
	}
	for name, now := range map[string]string{"subject": v.Request.Subject, "kind": v.Request.Kind} {
		if v.Fields.Get(name) == "" {
			v.Fields.Set(name, now)
		}
	}
}

func slug(name string) string { return strings.ReplaceAll(name, "-", "_") }
