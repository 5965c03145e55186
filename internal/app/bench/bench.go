package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"mahalle/internal/platform/web"
)

// Options is what to measure.
type Options struct {
	Folder   string
	Requests int
	Seconds  int // per workload
	Clients  int
	Progress func(done, total int)
}

// Report is one run.
type Report struct {
	At       time.Time     `json:"at"`
	Machine  string        `json:"machine"`
	Requests int           `json:"requests"`
	Ready    time.Duration `json:"ready_ns"`
	Memory   int64         `json:"memory_bytes"` // after the list and pin workloads
	Results  []Result      `json:"results"`
}

// Run builds what is missing of the data, starts the server and its ceiling as
// processes of their own, and sends each workload to both.
func Run(ctx context.Context, o Options) (*Report, error) {
	d, err := prepare(ctx, o.Folder, o.Requests, o.Progress)
	if err != nil {
		return nil, err
	}
	server, err := start(ctx, "serve", "--db", "sqlite:"+d.path, "--data", d.folder)
	if err != nil {
		return nil, err
	}
	defer server.stop()
	ceiling, err := start(ctx, "bench-ceiling")
	if err != nil {
		return nil, err
	}
	defer ceiling.stop()
	b := &bench{o: o, d: d, server: server, ceiling: ceiling,
		report: &Report{At: time.Now(), Machine: fmt.Sprintf("%d cores, %s %s", runtime.NumCPU(), runtime.GOOS, runtime.GOARCH), Requests: o.Requests, Ready: server.Ready}}
	b.all(ctx)
	return b.report, ctx.Err()
}

type bench struct {
	o               Options
	d               *data
	server, ceiling *process
	report          *Report
}

func (b *bench) all(ctx context.Context) {
	b.read(ctx, "W1 list of 50, district and status", b.listOf(50, ""))
	b.read(ctx, "W1 the same, deep page", b.listOf(50, b.middle()))
	b.alone(ctx, "W2 list of 1,000, one client", b.listOf(1000, ""))
	b.read(ctx, "W4 pins of a 0.01° box", b.pins)
	b.report.Memory = b.server.memory()
	b.read(ctx, "W5 one request, JSON", b.one)
	b.read(ctx, "W6 tracking page", b.page)
	b.write(ctx, "W3 durable create")
	b.read(ctx, "W7 mixed city day", b.mixed)
}

// read sends one workload to the server, and bytes of the same size to the
// ceiling.
func (b *bench) read(ctx context.Context, name string, make func(i int) *http.Request) {
	load := Load{Clients: b.o.Clients, For: time.Duration(b.o.Seconds) * time.Second, Make: make}
	warm := load
	warm.For = time.Second
	run(ctx, warm)
	r := b.server.measured(ctx, name, load)
	load.Make = func(int) *http.Request {
		return b.get(b.ceiling.Base, fmt.Sprintf("/bytes?n=%d", r.Bytes))
	}
	top := b.ceiling.measured(ctx, name, load)
	r.Ceiling, r.CeilingCPU, r.CeilingKind = top.PerSecond, top.CPU, "net/http sending as many bytes"
	b.report.Results = append(b.report.Results, r)
}

// alone sends a workload by a single client.
func (b *bench) alone(ctx context.Context, name string, make func(i int) *http.Request) {
	many := b.o.Clients
	b.o.Clients = 1
	b.read(ctx, name, make)
	b.o.Clients = many
}

// write creates requests, and lets the bare driver write the same rows.
func (b *bench) write(ctx context.Context, name string) {
	b.read(ctx, name, b.create)
	r := &b.report.Results[len(b.report.Results)-1]
	all, err := templatesOf(ctx, b.d.path)
	if err != nil {
		r.FirstError = err.Error()
		return
	}
	r.CeilingKind, r.CeilingCPU = fmt.Sprintf("bare driver, %d rows in grouped durable commits", len(all)), 0
	if r.Ceiling, err = bareInserts(ctx, b.d.path, b.o.Clients, 1000*b.o.Seconds, copies(all)); err != nil {
		r.FirstError = err.Error()
	}
}

func (b *bench) get(base, path string) *http.Request {
	r, err := http.NewRequest(http.MethodGet, base+path, nil)
	if err != nil {
		panic(err) // paths are ours
	}
	r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: b.d.token})
	return r
}

