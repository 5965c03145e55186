package office

import (
	"sync"
	"time"

	"mahalle/internal/platform/access"
)

// remembered keeps who was just found, for half a minute, so that a page costs
// no question about its reader.
type remembered struct {
	mu      sync.RWMutex
	who     map[ofCity]known
	changes uint64 // how often somebody was forgotten
}

type known struct {
	actor access.Actor
	from  time.Time
	until time.Time
}

const (
	rememberFor    = 30 * time.Second
	mostRemembered = 20_000
)

func (r *remembered) get(who ofCity, now time.Time) (access.Actor, bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	k, ok := r.who[who]
	return k.actor, ok && !now.Before(k.from) && now.Before(k.until)
}

// asked is taken before the database is read; an answer that somebody made stale
// meanwhile is not kept.
func (r *remembered) asked() uint64 {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.changes
}

func (r *remembered) keep(who ofCity, a access.Actor, asked uint64, now, latest time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if asked != r.changes {
		return
	}
	if r.who == nil || len(r.who) >= mostRemembered {
		r.who = map[ofCity]known{}
	}
	until := now.Add(rememberFor)
	if latest.Before(until) {
		until = latest
	}
	r.who[who] = known{a, now, until}
}

func (r *remembered) forget(who ofCity) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.changes++
	delete(r.who, who)
}

func (r *remembered) forgetAll() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.changes++
	r.who = nil
}
