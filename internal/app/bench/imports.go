package bench

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"

	"mahalle/internal/app"
)

// ImportOptions is how much to bring in.
type ImportOptions struct {
	Folder string
	Rows   int
	Out    io.Writer // of the importer itself: its progress and its account
}

// ImportReport is one run.
type ImportReport struct {
	At     time.Time     `json:"at"`
	Rows   int           `json:"rows"`
	Took   time.Duration `json:"took_ns"`
	Bare   time.Duration `json:"bare_driver_ns"`
	Copied int           `json:"rows_written_by_the_bare_driver"`
	Early  int64         `json:"memory_early_bytes"` // most in the second quarter
	Late   int64         `json:"memory_late_bytes"`  // most in the last quarter
	CPU    time.Duration `json:"cpu_ns"`
}

// Import writes a file of invented requests, brings it in with the real program
// as a process of its own, and lets the bare driver write the same rows into the
// same empty tables.
func Import(ctx context.Context, o ImportOptions) (*ImportReport, error) {
	if err := os.MkdirAll(o.Folder, 0o750); err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp(o.Folder, "import")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	file, err := invented(ctx, dir, o.Rows)
	if err != nil {
		return nil, err
	}
	path, empty := filepath.Join(dir, "mahalle.db"), filepath.Join(dir, "empty.db")
	if err := vacuumInto(ctx, path, empty); err != nil {
		return nil, err
	}
	r := &ImportReport{At: time.Now(), Rows: o.Rows}
	if err := r.bringIn(ctx, dir, file, o.Out); err != nil {
		return nil, err
	}
	r.Copied, r.Bare, err = writeSameRows(ctx, path, empty, o.Rows)
	return r, err
}

// aCitysThreeYears is how many requests a metropolis hears in three years, some
// thousand a day. A shorter file is the beginning of such years.
const aCitysThreeYears = 1_000_000

var importColumns = []string{"id", "opened", "target", "closed", "subject", "district", "lat", "lon", "description", "reply"}

const importMapping = `zone = "UTC"
layouts = ["2006-01-02T15:04:05.999999Z07:00"]
lang = "tr"
kind = "request"
[columns]
external = "id"
opened = "opened"
target = "target"
closed = "closed"
subject = "subject"
district = "district"
lat = "lat"
lon = "lon"
description = "description"
reply = "reply"
`

// invented makes an empty city in a folder, and the file and its mapping beside it.
func invented(ctx context.Context, dir string, rows int) (file string, err error) {
	a, err := app.Open(ctx, app.Options{Folder: dir})
	if err != nil {
		return "", err
	}
	defer a.Close()
	if err := addCity(ctx, a); err != nil {
		return "", err
	}
	if err := os.WriteFile(filepath.Join(dir, "mapping.toml"), []byte(importMapping), 0o600); err != nil {
		return "", err
	}
	file = filepath.Join(dir, "requests.csv")
	f, err := os.Create(file)
	if err != nil {
		return "", err
	}
	w := csv.NewWriter(f)
	_ = w.Write(importColumns)
	m := newMaker(a, max(rows, aCitysThreeYears))
	for i := range rows {
		p := m.past(i)
		_ = w.Write([]string{p.External, moment(p.Opened), moment(p.Target), moment(p.Closed), p.Subject, p.Place.District,
			degrees(p.Place.Point.Lat), degrees(p.Place.Point.Lon), p.Description, p.Reply})
	}
	w.Flush()
	return file, errors.Join(w.Error(), f.Close())
}

func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05.999999Z07:00")
}

func degrees(millionths int32) string {
	return strconv.FormatFloat(float64(millionths)/1e6, 'f', 6, 64)
}

func (r *ImportReport) bringIn(ctx context.Context, dir, file string, out io.Writer) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, self, "import", "requests", "--data", dir, "--mapping", filepath.Join(dir, "mapping.toml"), file)
	cmd.Stdout, cmd.Stderr = out, out
	begun := time.Now()
	if err := cmd.Start(); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	sizes := watch(&process{cmd: cmd}, ended, &err)
	r.Took = time.Since(begun)
	if err != nil {
		return err
	}
	r.CPU = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	quarter := len(sizes) / 4
	r.Early, r.Late = most(sizes[quarter:2*quarter]), most(sizes[3*quarter:])
	return nil
}

// watch looks at the memory of a process once a second until it ends: looking
// walks through all its pages, and is work that would count as the import's.
func watch(p *process, ended chan error, err *error) []int64 {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	var sizes []int64
	for {
		select {
		case *err = <-ended:
			return sizes
		case <-tick.C:
			sizes = append(sizes, p.memory())
		}
	}
}

func most(sizes []int64) int64 {
	var top int64
	for _, n := range sizes {
		top = max(top, n)
	}
	return top
}

// Print writes the report as a table.
func (r *ImportReport) Print(w io.Writer) {
	fmt.Fprintf(w, "| import | rows | took | rows/s | bare driver, the same rows | rows/s | share | CPU ms/row | MB in the second quarter | MB in the last |\n|---|---|---|---|---|---|---|---|---|---|\n")
	n := float64(r.Rows)
	fmt.Fprintf(w, "| %s | %d | %s | %.0f | %s (%d rows of all tables) | %.0f | %.0f %% | %.3f | %d | %d |\n", r.At.Format(time.DateOnly), r.Rows,
		r.Took.Round(100*time.Millisecond), n/r.Took.Seconds(), r.Bare.Round(100*time.Millisecond), r.Copied, n/r.Bare.Seconds(),
		100*r.Bare.Seconds()/r.Took.Seconds(), ms(r.CPU)/n, r.Early>>20, r.Late>>20)
}

// Save writes the report as JSON.
func (r *ImportReport) Save(path string) error { return saveJSON(path, r) }
