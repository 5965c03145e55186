package rules

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var groups = map[string]string{"YL01": "YL", "YL02": "YL", "SU01": "SU"}

var last = Rule{ID: 99, Subject: Everything, Unit: "desk"}

func sheet(all ...Rule) *Sheet { return Open(Set{Rules: append(all, last)}, groups) }

// at is a moment on the wall: 24 November 2026 is a Tuesday.
func at(day int, clock string) time.Time {
	m, _ := ParseMinute(clock)
	return time.Date(2026, 11, day, int(m)/60, int(m)%60, 0, 0, time.UTC)
}

func TestARuleFitsWhatItAsksFor(t *testing.T) {
	night := Time{Days: On(time.Monday), From: 22 * 60, To: 6 * 60}
	open := Office{Works: func(_ string, at time.Time) bool { return at.Hour() >= 8 && at.Hour() < 17 }}
	for name, tt := range map[string]struct {
		rule Rule
		c    Case
		fits bool
	}{
		"the subject itself":           {Rule{Subject: "YL01"}, Case{Subject: "YL01"}, true},
		"its group":                    {Rule{Subject: "YL.*"}, Case{Subject: "YL02"}, true},
		"another group":                {Rule{Subject: "SU.*"}, Case{Subject: "YL02"}, false},
		"its district":                 {Rule{Subject: "*", Places: []string{"a", "b"}}, Case{Subject: "YL01", District: "b"}, true},
		"its neighbourhood":            {Rule{Subject: "*", Places: []string{"b-1"}}, Case{Subject: "YL01", District: "b", Neighbourhood: "b-1"}, true},
		"a place of a list":            {Rule{Subject: "*", Places: []string{"@hills"}}, Case{Subject: "YL01", District: "h"}, true},
		"an unknown place":             {Rule{Subject: "*", Places: []string{"a"}}, Case{Subject: "YL01"}, false},
		"the kind":                     {Rule{Subject: "*", Kind: "thanks"}, Case{Subject: "YL01", Kind: "thanks"}, true},
		"another kind":                 {Rule{Subject: "*", Kind: "thanks"}, Case{Subject: "YL01", Kind: "complaint"}, false},
		"an answer":                    {Rule{Subject: "*", Answers: []Answer{{"size", "large"}}}, Case{Subject: "YL01", Answers: map[string]string{"size": "large"}}, true},
		"one of several answers":       {Rule{Subject: "*", Answers: []Answer{{"where", "kerb"}}}, Case{Subject: "YL01", Answers: map[string]string{"where": "road kerb"}}, true},
		"no answer":                    {Rule{Subject: "*", Answers: []Answer{{"size", "large"}}}, Case{Subject: "YL01"}, false},
		"its hours":                    {Rule{Subject: "*", Time: Time{From: 8 * 60, To: 17 * 60}}, Case{Subject: "YL01", At: at(24, "08:00")}, true},
		"the end of its hours":         {Rule{Subject: "*", Time: Time{From: 8 * 60, To: 17 * 60}}, Case{Subject: "YL01", At: at(24, "17:00")}, false},
		"Monday night":                 {Rule{Subject: "*", Time: night}, Case{Subject: "YL01", At: at(23, "23:00")}, true},
		"the morning after Monday":     {Rule{Subject: "*", Time: night}, Case{Subject: "YL01", At: at(24, "05:59")}, true},
		"the morning of Monday":        {Rule{Subject: "*", Time: night}, Case{Subject: "YL01", At: at(23, "05:59")}, false},
		"a time nobody knows":          {Rule{Subject: "*", Time: night}, Case{Subject: "YL01"}, false},
		"after the unit went home":     {Rule{Subject: "*", Time: Time{Outside: "roads"}}, Case{Subject: "YL01", At: at(24, "20:00")}, true},
		"while the unit is at work":    {Rule{Subject: "*", Time: Time{Outside: "roads"}}, Case{Subject: "YL01", At: at(24, "10:00")}, false},
		"switched off":                 {Rule{Subject: "*", Off: true}, Case{Subject: "YL01"}, false},
		"of a district nobody told us": {Rule{Subject: "*", Unit: "in-{district}"}, Case{Subject: "YL01"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			if tt.rule.Unit == "" {
				tt.rule.Unit = "roads"
			}
			s := Open(Set{Rules: []Rule{tt.rule, last}, Lists: []List{{Code: "hills", Places: []string{"h"}}}}, groups)
			if got := s.Decide(tt.c, open).Rule == 0; got != tt.fits {
				t.Errorf("fits: %v, want %v", got, tt.fits)
			}
		})
	}
}

