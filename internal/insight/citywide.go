package insight

import (
	"cmp"
	"context"
	"net/http"
	"slices"

	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/ui"
	"mahalle/internal/platform/web"
)

// citywide is the whole city, its districts and departments side by side.
type citywide struct {
	Told        []told // what the post was told is still owed
	Title, Note string
	See         []ui.Line // where a reader without cases goes on
	Sum         sheet
	Orders      []ui.Chip
	Districts   table
	Departments table
	Map         ui.Map
	Worse       []ui.Line
	Waiting     []ui.Line
}

// orders are the ways to sort: whoever does worst stands first. Shares are
// sorted by the end of their interval, so that three answers make nobody the
// worst of the city.
var orders = []struct {
	name string
	by   func(sheet) float64
}{
	{"late", func(s sheet) float64 { low, _ := s.lateShare().Interval(); return -low }},
	{"on_time", func(s sheet) float64 { return s.Month.onTime().High() }},
	{"confirmed", func(s sheet) float64 { return s.Month.said().High() }},
	{"open", func(s sheet) float64 { return -float64(s.Now.Open) }},
}

// sortSheets puts the smallest first, and equals in the reader's alphabet.
func sortSheets(l i18n.Locale, sheets []sheet, by func(sheet) float64) {
	slices.SortStableFunc(sheets, func(a, b sheet) int {
		return cmp.Or(cmp.Compare(by(a), by(b)), l.Compare(a.Name, b.Name))
	})
}

func (s *Service) cityPage(w http.ResponseWriter, r *http.Request) error {
	ctx, l := r.Context(), i18n.From(r.Context())
	v, err := s.citywideOf(ctx, reading(access.From(ctx)))
	if err != nil {
		return err
	}
	if v.Told, err = s.toldTo(ctx, access.From(ctx).Post, mostToldHere); err != nil {
		return err
	}
	v.sort(l, cityAddress, r.URL.Query().Get("by"))
	return web.Page(w, r, http.StatusOK, cityPage(l, v))
}

// sort puts whoever does worst first, by the order asked for or the first one.
func (v *citywide) sort(l i18n.Locale, address, by string) {
	chosen := orders[0]
	for _, o := range orders {
		if o.name == by {
			chosen = o
		}
	}
	sortSheets(l, v.Districts.Sheets, chosen.by)
	sortSheets(l, v.Departments.Sheets, chosen.by)
	for _, o := range orders {
		v.Orders = append(v.Orders, ui.Chip{Label: l.Say("insight.order_" + o.name), Href: address + "?by=" + o.name, On: o.name == chosen.name})
	}
}

func (s *Service) citywideOf(ctx context.Context, rows within) (citywide, error) {
	l, c, a, now := i18n.From(ctx), tenant.From(ctx), access.From(ctx), clock.Now(ctx)
	look, err := s.lookAt(ctx, nil, nil)
	if err != nil {
		return citywide{}, err
	}
	districts, err := look.districts(ctx, slices.Concat(s.needs.Districts(ctx), []District{nowhere}), rows)
	if err != nil {
		return citywide{}, err
	}
	departments, err := s.departmentSheets(ctx, look, rows)
	if err != nil {
		return citywide{}, err
	}
	v := citywide{Title: l.Say("insight.whole_city"), Note: moment(l, c, now), Sum: total(districts)}
	v.Sum.Rows = rows
	districts = known(districts, l)
	for i := range districts {
		if maySeeDistrict(a, districts[i].Code) {
			districts[i].Href = districtsAddress + "/" + districts[i].Code
		}
	}
	for i := range departments {
		if !a.Has(CanSeeCity) {
			departments[i].Href = ""
		}
	}
	v.Map = s.lateMap(ctx, slices.DeleteFunc(slices.Clone(districts), func(s sheet) bool { return s.Code == nowhere.Code }))
	v.Districts = table{Title: l.Say("insight.by_district"), First: l.Say("insight.district"), ID: "districts", Sheets: districts, Figures: true}
	v.Departments = table{Title: l.Say("insight.by_department"), First: l.Say("insight.department"), ID: "departments", Sheets: departments, Figures: true}
	v.Worse = worse(l, slices.Concat(districts, departments))
	v.Waiting = waiting(l, v.Sum)
	return v, nil
}

// known gives requests without a place a name, or leaves them out if there are
// none.
func known(sheets []sheet, l i18n.Locale) []sheet {
	i := slices.IndexFunc(sheets, func(s sheet) bool { return s.Code == nowhere.Code })
	if sheets[i].idle() {
		return slices.Delete(sheets, i, i+1)
	}
	sheets[i].Name, sheets[i].Rows = l.Say("insight.no_district"), within{shut: true}
	return sheets
}

// departmentSheets add up the units of each department that has something to do.
func (s *Service) departmentSheets(ctx context.Context, look look, rows within) ([]sheet, error) {
	units := s.needs.Units(ctx)
	names := make([]string, len(units))
	for i, u := range units {
		names[i] = u.Code
	}
	sheets, err := look.units(ctx, names, s.needs.UnitName, rows)
	if err != nil {
		return nil, err
	}
	at := make(map[string]int)
	var departments []sheet
	for i, u := range units {
		if sheets[i].idle() {
			continue
		}
		if _, there := at[u.Department]; !there {
			at[u.Department] = len(departments)
			departments = append(departments, sheet{Code: u.Department, Name: s.needs.UnitName(ctx, u.Department),
				Href: cityAddress + "/" + u.Department, Rows: rows.department(u.Department)})
		}
		departments[at[u.Department]] = departments[at[u.Department]].plus(sheets[i])
	}
	return departments, nil
}

// departmentPage is one department by its units.
func (s *Service) departmentPage(w http.ResponseWriter, r *http.Request) error {
	ctx, l := r.Context(), i18n.From(r.Context())
	c, a, now, code := tenant.From(ctx), access.From(ctx), clock.Now(ctx), r.PathValue("department")
	units := unitsOf(s.needs.Units(ctx), code)
	if len(units) == 0 {
		return fault.New(fault.NotFound, "web.not_found")
	}
	look, err := s.lookAt(ctx, nil, units)
	if err != nil {
		return err
	}
	sheets, err := look.units(ctx, units, s.needs.UnitName, reading(a))
	if err != nil {
		return err
	}
	sum := total(sheets)
	sum.Rows = reading(a).department(code)
	sheets = slices.DeleteFunc(sheets, sheet.idle)
	sortSheets(l, sheets, orders[0].by)
	return web.Page(w, r, http.StatusOK, departmentPage(l, departmentView{
		Title: s.needs.UnitName(ctx, code), Note: moment(l, c, now), Sum: sum, Worse: worse(l, sheets),
		Units: table{Title: l.Say("insight.by_unit"), First: l.Say("insight.unit"), ID: "units", Sheets: sheets, Figures: true},
	}))
}

// departmentView is what the page of a department shows.
type departmentView struct {
	Title, Note string
	Sum         sheet
	Units       table
	Worse       []ui.Line
}

// unitsOf are the codes of a department's units.
func unitsOf(units []Unit, department string) []string {
	var found []string
	for _, u := range units {
		if u.Department == department {
			found = append(found, u.Code)
		}
	}
	return found
}
