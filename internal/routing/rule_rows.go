package routing

import (
	"strings"
	"time"

	"mahalle/internal/platform/ui"
	"mahalle/internal/routing/rules"
)

// ruleRow is one rule as the page shows it.
type ruleRow struct {
	At            int // its place in the set
	Order, Number string
	Subject, Unit string
	Asks          []string // what else it asks
	Why           string
	Faults        []ui.Line
	Since         string // since when it is passed over
	Off, Dead     bool
	Wrong         bool // something keeps the set from being published
	Mine          bool // the reader may change it
	New           bool // not in force yet
}

// ruleRows shows a set with what is wrong with it.
func (v view) ruleRows(set rules.Set) []ruleRow {
	sheet, w, e := v.b.lay(set), v.world(), v.editor()
	rows := make([]ruleRow, len(set.Rules))
	for i, r := range set.Rules {
		rows[i] = ruleRow{At: i, Order: v.l.Number(int64(i + 1)), Subject: v.about(r.Subject), Unit: v.unitOf(r), Asks: v.asks(r, set.Lists),
			Why: v.l.Text(r.Why), Off: r.Off, Mine: e.may(r)}
		was, published := v.b.ever[r.ID]
		rows[i].New = !published || !was.Same(r)
		if !rows[i].New {
			rows[i].Number = v.l.Number(int64(r.ID))
		}
	}
	for _, f := range sheet.Check(w, v.office) {
		if f.Rule < 0 {
			continue
		}
		row := &rows[f.Rule]
		row.Dead = row.Dead || f.Kind.Dead()
		row.Wrong = row.Wrong || f.Kind.Blocks()
		row.Faults = append(row.Faults, ui.Line{Text: v.sayFault(f), Tone: faultTone(f.Kind)})
	}
	return rows
}

func faultTone(k rules.FaultKind) ui.Tone {
	if k == rules.NotSeated {
		return ui.Wait
	}
	return ui.Late
}

// unitOf names the unit of a rule.
func (v view) unitOf(r Rule) string {
	if !r.ByDistrict() {
		return v.s.unitName(v.ctx, r.Unit)
	}
	for _, d := range v.districts {
		if v.office.Of(r.UnitIn(d.Code)) != rules.Closed {
			return v.l.Say("routing.by_district_such_as", "unit", v.s.unitName(v.ctx, r.UnitIn(d.Code)))
		}
	}
	return v.l.Say("routing.by_district")
}

// asks lists what a rule asks besides the subject.
func (v view) asks(r Rule, lists []rules.List) []string {
	var all []string
	if len(r.Places) > 0 {
		var names []string
		for _, p := range r.Places {
			names = append(names, v.place(p, lists))
		}
		all = append(all, v.list(names))
	}
	if r.Street != "" {
		all = append(all, v.l.Say("routing.street_"+r.Street))
	}
	if r.Kind != "" {
		all = append(all, v.kindName(r.Kind))
	}
	for _, a := range r.Answers {
		all = append(all, v.answer(r.Subject, a))
	}
	if r.Time.Days != 0 {
		all = append(all, v.days(r.Time.Days))
	}
	if r.Time.From != r.Time.To {
		all = append(all, v.l.Say("routing.between", "from", v.clock(r.Time.From), "to", v.clock(r.Time.To)))
	}
	if r.Time.Outside != "" {
		all = append(all, v.l.Say("routing.outside_hours", "unit", v.s.unitName(v.ctx, r.Time.Outside)))
	}
	return all
}

// list writes names beside each other.
func (v view) list(names []string) string { return strings.Join(names, v.l.Say("routing.list_comma")) }

// weekdays in the order in which the city counts them.
func (v view) weekdays() []time.Weekday {
	if v.l.Lang == "fa" {
		return []time.Weekday{6, 0, 1, 2, 3, 4, 5}
	}
	return []time.Weekday{1, 2, 3, 4, 5, 6, 0}
}

var dayKeys = [...]string{"routing.sunday", "routing.monday", "routing.tuesday", "routing.wednesday", "routing.thursday", "routing.friday", "routing.saturday"}

func (v view) days(d rules.Days) string {
	var names []string
	for _, day := range v.weekdays() {
		if d.Has(day) {
			names = append(names, v.l.Say(dayKeys[day]))
		}
	}
	return v.list(names)
}

func (v view) clock(m rules.Minute) string {
	return v.l.Clock(time.Date(2026, 1, 1, int(m)/60, int(m)%60, 0, 0, v.l.Zone))
}

// sayFault says what is wrong with a rule.
func (v view) sayFault(f rules.Fault) string {
	key := "routing.fault_" + string(f.Kind)
	switch f.Kind {
	case rules.Contradicts, rules.Repeats, rules.Unreachable:
		return v.l.Say(key, "rule", v.l.Number(int64(f.Other+1)))
	case rules.DeadClosed, rules.DeadNoPost, rules.DeadVacated, rules.NotSeated, rules.UnknownUnit:
		if f.More > 0 {
			return v.l.Say(key+"_more", "unit", v.s.unitName(v.ctx, f.What), "n", f.More)
		}
		return v.l.Say(key, "unit", v.s.unitName(v.ctx, f.What))
	}
	return v.l.Say(key, "what", f.What)
}
