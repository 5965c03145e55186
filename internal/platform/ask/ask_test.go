package ask

import (
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/phone"
)

var turkey = phone.Plan{Country: "90", Trunk: "0", Area: "236"}

func words3(s string) city.Text { return city.Text{TR: s, FA: s, EN: s} }

func number3(f float64) *float64 { return &f }

// noWater is a form with everything in it.
func noWater() []Question {
	return []Question{
		{Code: "read", Kind: Notice, Label: words3("Look at the meter first")},
		{Code: "where", Kind: One, Label: words3("Where?"), Required: true, Options: []Option{{"flat", words3("Only my flat")}, {"street", words3("The street")}},
			Stops: []Stop{{Is: []string{"flat"}, Reason: words3("The pipes in a house are the owner’s"), Who: words3("Your plumber"), Call: "112", Subject: "SU03"}}},
		{Code: "since", Kind: Moment, Label: words3("Since when?"), When: &When{Question: "where", Is: []string{"street"}}},
		{Code: "depth", Kind: Number, Label: words3("How deep?"), Unit: words3("cm"), Least: number3(1), Most: number3(200), When: &When{Question: "since"}},
		{Code: "signs", Kind: Many, Label: words3("What else?"), Options: []Option{{"smell", words3("Smell")}, {"noise", words3("Noise")}, {"other", words3("Other")}}},
		{Code: "which", Kind: Text, Label: words3("Which?"), Required: true, When: &When{Question: "signs", Is: []string{"other"}}},
		{Code: "bus", Kind: Plate, Label: words3("Plate"), Pattern: "[0-9]{2}[A-Z]{1,3}[0-9]{2,5}", Example: "45 AB 123"},
		{Code: "day", Kind: Date, Label: words3("Day")}, {Code: "at", Kind: Time, Label: words3("Time")},
		{Code: "tel", Kind: Phone, Label: words3("Phone")}, {Code: "more", Kind: Words, Label: words3("More")},
		{Code: "mark", Kind: Landmark, Label: words3("Near what?")}, {Code: "sure", Kind: YesNo, Label: words3("Sure?")},
	}
}

func typed(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return v
}

func TestAFormWithEverySortOfQuestionIsInOrder(t *testing.T) {
	all := noWater()
	if problems := Check(all, city.Langs); len(problems) > 0 {
		t.Error(problems)
	}
	for _, k := range Kinds {
		if !slices.ContainsFunc(all, func(q Question) bool { return q.Kind == k }) {
			t.Errorf("no question of kind %s is tried", k)
		}
	}
}

func TestAnswersAreReadInTheDigitsOfAllScripts(t *testing.T) {
	for name, tt := range map[string]struct{ question, value, want, wrong string }{
		"a number in Persian":         {"depth", "۱۲٫۵", "12.5", ""},
		"a number in Arabic":          {"depth", "١٢", "12", ""},
		"a number with a comma":       {"depth", "2,5", "2.5", ""},
		"a number with words":         {"depth", "12 cm", "", "ask.not_a_number"},
		"a number too small":          {"depth", "0", "", "ask.too_little"},
		"a number too great":          {"depth", "1e3", "", "ask.not_a_number"},
		"a number beyond bounds":      {"depth", "201", "", "ask.too_much"},
		"no number":                   {"depth", "NaN", "", "ask.not_a_number"},
		"a date in Persian":           {"day", "۱۴۰۵/۰۹/۰۳", "2026-11-24", ""},
		"a day that is not":           {"day", "31.02.2026", "", "i18n.not_a_date"},
		"a time in Persian":           {"at", "۱۷:۳۰", "17:30", ""},
		"a time with a point":         {"at", "9.05", "09:05", ""},
		"a time of four digits":       {"at", "0905", "09:05", ""},
		"a time past midnight":        {"at", "24:10", "", "ask.not_a_time"},
		"a phone":                     {"tel", "۰۵۳۲ ۶۱۶ ۴۱ ۱۸", "+905326164118", ""},
		"no phone":                    {"tel", "kedi", "", "phone.not_a_phone"},
		"a plate with gaps":           {"bus", "45 ab-123", "45AB123", ""},
		"a plate in other digits":     {"bus", "۴۵ AB ۱۲۳", "45AB123", ""},
		"no plate":                    {"bus", "ABC", "", "ask.unfit_plate"},
		"an option that is gone":      {"where", "moon", "", "ask.option_gone"},
		"several, one gone":           {"signs", "moon", "", "ask.option_gone"},
		"neither yes nor no":          {"sure", "perhaps", "", "ask.option_gone"},
		"one line of two":             {"mark", "near\nthe  school", "near the school", ""},
		"too long a line":             {"mark", strings.Repeat("ش", MostLine+1), "", "ask.too_long"},
		"too many words":              {"more", strings.Repeat("ş", MostWords+1), "", "ask.too_long"},
		"markup":                      {"more", "<script>alert(1)</script>", "<script>alert(1)</script>", ""},
		"direction marks and a zero":  {"more", "a\u202eb\x00", "ab", ""},
		"nothing but space":           {"more", " \n ", "", ""},
		"what is not UTF-8":           {"more", "\xff", "\ufffd", ""},
		"a question that nobody asks": {"moon", "1", "", "ask.unknown_question"},
	} {
		t.Run(name, func(t *testing.T) {
			all := noWater()
			for i := range all {
				all[i].When, all[i].Required, all[i].Stops = nil, false, nil
			}
			r := Read(all, typed(Field(tt.question), tt.value), turkey)
			got := ""
			if len(r.Answers) == 1 {
				got = r.Answers[0].Value
			}
			fault := ""
			if len(r.Faults) == 1 && r.Faults[0].Name == Field(tt.question) {
				fault = r.Faults[0].Key
			}
			if got != tt.want || fault != tt.wrong {
				t.Errorf("read as %q with fault %q, want %q with %q", got, fault, tt.want, tt.wrong)
			}
		})
	}
}

