package main

import (
	"context"
	"os"

	"mahalle/internal/app/bench"
)

type benchCommand struct {
	Data     string `help:"Where the bench keeps its databases." default:"./bench-data" type:"path"`
	Requests int    `help:"How many requests the database holds." default:"100000"`
	Seconds  int    `help:"How long each workload runs." default:"5"`
	Clients  int    `help:"How many clients ask at the same time." default:"32"`
	JSON     string `help:"Where the figures are written as JSON." type:"path"`
}

// Run measures the real server and its ceiling, and prints both.
func (b *benchCommand) Run(ctx context.Context) error {
	bar := newBar("Making the requests")
	report, err := bench.Run(ctx, bench.Options{Folder: b.Data, Requests: b.Requests, Seconds: b.Seconds, Clients: b.Clients, Progress: bar.show})
	bar.end()
	if err != nil {
		return err
	}
	report.Print(os.Stdout)
	if b.JSON == "" {
		return nil
	}
	return report.Save(b.JSON)
}

type ceilingCommand struct {
	Listen string `default:"127.0.0.1:0"`
}

// Run serves bytes and nothing else, for the bench.
func (c *ceilingCommand) Run(ctx context.Context) error { return bench.ServeBytes(ctx, c.Listen) }
