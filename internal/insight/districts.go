package insight

import (
	"context"
	"net/http"
	"slices"

	"mahalle/internal/insight/statistics"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/ui"
	"mahalle/internal/platform/web"
	"mahalle/internal/promises"
)

// morning is the page of whoever looks after districts: what must I keep today,
// what got worse, what waits.
type morning struct {
	Title, Note string
	One         bool // the page of one district
	Sum         sheet
	Table       table
	Map         ui.Map
	Waiting     []ui.Line
	Worse       []ui.Line
	Keep        []owed
	Overdue     []owed
	Told        []told // what the post was told is still owed
}

// table lists districts or units; Figures says whether it has more than what is
// open now.
type table struct {
	Title, First string // of the table, of its first column
	ID           string
	Sheets       []sheet
	Figures      bool
}

func (s *Service) districtsPage(w http.ResponseWriter, r *http.Request) error {
	ctx, l := r.Context(), i18n.From(r.Context())
	a := access.From(ctx)
	own := ownDistricts(a, s.needs.Districts(ctx))
	m, err := s.morningOf(ctx, own, reading(a))
	if err != nil {
		return err
	}
	m.Title = l.Say("insight.my_districts")
	if a.WholeCity {
		m.Title = l.Say("insight.all_districts")
	}
	if m.Told, err = s.toldTo(ctx, a.Post, mostToldHere); err != nil {
		return err
	}
	if len(own) > 0 {
		m.Note = named(l, m.Table.Sheets) + " · " + m.Note
	}
	return web.Page(w, r, http.StatusOK, districtsPage(l, m))
}

// districtPage is one district, with the units that have something open in it.
func (s *Service) districtPage(w http.ResponseWriter, r *http.Request) error {
	ctx, l := r.Context(), i18n.From(r.Context())
	a, code := access.From(ctx), r.PathValue("district")
	own := ownDistricts(a, s.needs.Districts(ctx))
	i := slices.IndexFunc(own, func(d District) bool { return d.Code == code })
	if i < 0 {
		return fault.New(fault.NotFound, "web.not_found")
	}
	m, err := s.morningOf(ctx, own[i:i+1], reading(a).district(code))
	if err != nil {
		return err
	}
	m.Title, m.One = l.Text(own[i].Name), true
	if m.Table, err = s.unitsIn(ctx, code, reading(a).district(code)); err != nil {
		return err
	}
	return web.Page(w, r, http.StatusOK, districtsPage(l, m))
}

// morningOf gathers what the page of some districts shows.
func (s *Service) morningOf(ctx context.Context, districts []District, rows within) (morning, error) {
	l, c, now := i18n.From(ctx), tenant.From(ctx), clock.Now(ctx)
	look, err := s.lookAt(ctx, codes(districts), nil)
	if err != nil {
		return morning{}, err
	}
	sheets, err := look.districts(ctx, districts, rows)
	if err != nil {
		return morning{}, err
	}
	for i := range sheets {
		sheets[i].Href = districtsAddress + "/" + sheets[i].Code
	}
	m := morning{Note: moment(l, c, now), Sum: total(sheets), Worse: worse(l, sheets), Map: s.lateMap(ctx, sheets),
		Table: table{Title: l.Say("insight.by_district"), First: l.Say("insight.district"), ID: "districts", Sheets: sheets, Figures: true}}
	m.Sum.Rows = rows
	m.Waiting = waiting(l, m.Sum)
	if len(districts) == 0 {
		return m, nil
	}
	theirs := promises.Owed{Districts: codes(districts)}
	if m.Keep, err = s.promised(ctx, dueToday(ctx, theirs)); err != nil {
		return m, err
	}
	m.Overdue, err = s.overdue(ctx, theirs)
	return m, err
}

func codes(districts []District) []string {
	found := make([]string, len(districts))
	for i, d := range districts {
		found[i] = d.Code
	}
	return found
}

// unitsIn lists the units that have something open in a district, whoever has
// most late first.
func (s *Service) unitsIn(ctx context.Context, district string, rows within) (table, error) {
	l := i18n.From(ctx)
	t := table{Title: l.Say("insight.by_unit"), First: l.Say("insight.unit"), ID: "units"}
	look, err := s.lookAt(ctx, []string{district}, nil)
	by := make(map[string]*sheet)
	for _, o := range look.open {
		by[o.Unit] = &sheet{Code: o.Unit, Name: s.needs.UnitName(ctx, o.Unit), Rows: rows.unit(o.Unit)}
	}
	look.fillNow(by, byUnit)
	for _, one := range by {
		t.Sheets = append(t.Sheets, *one)
	}
	sortSheets(l, t.Sheets, func(s sheet) float64 { return -float64(s.Now.Late) })
	return t, err
}

// mapShown is about how wide the map stands beside the figures, in px.
const mapShown = 300

// lateMap shades the districts by how many requests are late in them; the
// neighbours are quiet ground.
func (s *Service) lateMap(ctx context.Context, sheets []sheet) ui.Map {
	l := i18n.From(ctx)
	top := int64(0)
	at := make(map[string]sheet, len(sheets))
	var around []string
	for _, one := range sheets {
		at[one.Code], around, top = one, append(around, one.Code), max(top, one.Now.Late)
	}
	all := len(sheets) == len(s.needs.Districts(ctx))
	if all {
		around = nil
	}
	scale, d := statistics.Counts(top), s.needs.Drawing(ctx, around)
	m := ui.Map{X: d.X, Y: d.Y, Width: d.Width, Height: d.Height, Label: l.Say("insight.late_map"), Shown: mapShown,
		Legend: legend(l, scale, !all), Credit: l.Text(tenant.From(ctx).MapCredit)}
	for _, o := range d.Outlines {
		shape := ui.Shape{Path: o.Path, X: o.LabelX, Y: o.LabelY, Room: o.Breadth}
		if one, mine := at[o.Code]; mine {
			shape.Step, shape.Mine, shape.Label = scale.Step(float64(one.Now.Late)), !all, one.Name
			shape.Title, shape.Href = l.Say("insight.late_in", "name", one.Name, "n", one.Now.Late), one.Href
		}
		m.Shapes = append(m.Shapes, shape)
	}
	return m
}

// legend names the shades of a map of counts.
func legend(l i18n.Locale, scale statistics.Scale, others bool) []ui.LegendStep {
	var steps []ui.LegendStep
	if others {
		steps = append(steps, ui.LegendStep{Step: 0, Label: l.Say("insight.other_districts")})
	}
	for step := 1; step <= 5; step++ {
		from, to := int64(scale.From(step)), scale.To(step)
		label := l.Number(from)
		switch {
		case step == 5:
			label = l.Say("insight.and_more", "n", from)
		case int64(to) > from:
			label = l.Say("insight.from_to", "from", from, "to", int64(to))
		}
		steps = append(steps, ui.LegendStep{Step: step, Label: label})
	}
	return steps
}
