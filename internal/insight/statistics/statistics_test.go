package statistics

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestAShareTellsHowSureItIs(t *testing.T) {
	for name, tt := range map[string]struct {
		share     Share
		low, high float64
		known     bool
	}{
		"nobody was asked":                {Share{0, 0}, 0, 1, false},
		"one said yes":                    {Share{1, 1}, 0.2065, 1, false},
		"one said no":                     {Share{0, 1}, 0, 0.7935, false},
		"half of ten":                     {Share{5, 10}, 0.2366, 0.7634, false},
		"just enough to speak of":         {Share{19, 20}, 0.7639, 0.9911, true},
		"82 of a hundred, of 318 answers": {Share{261, 318}, 0.7748, 0.8590, true},
		"all of a thousand":               {Share{1000, 1000}, 0.9962, 1, true},
	} {
		t.Run(name, func(t *testing.T) {
			low, high := tt.share.Interval()
			if math.Abs(low-tt.low) > 5e-5 || math.Abs(high-tt.high) > 5e-5 || tt.share.Known() != tt.known {
				t.Errorf("%.4f to %.4f, known %v; want %.4f to %.4f, %v", low, high, tt.share.Known(), tt.low, tt.high, tt.known)
			}
		})
	}
}

func TestAnIntervalHoldsItsShareAndNarrowsWithMoreAnswers(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		of := rapid.Int64Range(1, 1e6).Draw(r, "of")
		s := Share{rapid.Int64Range(0, of).Draw(r, "yes"), of}
		low, high := s.Interval()
		if low < 0 || high > 1 || low > s.Ratio()+1e-12 || high < s.Ratio()-1e-12 {
			r.Errorf("%v: %v lies outside %v to %v", s, s.Ratio(), low, high)
		}
		closer := Share{4 * s.Yes, 4 * s.Of}
		if l, h := closer.Interval(); h-l >= high-low {
			r.Errorf("four times %v is no surer", s)
		}
	})
}

func TestOneOfThreeIsNotTheWorst(t *testing.T) {
	few, sure := Share{1, 3}, Share{600, 1000}
	if few.Ratio() >= sure.Ratio() || few.High() <= sure.High() {
		t.Errorf("three answers (%v) come before a thousand (%v)", few.High(), sure.High())
	}
}

func TestSharesOfOneQuestionAddUp(t *testing.T) {
	if got := (Share{3, 10}).Plus(Share{7, 10}); got != (Share{10, 20}) || got.Ratio() != 0.5 {
		t.Errorf("together %v", got)
	}
	if (Share{}).Ratio() != 0 {
		t.Error("a share of nothing is not 0")
	}
}

func TestAWeekIsUnusualOnlyBeyondChance(t *testing.T) {
	for name, tt := range map[string]struct {
		n     int64
		usual float64
		want  bool
	}{
		"as always":                   {100, 100, false},
		"a little more":               {118, 100, false},
		"much more":                   {121, 100, true},
		"a quiet place, twice":        {2, 1, false},
		"a quiet place, all at once":  {9, 1, true},
		"a place where nothing comes": {2, 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Unusual(tt.n, tt.usual); got != tt.want {
				t.Errorf("Unusual(%d, %v) = %v", tt.n, tt.usual, got)
			}
		})
	}
	if Mean(nil) != 0 || Mean([]float64{1, 2, 6}) != 3 {
		t.Error("the average is wrong")
	}
}

func TestMapsAreShadedAtNumbersOneCanRemember(t *testing.T) {
	for name, tt := range map[string]struct {
		scale  Scale
		amount float64
		step   int
		from   float64
		to     float64
	}{
		"none":                    {Counts(14), 0, 1, 0, 0},
		"one":                     {Counts(14), 1, 2, 1, 5},
		"five":                    {Counts(14), 5, 2, 1, 5},
		"six":                     {Counts(14), 6, 3, 6, 10},
		"the most":                {Counts(14), 14, 4, 11, 15},
		"few places have any":     {Counts(2), 2, 3, 2, 2},
		"nobody has any":          {Counts(0), 0, 1, 0, 0},
		"more than ever":          {Counts(14), 500, 5, 16, math.Inf(1)},
		"a low rate":              {Amounts(7.3), 1.9, 1, 0, 2},
		"at the border of shades": {Amounts(7.3), 2, 2, 2, 4},
		"a high rate":             {Amounts(7.3), 7.3, 4, 6, 8},
		"small rates":             {Amounts(0.4), 0.35, 4, 0.3, 0.4},
		"no rates":                {Amounts(0), 0, 1, 0, 1},
	} {
		t.Run(name, func(t *testing.T) {
			step := tt.scale.Step(tt.amount)
			from, to := tt.scale.From(step), tt.scale.To(step)
			if step != tt.step || math.Abs(from-tt.from) > 1e-9 || to != tt.to && math.Abs(to-tt.to) > 1e-9 {
				t.Errorf("shade %d from %v to %v, want %d from %v to %v", step, from, to, tt.step, tt.from, tt.to)
			}
		})
	}
}

func TestEveryAmountHasTheShadeItsLegendSays(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		top := rapid.Int64Range(0, 1e6).Draw(r, "top")
		n := rapid.Int64Range(0, top).Draw(r, "n")
		for _, s := range []Scale{Counts(top), Amounts(float64(top))} {
			step := s.Step(float64(n))
			if from, to := s.From(step), s.To(step); step < 1 || step > 5 || float64(n) < from-1e-6 || float64(n) > to+1e-6 {
				r.Errorf("%+v: %d has shade %d, which goes from %v to %v", s, n, step, from, to)
			}
		}
	})
}