func TestAnAnswerOpensFurtherQuestionsAndAStopEndsTheForm(t *testing.T) {
	all := noWater()
	if r := Read(all, typed("asked", "where", "a-where", "flat", "a-moon", "x"), turkey); r.Stop == nil || r.At != "where" || r.Stop.Call != "112" || len(r.Faults) > 0 {
		t.Errorf("%+v", r)
	}
	r := Read(all, typed("asked", "where", "a-where", "street", "a-depth", "999"), turkey)
	if !r.More || !r.Shows["since"] || r.Shows["depth"] || len(r.Faults) > 0 {
		t.Errorf("the first page: %+v", r)
	}
	if r = Read(all, typed("a-where", "street", "a-since", "24.11.2026", "a-since-time", "17.00"), turkey); r.More || !r.Shows["depth"] || r.Answers[1].Value != "2026-11-24T17:00" {
		t.Errorf("a program: %+v", r)
	}
	if r = Read(all, typed("a-where", "street", "a-signs", "other"), turkey); len(r.Faults) != 1 || r.Faults[0].Name != "a-which" {
		t.Errorf("what is needed after an answer: %+v", r)
	}
	if got := Early(all); len(got) != 1 || got[0].Code != "where" {
		t.Errorf("asked before anything else: %+v", got)
	}
}

func TestAnAnswerIsReadLongAfterItsQuestion(t *testing.T) {
	c, err := i18n.NewCatalog(Locales, phone.Locales)
	if err != nil {
		t.Fatal(err)
	}
	zone := time.FixedZone("", 3*3600)
	tr, fa := c.Locale(city.Turkish, zone), c.Locale(city.Persian, zone)
	for _, tt := range []struct {
		Answer
		tr, fa string
	}{
		{Answer{Kind: Number, Value: "12.5", Unit: city.Text{TR: "cm", FA: "سانتی‌متر"}}, "12,5 cm", "۱۲٫۵ سانتی‌متر"},
		{Answer{Kind: YesNo, Value: "no"}, "Hayır", "خیر"},
		{Answer{Kind: Many, Value: "a b", Said: []city.Text{{TR: "Koku", FA: "بو"}, {TR: "Ses", FA: "صدا"}}}, "Koku, Ses", "بو، صدا"},
		{Answer{Kind: Date, Value: "2026-11-24"}, "24 Kasım 2026", "۳ آذر ۱۴۰۵"},
		{Answer{Kind: Time, Value: "17:30"}, "17.30", "۱۷:۳۰"},
		{Answer{Kind: Moment, Value: "2026-11-24T17:30"}, "24 Kasım 2026 17.30", "۳ آذر ۱۴۰۵، ۱۷:۳۰"},
		{Answer{Kind: Plate, Value: "45AB123"}, "45AB123", "۴۵AB۱۲۳"},
		{Answer{Kind: Text, Value: "Direk 12"}, "Direk 12", "Direk 12"},
		{Answer{Kind: Number, Value: "broken"}, "broken", "broken"},
		{Answer{Kind: Moment, Value: "broken"}, "broken", "broken"},
	} {
		plain := strings.NewReplacer("\u2066", "", "\u2068", "", "\u2069", "")
		if a, b := plain.Replace(tt.In(tr, turkey)), plain.Replace(tt.In(fa, turkey)); a != tt.tr || b != tt.fa {
			t.Errorf("%s is written %q and %q, want %q and %q", tt.Value, a, b, tt.tr, tt.fa)
		}
	}
}

