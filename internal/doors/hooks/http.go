package hooks

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/doors"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/web"
)

const address = "/staff/hooks"

// Routes opens the pages of those who connect other systems.
func (s *Service) Routes(r *web.Router) {
	r.Handle("GET "+address, doors.CanView, s.listPage)
	r.Handle("GET "+address+"/new", doors.CanEdit, s.newPage)
	r.Handle("GET "+address+"/samples", doors.CanView, s.samplesPage)
	r.Handle("POST "+address, doors.CanEdit, s.add)
	r.Handle("GET "+address+"/{hook}", doors.CanView, s.hookPage)
	r.Handle("POST "+address+"/{hook}", doors.CanEdit, s.save)
	r.Handle("POST "+address+"/{hook}/secret", doors.CanEdit, s.showSecret)
	r.Handle("POST "+address+"/{hook}/rotate", doors.CanEdit, s.acting(s.Rotate, "hooks.did_rotate"))
	r.Handle("POST "+address+"/{hook}/stop", doors.CanEdit, s.acting(s.Stop, "hooks.did_stop"))
	r.Handle("POST "+address+"/{hook}/resume", doors.CanEdit, s.acting(s.Resume, "hooks.did_resume"))
	r.Handle("POST "+address+"/{hook}/test", doors.CanEdit, s.test)
	r.Handle("POST "+address+"/{hook}/again", doors.CanEdit, s.sendAgain)
	r.Handle("POST "+address+"/{hook}/remove", doors.CanEdit, s.remove)
}

// row is one receiver in the list.
type row struct {
	Hook
	Count
}

type listView struct {
	rows []row
	may  bool
	now  time.Time
}

func (s *Service) listPage(w http.ResponseWriter, r *http.Request) error {
	ctx, q := r.Context(), s.db.Read(r.Context())
	all, err := allHooks(ctx, q)
	if err != nil {
		return err
	}
	by, err := counts(ctx, q)
	if err != nil {
		return err
	}
	v := listView{may: access.From(ctx).Has(doors.CanEdit), now: clock.Now(ctx)}
	for _, h := range all {
		v.rows = append(v.rows, row{h, by[h.ID]})
	}
	return web.Page(w, r, http.StatusOK, v.page())
}

// hookView is one receiver and how its last calls went.
type hookView struct {
	Hook
	Count
	isNew     bool
	may       bool
	secret    string // shown because somebody asked
	last      []news
	dead      []news
	subjects  []doors.Choice
	districts []doors.Choice
	faults    map[string]string
	now       time.Time
}

func (s *Service) view(ctx context.Context, h Hook, faults map[string]string) hookView {
	return hookView{Hook: h, faults: faults, subjects: choices(ctx, s.needs.Subjects), districts: choices(ctx, s.needs.Districts),
		now: clock.Now(ctx), may: access.From(ctx).Has(doors.CanEdit)}
}

func (s *Service) newPage(w http.ResponseWriter, r *http.Request) error {
	return s.showNew(w, r, Hook{Events: []string{"request.opened", "request.finished"}}, nil)
}

func (s *Service) showNew(w http.ResponseWriter, r *http.Request, h Hook, faults map[string]string) error {
	v := s.view(r.Context(), h, faults)
	v.isNew = true
	return web.Page(w, r, statusOf(faults), v.newPage())
}

