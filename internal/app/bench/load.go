package bench

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Load is what to ask, and how hard.
type Load struct {
	Clients  int
	Requests int           // exactly so many in all; or
	For      time.Duration // so long
	Make     func(i int) *http.Request
}

// Result is what came of a load.
type Result struct {
	Name        string        `json:"name"`
	Requests    int           `json:"requests"`
	Errors      int           `json:"errors"`
	PerSecond   float64       `json:"per_second"`
	P50         time.Duration `json:"p50_ns"`
	P99         time.Duration `json:"p99_ns"`
	CPU         time.Duration `json:"cpu_per_request_ns"` // of the server alone
	Bytes       int64         `json:"bytes_per_answer"`
	Ceiling     float64       `json:"ceiling_per_second"`
	CeilingCPU  time.Duration `json:"ceiling_cpu_per_request_ns"`
	CeilingKind string        `json:"ceiling_kind,omitempty"`
	FirstError  string        `json:"first_error,omitempty"`
}

// client keeps connections open, follows nothing and compresses nothing.
func client(clients int) *http.Client {
	return &http.Client{
		Timeout:       30 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{MaxIdleConns: clients, MaxIdleConnsPerHost: clients, DisableCompression: true,
			DialContext: (&net.Dialer{Timeout: 5 * time.Second}).DialContext},
	}
}

// run sends the load and reads every answer to its end.
func run(ctx context.Context, l Load) Result {
	c := client(l.Clients)
	defer c.CloseIdleConnections()
	var next, errs, bytes atomic.Int64
	var firstError atomic.Pointer[string]
	times := make([][]time.Duration, l.Clients)
	begun := time.Now()
	var wg sync.WaitGroup
	for n := range l.Clients {
		wg.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if l.Requests > 0 && i >= l.Requests || l.For > 0 && time.Since(begun) > l.For {
					return
				}
				at := time.Now()
				size, err := ask(c, l.Make(i))
				if err != nil {
					errs.Add(1)
					s := err.Error()
					firstError.CompareAndSwap(nil, &s)
					continue
				}
				bytes.Add(size)
				times[n] = append(times[n], time.Since(at))
			}
		})
	}
	wg.Wait()
	all := slices.Concat(times...)
	r := Result{Requests: len(all), Errors: int(errs.Load()), PerSecond: float64(len(all)) / time.Since(begun).Seconds()}
	if s := firstError.Load(); s != nil {
		r.FirstError = *s
	}
	if len(all) > 0 {
		slices.Sort(all)
		r.P50, r.P99 = all[len(all)/2], all[min(len(all)-1, len(all)*99/100)]
		r.Bytes = bytes.Load() / int64(len(all))
	}
	return r
}

func ask(c *http.Client, r *http.Request) (int64, error) {
	answer, err := c.Do(r)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	n, err := io.Copy(io.Discard, answer.Body)
	if err != nil {
		return n, err
	}
	if answer.StatusCode >= 400 {
		return n, fmt.Errorf("%s %s answered %s", r.Method, r.URL.Path, answer.Status)
	}
	return n, nil
}
