package routing

import (
	"net/url"
	"slices"
	"strings"

	"mahalle/internal/city"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/ui"
	"mahalle/internal/routing/rules"
)

// ruleForm is the form in which a rule is written.
type ruleForm struct {
	At       string // its place in the draft; "new" for a new one
	Revision int
	Fields   url.Values
	Faults   map[string]string
	Refused  string // why it was not kept, where no field is to blame
	Lists    []rules.List
	Marks    []string // units of each district that rules lead to
}

// mostReason is how long the sentence of a rule may be.
const mostReason = 300

// fieldsOf fills the form with a rule.
func (v view) fieldsOf(r Rule) url.Values {
	f := url.Values{"subject": {r.Subject}, "street": {r.Street}, "kind": {r.Kind}, "unit": {r.Unit}, "outside": {r.Time.Outside},
		"why_tr": {r.Why.TR}, "why_fa": {r.Why.FA}, "why_en": {r.Why.EN}}
	var hoods []string
	for _, p := range r.Places {
		if v.districtOf(p) != "" {
			hoods = append(hoods, v.place(p, nil))
			continue
		}
		f.Add("place", p)
	}
	f.Set("hoods", strings.Join(hoods, "\n"))
	for _, a := range r.Answers {
		f.Set("answer_"+a.Question, a.Value)
	}
	for _, d := range v.weekdays() {
		if r.Time.Days != 0 && r.Time.Days.Has(d) {
			f.Add("day", dayKeys[d])
		}
	}
	if r.Time.From != r.Time.To {
		f.Set("from", r.Time.From.String())
		f.Set("to", r.Time.To.String())
	}
	return f
}

// readRule reads a rule somebody wrote; what cannot be read is told by field.
func (v view) readRule(f url.Values) (Rule, error) {
	r := Rule{Subject: f.Get("subject"), Street: f.Get("street"), Kind: f.Get("kind"), Unit: f.Get("unit"), Places: f["place"],
		Why: city.Text{TR: said(f, "why_tr"), FA: said(f, "why_fa"), EN: said(f, "why_en")}}
	var wrong []fault.Field
	refuse := func(bad bool, name, key string, kv ...any) {
		if bad {
			wrong = append(wrong, fault.Field{Name: name, Key: key, Args: kv})
		}
	}
	refuse(r.Subject == "", "subject", "routing.choose_subject")
	refuse(r.Unit == "", "unit", "routing.choose_unit")
	refuse(!slices.Contains(Streets, r.Street), "street", "routing.choose_street")
	refuse(r.Why.Empty(), "why_"+string(v.l.Lang), "routing.say_reason")
	refuse(len(r.Why.TR) > 4*mostReason || len(r.Why.FA) > 4*mostReason || len(r.Why.EN) > 4*mostReason, "why_tr", "routing.reason_too_long")
	hoods, strange := v.readHoods(f.Get("hoods"))
	refuse(strange != "", "hoods", "routing.no_such_hood", "hood", strange)
	r.Places = append(slices.Clone(r.Places), hoods...)
	refuse(said(f, "list_name") != "" && len(r.Places) < 2, "list_name", "routing.list_needs_places")
	r.Answers = v.readAnswers(r.Subject, f)
	var bad string
	r.Time, bad = v.readTime(f)
	refuse(bad != "", bad, "routing.write_clock")
	if len(wrong) > 0 {
		return r, fault.Fields(wrong...)
	}
	return r, nil
}

func said(f url.Values, name string) string {
	return strings.TrimSpace(i18n.CleanText(f.Get(name)))
}

// readTime reads days and hours; bad is the field that cannot be read.
func (v view) readTime(f url.Values) (t rules.Time, bad string) {
	for _, d := range v.weekdays() {
		if slices.Contains(f["day"], dayKeys[d]) {
			t.Days |= rules.On(d)
		}
	}
	if t.Days == rules.On(0, 1, 2, 3, 4, 5, 6) {
		t.Days = 0
	}
	t.Outside = f.Get("outside")
	for _, one := range []struct {
		name string
		into *rules.Minute
	}{{"from", &t.From}, {"to", &t.To}} {
		typed := strings.ReplaceAll(i18n.ASCIIDigits(said(f, one.name)), ".", ":")
		if typed == "" {
			continue
		}
		m, err := rules.ParseMinute(typed)
		if err != nil {
			return t, one.name
		}
		*one.into = m
	}
	if t.From == t.To {
		t.From, t.To = 0, 0
	}
	return t, ""
}