func statusOf(faults map[string]string) int {
	if faults != nil {
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}

const (
	mostShown = 30 // last letters on the page
	mostDead  = 50
)

func (s *Service) show(w http.ResponseWriter, r *http.Request, h Hook, faults map[string]string, secret string) error {
	ctx, q := r.Context(), s.db.Read(r.Context())
	v := s.view(ctx, h, faults)
	v.secret = secret
	by, wrong := counts(ctx, q)
	v.Count = by[h.ID]
	var errs [2]error
	v.last, errs[0] = lastTried(ctx, q, h.ID, mostShown)
	v.dead, errs[1] = deadOf(ctx, q, h.ID, mostDead)
	if err := cmp.Or(wrong, errs[0], errs[1]); err != nil {
		return err
	}
	return web.Page(w, r, statusOf(faults), v.page())
}

func named(r *http.Request) city.ID { return city.ID(r.PathValue("hook")) }

func (s *Service) hookPage(w http.ResponseWriter, r *http.Request) error {
	h, err := hookByID(r.Context(), s.db.Read(r.Context()), named(r))
	if err != nil {
		return err
	}
	return s.show(w, r, h, nil, "")
}

// typed reads the form of a receiver.
func typed(r *http.Request) (Hook, error) {
	if err := r.ParseForm(); err != nil {
		return Hook{}, fault.Wrap(fault.Invalid, err, "hooks.form_broken")
	}
	f := r.PostForm
	h := Hook{Name: f.Get("name"), URL: f.Get("url"), Subjects: chosen(f["subjects"]), Districts: chosen(f["districts"])}
	ticked := chosen(f["events"])
	for _, e := range Events { // in the order of the screens
		if slices.Contains(ticked, e) {
			h.Events = append(h.Events, e)
		}
	}
	if len(h.Events) < len(ticked) {
		return h, fault.Fields(fault.Field{Name: "events", Key: "hooks.event_unknown"})
	}
	return h, nil
}

func chosen(values []string) []string {
	return slices.DeleteFunc(slices.Compact(slices.Sorted(slices.Values(values))), func(s string) bool { return s == "" })
}

func (s *Service) add(w http.ResponseWriter, r *http.Request) error {
	h, err := typed(r)
	if err == nil {
		h, err = s.Add(r.Context(), h)
	}
	if err != nil {
		faults, err := web.Refused(r, err)
		if err != nil {
			return err
		}
		return s.showNew(w, r, h, faults)
	}
	web.Flash(w, "", "hooks.did_add")
	return web.Go(w, r, address+"/"+string(h.ID))
}

func (s *Service) save(w http.ResponseWriter, r *http.Request) error {
	was, err := hookByID(r.Context(), s.db.Read(r.Context()), named(r))
	if err != nil {
		return err
	}
	h, err := typed(r)
	h.ID = was.ID
	if err == nil {
		err = s.Change(r.Context(), h)
	}
	if err != nil {
		faults, err := web.Refused(r, err)
		if err != nil {
			return err
		}
		was.Name, was.URL, was.Events, was.Subjects, was.Districts = h.Name, h.URL, h.Events, h.Subjects, h.Districts
		return s.show(w, r, was, faults, "")
	}
	web.Flash(w, "", "hooks.did_change")
	return web.Go(w, r, address+"/"+string(h.ID))
}

// showSecret shows the secret on the page that answers.
func (s *Service) showSecret(w http.ResponseWriter, r *http.Request) error {
	secret, err := s.Secret(r.Context(), named(r))
	if err != nil {
		return err
	}
	h, err := hookByID(r.Context(), s.db.Read(r.Context()), named(r))
	if err != nil {
		return err
	}
	return s.show(w, r, h, nil, secret)
}

// acting does one thing and says so on the receiver's page.
func (s *Service) acting(do func(context.Context, city.ID) error, said string) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if err := do(r.Context(), named(r)); err != nil {
			return err
		}
		web.Flash(w, "", said)
		return web.Go(w, r, address+"/"+string(named(r)))
	}
}

func (s *Service) test(w http.ResponseWriter, r *http.Request) error {
	ok, err := s.Test(r.Context(), named(r))
	if err != nil {
		return err
	}
	if ok {
		web.Flash(w, "", "hooks.test_arrived")
	} else {
		web.Flash(w, "", "hooks.test_failed")
	}
	return web.Go(w, r, address+"/"+string(named(r)))
}

func (s *Service) sendAgain(w http.ResponseWriter, r *http.Request) error {
	n, err := s.Again(r.Context(), named(r), city.ID(r.PostFormValue("letter")))
	if err != nil {
		return err
	}
	web.Flash(w, "", "hooks.did_again", "n", n)
	return web.Go(w, r, address+"/"+string(named(r)))
}

func (s *Service) remove(w http.ResponseWriter, r *http.Request) error {
	if err := s.Remove(r.Context(), named(r)); err != nil {
		return err
	}
	web.Flash(w, "", "hooks.did_remove")
	return web.Go(w, r, address)
}

// samplesPage shows those who build a receiver what they will read.
func (s *Service) samplesPage(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var v samplesView
	for _, e := range append(slices.Clone(Events), ping) {
		v.all = append(v.all, sampleOf{e, string(sample(e, s.base(ctx), db.TenantFrom(ctx)))})
	}
	return web.Page(w, r, http.StatusOK, v.page())
}

type samplesView struct{ all []sampleOf }

type sampleOf struct{ Type, Body string }
