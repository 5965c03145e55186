package main

import (
	"context"
	"io"
	"os"

	"mahalle/internal/app/bench"
)

// benchCommands are the things that can be measured; without a word it is the
// server.
type benchCommands struct {
	Server  benchServer         `cmd:"" default:"withargs" help:"The workloads of a city's day, over HTTP."`
	Import  benchImport         `cmd:"" help:"Bringing in another system's requests."`
	Sweep   benchSweep          `cmd:"" help:"One sweep of the promises at closing time."`
	Burst   benchBurst          `cmd:"" help:"Spikes of whole lifecycles: told, taken, answered, finished."`
	Suggest benchSuggestCommand `cmd:"" help:"Subjects suggested from a resident's words."`
	Doors   benchDoors          `cmd:"" help:"What other systems ask by Open311: lists and reports."`
	Rules   benchRules          `cmd:"" help:"A draft of owner rules tried on past requests."`
}

// figures is the file that what was measured is also written to; empty for none.
type figures string

// tell prints a report, and writes it if somebody wants the file.
func (f figures) tell(report interface {
	Print(io.Writer)
	Save(path string) error
}) error {
	report.Print(os.Stdout)
	if f == "" {
		return nil
	}
	return report.Save(string(f))
}

type benchServer struct {
	Data     string  `help:"Where the bench keeps its databases." default:"./bench-data" type:"path"`
	DB       string  `help:"postgres://… of an empty database or of one an earlier run filled; SQLite when left out."`
	Requests int     `help:"How many requests the database holds." default:"100000"`
	Seconds  int     `help:"How long each workload runs." default:"5"`
	Day      int     `help:"Seconds of the mixed city day, class by class; 0 leaves it out." default:"60"`
	Clients  int     `help:"How many clients ask at the same time." default:"32"`
	JSON     figures `help:"Where the figures are written as JSON." type:"path"`
}

// Run measures the real server and its ceiling, and prints both.
func (b *benchServer) Run(ctx context.Context) error {
	bar := newBar("Making the requests")
	report, err := bench.Run(ctx, bench.Options{Folder: b.Data, DB: b.DB, Requests: b.Requests, Seconds: b.Seconds, Day: b.Day, Clients: b.Clients, Progress: bar.show})
	bar.end()
	if err != nil {
		return err
	}
	return b.JSON.tell(report)
}

type benchImport struct {
	Data string  `help:"Where the bench keeps its files." default:"./bench-data" type:"path"`
	Rows int     `help:"How many requests the file holds." default:"100000"`
	JSON figures `help:"Where the figures are written as JSON." type:"path"`
}

// Run imports a file with the real program and writes the same rows with the bare driver.
func (b *benchImport) Run(ctx context.Context) error {
	report, err := bench.Import(ctx, bench.ImportOptions{Folder: b.Data, Rows: b.Rows, Out: os.Stderr})
	if err != nil {
		return err
	}
	return b.JSON.tell(report)
}

type benchSweep struct {
	Data string  `help:"Where the bench keeps its databases." default:"./bench-data" type:"path"`
	DB   string  `help:"postgres://… of an empty database or of one an earlier run filled; SQLite when left out."`
	Open int     `help:"How many promises are open." default:"200000"`
	JSON figures `help:"Where the figures are written as JSON." type:"path"`
}

// Run measures one sweep over many open promises.
func (b *benchSweep) Run(ctx context.Context) error {
	bar := newBar("Making the promises")
	report, err := bench.Sweep(ctx, bench.SweepOptions{Folder: b.Data, DB: b.DB, Open: b.Open, Progress: bar.show})
	bar.end()
	if err != nil {
		return err
	}
	return b.JSON.tell(report)
}

type benchBurst struct {
	Data     string  `help:"Where the bench keeps its databases." default:"./bench-data" type:"path"`
	DB       string  `help:"postgres://… of an empty database or of one an earlier run filled; SQLite when left out."`
	Requests int     `help:"How many requests the database holds before." default:"100000"`
	Rates    []int   `help:"Lifecycles a second, one spike after the other." default:"1,15,25,35,100"`
	Seconds  int     `help:"How long each spike lasts." default:"15"`
	Calm     int     `help:"Seconds between spikes." default:"6"`
	JSON     figures `help:"Where the figures are written as JSON." type:"path"`
}

// Run pushes the server harder and harder, and looks how soon it is calm again.
func (b *benchBurst) Run(ctx context.Context) error {
	bar := newBar("Making the requests")
	report, err := bench.Burst(ctx, bench.BurstOptions{Folder: b.Data, DB: b.DB, Requests: b.Requests, Rates: b.Rates, Seconds: b.Seconds, Calm: b.Calm, Progress: bar.show})
	bar.end()
	if err != nil {
		return err
	}
	return b.JSON.tell(report)
}

type benchDoors struct {
	Data     string  `help:"Where the bench keeps its databases." default:"./bench-data" type:"path"`
	DB       string  `help:"postgres://… of an empty database or of one an earlier run filled; SQLite when left out."`
	Requests int     `help:"How many requests the database holds." default:"100000"`
	Seconds  int     `help:"How long each workload runs." default:"5"`
	Clients  int     `help:"How many clients ask at the same time." default:"32"`
	JSON     figures `help:"Where the figures are written as JSON." type:"path"`
}

// Run measures the Open311 door beside a bare handler that asks the same.
func (b *benchDoors) Run(ctx context.Context) error {
	bar := newBar("Making the requests")
	report, err := bench.Doors(ctx, bench.Options{Folder: b.Data, DB: b.DB, Requests: b.Requests, Seconds: b.Seconds, Clients: b.Clients, Progress: bar.show})
	bar.end()
	if err != nil {
		return err
	}
	return b.JSON.tell(report)
}

type benchRules struct {
	Rules int     `help:"How many rules are asked." default:"300"`
	Cases int     `help:"About how many past requests." default:"10000"`
	JSON  figures `help:"Where the figures are written as JSON." type:"path"`
}

// Run tries one set of rules beside another and prints how long it took.
func (b *benchRules) Run(ctx context.Context) error {
	report, err := bench.Rules(ctx, bench.RulesOptions{Rules: b.Rules, Cases: b.Cases})
	if err != nil {
		return err
	}
	return b.JSON.tell(report)
}

type ceilingCommand struct {
	Listen string `default:"127.0.0.1:0"`
}

// Run serves bytes and nothing else, for the bench.
func (c *ceilingCommand) Run(ctx context.Context) error { return bench.ServeBytes(ctx, c.Listen) }

type rowsCommand struct {
	Listen string `default:"127.0.0.1:0"`
	DB     string
	Asked  string
}

// Run answers with what one question of the database gives and nothing else, for
// the bench.
func (c *rowsCommand) Run(ctx context.Context) error {
	return bench.ServeRows(ctx, c.Listen, c.DB, c.Asked)
}
