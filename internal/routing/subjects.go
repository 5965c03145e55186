package routing

import (
	"net/http"

	"mahalle/internal/platform/calendar"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/web"
)

// subjectRow is one subject as the staff see it.
type subjectRow struct {
	Code, Name, Href    string
	Kind, First, Target string
	Flags               []string
	Owners              []owner
}

// groupRows is a group with its subjects.
type groupRows struct {
	Code, Name, Count string
	Rows              []subjectRow
}

func (s *Service) subjectsPage(w http.ResponseWriter, r *http.Request) error {
	v := s.view(r)
	typed := r.URL.Query().Get("q")
	var found []subjectRow
	for _, h := range v.b.finder.find(typed, mostShown) {
		found = append(found, v.row(h.Subject))
	}
	return web.Page(w, r, http.StatusOK, subjectsPage(v.l, v.groups(), typed, found))
}

// mostShown is how many subjects a search lists.
const mostShown = 8

func (v view) groups() []groupRows {
	var all []groupRows
	for _, g := range v.b.groups.offered {
		one := groupRows{Code: g.Code, Name: v.l.Text(g.Name)}
		for _, s := range v.b.subjects.offered {
			if s.Group == g.Code {
				one.Rows = append(one.Rows, v.row(s))
			}
		}
		one.Count = v.l.Say("routing.n_subjects", "n", len(one.Rows))
		all = append(all, one)
	}
	return all
}

func (v view) row(s Subject) subjectRow {
	row := subjectRow{Code: s.Code, Name: v.l.Text(s.Name), Href: "/staff/routing/try?subject=" + s.Code,
		Kind:  v.l.Text(v.b.kind(v.b.kindOf(s.Code)).Name),
		First: amount(v.l, s.FirstContact), Target: amount(v.l, s.Target), Owners: v.owners(s, "")}
	for _, f := range s.Flags {
		row.Flags = append(row.Flags, v.l.Say("routing.flag_"+f))
	}
	return row
}

// amount writes a length of time, or a dash where none is promised.
func amount(l i18n.Locale, a calendar.Amount) string {
	if a.N == 0 {
		return "–"
	}
	return a.In(l)
}
