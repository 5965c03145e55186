package routing

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/calendar"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/ui"
	"mahalle/internal/platform/web"
	"mahalle/internal/routing/rules"
)

// trial is what somebody wants to try.
type trial struct {
	Subject, District, Neighbourhood, Street, Kind string
	At                                             string // by the city's clock: 2026-11-24T14:30; empty: now
	Day, Hour, Odd                                 string // the same as people write it, and what is wrong with it
	Rule                                           int    // that led a request here once; 0: none
	Answers                                        map[string]string
}

// AtForm is how a browser writes a moment.
const AtForm = "2006-01-02T15:04"

// asked is the trial as the rules see it.
func (v view) asked(t trial) Case {
	zone := tenant.From(v.ctx).Zone()
	c := Case{Kind: t.Kind, Subject: t.Subject, District: t.District, Neighbourhood: t.Neighbourhood, Street: t.Street,
		Answers: t.Answers, At: clock.Now(v.ctx).In(zone)}
	if at, err := time.ParseInLocation(AtForm, t.At, zone); err == nil {
		c.At = at
	}
	return c
}

// readTrial reads what somebody wants to try.
func (v view) readTrial(q url.Values) trial {
	t := trial{Subject: q.Get("subject"), District: v.known(q.Get("district")), Neighbourhood: q.Get("neighbourhood"),
		Street: q.Get("street"), Kind: q.Get("kind"), At: q.Get("at"), Day: q.Get("day"), Hour: q.Get("hour"), Answers: map[string]string{}}
	v.readMoment(&t)
	if !slices.Contains(Streets, t.Street) {
		t.Street = ""
	}
	if v.districtOf(t.Neighbourhood) != t.District {
		t.Neighbourhood = ""
	}
	if rule, err := strconv.Atoi(q.Get("rule")); err == nil {
		t.Rule = rule
		if by := v.b.ever[rule]; t.Street == "" {
			t.Street = by.Street // where nobody knew the class of street, its rule may tell
		}
	}
	for _, one := range v.questions(t.Subject) {
		if given := q.Get("answer_" + one.Code); given != "" {
			t.Answers[one.Code] = given
		}
	}
	return t
}

// readMoment reads the day and the hour that somebody wrote, in any script, or
// writes those of an address that carries a moment.
func (v view) readMoment(t *trial) {
	if at, err := time.ParseInLocation(AtForm, t.At, v.l.Zone); err == nil && t.Day == "" && t.Hour == "" {
		t.Day, t.Hour = v.l.DayNumeric(city.DayOf(at, v.l.Zone)), v.l.Clock(at)
		return
	}
	t.At = ""
	if t.Day == "" && t.Hour == "" {
		return
	}
	day, err := v.today(), error(nil)
	if t.Day != "" {
		day, err = i18n.ParseDay(t.Day)
	}
	hour, bad := clock.Now(v.ctx).In(v.l.Zone), error(nil)
	if t.Hour != "" {
		hour, bad = time.Parse("15:04", strings.NewReplacer(".", ":", "٫", ":").Replace(i18n.ASCIIDigits(t.Hour)))
	}
	if err != nil || bad != nil {
		t.Odd = v.l.Say("routing.try_at_odd")
		return
	}
	t.At = day.String() + "T" + hour.Format("15:04")
}

func (v view) today() city.Day { return tenant.From(v.ctx).Today(clock.Now(v.ctx)) }

// verdict is what would happen, were it real.
type verdict struct {
	Subject, Unit, Why, Line string
	Then                     string // how a request came here, if by another rule
	ThenVersion              int    // of the rules that decided then; 0: not known
	Notes                    []string
	Promises                 []ui.Promise
	Amounts                  []string // of each promise, in words
	Basis                    string   // the law behind the answer
	Steps                    []stepRow
}

// stepRow is one rule on the way.
type stepRow struct {
	Order, Subject, Place, Why string
	Fits                       bool
}

// tryPage is the simulator: who would get it, why, and by when, if it were
// asked now. Nothing is kept.
func (s *Service) tryPage(w http.ResponseWriter, r *http.Request) error {
	v := s.view(r)
	t := v.readTrial(r.URL.Query())
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
	d, err := v.b.decide(v.asked(t), v.office)
	if err != nil {
		return verdict{}, err
	}
	kind := t.Kind
	if kind == "" {
		kind = v.b.kindOf(s.Code)
	}
	out := verdict{Subject: v.l.Text(s.Name), Unit: v.s.unitName(v.ctx, d.Unit), Why: v.l.Text(d.Why),
		Line: v.l.Say("routing.line", "n", v.l.Number(int64(d.Rule))), Then: v.then(t, d), Basis: v.l.Text(v.b.kind(kind).Basis), Steps: v.steps(t)}
	if out.ThenVersion, err = v.thenVersion(t); err != nil {
		return out, err
	}
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

// then tells by which rule a request came to its unit, if that rule would not
// decide today.
func (v view) then(t trial, d Decision) string {
	was, known := v.b.ever[t.Rule]
	if !known || t.Rule == d.Rule {
		return ""
	}
	return v.l.Say("routing.then_rule", "rule", v.l.Number(int64(was.ID)), "unit", v.unitOf(was), "why", v.l.Text(was.Why))
}

// thenVersion is the version of the rules that decided when a request came.
func (v view) thenVersion(t trial) (int, error) {
	if t.Rule == 0 || t.At == "" || v.s.db == nil {
		return 0, nil
	}
	return versionAt(v.ctx, v.s.db.Read(v.ctx), v.asked(t).At.Add(time.Minute)) // At is cut to the minute
}

// Trace lists the rules that are asked about a case, from the top to the one that
// decides, and what each of the others did not find.
func (s *Service) Trace(ctx context.Context, c Case) []rules.Step {
	b := s.of(db.TenantFrom(ctx))
	return b.sheet.Trace(b.complete(c), s.office(ctx))
}

func (v view) steps(t trial) []stepRow {
	var rows []stepRow
	for _, st := range v.s.Trace(v.ctx, v.asked(t)) {
		r := v.b.set.Rules[st.Rule]
		row := stepRow{Order: v.l.Number(int64(st.Rule + 1)), Subject: v.about(r.Subject), Fits: st.Failed == rules.Fits, Why: v.l.Say("routing.this_decides")}
		if row.Place = v.l.Say("routing.leads_to", "unit", v.unitOf(r)); len(r.Places) > 0 || r.Street != "" || r.Kind != "" || len(r.Answers) > 0 || !r.Time.Always() {
			row.Place = v.l.Say("routing.asks_and_leads", "asks", strings.Join(v.asks(r, v.b.set.Lists), " · "), "unit", v.unitOf(r))
		}
		if !row.Fits {
			row.Why = v.l.Say("routing.not_" + string(st.Failed))
		}
		rows = append(rows, row)
	}
	return rows
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

// hoodOptions lists the neighbourhoods of the district that is chosen.
func (v view) hoodOptions(district string) []ui.Option {
	options := []ui.Option{{Label: v.l.Say("routing.hood_unknown")}}
	if district == "" || v.s.needs.Neighbourhoods == nil {
		return options
	}
	for _, h := range v.s.needs.Neighbourhoods(tenant.From(v.ctx).ID, v.l, district) {
		options = append(options, ui.Option{Value: h.Code, Label: h.Name})
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