func TestADeadRuleIsPassedOver(t *testing.T) {
	s := sheet(Rule{Subject: "YL01", Unit: "roads"}, Rule{Subject: "YL.*", Unit: "works"})
	for name, tt := range map[string]struct {
		units map[string]Standing
		want  string
	}{
		"all are there":         {map[string]Standing{"roads": Staffed, "works": Staffed, "desk": Staffed}, "roads"},
		"roads was closed":      {map[string]Standing{"works": Staffed, "desk": Staffed}, "works"},
		"roads was left":        {map[string]Standing{"roads": Vacated, "works": Staffed, "desk": Staffed}, "works"},
		"roads is being set up": {map[string]Standing{"roads": Unseated, "desk": Staffed}, "roads"},
		"only the desk is left": {map[string]Standing{"roads": NoPost, "desk": Staffed}, "desk"},
		"nobody is left":        {map[string]Standing{}, "white-desk"},
	} {
		t.Run(name, func(t *testing.T) {
			o := Office{Units: tt.units, Desk: "white-desk"}
			if got := s.Decide(Case{Subject: "YL01"}, o).Unit; got != tt.want {
				t.Errorf("owner is %q, want %q", got, tt.want)
			}
		})
	}
}

func someRule(t *rapid.T) Rule {
	pick := func(label string, of ...string) string { return rapid.SampledFrom(of).Draw(t, label) }
	r := Rule{Subject: pick("subject", "*", "YL01", "YL02", "YL.*", "SU.*", "XX.*", "none"), Street: pick("street", "", "metro", "district"),
		Kind: pick("kind", "", "complaint"), Unit: pick("unit", "roads", "works", "water", "gone", "in-{district}", "desk", ""), Off: rapid.Bool().Draw(t, "off")}
	if p := pick("place", "", "a", "b", "b-1", "@hills", "@none"); p != "" {
		r.Places = []string{p}
	}
	if rapid.Bool().Draw(t, "timed") {
		r.Time = Time{Days: Days(rapid.Uint8Range(0, 127).Draw(t, "days")), From: Minute(rapid.IntRange(0, 1439).Draw(t, "from")),
			To: Minute(rapid.IntRange(0, 1439).Draw(t, "to")), Outside: pick("outside", "", "roads")}
	}
	if rapid.Bool().Draw(t, "asks") {
		r.Answers = []Answer{{"size", pick("answer", "large", "small")}}
	}
	return r
}

func someCase(t *rapid.T) Case {
	pick := func(label string, of ...string) string { return rapid.SampledFrom(of).Draw(t, label) }
	return Case{Subject: pick("c subject", "YL01", "YL02", "SU01", "", "?"), District: pick("c district", "", "a", "b", "h"), Neighbourhood: pick("c hood", "", "b-1"),
		Street: pick("c street", "", "metro", "district"), Kind: pick("c kind", "", "complaint"), Answers: map[string]string{"size": pick("c size", "", "large", "small")},
		At: at(23+rapid.IntRange(0, 6).Draw(t, "c day"), "00:00").Add(time.Duration(rapid.IntRange(0, 1439).Draw(t, "c minute")) * time.Minute)}
}

func someOffice(t *rapid.T) Office {
	o := Office{Units: map[string]Standing{}, Desk: "white-desk", Works: func(string, time.Time) bool { return false }}
	for _, unit := range []string{"roads", "works", "water", "in-a", "in-b", "desk"} {
		if rapid.Bool().Draw(t, unit) {
			o.Units[unit] = rapid.SampledFrom([]Standing{Staffed, Unseated, Vacated, NoPost, Closed}).Draw(t, unit+" stands")
		}
	}
	return o
}

// Whatever the rules and whatever comes: the owner is a unit that is there and can
// take it, or the desk.
func TestNothingIsEverOwnerless(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Open(Set{Rules: rapid.SliceOfN(rapid.Custom(someRule), 0, 12).Draw(t, "rules"), Lists: []List{{Code: "hills", Places: []string{"h"}}}}, groups)
		c, o := someCase(t), someOffice(t)
		out := s.Decide(c, o)
		if out.Unit != o.Desk && (out.Rule < 0 || o.Of(out.Unit).Dead()) {
			t.Fatalf("%+v is given to %+v", c, out)
		}
		steps := s.Trace(c, o)
		if out.Rule >= 0 && (len(steps) == 0 || steps[len(steps)-1] != (Step{out.Rule, Fits})) {
			t.Fatalf("the way to %+v is told as %+v", out, steps)
		}
	})
}

