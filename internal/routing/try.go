package routing

import (
	"net/http"
	"slices"

	"mahalle/internal/platform/calendar"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/ui"
	"mahalle/internal/platform/web"
)

// trial is what somebody wants to try.
type trial struct{ Subject, District, Street, Kind string }

// verdict is what would happen, were it real.
type verdict struct {
	Subject, Unit, Why, Line string
	Notes                    []string
	Promises                 []ui.Promise
	Amounts                  []string // of each promise, in words
	Basis                    string   // the law behind the answer
	Steps                    []stepRow
}

// stepRow is one rule on the way.
type stepRow struct {
	Subject, Place, Why string
	Fits                bool
}

// tryPage is the simulator: who would get it, why, and by when, if it were
// asked now. Nothing is kept.
func (s *Service) tryPage(w http.ResponseWriter, r *http.Request) error {
	v, q := s.view(r), r.URL.Query()
	t := trial{Subject: q.Get("subject"), District: v.known(q.Get("district")), Street: q.Get("street"), Kind: q.Get("kind")}
	if !slices.Contains(Streets, t.Street) {
		t.Street = ""
	}
	var out *verdict
	fault := ""
	if subject, ok := v.b.subject[t.Subject]; ok {
		found, err := v.judge(subject, t)
		if err != nil {
			return err
		}
		out = &found
	} else if t.Subject != "" {
		fault = v.l.Say("routing.choose_subject")
	}
	return web.Page(w, r, http.StatusOK, tryPage(v, t, fault, out))
}

func (v view) judge(s Subject, t trial) (verdict, error) {
	d, err := v.b.decide(t.Kind, s.Code, t.District, t.Street)
	if err != nil {
		return verdict{}, err
	}
	kind := t.Kind
	if kind == "" {
		kind = v.b.kindOf(s.Code)
	}
	out := verdict{Subject: v.l.Text(s.Name), Unit: v.s.unitName(v.ctx, d.Unit), Why: v.l.Text(d.Why),
		Line: v.l.Say("routing.line", "n", d.Rule), Basis: v.l.Text(v.b.kind(kind).Basis), Steps: v.steps(s, t)}
	if d.Hidden {
		out.Notes = append(out.Notes, v.l.Say("routing.flag_identity_hidden"))
	}
	if d.Confidential {
		out.Notes = append(out.Notes, v.l.Say("routing.flag_confidential"))
	}
	for _, p := range []struct {
		label  string
		amount calendar.Amount
	}{{v.l.Say("routing.answer"), d.Answer}, {v.l.Say("routing.target"), d.Target}} {
		if err := v.promise(&out, d.Unit, p.label, p.amount); err != nil {
			return out, err
		}
	}
	return out, nil
}

func (v view) promise(out *verdict, unit, label string, a calendar.Amount) error {
	if a.N == 0 {
		return nil
	}
	due, err := v.s.due(v.ctx, unit, a)
	now := clock.Now(v.ctx)
	out.Promises = append(out.Promises, ui.Promise{Label: label, Opened: now, Due: due, Now: now})
	out.Amounts = append(out.Amounts, a.In(v.l))
	return err
}

func (v view) steps(s Subject, t trial) []stepRow {
	var rows []stepRow
	for _, st := range v.b.trace(s, t.District, t.Street) {
		row := stepRow{Subject: v.about(st.rule.Subject), Place: v.where(st.rule), Fits: st.fits, Why: v.l.Say("routing.other_street")}
		switch {
		case st.fits:
			row.Why = v.l.Say("routing.this_decides")
		case st.elsewhere:
			row.Why = v.l.Say("routing.other_district")
		}
		rows = append(rows, row)
	}
	return rows
}

// where writes the district and the class of street a rule asks for.
func (v view) where(r Rule) string {
	row := v.ruleRow(0, r)
	return v.l.Say("routing.where", "district", row.District, "street", row.Street)
}

func (v view) subjectOptions() []ui.Option {
	options := []ui.Option{{Label: v.l.Say("routing.choose")}}
	for _, g := range v.b.groups.offered {
		for _, s := range v.b.subjects.offered {
			if s.Group == g.Code {
				options = append(options, ui.Option{Value: s.Code, Label: v.l.Text(s.Name), Group: v.l.Text(g.Name)})
			}
		}
	}
	return options
}

// districtOptions begins with the district nobody knows, or with all of them.
func (v view) districtOptions(first string) []ui.Option {
	options := []ui.Option{{Label: first}}
	for _, d := range v.districts {
		options = append(options, ui.Option{Value: d.Code, Label: d.Name})
	}
	return options
}

func (v view) streetOptions() []ui.Option {
	return []ui.Option{
		{Label: v.l.Say("routing.street_unknown")},
		{Value: "metro", Label: v.l.Say("routing.street_metro")},
		{Value: "district", Label: v.l.Say("routing.street_district")},
	}
}

func (v view) kindOptions() []ui.Option {
	options := []ui.Option{{Label: v.l.Say("routing.usual_kind")}}
	for _, k := range v.b.kinds.offered {
		options = append(options, ui.Option{Value: k.Code, Label: v.l.Text(k.Name)})
	}
	return options
}
