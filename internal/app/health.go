package app

import (
	"context"
	"io"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"mahalle/internal/platform/db"
	"mahalle/internal/platform/jobs"
	"mahalle/internal/platform/tenant"
)

// alive says that the process answers at all.
func (a *App) alive(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "ok\n") }

// isReady says whether calls should be sent here: started, not stopping, and
// the database answers and keeps what it is given.
func (a *App) isReady(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	switch {
	case !a.ready.Load():
		http.Error(w, "starting or stopping", http.StatusServiceUnavailable)
	case a.DB.Sound(ctx) != nil:
		http.Error(w, "the database does not answer, or cannot keep anything", http.StatusServiceUnavailable)
	default:
		_, _ = io.WriteString(w, "ready\n")
	}
}

// jobFigures tells the operator's monitoring how many jobs were given up.
type jobFigures struct{ app *App }

var deadJobs = prometheus.NewDesc("mahalle_jobs_dead", "Jobs that were given up and wait for a person.", []string{"city"}, nil)

// Describe names the figure.
func (f jobFigures) Describe(out chan<- *prometheus.Desc) { out <- deadJobs }

// Collect reads it for every city.
func (f jobFigures) Collect(out chan<- prometheus.Metric) {
	for _, c := range f.app.Cities.All() {
		ctx, cancel := context.WithTimeout(tenant.Enter(context.Background(), c), time.Second)
		dead, err := jobs.Dead(ctx, f.app.DB.Read(ctx), 1000)
		cancel()
		if err == nil {
			out <- prometheus.MustNewConstMetric(deadJobs, prometheus.GaugeValue, float64(len(dead)), string(c.ID))
		}
	}
}

var _ prometheus.Collector = jobFigures{}

// Ready reports whether the database can be reached, for the doctor.
func (a *App) Ready(ctx context.Context) error { return ping(ctx, a.DB) }

func ping(ctx context.Context, d *db.DB) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	return d.Ping(ctx)
}
