package routing

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/citypack"
	"mahalle/internal/journal"
	"mahalle/internal/platform/calendar"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/dbtest"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/routing/rules"
)

var monday = time.Date(2026, 11, 23, 6, 0, 0, 0, time.UTC)

func entered(t testing.TB, name string) context.Context {
	t.Helper()
	settings := packs()[name].City
	c, err := tenant.City{ID: city.Tenant(name), Name: settings.Name, ZoneName: settings.Zone, DefaultLang: settings.Language}.WithZone()
	if err != nil {
		t.Fatal(err)
	}
	return clock.With(tenant.Enter(context.Background(), &c), monday)
}

// settle brings a pack into the database and into memory.
func settle(t testing.TB, d *db.DB, s *Service, ctx context.Context, p *citypack.Pack) {
	t.Helper()
	if err := d.Write(ctx, func(tx *db.Tx) error { return s.LoadPack(ctx, tx, p) }); err != nil {
		t.Fatal(err)
	}
	if err := s.Load(ctx); err != nil {
		t.Fatal(err)
	}
}

// bookOf is what routing knows of a pack, without a database.
func bookOf(t testing.TB, p *citypack.Pack) *book {
	t.Helper()
	b := &book{groups: list[Group]{offered: p.Groups}, subjects: list[Subject]{offered: p.Subjects},
		kinds: list[Kind]{offered: p.Kinds}, set: packSet(p), ever: map[int]Rule{}, templates: p.Templates}
	for _, r := range b.set.Rules {
		b.ever[r.ID] = r
	}
	if err := b.open(); err != nil {
		t.Fatal(err)
	}
	return b
}

// officeOf is a house of which every unit is there and staffed.
func officeOf(p *citypack.Pack) rules.Office {
	o := rules.Office{Units: map[string]rules.Standing{}}
	for _, u := range p.Units {
		o.Units[u.Code] = rules.Staffed
		if u.Kind == "desk" && o.Desk == "" {
			o.Desk = u.Code
		}
	}
	return o
}

func TestTheCityKnowsItsSubjects(t *testing.T) {
	dbtest.Every(t, func(t *testing.T, d *db.DB) {
		s := New(d, journal.New())
		for name, p := range packs() {
			settle(t, d, s, entered(t, name), p)
			id := city.Tenant(name)
			if len(s.Subjects(id)) != len(p.Subjects) || len(s.Groups(id)) != len(p.Groups) || len(s.Kinds(id)) != len(p.Kinds) ||
				len(s.Rules(id)) != len(p.OwnerLines) {
				t.Errorf("%s: something was lost on the way", name)
			}
			for i, rule := range s.Rules(id) {
				if was := packSet(p).Rules[i]; !rule.Same(was) || rule.ID != was.ID {
					t.Fatalf("%s: rule %d is kept as %+v, was %+v", name, i, rule, was)
				}
			}
			for i, sub := range s.Subjects(id) {
				if sub.Code != p.Subjects[i].Code || sub.Target != p.Subjects[i].Target || !slices.Equal(sub.Flags, p.Subjects[i].Flags) {
					t.Errorf("%s: %+v was kept as %+v", name, p.Subjects[i], sub)
				}
			}
		}
		if hits := s.Find("manisa", "çukur", 1); len(hits) != 1 || hits[0].Subject.Code != "YL01" {
			t.Errorf("found %v", told(hits))
		}
		if all := s.SubjectsIn("manisa", "MZ"); len(all) != 2 {
			t.Errorf("the cemetery has %d subjects", len(all))
		}
		if _, ok := s.Subject("boston", "YL01"); ok {
			t.Error("a subject of one city is known in another")
		}
	}, Schema)
}

