package insight

import (
	"context"
	"net/http"
	"slices"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/ui"
	"mahalle/internal/platform/web"
	"mahalle/internal/promises"
)

// Who may see which figures.
const (
	CanSeeDistricts access.Permission = "insight.chief"
	CanSeeCity      access.Permission = "insight.city"
)

// Routes opens the doors of the figures.
func (s *Service) Routes(r *web.Router) {
	r.Handle("GET /staff/districts", CanSeeDistricts, s.districtsPage)
	r.Handle("GET /staff/districts/{district}", CanSeeDistricts, s.districtPage)
	r.Handle("GET /staff/city", CanSeeCity, s.cityPage)
}

func localName(ctx context.Context, t city.Text) string { return i18n.From(ctx).Text(t) }

// chiefView is the morning of whoever looks after districts.
type chiefView struct {
	Title, Note string
	Sides       []side
	All         side
	Map         ui.Map
	Drawn       bool
	Due         []dueRow
	Now         time.Time
	One         string // the single district, if it is one
}

// dueRow is something that must be kept today.
type dueRow struct {
	Label, What, Where, Who string
	Bar                     ui.Promise
}

func (s *Service) districtsPage(w http.ResponseWriter, r *http.Request) error {
	return s.showDistricts(w, r, mine(access.From(r.Context())), "")
}

func (s *Service) districtPage(w http.ResponseWriter, r *http.Request) error {
	code, a := r.PathValue("district"), access.From(r.Context())
	if only := mine(a); only != nil && !slices.Contains(only, code) {
		return fault.New(fault.NotFound, "web.not_found")
	}
	for _, d := range s.needs.Districts(r.Context()) {
		if d.Code == code {
			return s.showDistricts(w, r, []string{code}, code)
		}
	}
	return fault.New(fault.NotFound, "web.not_found")
}

// mine are the districts of the post; nil for whoever sees the whole city.
func mine(a access.Actor) []string {
	if a.WholeCity {
		return nil
	}
	return append([]string{}, a.Districts...)
}

func (s *Service) showDistricts(w http.ResponseWriter, r *http.Request, only []string, one string) error {
	ctx, l := r.Context(), i18n.From(r.Context())
	sides, err := s.byDistrict(ctx, only)
	if err != nil {
		return err
	}
	v := chiefView{Title: l.Say("insight.my_districts"), Sides: sides, All: total(sides), Now: clock.Now(ctx), One: one}
	v.Note = l.DayLong(tenant.From(ctx).Today(v.Now))
	if one != "" && len(sides) == 1 {
		v.Title = sides[0].Name
	}
	v.Map, v.Drawn = s.lateMap(ctx, l, sides, only)
	if v.Due, err = s.dueToday(ctx, l, only, v.Now); err != nil {
		return err
	}
	return web.Page(w, r, http.StatusOK, districtsPage(l, v))
}

// dueToday lists what must be kept by the end of today, the nearest first.
func (s *Service) dueToday(ctx context.Context, l i18n.Locale, only []string, now time.Time) ([]dueRow, error) {
	c := tenant.From(ctx)
	all, err := promises.List(ctx, s.db.Read(ctx), promises.Owed{Districts: only, After: promises.Mark{Due: now},
		Before: c.Today(now).At(36*time.Hour, c.Zone()), Limit: 12})
	var rows []dueRow
	for i := range all {
		p := &all[i]
		if s.needs.Confidential != nil && s.needs.Confidential(ctx, p.Topic) {
			continue
		}
		state := ui.Open
		if p.State == promises.Paused {
			state = ui.Stopped
		}
		rows = append(rows, dueRow{Label: p.Label, What: s.needs.SubjectName(ctx, p.Topic), Where: s.needs.PlaceName(l, ctx, p.Place),
			Who: s.needs.UnitName(ctx, p.Owner.Unit), Bar: ui.Promise{Label: l.Say("insight.owed_" + string(p.Of)), Opened: p.Opened, Due: p.Due, Now: now, State: state, Since: p.PausedAt}})
	}
	return rows, err
}

// lateSteps are the bounds of the map's five steps: how many are late.
var lateSteps = []int64{0, 1, 5, 10, 25}

func step(late int64) int {
	for i := len(lateSteps) - 1; i >= 0; i-- {
		if late >= lateSteps[i] {
			return i + 1
		}
	}
	return 1
}

func (s *Service) lateMap(ctx context.Context, l i18n.Locale, sides []side, only []string) (ui.Map, bool) {
	if s.needs.Drawing == nil {
		return ui.Map{}, false
	}
	around := only
	d := s.needs.Drawing(ctx, around)
	if len(d.Outlines) == 0 {
		return ui.Map{}, false
	}
	m := ui.Map{X: d.X, Y: d.Y, Width: d.Width, Height: d.Height, Label: l.Say("insight.late_map"), LegendTitle: l.Say("insight.late_now"),
		Credit: l.Text(tenant.From(ctx).MapCredit)}
	for _, o := range d.Outlines {
		shape := ui.Shape{Path: o.Path, X: o.LabelX, Y: o.LabelY, Room: o.Breadth}
		for _, one := range sides {
			if one.Code == o.Code {
				shape.Step, shape.Mine = step(one.Load.Late), only != nil
				shape.Label, shape.Title = one.Name, one.Name+": "+l.Number(one.Load.Late)
				shape.Href = "/staff/requests?view=late&district=" + o.Code
			}
		}
		m.Shapes = append(m.Shapes, shape)
	}
	for i, from := range lateSteps {
		label := l.Number(from)
		switch {
		case i == len(lateSteps)-1:
			label += "+"
		case lateSteps[i+1]-1 > from:
			label += "–" + l.Number(lateSteps[i+1]-1)
		}
		m.Legend = append(m.Legend, ui.LegendStep{Step: i + 1, Label: label})
	}
	return m, true
}

// cityView is the whole city, by district and by department.
type cityView struct {
	All         side
	Districts   []side
	Departments []side
	Map         ui.Map
	Drawn       bool
}

func (s *Service) cityPage(w http.ResponseWriter, r *http.Request) error {
	ctx, l := r.Context(), i18n.From(r.Context())
	districts, err := s.byDistrict(ctx, nil)
	if err != nil {
		return err
	}
	departments, err := s.byDepartment(ctx)
	if err != nil {
		return err
	}
	v := cityView{All: total(districts), Districts: districts, Departments: departments}
	worstFirst(v.Districts)
	worstFirst(v.Departments)
	v.Map, v.Drawn = s.lateMap(ctx, l, districts, nil)
	return web.Page(w, r, http.StatusOK, cityPage(l, v))
}

// worstFirst puts those first of whose open requests most are late.
func worstFirst(sides []side) {
	slices.SortStableFunc(sides, func(a, b side) int {
		switch x, y := share(a.Load.Late, a.Load.Open).Low, share(b.Load.Late, b.Load.Open).Low; {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return 0
	})
}

// said writes a share with what stands behind it; too few answers are said so.
func said(l i18n.Locale, s Share) string {
	if !s.Known() {
		return l.Say("insight.too_few")
	}
	return l.Percent(s.Ratio())
}

func interval(l i18n.Locale, s Share) string {
	if !s.Known() {
		return l.Say("insight.of_answers", "n", int(s.Of))
	}
	return l.Say("insight.interval", "n", int(s.Of), "low", l.Percent(s.Low), "high", l.Percent(s.High))
}
