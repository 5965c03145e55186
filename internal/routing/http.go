package routing

import (
	"context"
	"net/http"
	"slices"

	"mahalle/internal/platform/access"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/web"
	"mahalle/internal/routing/rules"
)

// Routes opens the doors of routing. Who owns what, and by when, is no secret:
// everybody who works here may look it up, and residents see the promises.
func (s *Service) Routes(r *web.Router) {
	r.Handle("GET /staff/routing", access.SignedIn, s.subjectsPage)
	s.ruleRoutes(r)
	r.Handle("GET /staff/routing/try", access.SignedIn, s.tryPage)
	r.Handle("GET /services", access.Public, s.servicesPage)
	r.Handle("GET /services.json", access.Public, s.servicesJSON, web.ForPrograms)
	s.suggestionRoutes(r)
}

// view is what every page of routing knows of its reader and city.
type view struct {
	ctx       context.Context
	l         i18n.Locale
	s         *Service
	b         *book
	districts []District
	office    rules.Office
}

func (s *Service) view(r *http.Request) view {
	ctx := r.Context()
	return view{ctx: ctx, l: i18n.From(ctx), s: s, b: s.of(tenant.From(ctx).ID), districts: s.districts(ctx), office: s.office(ctx)}
}

// district writes a district's name; an unknown code as it is.
func (v view) district(code string) string {
	if i := slices.IndexFunc(v.districts, func(d District) bool { return d.Code == code }); i >= 0 {
		return v.districts[i].Name
	}
	return code
}

// known keeps a code that is a district of this city.
func (v view) known(code string) string {
	if slices.ContainsFunc(v.districts, func(d District) bool { return d.Code == code }) {
		return code
	}
	return ""
}

// about writes what a rule speaks of: a subject, a whole group, or everything.
func (v view) about(subject string) string {
	if subject == "*" {
		return v.l.Say("routing.every_subject")
	}
	if s, ok := v.b.subject[subject]; ok {
		return v.l.Text(s.Name)
	}
	for _, g := range slices.Concat(v.b.groups.offered, v.b.groups.retired) {
		if g.Code+".*" == subject {
			return v.l.Say("routing.whole_group", "group", v.l.Text(g.Name))
		}
	}
	return subject
}

// owner is a unit that owns a subject: in the place that was asked about, or
// somewhere in the city.
type owner struct {
	Name       string
	ByDistrict bool // not one unit but that of each district
}

// everywhere is every district; a city without any is one place nobody names.
func (v view) everywhere() []string {
	if len(v.districts) == 0 {
		return []string{""}
	}
	var all []string
	for _, d := range v.districts {
		all = append(all, d.Code)
	}
	return all
}

// owners lists who owns a subject, in one district or in the whole city.
func (v view) owners(s Subject, district string) []owner {
	places := []string{district}
	if district == "" {
		places = v.everywhere()
	}
	var all []owner
	for _, unit := range v.b.units(s, v.office, places) {
		o := owner{Name: v.s.unitName(v.ctx, unit)}
		if district == "" && v.b.inEachDistrict(s, unit, v.districts) {
			o = owner{Name: v.l.Say("routing.by_district"), ByDistrict: true}
		}
		if !slices.Contains(all, o) {
			all = append(all, o)
		}
	}
	return all
}