func TestANewerPackKeepsWhatOldRequestsName(t *testing.T) {
	dbtest.Every(t, func(t *testing.T, d *db.DB) {
		s, ctx := New(d, journal.New()), entered(t, "manisa")
		settle(t, d, s, ctx, packs()["manisa"])
		newer := *packs()["manisa"]
		newer.Subjects = slices.DeleteFunc(slices.Clone(newer.Subjects), func(s Subject) bool { return s.Code == "YL01" })
		newer.Kinds = slices.DeleteFunc(slices.Clone(newer.Kinds), func(k Kind) bool { return k.Code == "thanks" })
		newer.OwnerLines = newer.OwnerLines[len(newer.OwnerLines)-1:]
		newer.Templates = newer.Templates[:1]
		settle(t, d, s, ctx, &newer)

		if sub, ok := s.Subject("manisa", "YL01"); !ok || sub.Name.TR == "" {
			t.Error("an old request does not know its subject any more")
		}
		if s.Kind("manisa", "thanks").Code != "thanks" || len(s.Kinds("manisa")) != len(newer.Kinds) {
			t.Error("an old kind is known but not offered")
		}
		if slices.ContainsFunc(s.Subjects("manisa"), func(s Subject) bool { return s.Code == "YL01" }) {
			t.Error("a subject that was left out is still offered")
		}
		for _, h := range s.Find("manisa", "çukur", 9) {
			if h.Subject.Code == "YL01" {
				t.Error("a subject that was left out is still found")
			}
		}
		if got, err := s.Decide(ctx, Case{Subject: "YL01", District: "turgutlu"}); err != nil || got.Unit != newer.OwnerLines[0].Unit {
			t.Errorf("an old request has the owner %q, %v", got.Unit, err)
		}
		if len(s.Rules("manisa")) != 1 || len(s.Templates("manisa", "YL01", "interim")) > 1 {
			t.Error("old rules or templates stayed")
		}
		settle(t, d, s, ctx, packs()["manisa"])
		if len(s.Subjects("manisa")) != len(packs()["manisa"].Subjects) || len(s.Rules("manisa")) != len(packs()["manisa"].OwnerLines) {
			t.Error("what returns is offered again")
		}
	}, Schema)
}

func TestTheFirstRuleThatFitsDecides(t *testing.T) {
	b := bookOf(t, packs()["manisa"])
	for name, tt := range map[string]struct{ kind, subject, district, street, unit string }{
		"water has its own body, branch by branch":       {"", "SU02", "turgutlu", "", "maski-turgutlu"},
		"a pothole on a main road":                       {"", "YL01", "turgutlu", "metro", "yol-bakim"},
		"a pothole in a side street":                     {"", "YL01", "turgutlu", "district", "ilce-turgutlu"},
		"a pothole in a street nobody knows":             {"", "YL01", "turgutlu", "", "ilce-turgutlu"},
		"street lighting goes to the electricity firm":   {"", "AY01", "salihli", "metro", "elektrik"},
		"waste in a district":                            {"", "TM01", "salihli", "", "ilce-salihli"},
		"waste, and nobody knows where":                  {"", "TM01", "", "", "temizlik"},
		"fits nowhere":                                   {"", "ID08", "", "", "beyaz-masa"},
		"a district of another city is an unknown place": {"", "TM01", "m11", "", "temizlik"},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := b.decide(Case{Kind: tt.kind, Subject: tt.subject, District: tt.district, Street: tt.street}, officeOf(packs()["manisa"]))
			if err != nil || d.Unit != tt.unit || d.Why.TR == "" {
				t.Errorf("decide = %+v, %v; want %s", d, err, tt.unit)
			}
		})
	}
}

func TestADecisionTellsWhatIsPromisedAndWhatStaysHidden(t *testing.T) {
	b := bookOf(t, packs()["manisa"])
	days := func(n int, u calendar.Unit) calendar.Amount { return calendar.Amount{N: n, Unit: u} }
	for name, tt := range map[string]struct {
		kind, subject        string
		answer, target       calendar.Amount
		hidden, confidential bool
	}{
		"a pothole":                     {"request", "YL01", days(30, calendar.CalendarDays), days(3, calendar.WorkingDays), false, false},
		"its usual kind, unsaid":        {"", "YL01", days(30, calendar.CalendarDays), days(3, calendar.WorkingDays), false, false},
		"thanks need no answer":         {"thanks", "YL01", calendar.Amount{}, days(3, calendar.WorkingDays), false, false},
		"an information request":        {"", "ID02", days(15, calendar.WorkingDays), calendar.Amount{}, false, false},
		"a tip-off hides who told":      {"tip-off", "YL01", days(30, calendar.CalendarDays), days(3, calendar.WorkingDays), true, false},
		"dumping hides who told":        {"request", "TM05", days(30, calendar.CalendarDays), days(2, calendar.WorkingDays), true, false},
		"violence is for one unit only": {"request", "SS05", days(30, calendar.CalendarDays), days(2, calendar.Hours), false, true},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := b.decide(Case{Kind: tt.kind, Subject: tt.subject, District: "turgutlu"}, rules.Office{})
			if err != nil || d.Answer != tt.answer || d.Target != tt.target || d.Hidden != tt.hidden || d.Confidential != tt.confidential {
				t.Errorf("decide = %+v, %v", d, err)
			}
		})
	}
}

