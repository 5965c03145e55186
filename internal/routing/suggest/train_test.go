package suggest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// Invented words of four subjects; a fifth has none of its own.
var stems = [][]string{
	{"çukur", "asfalt", "yol", "tümsek", "kasis"},
	{"su", "musluk", "kesinti", "basınç", "vana"},
	{"چراغ", "تاریک", "خاموش", "کوچه", "لامپ"},
	{"köpek", "kedi", "barınak", "sürü", "havlıyor"},
}

// cases invents n cases; one in fifty is of a fifth subject, told in the words
// of another.
func cases(n int) []Example {
	dice := rand.New(rand.NewPCG(7, 7))
	var all []Example
	for i := range n {
		c, text := i%len(stems), ""
		words := stems[c]
		if i%50 == 49 {
			c = len(stems)
		}
		for range 3 + dice.IntN(4) {
			text += words[dice.IntN(len(words))] + []string{"", "lar", "ımız", "da"}[dice.IntN(4)] + " "
		}
		all = append(all, Example{Text: fmt.Sprintf("%s sokak %d", text, dice.IntN(500)), Subject: fmt.Sprintf("S%d", c)})
	}
	return all
}

func trained(t *testing.T, n int, o Options) (*Model, Report) {
	t.Helper()
	m, r, err := Train(context.Background(), cases(n), o, nil)
	if err != nil {
		t.Fatal(err)
	}
	return m, r
}

func TestWhatWasLearnedIsSuggested(t *testing.T) {
	m, r := trained(t, 1000, Options{})
	for words, want := range map[string]string{
		"YOLDA ÇUKURLAR VAR, asfalt bozuk":   "S0",
		"yolda cukurlar var asfalt bozuk":    "S0",
		"musluktan su gelmiyor, kesinti mi":  "S1",
		"چراغ‌های کوچه خاموش است":            "S2",
		"köpekler sürü halinde, barınak yok": "S3",
	} {
		if all := m.Suggest(words, 3); len(all) != 1 || all[0].Subject != want {
			t.Errorf("%q suggests %v, want %s", words, all, want)
		}
	}
	if r.Cases != 1000 || r.Examined != 1000 || r.On < 4 || r.Precision < 0.8 || r.Coverage > 1 || r.Among3 < r.Accuracy {
		t.Errorf("report %+v", r)
	}
}

func TestASubjectThatCannotBeProvedIsOff(t *testing.T) {
	m, r := trained(t, 1000, Options{Precision: 0.9})
	if last := r.Each[4]; last.On || last.Threshold != 0 {
		t.Errorf("the subject without own words: %+v", last)
	}
	if _, on := m.Subjects(); on != r.On {
		t.Errorf("%d on in the model, %d in the report", on, r.On)
	}
	_, r = trained(t, 40, Options{}) // eight cases each: luck is not excluded
	if r.On != 0 {
		t.Errorf("of 40 cases %d subjects are on", r.On)
	}
}

func TestAStoryToldOftenProvesNoMoreThanOneToldOnce(t *testing.T) {
	all := cases(1000)
	for i := range all {
		all[i].Story = fmt.Sprint(all[i].Subject, i/5%8) // eight stories of each subject
	}
	_, r, err := Train(context.Background(), all, Options{}, nil)
	if err != nil || r.On != 0 || r.Accuracy < 0.9 {
		t.Errorf("%d subjects are on, accuracy %.2f, %v", r.On, r.Accuracy, err)
	}
}

func TestWhatTellsNothingIsNotSuggested(t *testing.T) {
	m, _ := trained(t, 1000, Options{})
	for _, words := range []string{"", "   ", "?!", "xqzvw wqxz", "\u200c", "\xff\xfe"} {
		if all := m.Suggest(words, 3); len(all) > 0 {
			t.Errorf("%q suggests %v", words, all)
		}
	}
	if all := m.Suggest("çukur asfalt yol", 0); len(all) > 0 {
		t.Errorf("asked for none, got %v", all)
	}
}

func TestTheSameSeedGivesTheSameModelOnAnyNumberOfCores(t *testing.T) {
	one, r1 := trained(t, 400, Options{Seed: 3})
	three, r3 := trained(t, 400, Options{Seed: 3, Cores: 3})
	if !bytes.Equal(one.Bytes(), three.Bytes()) || r1.Accuracy != r3.Accuracy {
		t.Error("two models of one seed differ")
	}
	other, _ := trained(t, 400, Options{Seed: 4})
	if bytes.Equal(one.Bytes(), other.Bytes()) {
		t.Error("another seed gives the same model")
	}
}

