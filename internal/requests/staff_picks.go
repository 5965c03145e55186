package requests

import (
	"context"
	"slices"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/ui"
)

// picks are the filters over the list. Together they read as a sentence: where,
// what about, whose, in which state, since when.
type picks struct {
	Place, Subject, Unit, State, Days          pick
	Districts, Neighbourhoods, Subjects, Units []ui.Option
	Statuses, Outcomes, Answers, Judged        []ui.Option
}

// pick is one of them: what it says, whether it narrows, and the list without it.
type pick struct {
	Label string
	On    bool
	Off   string
}

func (s *Service) picks(ctx context.Context, v listView) picks {
	l, q := i18n.From(ctx), v.Query
	p := picks{
		Place:   pick{Label: l.Say("requests.pick_place"), Off: v.without("district", "neighbourhood")},
		Subject: pick{Label: l.Say("requests.pick_subject"), Off: v.without("subject")},
		Unit:    pick{Label: l.Say("requests.pick_unit"), Off: v.without("unit", "department")},
	}
	if d := q.Get("district"); d != "" {
		p.Place.set(s.pages.placeName(ctx, city.Place{District: d, Neighbourhood: q.Get("neighbourhood")}))
	}
	if c := q.Get("subject"); c != "" {
		p.Subject.set(s.pages.subjectName(ctx, c))
	}
	for _, name := range []string{"department", "unit"} {
		if u := q.Get(name); u != "" {
			p.Unit.set(s.pages.unitName(ctx, u))
		}
	}
	p.State, p.Days = v.state(l), v.days(l)
	s.choicesFor(ctx, v, &p)
	return p
}

func (p *pick) set(label string) { p.Label, p.On = label, true }

// state is the pick of where requests stand and what became of them.
func (v listView) state(l i18n.Locale) pick {
	p := pick{Label: l.Say("requests.pick_state_open"), Off: v.without("status", "outcome", "confirmed", "kept", "reopened")}
	if !v.Filter.Open {
		p.Label = l.Say("requests.pick_state_any")
	}
	var said []string
	for _, name := range []string{"status", "outcome", "confirmed", "kept", "reopened"} {
		if word := v.Query.Get(name); word != "" {
			said = append(said, l.Say("requests.pick_"+name+"_"+word))
		}
	}
	if len(said) > 0 {
		p.set(said[0])
	}
	if len(said) > 1 {
		p.set(l.Say("requests.pick_and_more", "first", said[0], "n", len(said)-1))
	}
	return p
}

// days is the pick of when requests were opened, or finished.
func (v listView) days(l i18n.Locale) pick {
	p := pick{Label: l.Say("requests.pick_days"), Off: v.without("from", "until", "done", "said")}
	from, until := l.Day(dayOf(l, v.Filter.OpenedFrom)), l.Day(dayOf(l, v.Filter.OpenedBefore)-1)
	switch {
	case !v.Filter.OpenedFrom.IsZero() && !v.Filter.OpenedBefore.IsZero():
		p.set(l.Say("requests.pick_days_between", "from", from, "until", until))
	case !v.Filter.OpenedFrom.IsZero():
		p.set(l.Say("requests.pick_days_from", "day", from))
	case !v.Filter.OpenedBefore.IsZero():
		p.set(l.Say("requests.pick_days_until", "day", until))
	case !v.Filter.DoneFrom.IsZero():
		p.set(l.Say("requests.pick_days_done", "day", l.Day(dayOf(l, v.Filter.DoneFrom))))
	case !v.Filter.SaidFrom.IsZero():
		p.set(l.Say("requests.pick_days_said", "day", l.Day(dayOf(l, v.Filter.SaidFrom))))
	}
	return p
}

// choicesFor lists what each pick offers. An option without a value is "all".
func (s *Service) choicesFor(ctx context.Context, v listView, p *picks) {
	l, a := i18n.From(ctx), access.From(ctx)
	all := func(key string) []ui.Option { return []ui.Option{{Label: l.Say(key)}} }
	p.Districts = append(all("requests.pick_place"), s.districtsOf(ctx, a)...)
	if hoods := s.pages.neighbourhoods(ctx, v.Query.Get("district")); len(hoods) > 0 {
		p.Neighbourhoods = append(all("requests.pick_neighbourhood"), optionsOf(hoods)...)
	}
	p.Subjects = append(all("requests.pick_subject"), s.subjectOptions(ctx)...)
	if v.Several {
		p.Units = append(all("requests.pick_unit"), s.unitsOf(ctx, a)...)
	}
	p.Statuses, p.Outcomes, p.Answers, p.Judged = all("requests.pick_any"), all("requests.pick_any"), all("requests.pick_any"), all("requests.pick_any")
	for _, st := range Statuses {
		p.Statuses = append(p.Statuses, ui.Option{Value: string(st), Label: l.Say("requests.pick_status_" + string(st))})
	}
	for _, o := range closedLists["outcome"] {
		p.Outcomes = append(p.Outcomes, ui.Option{Value: o, Label: l.Say("requests.pick_outcome_" + o)})
	}
	for _, k := range closedLists["kept"] {
		p.Judged = append(p.Judged, ui.Option{Value: k, Label: l.Say("requests.pick_kept_" + k)})
	}
	for _, c := range closedLists["confirmed"] {
		p.Answers = append(p.Answers, ui.Option{Value: c, Label: l.Say("requests.pick_confirmed_" + c)})
	}
}

// districtsOf are the districts somebody may choose: those of the area, if the
// area is all they see.
func (s *Service) districtsOf(ctx context.Context, a access.Actor) []ui.Option {
	all := s.pages.districts(ctx)
	if a.Has(SeesArea) && !a.Has(SeesCity) && !a.WholeCity {
		all = slices.DeleteFunc(slices.Clone(all), func(d Area) bool { return !slices.Contains(a.Districts, d.Code) })
	}
	return optionsOf(all)
}

func optionsOf(areas []Area) []ui.Option {
	all := make([]ui.Option, len(areas))
	for i, a := range areas {
		all[i] = ui.Option{Value: a.Code, Label: a.Name}
	}
	return all
}

// unitsOf are the units somebody may choose: the own ones, unless all are seen.
func (s *Service) unitsOf(ctx context.Context, a access.Actor) []ui.Option {
	var all []ui.Option
	for _, u := range s.staff.units(ctx) {
		if a.Has(SeesCity) || a.Has(SeesArea) || a.InUnit(u.Value) {
			all = append(all, u)
		}
	}
	return all
}

func (s *Service) subjectOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, c := range s.pages.subjects(ctx) {
		all = append(all, ui.Option{Value: c.Code, Label: c.Name, Group: c.GroupName})
	}
	return all
}
