package insight

import (
	"context"
	"net/http"
	"slices"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/jobs"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/ui"
	"mahalle/internal/platform/web"
	"mahalle/internal/promises"
)

// startView is the first page of everybody without a page of their own. What
// stands on it depends on what one may do, not on who one is.
type startView struct {
	Title, Note string
	Search      bool // finds a request
	Intake      bool // takes a call
	Hands       bool // does something about what waits
	Sum         *sheet
	Told        []told  // what the post was told is still owed
	Take        *[]owed // of the whole city: what nobody took on yet
	Finish      *[]owed // of the unit: what its crew has to finish
	Mine        []owed
	Keep        *[]owed // of the unit, or of the city; nil shows no such panel
	KeepTitle   string
	Overdue     []owed
	Waiting     []ui.Line
	Worse       []ui.Line
	Tables      []table
	Near        *[]owed // what was told last in the own neighbourhoods
	NearTitle   string
	See         []ui.Line // pages open to everybody, for those with little of their own
	House       *house
}

// house is what an administrator looks at first.
type house struct {
	Watch     []ui.Line
	People    ui.Line
	HasPeople bool
	Dead      []ui.Line // jobs that were given up
	HasJobs   bool
	Checks    []ui.Line
}

// Start is the first page of everybody who works for the city: GET /staff. Who
// has a page of one's own is led there.
func (s *Service) Start(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), access.From(r.Context())
	switch {
	case a.Has(audits):
		return s.inspectPage(w, r)
	case a.Has(seesCouncil) && !a.Has(seesRequests):
		return s.councilPage(w, r)
	case a.Has(CanSeeCity):
		return web.Go(w, r, cityAddress)
	case a.Has(CanSeeDistricts):
		return web.Go(w, r, districtsAddress)
	}
	v, err := s.start(ctx, a)
	if err != nil {
		return err
	}
	return web.Page(w, r, http.StatusOK, startPage(i18n.From(ctx), v))
}

func (s *Service) start(ctx context.Context, a access.Actor) (startView, error) {
	l, c, now := i18n.From(ctx), tenant.From(ctx), clock.Now(ctx)
	v := startView{Title: l.Say("insight.start"), Note: moment(l, c, now), Search: a.Has(seesRequests), Intake: a.Has(takesCalls), Hands: a.Has(seesRequests)}
	for _, part := range []struct {
		shown bool
		add   func(context.Context, access.Actor, *startView) error
	}{
		{true, s.addTold},
		{a.Has(seesAll) || a.Has(seesCouncil), s.addCity},
		{len(ownUnits(a)) > 0 && !a.Has(seesAll), s.addUnits},
		{a.Has(seesAll) && a.Has(takes), s.addTaking},
		{onlyFinishes(a), s.addFinishing},
		{len(ownUnits(a)) > 0 && !onlyFinishes(a), s.addPromises},
		{a.Has(seesArea) && len(a.Places)+len(a.Districts) > 0, s.addNear},
		{a.Has(runsCity) || a.Has(seesJobs), s.addHouse},
		{len(ownUnits(a)) == 0 && !a.Has(runsCity), addPublic},
	} {
		if !part.shown {
			continue
		}
		if err := part.add(ctx, a, &v); err != nil {
			return v, err
		}
	}
	return v, nil
}

// addCity shows the figures of the whole city.
func (s *Service) addCity(ctx context.Context, a access.Actor, v *startView) error {
	l := i18n.From(ctx)
	look, err := s.lookAt(ctx, nil, nil)
	if err != nil {
		return err
	}
	districts, err := look.districts(ctx, slices.Concat(s.needs.Districts(ctx), []District{nowhere}), reading(a))
	sum := total(districts)
	sum.Rows = reading(a)
	v.Sum, v.Worse, v.Waiting = &sum, worse(l, known(districts, l)), waiting(l, sum)
	return err
}

// addUnits shows the figures of the own unit, and of those below it.
func (s *Service) addUnits(ctx context.Context, a access.Actor, v *startView) error {
	l := i18n.From(ctx)
	look, err := s.lookAt(ctx, nil, ownUnits(a))
	if err != nil {
		return err
	}
	sheets, err := look.units(ctx, ownUnits(a), s.needs.UnitName, reading(a))
	if err != nil {
		return err
	}
	sum := total(sheets)
	sum.Rows = reading(a)
	v.Sum, v.Worse, v.Waiting = &sum, worse(l, sheets), waiting(l, sum)
	if sheets = slices.DeleteFunc(sheets, sheet.idle); len(sheets) > 1 {
		sortSheets(l, sheets, orders[0].by)
		v.Tables = []table{{Title: l.Say("insight.by_unit"), First: l.Say("insight.unit"), ID: "units", Sheets: sheets, Figures: true}}
	}
	return nil
}

// addTaking shows what nobody has taken on yet, wherever in the city it waits:
// whoever keeps the whole city's work moving begins there.
func (s *Service) addTaking(ctx context.Context, _ access.Actor, v *startView) error {
	rows, err := s.promised(ctx, promises.Owed{Of: promises.Accept})
	v.Take = &rows
	return err
}

