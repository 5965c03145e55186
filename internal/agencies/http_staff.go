package agencies

import (
	"net/http"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/web"
)

const address = "/staff/agencies"

func (s *Service) staffRoutes(r *web.Router) {
	r.Handle("GET "+address, CanView, s.allPage)
	r.Handle("GET "+address+"/{unit}", CanView, s.bodyPage)
	r.Handle("POST "+address+"/{unit}", CanEdit, s.change)
	r.Handle("POST "+address+"/{unit}/send", CanEdit, s.sendList)
	r.Handle("POST "+address+"/{unit}/void", CanEdit, s.void)
	r.Handle("POST "+address+"/{unit}/restore/{edition}", CanEdit, s.restore)
}

// row is one body in the city's list.
type row struct {
	Agency
	Median int // days; -1: it did nothing yet
}

func (s *Service) allPage(w http.ResponseWriter, r *http.Request) error {
	ctx, q := r.Context(), s.db.Read(r.Context())
	all, err := s.agencies(ctx, q)
	if err != nil {
		return err
	}
	rows := make([]row, len(all))
	for i, a := range all {
		rows[i] = row{a, -1}
		if days, some, err := median(ctx, q, a.Unit); err != nil {
			return err
		} else if some {
			rows[i].Median = days
		}
	}
	return web.Page(w, r, http.StatusOK, allPage(i18n.From(ctx), rows))
}

// bodyView is what the city sees of one body.
type bodyView struct {
	row
	all     []Custody
	letters []Letter
	next    string
	may     bool // change it
	faults  map[string]string
	typed   Reach
	try     string // in a demonstration: what the body sees
	now     time.Time
	door    templ.Component // how it is told by a door of its own
}

func (s *Service) bodyPage(w http.ResponseWriter, r *http.Request) error {
	return s.showBody(w, r, nil, http.StatusOK)
}

const mostLetters = 10

func (s *Service) showBody(w http.ResponseWriter, r *http.Request, faults map[string]string, status int) error {
	ctx, q, unit := r.Context(), s.db.Read(r.Context()), r.PathValue("unit")
	a, err := s.agency(ctx, q, unit)
	if err != nil {
		return err
	}
	v := bodyView{row: row{a, -1}, may: access.From(ctx).Has(CanEdit), faults: faults, typed: Reach{a.Email, a.Phone, a.Hours, a.lang(ctx)}, now: clock.Now(ctx)}
	if faults != nil {
		v.typed = reachOf(r)
	}
	if days, some, err := median(ctx, q, unit); err != nil {
		return err
	} else if some {
		v.Median = days
	}
	since, id := markOf(r)
	if v.all, err = withIt(ctx, q, unit, since, id, mostListed+1); err != nil {
		return err
	}
	v.all, v.next = cut(v.all, address+"/"+unit, "")
	for i := range v.all {
		v.all[i].Subject = s.needs.SubjectName(ctx, v.all[i].Subject)
	}
	if tenant.From(ctx).Demonstration {
		v.try = "/agency?k=" + s.listKey(ctx, a)
	}
	if v.door, err = s.needs.Door(ctx, unit); err != nil {
		return err
	}
	if v.letters, err = lettersTo(ctx, q, unit, mostLetters); err != nil {
		return err
	}
	return web.Page(w, r, status, v.page())
}

func (s *Service) change(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "agencies.form_broken")
	}
	to := reachOf(r)
	if err := s.Change(r.Context(), r.PathValue("unit"), to); err != nil {
		faults, err := web.Refused(r, err)
		if err != nil {
			return err
		}
		return s.showBody(w, r, faults, http.StatusUnprocessableEntity)
	}
	web.Flash(w, "", "agencies.did_change")
	return web.Go(w, r, address+"/"+r.PathValue("unit"))
}

// reachOf reads the form; the language is empty when it is none of ours.
func reachOf(r *http.Request) Reach {
	f := func(name string) string { return clean(r.PostForm.Get(name)) }
	lang, _ := city.ParseLang(f("lang"))
	return Reach{f("email"), f("phone"), f("hours"), lang}
}

func (s *Service) sendList(w http.ResponseWriter, r *http.Request) error {
	if err := s.SendList(r.Context(), r.PathValue("unit")); err != nil {
		return err
	}
	web.Flash(w, "", "agencies.did_send")
	return web.Go(w, r, address+"/"+r.PathValue("unit"))
}

func (s *Service) void(w http.ResponseWriter, r *http.Request) error {
	here := address + "/" + r.PathValue("unit")
	edition, err := s.Void(r.Context(), r.PathValue("unit"))
	if err != nil {
		return err
	}
	web.Flash(w, here+"/restore/"+strconv.Itoa(edition), "agencies.did_void")
	return web.Go(w, r, here)
}

func (s *Service) restore(w http.ResponseWriter, r *http.Request) error {
	edition, err := strconv.Atoi(r.PathValue("edition"))
	if err != nil {
		return fault.New(fault.NotFound, "web.not_found")
	}
	if err := s.Restore(r.Context(), r.PathValue("unit"), edition); err != nil {
		return err
	}
	web.Flash(w, "", "agencies.did_restore")
	return web.Go(w, r, address+"/"+r.PathValue("unit"))
}