func TestAStoryIsNeverOnBothSides(t *testing.T) {
	all := cases(200)
	for i := range all {
		all[i].Story = fmt.Sprint(i % 20)
	}
	all = append(all, all[0])
	d, err := deal(all, Options{})
	if err != nil {
		t.Fatal(err)
	}
	of := map[string]int32{}
	used := map[int32]int{}
	for i := range d.texts {
		if fold, known := of[all[i].Story]; known && fold != d.fold[i] {
			t.Fatalf("story %s is in two parts", all[i].Story)
		}
		of[all[i].Story] = d.fold[i]
		used[d.fold[i]]++
	}
	if len(used) < 4 {
		t.Errorf("parts %v", used)
	}
}

func TestTaughtPhrasesAreLearnedAndNotExamined(t *testing.T) {
	taught := []Example{{Text: "zürafa kaçtı", Subject: "S3"}, {Text: "zürafa", Subject: "nobody has it"}}
	m, r := trained(t, 500, Options{Taught: taught})
	if r.Cases != 500 || r.Examined != 500 || r.Subjects != 5 {
		t.Errorf("report %+v", r)
	}
	if known, _ := m.Subjects(); known != 5 {
		t.Errorf("%d subjects", known)
	}
}

func TestTooFewToTellApart(t *testing.T) {
	for name, all := range map[string][]Example{
		"nothing":        nil,
		"one subject":    {{Text: "su yok", Subject: "A"}, {Text: "su kesik", Subject: "A"}},
		"texts of noise": {{Text: "!!", Subject: "A"}, {Text: "??", Subject: "B"}},
	} {
		t.Run(name, func(t *testing.T) {
			if _, _, err := Train(context.Background(), all, Options{}, nil); !errors.Is(err, ErrTooFew) {
				t.Errorf("error %v", err)
			}
		})
	}
}

func TestTrainingStopsWhenAsked(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	shown := 0
	_, _, err := Train(ctx, cases(1000), Options{}, func(done, total int) {
		if shown++; done > total {
			t.Errorf("%d of %d", done, total)
		}
		stop()
	})
	if !errors.Is(err, context.Canceled) || shown != 1 {
		t.Errorf("error %v after %d signs of progress", err, shown)
	}
}

func TestTheBaselineIsExaminedOnTheSameTexts(t *testing.T) {
	_, ours := trained(t, 500, Options{})
	theirs, err := Baseline(context.Background(), cases(500), Options{}, nil)
	if err != nil || theirs.Examined != ours.Examined || theirs.Accuracy < 0.5 || theirs.Each[1].Examined != ours.Each[1].Examined {
		t.Errorf("ours %+v, the baseline %+v, %v", ours, theirs, err)
	}
}

func TestLuckIsNotBelieved(t *testing.T) {
	for _, tt := range []struct {
		right, n float64
		want     bool
	}{{0, 0, false}, {5, 5, false}, {10, 10, false}, {11, 11, true}, {80, 100, false}, {90, 100, true}, {7, 8, false}} {
		if got := wilson(tt.right, tt.n) >= 0.8; got != tt.want {
			t.Errorf("%v of %v: %v", tt.right, tt.n, got)
		}
	}
}

func TestConfidenceIsHonest(t *testing.T) {
	d, err := deal(cases(2000), Options{})
	if err != nil {
		t.Fatal(err)
	}
	e := &exam{deck: d}
	tr := &training{deck: d, recipe: ours(2000, Options{})}
	if _, _, _, err := tr.learn(context.Background(), e, 0); err != nil {
		t.Fatal(err)
	}
	heat, sure, right, n := e.heat(), 0.0, 0.0, 0.0
	shares := make([]float32, d.subjects)
	for i, text := range e.text {
		copy(shares, e.of(i))
		believe(shares, heat)
		best := 0
		for c := range shares {
			if shares[c] > shares[best] {
				best = c
			}
		}
		sure += float64(shares[best])
		if int32(best) == d.subject[text] {
			right++
		}
		n++
	}
	if math.Abs(sure-right)/n > 0.05 {
		t.Errorf("believed %.3f, right %.3f", sure/n, right/n)
	}
}

func BenchmarkSuggest(b *testing.B) {
	m, _, err := Train(context.Background(), cases(2000), Options{}, nil)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		m.Suggest("Yolda çukurlar var, asfalt bozuk, kaç gündür kimse gelmedi, lütfen artık bir çözüm bulun", 3)
	}
}
