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

// ruleRow is one line of the city's owner rules.
type ruleRow struct {
	Order, Subject, District, Street, Unit, Why string
	Dead                                        bool
	Href                                        string
}

func (s *Service) rulesPage(w http.ResponseWriter, r *http.Request) error {
	v := s.view(r)
	all := v.ruleRows()
	var dead []ruleRow
	for _, row := range all {
		if row.Dead {
			dead = append(dead, row)
		}
	}
	only := r.URL.Query().Get("dead") == "1"
	rows := all
	if only {
		rows = dead
	}
	return web.Page(w, r, http.StatusOK, rulesPage(v.l, rows, only, len(all), len(dead)))
}

// ruleRows tells a line that stands for a rule in each district once. It is
// dead only if all of them are.
func (v view) ruleRows() []ruleRow {
	var rows []ruleRow
	last := -1
	for i, r := range v.b.rules {
		if r.Line != last {
			rows = append(rows, v.ruleRow(len(rows)+1, r))
			last = r.Line
		}
		if v.b.reach[i] > 0 {
			rows[len(rows)-1].Dead = false
		}
	}
	return rows
}

func (v view) ruleRow(order int, r Rule) ruleRow {
	row := ruleRow{Order: v.l.Number(int64(order)), Subject: v.about(r.Subject), District: v.district(r.District),
		Street: v.l.Say("routing.street_" + streetWord(r.Street)), Unit: v.s.unitName(v.ctx, r.Unit), Why: v.l.Text(r.Why), Dead: true}
	if r.District == "*" {
		row.District = v.l.Say("routing.every_district")
	}
	if n := v.b.spread[r.Line]; n > 1 {
		row.District, row.Unit = v.l.Say("routing.each_district", "n", n), v.l.Say("routing.by_district")
	}
	if _, ok := v.b.subject[r.Subject]; ok {
		row.Href = "/staff/routing/try?subject=" + r.Subject
	}
	return row
}

func streetWord(street string) string {
	switch street {
	case "metro", "district":
		return street
	}
	return "any"
}