func (v view) readAnswers(subject string, f url.Values) []rules.Answer {
	var all []rules.Answer
	for _, q := range v.questions(subject) {
		if value := f.Get("answer_" + q.Code); value != "" {
			all = append(all, rules.Answer{Question: q.Code, Value: value})
		}
	}
	return all
}

// readHoods finds neighbourhoods by their names, one a line, with their district
// where a name stands for more than one; strange is the first nobody knows.
func (v view) readHoods(typed string) (codes []string, strange string) {
	if strings.TrimSpace(typed) == "" || v.s.needs.Neighbourhoods == nil {
		return nil, ""
	}
	byName := map[string][]string{}
	for _, d := range v.districts {
		for _, h := range v.s.needs.Neighbourhoods(tenant.From(v.ctx).ID, v.l, d.Code) {
			byName[i18n.Fold(h.Name)] = append(byName[i18n.Fold(h.Name)], h.Code)
			full := i18n.Fold(v.l.Say("routing.hood_of", "hood", h.Name, "district", d.Name))
			byName[full] = append(byName[full], h.Code)
		}
	}
	for line := range strings.Lines(typed) {
		name := strings.TrimSpace(line)
		if name == "" {
			continue
		}
		found := byName[i18n.Fold(name)]
		if len(found) != 1 {
			return codes, name
		}
		codes = append(codes, found[0])
	}
	return codes, ""
}

// ruleSubjects offers everything, whole groups, and single subjects.
func (v view) ruleSubjects() []ui.Option {
	options := []ui.Option{{Label: v.l.Say("routing.choose")}, {Value: rules.Everything, Label: v.l.Say("routing.every_subject")}}
	for _, g := range v.b.groups.offered {
		name := v.l.Text(g.Name)
		options = append(options, ui.Option{Value: g.Code + ".*", Label: v.l.Say("routing.whole_group", "group", name), Group: name})
		for _, s := range v.b.subjects.offered {
			if s.Group == g.Code {
				options = append(options, ui.Option{Value: s.Code, Label: v.l.Text(s.Name), Group: name})
			}
		}
	}
	return options
}

// ruleUnits offers the units, and before them those of each district.
func (v view) ruleUnits(marks []string) []ui.Option {
	options := []ui.Option{{Label: v.l.Say("routing.choose")}}
	for _, m := range marks {
		options = append(options, ui.Option{Value: m, Label: v.unitOf(Rule{Unit: m})})
	}
	return append(options, v.unitOptions()...)
}

func (v view) outsideOptions() []ui.Option {
	return append([]ui.Option{{Label: v.l.Say("routing.any_time")}}, v.unitOptions()...)
}

func (v view) ruleStreets() []ui.Option {
	return []ui.Option{{Label: v.l.Say("routing.street_any")}, {Value: "metro", Label: v.l.Say("routing.street_metro")},
		{Value: "district", Label: v.l.Say("routing.street_district")}}
}

func (v view) ruleKinds() []ui.Option {
	options := v.kindOptions()
	options[0].Label = v.l.Say("routing.every_kind")
	return options
}

// rulePlaces offers lists of places and districts.
func (v view) rulePlaces(lists []rules.List) []ui.Option {
	var options []ui.Option
	for _, l := range lists {
		options = append(options, ui.Option{Value: rules.ListMark + l.Code, Label: v.l.Text(l.Name), Note: v.l.Say("routing.list_of", "n", len(l.Places))})
	}
	for _, d := range v.districts {
		options = append(options, ui.Option{Value: d.Code, Label: d.Name})
	}
	return options
}

func (v view) dayOptions() []ui.Option {
	var options []ui.Option
	for _, d := range v.weekdays() {
		options = append(options, ui.Option{Value: dayKeys[d], Label: v.l.Say(dayKeys[d])})
	}
	return options
}

// marksOf lists the units of each district that rules lead to.
func marksOf(set rules.Set) []string {
	var all []string
	for _, r := range set.Rules {
		if r.ByDistrict() && !slices.Contains(all, r.Unit) {
			all = append(all, r.Unit)
		}
	}
	return all
}