func (b *bench) district() string { return b.d.districts[rand.IntN(len(b.d.districts))] }

func (b *bench) listOf(n int, after string) func(int) *http.Request {
	return func(int) *http.Request {
		return b.get(b.server.Base, fmt.Sprintf("/staff/requests.json?district=%s&status=closed&limit=%d&after=%s", b.district(), n, after))
	}
}

// middle is the mark of a request in the middle of the three years.
func (b *bench) middle() string {
	answer, err := http.DefaultClient.Do(b.get(b.server.Base, "/staff/requests.json?status=closed&limit=1&until="+time.Now().AddDate(-1, -6, 0).Format(time.DateOnly)))
	if err != nil {
		return ""
	}
	defer answer.Body.Close()
	var page struct{ After string }
	body, _ := io.ReadAll(answer.Body)
	_ = json.Unmarshal(body, &page)
	return url.QueryEscape(page.After)
}

func (b *bench) pins(int) *http.Request {
	lat, lon := 38.45+rand.Float64()*0.39, 27.25+rand.Float64()*0.49
	return b.get(b.server.Base, fmt.Sprintf("/map/pins.json?south=%.5f&west=%.5f&north=%.5f&east=%.5f&closed=1&limit=200", lat, lon, lat+0.01, lon+0.01))
}

func (b *bench) number() string { return b.d.numbers[rand.IntN(len(b.d.numbers))] }

func (b *bench) one(int) *http.Request {
	return b.get(b.server.Base, "/staff/requests/"+b.number()+"/request.json")
}

func (b *bench) page(int) *http.Request { return b.get(b.server.Base, "/r/"+b.number()) }

func (b *bench) create(int) *http.Request {
	body, _ := json.Marshal(map[string]any{"key": fmt.Sprintf("%x", rand.Uint64()), "kind": "request", "subject": "YL01",
		"description": sentences[rand.IntN(len(sentences))], "lang": "tr", "district": b.district(),
		"lat": 38.45 + rand.Float64()*0.4, "lon": 27.25 + rand.Float64()*0.5, "email": "sakin@example.org"})
	r, err := http.NewRequest(http.MethodPost, b.server.Base+"/staff/requests.json", bytes.NewReader(body))
	if err != nil {
		panic(err)
	}
	r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: b.d.token})
	r.Header.Set("Content-Type", "application/json")
	return r
}

// mixed is a city's day: four reads in five, some pages, one create in twenty.
func (b *bench) mixed(i int) *http.Request {
	switch n := rand.IntN(100); {
	case n < 30:
		return b.listOf(50, "")(i)
	case n < 55:
		return b.pins(i)
	case n < 80:
		return b.one(i)
	case n < 95:
		return b.page(i)
	}
	return b.create(i)
}

// Print writes the report as a table.
func (r *Report) Print(w io.Writer) {
	fmt.Fprintf(w, "%s · %s · %d requests · ready in %s · %d MB (Pss) after W1 and W4\n\n", r.At.Format(time.DateOnly), r.Machine,
		r.Requests, r.Ready.Round(time.Millisecond), r.Memory>>20)
	fmt.Fprintf(w, "| workload | req/s | p50 ms | p99 ms | CPU ms/req | KB | errors | ceiling req/s | ceiling CPU ms | share |\n|---|---|---|---|---|---|---|---|---|---|\n")
	for _, x := range r.Results {
		share := 0.0
		if x.Ceiling > 0 {
			share = 100 * x.PerSecond / x.Ceiling
		}
		fmt.Fprintf(w, "| %s | %.0f | %.2f | %.2f | %.3f | %.1f | %d | %.0f | %.3f | %.0f %% |\n", x.Name, x.PerSecond, ms(x.P50), ms(x.P99),
			ms(x.CPU), float64(x.Bytes)/1024, x.Errors, x.Ceiling, ms(x.CeilingCPU), share)
		if x.FirstError != "" {
			fmt.Fprintf(w, "|   first error: %s |\n", x.FirstError)
		}
	}
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// Save writes the report as JSON.
func (r *Report) Save(path string) error {
	body, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Clean(path), append(body, '\n'), 0o644)
}