func TestABrokenListOfQuestionsIsToldPartByPart(t *testing.T) {
	for name, tt := range map[string]struct {
		spoil func(all []Question)
		part  string
		key   string
	}{
		"a code with spaces":            {func(all []Question) { all[2].Code = "since when" }, "code", "ask.wrong_code"},
		"a code twice":                  {func(all []Question) { all[2].Code = "where" }, "code", "ask.taken_code"},
		"a kind nobody knows":           {func(all []Question) { all[8].Kind = "colour" }, "kind", "ask.wrong_kind"},
		"a label in one language":       {func(all []Question) { all[1].Label.FA = "" }, "label", "ask.no_words"},
		"a label without end":           {func(all []Question) { all[1].Label.EN = strings.Repeat("x", 301) }, "label", "ask.long_words"},
		"one option":                    {func(all []Question) { all[4].Options = all[4].Options[:1] }, "options", "ask.no_options"},
		"options of a text":             {func(all []Question) { all[5].Options = all[4].Options }, "options", "ask.no_use"},
		"an option twice":               {func(all []Question) { all[4].Options[1].Code = "smell" }, "options", "ask.taken_code"},
		"bounds the wrong way":          {func(all []Question) { all[3].Least = number3(300) }, "least", "ask.wrong_bounds"},
		"a unit of a text":              {func(all []Question) { all[5].Unit = words3("m") }, "unit", "ask.no_use"},
		"a pattern that does not close": {func(all []Question) { all[6].Pattern = "[0-9" }, "pattern", "ask.wrong_pattern"},
		"an example that does not fit":  {func(all []Question) { all[6].Example = "AB" }, "example", "ask.unfit_example"},
		"a condition on itself":         {func(all []Question) { all[2].When.Question = "since" }, "when", "ask.when_unknown"},
		"a condition on a later one":    {func(all []Question) { all[2].When = &When{Question: "sure"} }, "when", "ask.when_unknown"},
		"a condition on a notice":       {func(all []Question) { all[2].When = &When{Question: "read"} }, "when", "ask.when_unknown"},
		"a condition nobody can meet":   {func(all []Question) { all[2].When.Is = []string{"moon"} }, "when", "ask.when_no_answer"},
		"an end nobody can reach":       {func(all []Question) { all[1].Stops[0].Is = []string{"moon"} }, "stop", "ask.stop_no_answer"},
		"an end without a number":       {func(all []Question) { all[1].Stops[0].Call = "the plumber" }, "stop", "ask.stop_no_call"},
	} {
		t.Run(name, func(t *testing.T) {
			all := noWater()
			tt.spoil(all)
			problems := Check(all, city.Langs)
			if !slices.ContainsFunc(problems, func(p Problem) bool { return p.Part == tt.part && p.Key == tt.key }) {
				t.Errorf("told %v", problems)
			}
			for _, p := range problems {
				if strings.Contains(p.String(), "%!") {
					t.Error(p.String())
				}
			}
		})
	}
}

// anyForm makes a form that Check accepts, with conditions upon conditions.
func anyForm(r *rand.Rand) []Question {
	all := make([]Question, 1+r.IntN(8))
	for i := range all {
		q := Question{Code: string(rune('a' + i)), Kind: []Kind{YesNo, One, Many, Text, Notice}[r.IntN(5)], Label: words3("?"), Required: r.IntN(3) == 0}
		if q.Kind == One || q.Kind == Many {
			q.Options = []Option{{"x", words3("x")}, {"y", words3("y")}}
		}
		if on := r.IntN(i + 1); on < i && all[on].Asks() {
			q.When = &When{Question: all[on].Code}
			if c := all[on].choices(); len(c) > 0 && r.IntN(2) == 0 {
				q.When.Is = c[:1]
			}
		}
		if c := q.choices(); len(c) > 0 && r.IntN(6) == 0 {
			q.Stops = []Stop{{Is: c[1:], Reason: words3("r"), Who: words3("w"), Call: "112"}}
		}
		all[i] = q
	}
	return all
}

// However a form is answered: nothing is read from a question that is not
// asked, nothing needed is missing from a form that is accepted, and the same
// answers given again ask the same questions.
func FuzzConditions(f *testing.F) {
	for seed := range uint64(300) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		r := rand.New(rand.NewPCG(seed, 1))
		all := anyForm(r)
		if problems := Check(all, city.Langs); len(problems) > 0 {
			t.Fatal(problems)
		}
		v := url.Values{}
		for _, q := range all {
			for range r.IntN(3) {
				v.Add(Field(q.Code), []string{"x", "y", "yes", "no", "", "z"}[r.IntN(6)])
			}
		}
		got := Read(all, v, turkey)
		again := url.Values{}
		for _, a := range got.Answers {
			if !got.Shows[a.Question] {
				t.Fatalf("%s was read and is not asked", a.Question)
			}
			again[Field(a.Question)] = strings.Fields(a.Value)
		}
		wrong := map[string]bool{}
		for _, f := range got.Faults {
			wrong[f.Name] = true
		}
		for _, q := range all {
			answered := len(again[Field(q.Code)]) > 0
			if q.Required && q.Asks() && got.Shows[q.Code] && got.Stop == nil && !answered && !wrong[Field(q.Code)] {
				t.Fatalf("%s is needed and was not missed", q.Code)
			}
			if q.When != nil && got.Shows[q.Code] && !got.Shows[q.When.Question] {
				t.Fatalf("%s is asked after %s, which is not", q.Code, q.When.Question)
			}
		}
		if second := Read(all, again, turkey); (second.Stop == nil) != (got.Stop == nil) || len(second.Answers) != len(got.Answers) {
			t.Fatalf("the same answers are read as %+v and %+v", got, second)
		}
	})
}
