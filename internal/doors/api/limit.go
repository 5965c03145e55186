package api

import (
	"math"
	"net/http"
	"strconv"
	"sync"
	"time"

	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/web"
)

// How often somebody may call in a minute.
const (
	perMinute         = 1200 // with a token or in a session
	strangerPerMinute = 240  // from one address without either, or with a wrong token
)

// limits counts in memory how often each caller comes: a bucket that fills by what
// is allowed for a minute and holds as much.
type limits struct {
	mu sync.Mutex
	of map[string]bucket
}

type bucket struct {
	left float64
	at   time.Time
}

// mostCallers is how many callers are counted before counting begins anew.
const mostCallers = 50_000

// take counts one call, and tells how long to wait if it is one too many.
func (l *limits) take(who string, now time.Time, most int) (wait time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.of == nil || len(l.of) > mostCallers {
		l.of = map[string]bucket{}
	}
	b, known := l.of[who]
	if !known {
		b = bucket{float64(most), now}
	}
	perSecond := float64(most) / 60
	b.left = min(float64(most), b.left+max(0, now.Sub(b.at).Seconds())*perSecond)
	b.at = now
	if b.left < 1 {
		l.of[who] = b
		return time.Duration((1 - b.left) / perSecond * float64(time.Second))
	}
	b.left--
	l.of[who] = b
	return 0
}

// allow turns away who calls too often, and says when to come again.
func (a *API) allow(w http.ResponseWriter, r *http.Request) error {
	most := a.PerMinute
	if access.From(r.Context()).Kind != access.Staff {
		most = strangerPerMinute
	}
	wait := a.limits.take(callerOf(r), clock.Now(r.Context()), most)
	if wait == 0 {
		return nil
	}
	w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
	return fault.New(fault.TooOften, "api.too_often")
}

// address is where a caller without a name comes from.
func address(r *http.Request) string {
	from, _ := web.AddressOf(r) // a proxy's too: better that all wait than that nobody does
	return from
}