// onlyFinishes: a crew does not share out work; it ends what its unit took on.
func onlyFinishes(a access.Actor) bool { return a.Has(finishes) && !a.Has(takes) && a.Has(seesUnit) }

// addFinishing shows what a crew has to finish, the nearest due time first.
func (s *Service) addFinishing(ctx context.Context, a access.Actor, v *startView) error {
	rows, err := s.promised(ctx, promises.Owed{Units: ownUnits(a), Of: promises.Repair})
	v.Finish = &rows
	return err
}

// keepsFor are the units whose promises stand on the start page, and how they
// are called; none means the whole city, for who watches over all of it.
func keepsFor(l i18n.Locale, a access.Actor) (units []string, title string) {
	if a.Has(seesAll) && !a.Has(takesCalls) {
		return nil, l.Say("insight.keep_today")
	}
	return ownUnits(a), l.Say("insight.keep_unit")
}

// addPublic offers the pages that everybody may read.
func addPublic(ctx context.Context, _ access.Actor, v *startView) error {
	v.See = publicPages(i18n.From(ctx))
	return nil
}

// addPromises shows what I must keep, and then what my unit must keep today.
func (s *Service) addPromises(ctx context.Context, a access.Actor, v *startView) error {
	var err error
	if a.Person != "" {
		mine := promises.Owed{Person: a.Person, Before: dueToday(ctx, promises.Owed{}).Before}
		if v.Mine, err = s.promised(ctx, mine); err != nil {
			return err
		}
	}
	units, title := keepsFor(i18n.From(ctx), a)
	v.KeepTitle = title
	keep, err := s.promised(ctx, dueToday(ctx, promises.Owed{Units: units}))
	keep = slices.DeleteFunc(keep, func(o owed) bool {
		return slices.ContainsFunc(v.Mine, func(m owed) bool { return m.Number == o.Number && m.Bar == o.Bar })
	})
	if v.Keep = &keep; err != nil {
		return err
	}
	v.Overdue, err = s.overdue(ctx, promises.Owed{Units: units})
	return err
}

// addNear lists what residents of the own neighbourhoods told last, or of the
// own districts where a city has no list of neighbourhoods. Only what everybody
// may see: a headman is a neighbour too.
func (s *Service) addNear(ctx context.Context, a access.Actor, v *startView) error {
	l, q, now := i18n.From(ctx), s.db.Read(ctx), clock.Now(ctx)
	b := &ask{args: []any{q.Tenant(), db.Micros(now.AddDate(0, 0, -180)), mostOwed}}
	column, codes := "neighbourhood", a.Places
	v.NearTitle = l.Say("insight.near")
	if len(codes) == 0 {
		column, codes = "district", a.Districts
		v.NearTitle = l.Say("insight.near_district")
	}
	near, err := db.All(ctx, q, func(r db.Row) (owed, error) {
		var number, subject, unit string
		var p city.Place
		var opened, due, done int64
		err := r.Scan(&number, &subject, &p.District, &p.Neighbourhood, &unit, &opened, &due, &done)
		return owed{Number: number, Href: reading(a).one(number), What: s.needs.SubjectName(ctx, subject), Where: s.needs.PlaceName(l, ctx, p),
			Who: s.needs.UnitName(ctx, unit), Bar: life(l, db.Time(opened), db.Time(due), db.Time(done), now)}, err
	}, `SELECT number, subject, district, neighbourhood, unit, opened_at, due_at, done_at FROM pub_requests
		WHERE tenant_id = $1 AND `+column+` IN (`+b.each(codes)+`) AND opened_at >= $2 AND public = 1
		ORDER BY opened_at DESC, id DESC LIMIT $3`, b.args...)
	v.Near = &near
	return err
}

// mostDead and mostChecks are how many lines an administrator sees at first.
const (
	mostDead   = 10
	mostChecks = 7
)

// addHouse shows whether the house itself is in order.
func (s *Service) addHouse(ctx context.Context, a access.Actor, v *startView) error {
	l, q := i18n.From(ctx), s.db.Read(ctx)
	h := &house{HasJobs: a.Has(seesJobs), HasPeople: a.Has(keepsPeople) && s.needs.People != nil}
	v.House = h
	if h.HasJobs && s.needs.Watch != nil {
		var err error
		if h.Watch, err = s.needs.Watch(ctx); err != nil {
			return err
		}
	}
	if h.HasPeople {
		n, err := s.needs.People(ctx)
		if err != nil {
			return err
		}
		h.People = ui.Line{Text: l.Say("insight.people"), End: l.Number(int64(n)), Href: peopleAddress}
	}
	if h.HasJobs {
		dead, err := jobs.Dead(ctx, q, mostDead)
		if err != nil {
			return err
		}
		for _, j := range dead {
			h.Dead = append(h.Dead, ui.Line{Text: j.Kind, Note: j.Error, End: l.When(j.RunAt, clock.Now(ctx)), Tone: ui.Late})
		}
	}
	checks, err := Drifts(ctx, q, mostChecks)
	for _, d := range checks {
		h.Checks = append(h.Checks, checked(l, d, clock.Now(ctx)))
	}
	return err
}
