package bench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"mahalle/internal/app"
	"mahalle/internal/journal"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/requests"
)

// SweepOptions is how much is open.
type SweepOptions struct {
	Folder   string
	DB       string // postgres://… of an empty database or of one an earlier run filled; empty: SQLite in Folder
	Open     int    // promises
	Progress func(done, total int)
}

// SweepReport is one sweep at closing time.
type SweepReport struct {
	At      time.Time     `json:"at"`
	Machine string        `json:"machine"`
	Engine  string        `json:"engine"`
	Open    int           `json:"open"`
	Due     int           `json:"due"`
	Took    time.Duration `json:"took_ns"`
	CPU     time.Duration `json:"cpu_ns"`
	Idle    time.Duration `json:"idle_ns"` // the sweep after it, with nothing to do
	Skipped int           `json:"skipped"` // due and not looked at
	Twice   int           `json:"twice"`   // rungs climbed by the sweep after it

	closing time.Time
}

// closing is when most of a day's promises fall due: the office closes at 17:00.
// The sweep looks every fifteen seconds.
var closing = time.Date(2026, 11, 24, 14, 0, 0, 0, time.UTC)

const between = 15 * time.Second

// Sweep opens requests of the last weeks until so many promises are open, lets
// the sweep look until just before the office closes, and measures the one look
// at closing time.
func Sweep(ctx context.Context, o SweepOptions) (*SweepReport, error) {
	d := placeFor(Options{Folder: filepath.Join(o.Folder, "sweep"), DB: o.DB, Requests: o.Open})
	a, err := app.Open(ctx, app.Options{DB: d.address, Folder: d.folder})
	if err != nil {
		return nil, err
	}
	defer a.Close()
	if _, known := a.Cities.ByID(benchCity); !known {
		if err := addCity(ctx, a); err != nil {
			return nil, err
		}
	}
	c, _ := a.Cities.ByID(benchCity)
	in := access.AsSystem(journal.Quiet(tenant.Enter(ctx, c)))
	r := &SweepReport{At: time.Now(), Machine: fmt.Sprintf("%d cores, %s %s", runtime.NumCPU(), runtime.GOOS, runtime.GOARCH), Engine: d.engine}
	if err := openUntil(in, a, o); err != nil {
		return nil, err
	}
	return r, r.nextClosing(in, a)
}

// nextClosing measures the first closing time that no earlier run has swept.
func (r *SweepReport) nextClosing(ctx context.Context, a *app.App) error {
	for day := range 30 {
		r.closing = closing.AddDate(0, 0, day)
		if err := a.Ledger.Sweep(clock.With(ctx, r.closing.Add(-between))); err != nil {
			return err
		}
		if err := r.measure(ctx, a); err != nil || r.Due > 0 {
			return err
		}
	}
	return errors.New("bench: nothing falls due in thirty days; use another folder")
}

// measure takes the look at closing time, and the one after it.
func (r *SweepReport) measure(ctx context.Context, a *app.App) error {
	at := clock.With(ctx, r.closing)
	count := func(condition string, into *int) error {
		n, err := db.One(ctx, a.DB.Read(ctx), db.Value[int], `SELECT coalesce(sum(`+condition+`), 0) FROM pub_promises
			WHERE tenant_id = $1 AND ended_at = 0 AND due_at <= $2`, benchCity, db.Micros(r.closing))
		*into = n
		return err
	}
	const stillOpen = `CASE WHEN state = 'open' THEN 1 ELSE 0 END`
	var climbed, again int
	return errors.Join(
		openNow(ctx, a, &r.Open),
		count(stillOpen, &r.Due),
		r.looked(func() error { return a.Ledger.Sweep(at) }),
		count(stillOpen, &r.Skipped),
		count(`level`, &climbed),
		timed(&r.Idle, func() error { return a.Ledger.Sweep(at) }),
		count(`level`, &again),
		twice(&r.Twice, &climbed, &again),
	)
}

// looked times the sweep by the clock on the wall and by the processor's own: the
// machine is shared.
func (r *SweepReport) looked(sweep func() error) error {
	before := cpuOf(os.Getpid())
	err := timed(&r.Took, sweep)
	r.CPU = cpuOf(os.Getpid()) - before
	return err
}

func twice(into, before, after *int) error { *into = *after - *before; return nil }

func openNow(ctx context.Context, a *app.App, into *int) (err error) {
	*into, err = db.One(ctx, a.DB.Read(ctx), db.Value[int], `SELECT count(*) FROM pub_promises WHERE tenant_id = $1 AND ended_at = 0`, benchCity)
	return err
}

func timed(into *time.Duration, do func() error) error {
	begun := time.Now()
	err := do()
	*into = time.Since(begun)
	return err
}

// openUntil opens requests until so many promises are open, spread over the
// working hours of twelve days.
func openUntil(ctx context.Context, a *app.App, o SweepOptions) error {
	m := newMaker(a, o.Open)
	for {
		var open int
		if err := openNow(ctx, a, &open); err != nil || open >= o.Open {
			return err
		}
		o.Progress(open, o.Open)
		err := a.DB.WriteMany(ctx, func(tx *db.Tx) error {
			for i := range min(1000, 1+(o.Open-open)/3) {
				at, rep := m.report(open + i)
				if _, err := a.Requests.Open(clock.With(ctx, at), tx, rep); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
}

// report is what a resident tells at some working hour of the last twelve days.
func (m *maker) report(i int) (time.Time, requests.Report) {
	dice := rand.New(rand.NewPCG(uint64(i), 17))
	day := time.Duration(1+dice.IntN(12)) * 24 * time.Hour
	at := closing.Add(-day - time.Duration(dice.IntN(9*3600))*time.Second).Truncate(time.Microsecond)
	p := m.past(i).Report
	p.External = ""
	p.Place.Neighbourhood = ""
	return at, p
}

// Print writes the report as a table.
func (r *SweepReport) Print(w io.Writer) {
	fmt.Fprintf(w, "One sweep at closing time · %s · %s\n\n", r.Engine, r.Machine)
	fmt.Fprintf(w, "%-46s %12d\n", "promises open", r.Open)
	fmt.Fprintf(w, "%-46s %12d  (%.1f%%)\n", "falling due in this look", r.Due, 100*float64(r.Due)/float64(max(1, r.Open)))
	fmt.Fprintf(w, "%-46s %12s\n", "the sweep took", r.Took.Round(time.Millisecond))
	fmt.Fprintf(w, "%-46s %12s\n", "processor time of it", r.CPU)
	fmt.Fprintf(w, "%-46s %12s\n", "the sweep after it, nothing to do", r.Idle.Round(10*time.Microsecond))
	fmt.Fprintf(w, "%-46s %12d\n", "due and skipped", r.Skipped)
	fmt.Fprintf(w, "%-46s %12d\n", "escalated twice", r.Twice)
}

// Save writes the report as JSON.
func (r *SweepReport) Save(path string) error { return saveJSON(path, r) }