// What the check calls covered by earlier rules is never decided by it.
func TestARuleThatIsCalledUnreachableNeverDecides(t *testing.T) {
	world := World{Districts: []string{"a", "b", "h"}, Hood: func(code string) (string, bool) { return "b", code == "b-1" }}
	rapid.Check(t, func(t *rapid.T) {
		s := Open(Set{Rules: append(rapid.SliceOfN(rapid.Custom(someRule), 1, 8).Draw(t, "rules"), last), Lists: []List{{Code: "hills", Places: []string{"h"}}}}, groups)
		c := someCase(t)
		if c.Neighbourhood != "" {
			c.District = "b"
		}
		open := Office{Works: func(string, time.Time) bool { return false }}
		for i, r := range s.Rules { // a unit that nobody wrote is dead: that is another fault
			if r.Unit == "" {
				s.Rules[i].Unit = "roads"
			}
		}
		out := s.Decide(c, open)
		for _, f := range s.Check(world, open) {
			switch f.Kind {
			case Unreachable, Contradicts, Repeats:
				if f.Rule == out.Rule && groups[c.Subject] != "" {
					t.Fatalf("rule %d is called %s by %d, and decides %+v", f.Rule, f.Kind, f.Other, c)
				}
			}
		}
	})
}

func TestEveryFaultIsFound(t *testing.T) {
	world := World{Districts: []string{"a", "b"}, Group: func(g string) bool { return g == "YL" || g == "SU" }, Kind: func(k string) bool { return k == "complaint" },
		Hood: func(code string) (string, bool) { return "b", code == "b-1" }, Unit: func(u string) bool { return u != "nowhere" },
		Answer: func(_ string, a Answer) bool { return a.Value == "large" }}
	office := Office{Units: map[string]Standing{"roads": Staffed, "works": Staffed, "desk": Staffed, "left": Vacated, "empty": NoPost, "new": Unseated, "in-a": Staffed}}
	why := last
	why.Why.EN = "because"
	rule := func(r Rule) Rule {
		r.Why.EN = "because"
		if r.Unit == "" {
			r.Unit = "roads"
		}
		return r
	}
	for name, tt := range map[string]struct {
		rules []Rule
		at    int
		want  FaultKind
		other int
	}{
		"two rules of one mind":           {[]Rule{{Subject: "YL01"}, {Subject: "YL01"}}, 1, Repeats, 0},
		"two rules that contradict":       {[]Rule{{Subject: "YL01"}, {Subject: "YL01", Unit: "works"}}, 1, Contradicts, 0},
		"below its group":                 {[]Rule{{Subject: "YL.*"}, {Subject: "YL01", Unit: "works"}}, 1, Unreachable, 0},
		"a group taken bit by bit":        {[]Rule{{Subject: "YL01"}, {Subject: "YL02"}, {Subject: "YL.*", Unit: "works"}}, 2, Unreachable, 1},
		"a neighbourhood of its district": {[]Rule{{Subject: "YL01", Places: []string{"b"}}, {Subject: "YL01", Places: []string{"b-1"}, Unit: "works"}}, 1, Unreachable, 0},
		"a part of its hours":             {[]Rule{{Subject: "YL01", Time: Time{From: 60, To: 600}}, {Subject: "YL01", Time: Time{From: 120, To: 180}, Unit: "works"}}, 1, Unreachable, 0},
		"no such subject":                 {[]Rule{{Subject: "ZZ99"}}, 0, UnknownSubject, -1},
		"no such group":                   {[]Rule{{Subject: "ZZ.*"}}, 0, UnknownSubject, -1},
		"no such place":                   {[]Rule{{Subject: "YL01", Places: []string{"zz"}}}, 0, UnknownPlace, -1},
		"no such list":                    {[]Rule{{Subject: "YL01", Places: []string{"@zz"}}}, 0, UnknownPlace, -1},
		"no such kind":                    {[]Rule{{Subject: "YL01", Kind: "song"}}, 0, UnknownKind, -1},
		"an answer nobody can give":       {[]Rule{{Subject: "YL01", Answers: []Answer{{"size", "huge"}}}}, 0, UnknownAnswer, -1},
		"no such unit":                    {[]Rule{{Subject: "YL01", Unit: "nowhere"}}, 0, UnknownUnit, -1},
		"a unit that was closed":          {[]Rule{{Subject: "YL01", Unit: "old"}}, 0, DeadClosed, -1},
		"a unit that everybody left":      {[]Rule{{Subject: "YL01", Unit: "left"}}, 0, DeadVacated, -1},
		"a unit without a post":           {[]Rule{{Subject: "YL01", Unit: "empty"}}, 0, DeadNoPost, -1},
		"a unit that is being set up":     {[]Rule{{Subject: "YL01", Unit: "new"}}, 0, NotSeated, -1},
		"one district has no such unit":   {[]Rule{{Subject: "YL01", Unit: "in-{district}"}}, 0, DeadClosed, -1},
	} {
		t.Run(name, func(t *testing.T) {
			var all []Rule
			for _, r := range tt.rules {
				all = append(all, rule(r))
			}
			got := Open(Set{Rules: append(all, why)}, groups).Check(world, office)
			if !slices.ContainsFunc(got, func(f Fault) bool { return f.Rule == tt.at && f.Kind == tt.want && f.Other == tt.other }) || len(got) != 1 {
				t.Errorf("found %+v", got)
			}
		})
	}
	if got := Open(Set{Rules: []Rule{rule(Rule{Subject: "YL01"})}}, groups).Check(world, office); len(got) != 1 || got[0].Kind != LastNotAll {
		t.Errorf("without a last rule: %+v", got)
	}
}

