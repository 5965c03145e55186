package doors

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/web"
)

const address = "/staff/partners"

// Routes opens the pages of those who connect other systems.
func (p *Partners) Routes(r *web.Router) {
	r.Handle("GET "+address, CanView, p.listPage)
	r.Handle("GET "+address+"/new", CanEdit, p.newPage)
	r.Handle("POST "+address, CanEdit, p.add)
	r.Handle("GET "+address+"/{partner}", CanView, p.partnerPage)
	r.Handle("POST "+address+"/{partner}", CanEdit, p.change)
	r.Handle("POST "+address+"/{partner}/keys", CanEdit, p.makeKey)
	r.Handle("POST "+address+"/{partner}/keys/{key}/revoke", CanEdit, p.revoke)
	r.Handle("POST "+address+"/{partner}/stop", CanEdit, p.stop)
	r.Handle("POST "+address+"/{partner}/resume", CanEdit, p.resume)
}

// countedDays is how far back the counts on the pages reach.
const countedDays = 7

// row is one partner in the list.
type row struct {
	Partner
	Count
}

// listView is everybody who is connected.
type listView struct {
	rows      []row
	strangers Count  // calls without a key we know
	unknown   []Call // … the last of those that failed
	may       bool   // change something
	now       time.Time
}

func (p *Partners) listPage(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if err := p.Flush(ctx); err != nil {
		return err
	}
	all, err := p.All(ctx)
	if err != nil {
		return err
	}
	counts, err := p.Counts(ctx, countedDays)
	if err != nil {
		return err
	}
	v := listView{strangers: counts[""], may: access.From(ctx).Has(CanEdit), now: clock.Now(ctx)}
	for _, one := range all {
		v.rows = append(v.rows, row{one, counts[one.ID]})
	}
	if v.unknown, err = p.Calls(ctx, "", true, 5); err != nil {
		return err
	}
	return web.Page(w, r, http.StatusOK, v.page())
}

// partnerView is one partner, its keys and how its calls went.
type partnerView struct {
	Partner
	isNew     bool
	may       bool
	fresh     string // a key that was just made, shown this once
	keys      []Key
	calls     []Call
	failures  []Call
	count     Count
	subjects  []Choice
	districts []Choice
	faults    map[string]string
	perMinute string // as it was typed, or in the reader's digits
	base      string
	now       time.Time
}

func (p *Partners) newPage(w http.ResponseWriter, r *http.Request) error {
	return p.showNew(w, r, Partner{PerMinute: usualPerMinute, Rights: []Right{Read, Report}}, nil)
}

func (p *Partners) showNew(w http.ResponseWriter, r *http.Request, one Partner, faults map[string]string) error {
	v := p.view(r.Context(), one, faults)
	v.isNew, v.may = true, true
	return web.Page(w, r, v.again(r), v.newPage())
}

func (p *Partners) view(ctx context.Context, one Partner, faults map[string]string) partnerView {
	return partnerView{Partner: one, faults: faults, subjects: p.subjects(ctx), districts: p.districts(ctx),
		perMinute: i18n.From(ctx).Digits(strconv.Itoa(one.PerMinute)), now: clock.Now(ctx), may: access.From(ctx).Has(CanEdit)}
}

const mostShown = 20 // calls on the page

func (p *Partners) partnerPage(w http.ResponseWriter, r *http.Request) error {
	one, err := p.ByID(r.Context(), city.ID(r.PathValue("partner")))
	if err != nil {
		return err
	}
	return p.showPartner(w, r, one, nil, "")
}

func (p *Partners) showPartner(w http.ResponseWriter, r *http.Request, one Partner, faults map[string]string, fresh string) error {
	ctx := r.Context()
	if err := p.Flush(ctx); err != nil {
		return err
	}
	v := p.view(ctx, one, faults)
	v.fresh = fresh
	if p.needs.BaseURL != nil {
		v.base = p.needs.BaseURL(ctx)
	}
	var errs [3]error
	v.keys, errs[0] = p.Keys(ctx, one.ID)
	v.calls, errs[1] = p.Calls(ctx, one.ID, false, mostShown)
	v.failures, errs[2] = p.Calls(ctx, one.ID, true, mostShown)
	counts, err := p.Counts(ctx, countedDays)
	if err := cmp.Or(errs[0], errs[1], errs[2], err); err != nil {
		return err
	}
	v.count = counts[one.ID]
	return web.Page(w, r, v.again(r), v.page())
}

