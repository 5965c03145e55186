package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"time"

	"mahalle/internal/app"
)

type demoCommand struct {
	City     string `help:"The city: manisa or tehran." default:"manisa"`
	Data     string `help:"Where the demonstration keeps its database and files." default:"./mahalle-data" type:"path"`
	Listen   string `help:"Where to answer." default:":8080"`
	Requests int    `help:"How many requests the invented year has." default:"20000"`
	Seed     uint64 `help:"The same seed makes the same year." default:"45"`
}

// Run makes the city if it is not there yet, and serves it.
func (d *demoCommand) Run(ctx context.Context) error {
	folder := filepath.Join(d.Data, d.City)
	listener, err := net.Listen("tcp", d.Listen)
	if err != nil {
		return err
	}
	a, err := app.Open(ctx, app.Options{Folder: folder, URL: address(listener)})
	if err != nil {
		return err
	}
	defer a.Close()
	bar := newBar("Inventing a year of requests")
	c, err := a.Demonstrate(ctx, app.Demo{City: d.City, Requests: d.Requests, Seed: d.Seed, Progress: bar.show})
	if err != nil {
		return fmt.Errorf("%w\nThe demonstration is not whole; remove %s and try again", err, folder)
	}
	bar.end()
	fmt.Printf("%s is open: %s  (choose a role: %s/demo)\n", c.ShortName.In(c.DefaultLang), address(listener), address(listener))
	fmt.Printf("Other systems: %s/open311/v2/  (Open311, API key: %s)\n", address(listener), app.DemoKey)
	return a.Serve(ctx, listener)
}

// address is what to type into a browser on this machine.
func address(l net.Listener) string {
	host, port, err := net.SplitHostPort(l.Addr().String())
	if ip := net.ParseIP(host); err != nil || ip.IsUnspecified() || ip.IsLoopback() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port)
}

// bar is a line that fills up, with the time that is left.
type bar struct {
	label string
	begun time.Time
	drawn time.Time
	quiet bool
}

func newBar(label string) *bar {
	info, err := os.Stderr.Stat()
	return &bar{label: label, begun: time.Now(), quiet: err != nil || info.Mode()&os.ModeCharDevice == 0}
}

func (b *bar) show(done, total int) {
	if total == 0 || time.Since(b.drawn) < 100*time.Millisecond && done < total {
		return
	}
	b.drawn = time.Now()
	if b.quiet {
		if done == total {
			fmt.Fprintf(os.Stderr, "%s: %d in %s\n", b.label, total, time.Since(b.begun).Round(100*time.Millisecond))
		}
		return
	}
	const width = 30
	filled := width * done / total
	left := time.Duration(float64(time.Since(b.begun)) / float64(max(done, 1)) * float64(total-done)).Round(time.Second)
	line := make([]rune, width)
	for i := range line {
		line[i] = '·'
		if i < filled {
			line[i] = '█'
		}
	}
	fmt.Fprintf(os.Stderr, "\r%s %s %3d %%  %s left   ", b.label, string(line), 100*done/total, left)
}

func (b *bar) end() {
	if !b.quiet && !b.drawn.IsZero() {
		fmt.Fprintln(os.Stderr)
	}
}
