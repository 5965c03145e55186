package bench

import (
	"context"
	"slices"
	"time"
)

// Class is how one kind of request fares in the mixed day.
type Class struct {
	Name     string        `json:"name"`
	Requests int           `json:"requests"`
	Errors   int           `json:"errors"`
	Quiet    time.Duration `json:"p50_reading_only_ns"` // in the same mix before anybody writes
	P50      time.Duration `json:"p50_ns"`
	P99      time.Duration `json:"p99_ns"`
}

// change of the middle time against the quiet mix, in per cent.
func (c Class) change() float64 {
	if c.Quiet == 0 {
		return 0
	}
	return 100 * (float64(c.P50)/float64(c.Quiet) - 1)
}

// day runs the mix without creates, and then with them, while the city's clocks
// and jobs run: what do those who read feel of those who write?
func (b *bench) day(ctx context.Context) error {
	if b.o.Day == 0 {
		return nil
	}
	quiet := b.load(b.mixed(0))
	quiet.For = time.Duration(b.o.Day) * time.Second / 6
	before := run(ctx, quiet)
	full := b.load(b.mixed(5))
	full.For = time.Duration(b.o.Day) * time.Second
	r := b.server.measured(ctx, "W7 mixed city day, whole", full)
	b.report.Results = append(b.report.Results, r)
	after := run(ctx, quiet)
	for name, times := range r.classes {
		c := Class{Name: name, Requests: len(times), Errors: r.failed[name], P50: part(times, 50), P99: part(times, 99)}
		c.Quiet = part(slices.Sorted(slices.Values(append(before.classes[name], after.classes[name]...))), 50)
		b.report.Classes = append(b.report.Classes, c)
	}
	slices.SortFunc(b.report.Classes, func(x, y Class) int { return y.Requests - x.Requests })
	return nil
}

// cold starts the server anew with nothing of the database in memory: neither
// its own cache nor the machine's.
func (b *bench) cold(ctx context.Context) error {
	if b.d.path == "" {
		return nil
	}
	if err := b.server.stop(); err != nil {
		return err
	}
	if err := forgetPages(b.d.path); err != nil {
		return err
	}
	var err error
	if b.server, err = b.serve(ctx); err != nil {
		return err
	}
	if err := forgetPages(b.d.path); err != nil {
		return err
	}
	r := b.server.measured(ctx, "W4 with a cold page cache", b.load(b.pins))
	b.report.Results = append(b.report.Results, r)
	return nil
}
