package requests

import (
	"net/http"
	"sync"
	"time"

	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/web"
)

// flood keeps one address from filling the city's desk. It counts in memory
// only: many people behind one mobile operator share an address, so what it
// allows is generous, and nothing about anybody is written down.
type flood struct {
	mu   sync.Mutex
	from time.Time
	seen map[string]int
}

const (
	floodWindow = 10 * time.Minute
	floodMost   = 40 // changes from one address in that time
)

// check counts one more change and refuses the one too many.
func (f *flood) check(r *http.Request) error {
	address, own := web.AddressOf(r)
	if !own { // a proxy that names nobody: everybody would be counted as one
		return nil
	}
	now := clock.Now(r.Context())
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.seen == nil || now.Sub(f.from) >= floodWindow || now.Before(f.from) {
		f.seen, f.from = map[string]int{}, now
	}
	f.seen[address]++
	if f.seen[address] > floodMost {
		return fault.New(fault.TooOften, "requests.too_often")
	}
	return nil
}
