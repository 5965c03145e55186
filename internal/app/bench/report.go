package bench

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

// Print writes the report as a table.
func (r *Report) Print(w io.Writer) {
	fmt.Fprintf(w, "%s · %s · %s · %d requests · ready in %s · %d MB (Pss) after W1 and W4\n\n", r.At.Format(time.DateOnly), r.Machine,
		r.Engine, r.Requests, r.Ready.Round(time.Millisecond), r.Memory>>20)
	fmt.Fprintf(w, "| workload | req/s | p50 ms | p95 ms | p99 ms | CPU ms/req | KB | errors | ceiling/s | ceiling CPU ms | share |\n|---|---|---|---|---|---|---|---|---|---|---|\n")
	for _, x := range r.Results {
		fmt.Fprintf(w, "| %s | %.0f | %.2f | %.2f | %.2f | %.3f | %.1f | %d | %.0f | %.3f | %.0f %% |\n", x.Name, x.PerSecond, ms(x.P50), ms(x.P95), ms(x.P99),
			ms(x.CPU), float64(x.Bytes)/1024, x.Errors, x.Ceiling, ms(x.CeilingCPU), x.share())
		if x.FirstError != "" {
			fmt.Fprintf(w, "|   first error: %s |\n", x.FirstError)
		}
	}
	if len(r.Classes) == 0 {
		return
	}
	fmt.Fprintf(w, "\n| class in the mixed day | requests | p50 ms reading only | p50 ms with creates | change | p99 ms | errors |\n|---|---|---|---|---|---|---|\n")
	for _, c := range r.Classes {
		fmt.Fprintf(w, "| %s | %d | %.2f | %.2f | %+.0f %% | %.2f | %d |\n", c.Name, c.Requests, ms(c.Quiet), ms(c.P50), c.change(), ms(c.P99), c.Errors)
	}
}

// share of the ceiling, in per cent; 0 without one.
func (r Result) share() float64 {
	if r.Ceiling == 0 {
		return 0
	}
	return 100 * r.PerSecond / r.Ceiling
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// Save writes the report as JSON.
func (r *Report) Save(path string) error { return saveJSON(path, r) }

func saveJSON(path string, report any) error {
	body, err := json.MarshalIndent(report, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Clean(path), append(body, '\n'), 0o644)
}