func TestASubjectNobodyKnowsIsAFaultOfTheForm(t *testing.T) {
	b := bookOf(t, packs()["manisa"])
	for _, subject := range []string{"", "YL99", "yl01", "*"} {
		if _, err := b.decide(Case{Subject: subject}, rules.Office{}); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%q: %v, want it refused", subject, err)
		}
	}
}

// Wherever and whatever it is, somebody owns it.
func TestNothingIsEverWithoutAnOwner(t *testing.T) {
	for name, p := range packs() {
		b := bookOf(t, p)
		places := []string{"", "nowhere"}
		for _, d := range p.Districts {
			places = append(places, d.Code)
		}
		for _, s := range p.Subjects {
			for _, place := range places {
				for _, street := range Streets {
					if d, err := b.decide(Case{Subject: s.Code, District: place, Street: street}, officeOf(p)); err != nil || d.Unit == "" || d.Why.Empty() {
						t.Fatalf("%s: %s in %q has the owner %q, %v", name, s.Code, place, d.Unit, err)
					}
				}
			}
		}
	}
}

func TestARuleBookWithAHoleIsNotOpened(t *testing.T) {
	b := &book{subjects: list[Subject]{offered: []Subject{{Code: "YL01", Group: "YL"}, {Code: "SU01", Group: "SU"}}},
		set: rules.Set{Rules: []Rule{{Subject: "YL.*", Unit: "yol"}, {Subject: "*", Places: []string{"turgutlu"}, Unit: "su"}}}}
	if err := b.open(); err == nil || !strings.Contains(err.Error(), "last rule") {
		t.Errorf("open = %v, want it to ask for a last rule", err)
	}
}

func TestTheWayToADecisionIsTold(t *testing.T) {
	p := packs()["manisa"]
	b := bookOf(t, p)
	for name, c := range map[string]Case{
		"a pothole in a side street": {Subject: "YL01", District: "turgutlu", Street: "district"},
		"waste somewhere":            {Subject: "TM01"},
		"water":                      {Subject: "SU02", District: "turgutlu"},
	} {
		t.Run(name, func(t *testing.T) {
			steps := b.sheet.Trace(b.complete(c), officeOf(p))
			last := steps[len(steps)-1]
			d, _ := b.decide(c, officeOf(p))
			if last.Failed != rules.Fits || b.set.Rules[last.Rule].ID != d.Rule {
				t.Errorf("%d steps, the last %+v; decided by rule %d", len(steps), last, d.Rule)
			}
			for _, st := range steps[:len(steps)-1] {
				if st.Failed == rules.Fits {
					t.Errorf("%+v fits and did not decide", st)
				}
			}
		})
	}
}

func TestReadyTextsComeFromTheMostSpecialToTheMostGeneral(t *testing.T) {
	b := &book{subject: map[string]Subject{"YL01": {Code: "YL01", Group: "YL"}}, templates: []Template{
		{Code: "any", About: "*", For: "reply"}, {Code: "group", About: "YL.*", For: "reply"},
		{Code: "other", About: "SU.*", For: "reply"}, {Code: "own", About: "YL01", For: "reply"}, {Code: "end", About: "YL01", For: "finish"},
	}}
	var got []string
	for _, t := range b.ready("YL01", "reply") {
		got = append(got, t.Code)
	}
	if want := []string{"own", "group", "any"}; !slices.Equal(got, want) {
		t.Errorf("ready = %v, want %v", got, want)
	}
}

func TestATemplateIsFilledOnce(t *testing.T) {
	got := Fill("{number}: {subject}, {due}, {other}", map[string]string{"number": "{due}", "subject": "Yolda çukur", "due": "21 Kasım"})
	if want := "{due}: Yolda çukur, 21 Kasım, {other}"; got != want {
		t.Errorf("Fill = %q, want %q", got, want)
	}
}

func BenchmarkDecide(b *testing.B) {
	book := bookOf(b, packs()["manisa"])
	for b.Loop() {
		_, _ = book.decide(Case{Subject: "ID08", District: "turgutlu"}, rules.Office{})
	}
}
