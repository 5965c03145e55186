package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"mahalle/internal/app"
	"mahalle/internal/citypack"
	"mahalle/internal/routing"
	"mahalle/internal/routing/suggest"
)

// SuggestOptions is which city's texts are learned from, and how many.
type SuggestOptions struct {
	City     string
	Cases    int
	Seed     uint64
	Progress func(label string) func(done, total int)
}

// SuggestReport is what was found about suggesting subjects.
type SuggestReport struct {
	At         time.Time     `json:"at"`
	Machine    string        `json:"machine"`
	City       string        `json:"city"`
	Cases      int           `json:"cases"`
	AsTheyCome Beside        `json:"as_they_come"` // other tellings of a story may have been learned
	FirstWeeks Beside        `json:"first_weeks"`  // every story once: nothing like it was learned
	File       int           `json:"file_bytes"`
	P50        time.Duration `json:"answer_p50_ns"`
	P99        time.Duration `json:"answer_p99_ns"`
	names      map[string]string
}

// Beside is our figures and those of the plainest method on the same texts.
type Beside struct {
	Ours     suggest.Report `json:"ours"`
	Baseline suggest.Report `json:"baseline"`
}

// Suggest invents a city's cases, learns from them, and examines what was
// learned on cases that were kept apart; and again with every story of the
// demonstration told once, which is what a city's first weeks are like.
func Suggest(ctx context.Context, o SuggestOptions) (*SuggestReport, error) {
	pack, err := app.PackOf(o.City, nil)
	if err != nil {
		return nil, err
	}
	r := &SuggestReport{At: time.Now(), Machine: fmt.Sprintf("%d cores, %s %s", runtime.NumCPU(), runtime.GOOS, runtime.GOARCH),
		City: o.City, Cases: o.Cases, names: map[string]string{}}
	for _, s := range pack.Subjects {
		r.names[s.Code] = s.Name.In(pack.City.Language)
	}
	cases := tell(pack, o.Cases, o.Seed)
	model, err := r.AsTheyCome.examine(ctx, cases, pack, o, "As cases come")
	if err != nil {
		return nil, err
	}
	if _, err = r.FirstWeeks.examine(ctx, onceEach(pack), pack, o, "First weeks"); err != nil {
		return nil, err
	}
	r.File = len(model.Bytes())
	r.P50, r.P99 = askEach(model, cases, 5000)
	return r, nil
}

// onceEach is every story of a demonstration as it was written.
func onceEach(pack *citypack.Pack) []suggest.Example {
	var all []suggest.Example
	for _, s := range pack.Demo.Texts {
		all = append(all, suggest.Example{Text: s.Text, Subject: s.Subject})
	}
	return all
}

func (b *Beside) examine(ctx context.Context, cases []suggest.Example, pack *citypack.Pack, o SuggestOptions, label string) (*suggest.Model, error) {
	with := suggest.Options{Seed: o.Seed, Taught: routing.Taught(pack.Subjects)}
	m, ours, err := suggest.Train(ctx, cases, with, o.Progress(label+", ours"))
	if err != nil {
		return nil, err
	}
	b.Ours = ours
	b.Baseline, err = suggest.Baseline(ctx, cases, with, o.Progress(label+", baseline"))
	return m, err
}

// askEach asks for n cases one by one and reports the middle time and that of
// the slowest in a hundred.
func askEach(m *suggest.Model, cases []suggest.Example, n int) (p50, p99 time.Duration) {
	dice := rand.New(rand.NewPCG(9, 9))
	took := make([]time.Duration, n)
	for i := range took {
		text := cases[dice.IntN(len(cases))].Text
		began := time.Now()
		m.Suggest(text, 3)
		took[i] = time.Since(began)
	}
	slices.Sort(took)
	return took[n/2], took[n*99/100]
}

// Print writes the report as tables.
func (r *SuggestReport) Print(w io.Writer) {
	fmt.Fprintf(w, "%s · %s · %s · %d cases · answer p50 %.3f ms, p99 %.3f ms · file %.1f MB · memory %.1f MB\n\n", r.At.Format(time.DateOnly), r.Machine,
		r.City, r.Cases, ms(r.P50), ms(r.P99), float64(r.File)/1e6, float64(r.AsTheyCome.Ours.Memory)/1e6)
	fmt.Fprint(w, "| examined | method | first right | among three | macro F1 | shown right | cases shown | subjects on | trained in |\n|---|---|---|---|---|---|---|---|---|\n")
	r.AsTheyCome.print(w, "as cases come")
	r.FirstWeeks.print(w, "first weeks")
	fmt.Fprintln(w)
	PrintSubjects(w, r.AsTheyCome.Ours, func(code string) string { return code + " " + r.names[code] })
}

func (b Beside) print(w io.Writer, examined string) {
	PrintMethod(w, examined, "ours", b.Ours)
	PrintMethod(w, examined, "baseline", b.Baseline)
}

// PrintMethod writes one line of figures.
func PrintMethod(w io.Writer, examined, method string, r suggest.Report) {
	fmt.Fprintf(w, "| %s, %d | %s | %.1f %% | %.1f %% | %.3f | %.1f %% | %.1f %% | %d of %d | %.1f s |\n", examined, r.Examined, method,
		100*r.Accuracy, 100*r.Among3, r.MacroF1, 100*r.Precision, 100*r.Coverage, r.On, r.Subjects, r.Took.Seconds())
}

// PrintSubjects writes one line for each subject.
func PrintSubjects(w io.Writer, r suggest.Report, name func(code string) string) {
	fmt.Fprint(w, "| subject | cases | examined | first right | shown | precision | coverage | threshold |\n|---|---|---|---|---|---|---|---|\n")
	for _, s := range r.Each {
		threshold, precision := "off", "–"
		if s.On {
			threshold = fmt.Sprintf("%.2f", s.Threshold)
		}
		if s.Shown > 0 {
			precision = fmt.Sprintf("%.1f %%", 100*s.Precision)
		}
		fmt.Fprintf(w, "| %s | %d | %d | %.1f %% | %d | %s | %.1f %% | %s |\n", name(s.Subject), s.Cases, s.Examined, 100*s.Recall, s.Shown,
			precision, 100*s.Coverage, threshold)
	}
}

// Save writes the report as JSON.
func (r *SuggestReport) Save(path string) error {
	body, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Clean(path), append(body, '\n'), 0o644)
}
