package bench

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"mahalle/internal/app"
	"mahalle/internal/city"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/web"
	"mahalle/internal/requests"
)

// BurstOptions is how hard to push.
type BurstOptions struct {
	Folder   string
	DB       string
	Requests int   // that the database holds before
	Rates    []int // full lifecycles a second, one spike after the other
	Seconds  int   // that each spike lasts
	Calm     int   // seconds of one lifecycle a second behind each spike
	Progress func(done, total int)
}

// Spike is what came of one rate. A lifecycle is four calls: told, taken,
// answered, finished.
type Spike struct {
	Rate       int           `json:"rate"`
	Lifecycles int           `json:"lifecycles"`
	Whole      float64       `json:"whole_per_second"` // lifecycles that ended well, by the time it took until the last ended
	Calls      int           `json:"calls"`
	Errors     int           `json:"errors"`
	P50        time.Duration `json:"p50_ns"`
	P95        time.Duration `json:"p95_ns"`
	P99        time.Duration `json:"p99_ns"`
	Calm       time.Duration `json:"calm_p95_ns"`     // of the calls from the first second behind the spike on
	Normal     time.Duration `json:"normal_after_ns"` // until calls are no slower than twice the first spike's p95; -1: not within the calm
	FirstError string        `json:"first_error,omitempty"`
}

// BurstReport is one run.
type BurstReport struct {
	At       time.Time `json:"at"`
	Engine   string    `json:"engine"`
	Requests int       `json:"requests"`
	Spikes   []Spike   `json:"spikes"`
}

// Burst sends whole lifecycles at growing rates, however slow the answers are,
// and looks how soon all is as before.
func Burst(ctx context.Context, o BurstOptions) (*BurstReport, error) {
	base := Options{Folder: o.Folder, DB: o.DB, Requests: o.Requests, Progress: o.Progress}
	d, err := prepare(ctx, base)
	if err != nil {
		return nil, err
	}
	b := &burst{bench: bench{o: base, d: d}, client: client(256)}
	if err := b.hire(ctx); err != nil {
		return nil, err
	}
	if b.server, err = b.serve(ctx); err != nil {
		return nil, err
	}
	defer func() { _ = b.server.stop() }()
	r := &BurstReport{At: time.Now(), Engine: d.engine, Requests: o.Requests}
	for _, rate := range o.Rates {
		calls := b.spike(ctx, rate, o.Seconds)
		r.add(rate, calls, b.spike(ctx, 1, o.Calm))
	}
	return r, ctx.Err()
}

type burst struct {
	bench
	client *http.Client
	worker string // session of somebody who may work on what is told
	what   map[string]any
}

// hire finds what to tell so that somebody of the owning unit may work on it.
func (b *burst) hire(ctx context.Context) error {
	a, err := app.Open(ctx, app.Options{DB: b.d.address, Folder: b.d.folder})
	if err != nil {
		return err
	}
	defer a.Close()
	c, _ := a.Cities.ByID(benchCity)
	in := tenant.Enter(ctx, c)
	actors, err := a.Office.Actors(in)
	if err != nil {
		return err
	}
	b.what = map[string]any{"kind": "request", "subject": "YL05", "lang": "tr", "district": b.d.districts[0], "email": "sakin@example.org"}
	unit := a.Requests.OwnerOf(in, requests.Report{Kind: "request", Subject: "YL05", Place: city.Place{District: b.d.districts[0]}})
	for _, one := range actors[unit] {
		if one.Has(requests.CanTake) && one.Has(requests.CanReply) && one.Has(requests.CanFinish) {
			b.worker, err = a.Office.SignInAs(in, one.Person)
			return err
		}
	}
	return fmt.Errorf("nobody in %q may take, answer and finish", unit)
}

// call is one call of a lifecycle.
type call struct {
	at    time.Duration // since the spike began
	took  time.Duration
	err   error
	whole bool // the last of a lifecycle that went well
}

// spike begins so many lifecycles a second, evenly, and waits for all to end.
func (b *burst) spike(ctx context.Context, rate, seconds int) []call {
	var mu sync.Mutex
	var all []call
	var running sync.WaitGroup
	begun := time.Now()
	for i := range rate * seconds {
		select {
		case <-ctx.Done():
			return all
		case <-time.After(time.Until(begun.Add(time.Duration(i) * time.Second / time.Duration(rate)))):
		}
		running.Go(func() {
			calls := b.lifecycle(begun)
			mu.Lock()
			defer mu.Unlock()
			all = append(all, calls...)
		})
	}
	running.Wait()
	return all
}

