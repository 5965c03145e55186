package doors

import (
	"context"
	"sync"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/fault"
)

// limits counts in memory how often each partner comes: a bucket that fills by
// what is agreed for a minute and holds as much.
type limits struct {
	mu sync.Mutex
	of map[city.ID]*bucket
}

type bucket struct {
	left float64
	at   time.Time
}

// Allow counts one call of a partner. One that called too often is told to wait:
// fault.TooOften.
func (p *Partners) Allow(ctx context.Context, one Partner) error {
	now := clock.Now(ctx)
	p.limits.mu.Lock()
	defer p.limits.mu.Unlock()
	b := p.limits.of[one.ID]
	if b == nil {
		if p.limits.of == nil {
			p.limits.of = map[city.ID]*bucket{}
		}
		b = &bucket{left: float64(one.PerMinute), at: now}
		p.limits.of[one.ID] = b
	}
	perSecond := float64(one.PerMinute) / 60
	b.left = min(float64(one.PerMinute), b.left+max(0, now.Sub(b.at).Seconds())*perSecond)
	b.at = now
	if b.left < 1 {
		return fault.New(fault.TooOften, "doors.too_often")
	}
	b.left--
	return nil
}