func TestANewRuleStandsAboveWhatWouldTakeIt(t *testing.T) {
	s := sheet(Rule{Subject: "SU.*", Unit: "water"}, Rule{Subject: "YL.*", Unit: "roads"})
	for subject, want := range map[string]int{"YL01": 1, "SU01": 0, "?": 2} {
		if got := s.PlaceFor(Rule{Subject: subject, Unit: "works"}, World{}); got != want {
			t.Errorf("%s: at %d, want %d", subject, got, want)
		}
	}
}

func TestWhatMovesIsToldApartFromWhatPeopleHandedOver(t *testing.T) {
	before, after := sheet(Rule{Subject: "YL01", Unit: "roads"}), sheet(Rule{Subject: "YL01", Unit: "works"})
	c := Compare(before, after, Office{})
	past := func(n, unit, routed string, secret bool) Past {
		return Past{Case: Case{Subject: "YL01"}, Number: n, Unit: unit, Routed: routed, Secret: secret}
	}
	c.Add(past("1", "roads", "roads", false))                                           // where it was sent
	c.Add(past("2", "works", "roads", false))                                           // a person sent it where the draft would
	c.Add(past("3", "desk", "roads", true))                                             // a person sent it elsewhere; secret
	c.Add(past("4", "water", "water", false))                                           // an older rule sent it
	c.Add(Past{Case: Case{Subject: "SU01"}, Number: "5", Unit: "desk", Routed: "desk"}) // does not move
	if c.Cases != 5 || c.Moved != 4 || c.ByPeople != 2 || c.Earlier != 1 || c.Agrees != 1 {
		t.Errorf("%+v", c)
	}
	moves, loads := c.Moves(), c.Loads()
	if len(moves) != 1 || moves[0].Route != (Route{"roads", "works"}) || moves[0].N != 4 || moves[0].ByPeople != 2 || len(moves[0].Examples) != 3 {
		t.Errorf("moves %+v", moves)
	}
	if len(loads) != 2 || loads[0].Before+loads[1].Before != 4 || loads[0].After+loads[1].After != 4 {
		t.Errorf("loads %+v", loads)
	}
}

func TestTenThousandCasesAreAskedAboutInTime(t *testing.T) {
	before, after, cases := Invented(300, 10_000)
	begun := time.Now()
	c := Compare(before, after, Office{})
	for _, p := range cases {
		c.Add(p)
	}
	if took := time.Since(begun); took > 2*time.Second || c.Cases != 10_000 || c.Moved == 0 {
		t.Errorf("%d cases, %d moved, took %s", c.Cases, c.Moved, took)
	}
}

func ExampleMinute() {
	m, _ := ParseMinute("7:05")
	fmt.Println(m)
	// Output: 07:05
}
