package bench

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"time"
)

// Options is what to measure.
type Options struct {
	Folder   string
	DB       string // postgres://… of an empty database, or one an earlier run filled; empty: SQLite in Folder
	Requests int
	Seconds  int // per workload
	Day      int // seconds of the mixed city day
	Clients  int
	Progress func(done, total int)
}

// Report is one run.
type Report struct {
	At       time.Time     `json:"at"`
	Machine  string        `json:"machine"`
	Engine   string        `json:"engine"`
	Requests int           `json:"requests"`
	Ready    time.Duration `json:"ready_ns"`
	Memory   int64         `json:"memory_bytes"` // after the list and pin workloads
	Results  []Result      `json:"results"`
	Classes  []Class       `json:"classes,omitempty"` // of the mixed day
}

// Run builds what is missing of the data, starts the server and its ceiling as
// processes of their own, and sends each workload to both.
func Run(ctx context.Context, o Options) (*Report, error) {
	d, err := prepare(ctx, o)
	if err != nil {
		return nil, err
	}
	b := &bench{o: o, d: d}
	if b.server, err = b.serve(ctx); err != nil {
		return nil, err
	}
	defer func() { _ = b.server.stop() }()
	if b.ceiling, err = start(ctx, "bench-ceiling"); err != nil {
		return nil, err
	}
	defer func() { _ = b.ceiling.stop() }()
	b.report = &Report{At: time.Now(), Machine: fmt.Sprintf("%d cores, %s %s", runtime.NumCPU(), runtime.GOOS, runtime.GOARCH),
		Engine: d.engine, Requests: o.Requests, Ready: b.server.Ready}
	return b.report, errors.Join(b.all(ctx), ctx.Err())
}

type bench struct {
	o               Options
	d               *data
	server, ceiling *process
	report          *Report
}

func (b *bench) serve(ctx context.Context) (*process, error) {
	return start(ctx, "serve", "--db", b.d.address, "--data", b.d.folder)
}

// all is the order of the workloads: reading first, then writing, and the day
// that mixes them last.
func (b *bench) all(ctx context.Context) error {
	b.read(ctx, "W1 list of 50, district and status", b.listOf(50, ""))
	b.read(ctx, "W1 the same, deep page", b.listOf(50, b.middle()))
	b.alone(ctx, "W2 list of 1,000, one client", b.listOf(1000, ""))
	b.read(ctx, "W4 pins of a 0.01° box", b.pins)
	b.report.Memory = b.server.memory()
	b.read(ctx, "W5 one request, JSON", b.one)
	b.read(ctx, "W6 tracking page", b.page)
	b.few(ctx, "chief's page, 4 clients", b.chief)
	b.few(ctx, "full-text search, 4 clients", b.search)
	if err := b.bare(ctx); err != nil {
		return err
	}
	b.read(ctx, "W7 mixed city day", b.mixed(5))
	if err := b.day(ctx); err != nil {
		return err
	}
	return b.cold(ctx)
}

// read sends one workload to the server, and bytes of the same size to the
// ceiling.
func (b *bench) read(ctx context.Context, name string, make func(i int) Ask) *Result {
	load := b.load(make)
	warm := load
	warm.For = time.Second
	run(ctx, warm)
	r := b.server.measured(ctx, name, load)
	load.Make = func(int) Ask { return b.get("bytes", b.ceiling.Base, fmt.Sprintf("/bytes?n=%d", r.Bytes), "") }
	top := b.ceiling.measured(ctx, name, load)
	r.Ceiling, r.CeilingCPU, r.CeilingKind = top.PerSecond, top.CPU, "net/http sending as many bytes"
	b.report.Results = append(b.report.Results, r)
	return &b.report.Results[len(b.report.Results)-1]
}

func (b *bench) load(make func(i int) Ask) Load {
	return Load{Clients: b.o.Clients, For: time.Duration(b.o.Seconds) * time.Second, Make: make}
}

// alone and few send a workload by fewer clients.
func (b *bench) alone(ctx context.Context, name string, make func(i int) Ask) {
	b.by(ctx, 1, name, make)
}
func (b *bench) few(ctx context.Context, name string, make func(i int) Ask) { b.by(ctx, 4, name, make) }

func (b *bench) by(ctx context.Context, clients int, name string, make func(i int) Ask) {
	many := b.o.Clients
	b.o.Clients = clients
	b.read(ctx, name, make)
	b.o.Clients = many
}
