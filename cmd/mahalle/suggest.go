package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"mahalle/internal/app/bench"
	"mahalle/internal/routing/suggest"
)

type benchSuggestCommand struct {
	City  string  `help:"Whose invented texts: manisa or tehran." default:"manisa"`
	Cases int     `help:"How many cases are told." default:"100000"`
	Seed  uint64  `help:"The same seed tells the same cases." default:"45"`
	JSON  figures `help:"Where the figures are written as JSON." type:"path"`
}

// Run learns from a demonstration's texts and prints what an examination finds.
func (b *benchSuggestCommand) Run(ctx context.Context) error {
	report, err := bench.Suggest(ctx, bench.SuggestOptions{City: b.City, Cases: b.Cases, Seed: b.Seed, Progress: func(label string) func(done, total int) {
		return newBar(label).show
	}})
	if err != nil {
		return err
	}
	return b.JSON.tell(report)
}

type trainCommand struct {
	File      string  `help:"The texts: one a line, the text, a tab, and its label." required:"" type:"existingfile"`
	Out       string  `help:"Where the model is written." type:"path"`
	JSON      string  `help:"Where the figures are written as JSON." type:"path"`
	Precision float64 `help:"How many of 100 shown suggestions must be right, as a share." default:"0.8"`
	Seed      uint64  `help:"The same seed and texts give the same model." default:"45"`
}

// Run learns from a file of labelled texts, examines what was learned, and
// prints it beside the baseline.
func (t *trainCommand) Run(ctx context.Context) error {
	examples, err := t.read()
	if err != nil {
		return err
	}
	o := suggest.Options{Precision: t.Precision, Seed: t.Seed}
	model, ours, err := suggest.Train(ctx, examples, o, newBar("Learning, ours").show)
	if err != nil {
		return fmt.Errorf("%s: %w", t.File, err)
	}
	baseline, err := suggest.Baseline(ctx, examples, o, newBar("Learning, baseline").show)
	if err != nil {
		return err
	}
	t.print(ours, baseline)
	return t.keep(model, bench.Beside{Ours: ours, Baseline: baseline})
}

// read reads the file and tells which lines it cannot use.
func (t *trainCommand) read() ([]suggest.Example, error) {
	file, err := os.Open(t.File)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	examples, faults, err := suggest.ReadTexts(file)
	for i, f := range faults {
		if i == 50 {
			fmt.Fprintf(os.Stderr, "… and %d more\n", len(faults)-i)
			break
		}
		fmt.Fprintf(os.Stderr, "%s:%s\n", t.File, f)
	}
	return examples, err
}

func (t *trainCommand) print(ours, baseline suggest.Report) {
	fmt.Printf("%d texts, %d labels; baseline: TF-IDF of words and pairs of words with logistic regression, on the same parts\n\n", ours.Cases, ours.Subjects)
	fmt.Println("| examined | method | first right | among three | macro F1 | shown right | cases shown | labels on | trained in |\n|---|---|---|---|---|---|---|---|---|")
	bench.PrintMethod(os.Stdout, "kept apart", "ours", ours)
	bench.PrintMethod(os.Stdout, "kept apart", "baseline", baseline)
	fmt.Println()
	bench.PrintSubjects(os.Stdout, ours, func(label string) string { return label })
}

func (t *trainCommand) keep(model *suggest.Model, figures bench.Beside) error {
	if t.JSON != "" {
		body, err := json.MarshalIndent(figures, "", "  ")
		if err != nil {
			return err
		}
		if err := os.WriteFile(t.JSON, append(body, '\n'), 0o644); err != nil {
			return err
		}
	}
	if t.Out == "" {
		return nil
	}
	return os.WriteFile(t.Out, model.Bytes(), 0o644)
}
