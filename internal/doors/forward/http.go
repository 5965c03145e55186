package forward

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/a-h/templ"

	"mahalle/internal/doors"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/ui"
	"mahalle/internal/platform/web"
)

const (
	bodies = "/staff/agencies"
	door   = "/open311"
)

// Routes opens the page on which a body's door is set.
func (s *Service) Routes(r *web.Router) {
	at := bodies + "/{unit}" + door
	r.Handle("GET "+at, doors.CanView, s.page)
	r.Handle("POST "+at, doors.CanEdit, s.connect)
	r.Handle("POST "+at+"/test", doors.CanEdit, s.test)
	r.Handle("POST "+at+"/place", doors.CanEdit, s.place)
	r.Handle("POST "+at+"/stop", doors.CanEdit, s.acting(func(ctx context.Context, unit string) error { return s.Switch(ctx, unit, Stopped) }, "forward.did_stop"))
	r.Handle("POST "+at+"/resume", doors.CanEdit, s.acting(func(ctx context.Context, unit string) error { return s.Switch(ctx, unit, On) }, "forward.did_resume"))
	r.Handle("POST "+at+"/remove", doors.CanEdit, s.acting(s.Remove, "forward.did_remove"))
}

func here(unit string) string { return bodies + "/" + unit + door }

// view is a body's door on the pages.
type view struct {
	Line
	Counts
	name     string
	is       bool // there is one
	may      bool
	last     []Sent
	codes    map[string]string
	subjects []ui.Option
	typed    Setting
	faults   map[string]string
	now      time.Time
}

func (s *Service) view(ctx context.Context, unit string) (v view, err error) {
	q := s.db.Read(ctx)
	var known bool
	if v.name, known = s.needs.BodyName(ctx, unit); !known {
		return v, fault.New(fault.NotFound, "forward.no_such_body")
	}
	v.may, v.now = access.From(ctx).Has(doors.CanEdit), clock.Now(ctx)
	v.Line, err = lineOf(ctx, q, unit)
	if fault.KindOf(err) == fault.NotFound {
		v.Line, err = Line{Unit: unit, Dialect: Plain, Photos: Multipart}, nil
	} else {
		v.is = err == nil
	}
	if err == nil {
		v.Counts, err = countsOf(ctx, q, unit)
	}
	v.typed = Setting{URL: v.URL, Jurisdiction: v.Jurisdiction, Dialect: v.Dialect, Photos: v.Photos}
	return v, err
}

// Part is what stands about a body's door on the body's page; nil for those who
// have nothing to do with it where there is none.
func (s *Service) Part(ctx context.Context, unit string) (templ.Component, error) {
	v, err := s.view(ctx, unit)
	if err != nil || !v.is && !v.may {
		return nil, err
	}
	return v.part(), nil
}

const mostShown = 20

func (s *Service) page(w http.ResponseWriter, r *http.Request) error {
	v, err := s.view(r.Context(), r.PathValue("unit"))
	if err != nil {
		return err
	}
	return s.show(w, r, v)
}

func (s *Service) show(w http.ResponseWriter, r *http.Request, v view) error {
	ctx, q := r.Context(), s.db.Read(r.Context())
	var errs [2]error
	v.last, errs[0] = lastSent(ctx, q, v.Unit, mostShown)
	v.codes, errs[1] = codesOf(ctx, q, v.Unit)
	if err := cmp.Or(errs[0], errs[1]); err != nil {
		return err
	}
	v.subjects = s.needs.Subjects(ctx)
	status := http.StatusOK
	if v.faults != nil {
		status = http.StatusUnprocessableEntity
	}
	return web.Page(w, r, status, v.page())
}

// refused shows the page again with what is wrong beside the fields.
func (s *Service) refused(w http.ResponseWriter, r *http.Request, err error, typed *Setting) error {
	faults, err := web.Refused(r, err)
	if err != nil {
		return err
	}
	v, err := s.view(r.Context(), r.PathValue("unit"))
	if err != nil {
		return err
	}
	if v.faults = faults; typed != nil {
		v.typed = *typed
	}
	return s.show(w, r, v)
}

func (s *Service) connect(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "forward.form_broken")
	}
	f := r.PostForm
	t := Setting{URL: f.Get("url"), Jurisdiction: f.Get("jurisdiction"), Key: f.Get("key"), Dialect: Dialect(f.Get("dialect")), Photos: Photos(f.Get("photos"))}
	if err := s.Connect(r.Context(), r.PathValue("unit"), t); err != nil {
		return s.refused(w, r, err, &t)
	}
	web.Flash(w, "", "forward.did_connect")
	return web.Go(w, r, here(r.PathValue("unit")))
}

func (s *Service) test(w http.ResponseWriter, r *http.Request) error {
	unit := r.PathValue("unit")
	n, err := s.Test(r.Context(), unit)
	f, is := fault.Of(err)
	switch {
	case err == nil:
		web.Flash(w, "", "forward.did_test", "n", n)
	case is && f.Kind == fault.Conflict:
		web.Flash(w, "", f.Key)
	default:
		return err
	}
	return web.Go(w, r, here(unit))
}