// again leaves what was typed as it is where a form is asked for once more, and
// gives the status of the page.
func (v *partnerView) again(r *http.Request) int {
	if v.faults == nil {
		return http.StatusOK
	}
	v.perMinute = r.PostFormValue("per_minute")
	return http.StatusUnprocessableEntity
}

// typed reads the form of a partner; a limit that is no number is told beside it.
func typed(r *http.Request) (Partner, error) {
	if err := r.ParseForm(); err != nil {
		return Partner{}, fault.Wrap(fault.Invalid, err, "doors.form_broken")
	}
	f := r.PostForm
	one := Partner{Code: strings.TrimSpace(f.Get("code")), Name: f.Get("name"), Contact: f.Get("contact"),
		Subjects: chosen(f["subjects"]), Districts: chosen(f["districts"])}
	for _, right := range chosen(f["rights"]) {
		one.Rights = append(one.Rights, Right(right))
	}
	one.PerMinute = -1 // refused by check
	if n, err := strconv.Atoi(i18n.ASCIIDigits(strings.TrimSpace(f.Get("per_minute")))); err == nil && n != 0 {
		one.PerMinute = n
	}
	return one, nil
}

func chosen(values []string) []string {
	return slices.DeleteFunc(slices.Compact(slices.Sorted(slices.Values(values))), func(s string) bool { return s == "" })
}

func (p *Partners) add(w http.ResponseWriter, r *http.Request) error {
	one, err := typed(r)
	if err != nil {
		return err
	}
	made, err := p.Add(r.Context(), one)
	if err != nil {
		faults, err := web.Refused(r, err)
		if err != nil {
			return err
		}
		return p.showNew(w, r, one, faults)
	}
	web.Flash(w, "", "doors.did_add")
	return web.Go(w, r, address+"/"+string(made.ID))
}

func (p *Partners) change(w http.ResponseWriter, r *http.Request) error {
	one, err := typed(r)
	if err != nil {
		return err
	}
	was, err := p.ByID(r.Context(), city.ID(r.PathValue("partner")))
	if err != nil {
		return err
	}
	one.ID, one.Code, one.Made, one.Stopped = was.ID, was.Code, was.Made, was.Stopped
	if err := p.Change(r.Context(), one); err != nil {
		faults, err := web.Refused(r, err)
		if err != nil {
			return err
		}
		return p.showPartner(w, r, one, faults, "")
	}
	web.Flash(w, "", "doors.did_change")
	return web.Go(w, r, address+"/"+string(one.ID))
}

// makeKey shows the key on the page that answers, and nowhere after.
func (p *Partners) makeKey(w http.ResponseWriter, r *http.Request) error {
	one, err := p.ByID(r.Context(), city.ID(r.PathValue("partner")))
	if err != nil {
		return err
	}
	key, err := p.MakeKey(r.Context(), one.ID)
	if err != nil {
		return err
	}
	return p.showPartner(w, r, one, nil, key)
}

func (p *Partners) revoke(w http.ResponseWriter, r *http.Request) error {
	partner := city.ID(r.PathValue("partner"))
	if err := p.Revoke(r.Context(), partner, city.ID(r.PathValue("key"))); err != nil {
		return err
	}
	web.Flash(w, "", "doors.did_revoke")
	return web.Go(w, r, address+"/"+string(partner))
}

func (p *Partners) stop(w http.ResponseWriter, r *http.Request) error { return p.stopped(w, r, true) }
func (p *Partners) resume(w http.ResponseWriter, r *http.Request) error {
	return p.stopped(w, r, false)
}

func (p *Partners) stopped(w http.ResponseWriter, r *http.Request, stopped bool) error {
	partner := city.ID(r.PathValue("partner"))
	if err := p.Stop(r.Context(), partner, stopped); err != nil {
		return err
	}
	if stopped {
		web.Flash(w, "", "doors.did_stop")
	} else {
		web.Flash(w, "", "doors.did_resume")
	}
	return web.Go(w, r, address+"/"+string(partner))
}
