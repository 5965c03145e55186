package bench

import (
	"cmp"
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
	Make     func(i int) Ask
}

// Result is what came of a load.
type Result struct {
	Name        string        `json:"name"`
	Requests    int           `json:"requests"`
	Errors      int           `json:"errors"`
	PerSecond   float64       `json:"per_second"`
	P50         time.Duration `json:"p50_ns"`
	P95         time.Duration `json:"p95_ns"`
	P99         time.Duration `json:"p99_ns"`
	CPU         time.Duration `json:"cpu_per_request_ns"` // of the server alone
	Bytes       int64         `json:"bytes_per_answer"`
	Ceiling     float64       `json:"ceiling_per_second"`
	CeilingCPU  time.Duration `json:"ceiling_cpu_per_request_ns"`
	CeilingKind string        `json:"ceiling_kind,omitempty"`
	FirstError  string        `json:"first_error,omitempty"`

	classes map[string][]time.Duration // sorted
	failed  map[string]int
}

// part is the time within which so many in a hundred were answered; times are
// sorted.
func part(times []time.Duration, percent int) time.Duration {
	if len(times) == 0 {
		return 0
	}
	return times[min(len(times)-1, len(times)*percent/100)]
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

// seen is what one client saw.
type seen struct {
	times      map[string][]time.Duration
	failed     map[string]int
	bytes      int64
	firstError string
}

// run sends the load and reads every answer to its end.
func run(ctx context.Context, l Load) Result {
	c := client(l.Clients)
	defer c.CloseIdleConnections()
	var next atomic.Int64
	all := make([]seen, l.Clients)
	begun := time.Now()
	var wg sync.WaitGroup
	for n := range all {
		all[n] = seen{times: map[string][]time.Duration{}, failed: map[string]int{}}
		wg.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if l.Requests > 0 && i >= l.Requests || l.For > 0 && time.Since(begun) > l.For {
					return
				}
				all[n].ask(c, l.Make(i))
			}
		})
	}
	wg.Wait()
	return sum(all, time.Since(begun))
}

func (s *seen) ask(c *http.Client, one Ask) {
	at := time.Now()
	size, err := ask(c, one.Request)
	if err != nil {
		s.failed[one.Class]++
		if s.firstError == "" {
			s.firstError = err.Error()
		}
		return
	}
	s.bytes += size
	s.times[one.Class] = append(s.times[one.Class], time.Since(at))
}

func sum(clients []seen, took time.Duration) Result {
	r := Result{classes: map[string][]time.Duration{}, failed: map[string]int{}}
	var all []time.Duration
	for _, s := range clients {
		for class, times := range s.times {
			r.classes[class] = append(r.classes[class], times...)
			all = append(all, times...)
		}
		for class, n := range s.failed {
			r.failed[class] += n
			r.Errors += n
		}
		r.Bytes += s.bytes
		r.FirstError = cmp.Or(r.FirstError, s.firstError)
	}
	for _, times := range r.classes {
		slices.Sort(times)
	}
	slices.Sort(all)
	r.Requests, r.PerSecond = len(all), float64(len(all))/took.Seconds()
	r.P50, r.P95, r.P99 = part(all, 50), part(all, 95), part(all, 99)
	r.Bytes /= int64(max(1, len(all)))
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
	if answer.StatusCode >= 300 {
		return n, fmt.Errorf("%s %s answered %s", r.Method, r.URL.Path, answer.Status)
	}
	return n, nil
}