func (b *burst) lifecycle(begun time.Time) []call {
	var calls []call
	number := ""
	for _, step := range []func(string) (*http.Request, error){b.tell, b.act("take", nil),
		b.act("reply", url.Values{"text": {"Ekibimiz yarın gelecek."}, "interim": {"1"}}),
		b.act("finish", url.Values{"text": {"Onarım tamamlandı."}})} {
		at := time.Now()
		ask, err := step(number)
		if err == nil {
			number, err = b.send(ask, number)
		}
		calls = append(calls, call{at: at.Sub(begun), took: time.Since(at), err: err})
		if err != nil {
			return calls
		}
	}
	calls[len(calls)-1].whole = true
	return calls
}

func (b *burst) tell(string) (*http.Request, error) {
	form := map[string]any{"key": string(city.NewID()), "description": sentences[rand.IntN(len(sentences))]}
	for k, v := range b.what {
		form[k] = v
	}
	body, err := json.Marshal(form)
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequest(http.MethodPost, b.server.Base+"/staff/requests.json", strings.NewReader(string(body)))
	if err == nil {
		r.Header.Set("Content-Type", "application/json")
		r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: b.d.clerk})
	}
	return r, err
}

func (b *burst) act(name string, form url.Values) func(string) (*http.Request, error) {
	return func(number string) (*http.Request, error) {
		fields := url.Values{"key": {string(city.NewID())}}
		for k, v := range form {
			fields[k] = v
		}
		r, err := http.NewRequest(http.MethodPost, b.server.Base+"/staff/requests/"+number+"/"+name, strings.NewReader(fields.Encode()))
		if err == nil {
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: b.worker})
		}
		return r, err
	}
}

// send gives the number of the request: the answer of a new one says it.
func (b *burst) send(ask *http.Request, number string) (string, error) {
	answer, err := b.client.Do(ask)
	if err != nil {
		return number, err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return number, err
	}
	if answer.StatusCode != http.StatusCreated && answer.StatusCode != http.StatusSeeOther {
		return number, fmt.Errorf("%s answered %s", ask.URL.Path, answer.Status)
	}
	if number != "" {
		return number, nil
	}
	var told struct{ Number string }
	if err := json.Unmarshal(body, &told); err != nil || told.Number == "" {
		return "", errors.Join(errors.New("a new request has no number"), err)
	}
	return told.Number, nil
}

func (r *BurstReport) add(rate int, calls, calm []call) {
	s := Spike{Rate: rate, Calls: len(calls), Normal: -1}
	var times []time.Duration
	var last time.Duration
	for _, c := range calls {
		if c.err != nil {
			s.Errors++
			if s.FirstError == "" {
				s.FirstError = c.err.Error()
			}
			continue
		}
		times = append(times, c.took)
		last = max(last, c.at+c.took)
		if c.whole {
			s.Lifecycles++
		}
	}
	slices.Sort(times)
	s.P50, s.P95, s.P99 = part(times, 50), part(times, 95), part(times, 99)
	s.Whole = float64(s.Lifecycles) / max(last.Seconds(), 0.001)
	r.calmed(&s, calm)
	r.Spikes = append(r.Spikes, s)
}

// calmed finds from when on no call behind the spike was slow any more. What is
// normal is told by the first spike.
func (r *BurstReport) calmed(s *Spike, calm []call) {
	normal := 2 * s.P95
	if len(r.Spikes) > 0 {
		normal = 2 * r.Spikes[0].P95
	}
	normal = max(normal, 50*time.Millisecond)
	var times []time.Duration
	slow, end := time.Duration(0), time.Duration(0)
	for _, c := range calm {
		times = append(times, c.took)
		end = max(end, c.at)
		if c.err != nil || c.took > normal {
			slow = max(slow, c.at+c.took)
		}
	}
	slices.Sort(times)
	s.Calm = part(times, 95)
	if slow <= end {
		s.Normal = slow
	}
}

// Print writes the report as a table.
func (r *BurstReport) Print(w io.Writer) {
	fmt.Fprintf(w, "%s · %s · %d requests before\n\n", r.At.Format(time.DateOnly), r.Engine, r.Requests)
	fmt.Fprintf(w, "| lifecycles/s asked | ended well | /s | calls | errors | p50 ms | p95 ms | p99 ms | p95 ms behind it | normal after |\n|---|---|---|---|---|---|---|---|---|---|\n")
	for _, s := range r.Spikes {
		after := fmt.Sprintf("%.1f s", s.Normal.Seconds())
		if s.Normal < 0 {
			after = "not yet"
		}
		fmt.Fprintf(w, "| %d | %d | %.1f | %d | %d | %.1f | %.1f | %.1f | %.1f | %s |\n", s.Rate, s.Lifecycles, s.Whole, s.Calls, s.Errors,
			ms(s.P50), ms(s.P95), ms(s.P99), ms(s.Calm), after)
		if s.FirstError != "" {
			fmt.Fprintf(w, "|   first error: %s |\n", s.FirstError)
		}
	}
}

// Save writes the report as JSON.
func (r *BurstReport) Save(path string) error { return saveJSON(path, r) }
