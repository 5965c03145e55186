package requests

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/fault"
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
	address := addressOf(r)
	if address == "" {
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

// addressOf is the visitor's address; of IPv6 the part that one household has.
// An address inside our own walls is a proxy and names the visitor; if it names
// nobody, nobody is counted.
func addressOf(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	ip, err := netip.ParseAddr(host)
	if err == nil && (ip.IsLoopback() || ip.IsPrivate()) {
		named := strings.Split(r.Header.Get("X-Forwarded-For"), ",")
		ip, err = netip.ParseAddr(strings.TrimSpace(named[len(named)-1]))
	}
	if err != nil {
		return ""
	}
	if ip = ip.Unmap(); ip.Is6() {
		prefix, _ := ip.WithZone("").Prefix(64)
		return prefix.String()
	}
	return ip.String()
}