func (s *Service) place(w http.ResponseWriter, r *http.Request) error {
	unit := r.PathValue("unit")
	if err := s.Place(r.Context(), unit, r.PostFormValue("subject"), r.PostFormValue("code")); err != nil {
		return s.refused(w, r, err, nil)
	}
	web.Flash(w, "", "forward.did_place")
	return web.Go(w, r, here(unit)+"#places")
}

// acting does one thing and says so on the page.
func (s *Service) acting(do func(context.Context, string) error, did string) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		unit := r.PathValue("unit")
		if err := do(r.Context(), unit); err != nil {
			return err
		}
		web.Flash(w, "", did)
		return web.Go(w, r, here(unit))
	}
}

// Alarm counts the silent doors, for those who see bodies outside.
func (s *Service) Alarm(ctx context.Context) int64 {
	n, err := s.Silent(ctx)
	if err != nil {
		return 0
	}
	return n
}

// How a door and what went through it are said on the pages.

func (v view) tone() ui.Tone {
	switch {
	case v.Silent:
		return ui.Late
	case v.State == Stopped:
		return ui.Paused
	case !v.FailingSince.IsZero():
		return ui.Soon
	}
	return ui.Kept
}

func (v view) said(l i18n.Locale) string {
	switch {
	case v.Silent:
		return l.Say("forward.state_silent")
	case v.State == Stopped:
		return l.Say("forward.state_stopped")
	case !v.FailingSince.IsZero():
		return l.Say("forward.state_failing")
	}
	return l.Say("forward.state_on")
}

func (v view) alarm(l i18n.Locale) string {
	if v.FailingSince.IsZero() {
		return ""
	}
	return l.Say("forward.alarm", "since", l.When(v.FailingSince, v.now), "why", l.Say(v.Why), "next", l.When(v.RestUntil, v.now))
}

func (v view) figures(l i18n.Locale) []ui.Figure {
	heard := l.Say("forward.never")
	if !v.Heard.IsZero() {
		heard = l.When(v.Heard, v.now)
	}
	var tone ui.Tone
	if v.Refused > 0 {
		tone = ui.Late
	}
	return []ui.Figure{{Value: l.Number(int64(v.OnTheWay)), Label: l.Say("forward.on_the_way")}, {Value: l.Number(int64(v.Open)), Label: l.Say("forward.with_them")},
		{Value: l.Number(int64(v.Refused)), Label: l.Say("forward.refused"), Tone: tone}, {Value: heard, Label: l.Say("forward.heard")}}
}

var tones = map[Step]ui.Tone{Waiting: ui.Wait, Asking: ui.Soon, Token: ui.Run, Open: ui.Run, Ended: ui.Kept, Refused: ui.Late}

// told is when it went and why it did not.
func (v view) told(l i18n.Locale, one Sent) string {
	if one.Why != "" {
		if one.Said != "" {
			return l.Say("forward.line_why_said", "when", l.When(one.Made, v.now), "why", l.Say(one.Why), "said", one.Said)
		}
		return l.Say("forward.line_why", "when", l.When(one.Made, v.now), "why", l.Say(one.Why))
	}
	if one.Heard.IsZero() {
		return l.When(one.Made, v.now)
	}
	return l.Say("forward.line_heard", "when", l.When(one.Made, v.now), "heard", l.When(one.Heard, v.now))
}

func (v view) errors() []ui.FieldError {
	var all []ui.FieldError
	for _, name := range []string{"url", "jurisdiction", "key", "dialect", "photos", "subject", "code"} {
		if text := v.faults[name]; text != "" {
			all = append(all, ui.FieldError{Name: name, Text: text})
		}
	}
	return all
}

func (v view) theirOptions() []ui.Option {
	all := make([]ui.Option, len(v.Services))
	for i, t := range v.Services {
		all[i] = ui.Option{Value: t.Code, Label: cmp.Or(t.Name, t.Code), Group: t.Group}
	}
	return all
}

// placed is a subject and the service of theirs that it is.
type placed struct{ subject, name, code, theirs string }

func (v view) placed(l i18n.Locale) []placed {
	var all []placed
	for _, o := range slices.Concat([]ui.Option{{Value: whatever, Label: l.Say("forward.whatever")}}, v.subjects) {
		if code := v.codes[o.Value]; code != "" {
			one, _ := v.service(code)
			all = append(all, placed{o.Value, o.Label, code, cmp.Or(one.Name, code)})
		}
	}
	return all
}

// unplaced are the subjects of which nobody said which of their services they are.
func (v view) unplaced(l i18n.Locale) []ui.Option {
	all := slices.Concat([]ui.Option{{Value: whatever, Label: l.Say("forward.whatever")}}, v.subjects)
	return slices.DeleteFunc(all, func(o ui.Option) bool { return v.codes[o.Value] != "" })
}
