package api

import (
	"context"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/tenant"
)

// whoIs finds who brings a key. A key that opens nothing is said to be so, and
// whoever tries many is told to wait.
func (a *API) whoIs(r *http.Request) (access.Actor, bool, error) {
	header := r.Header.Get("Authorization")
	if header == "" {
		return access.Actor{}, false, nil
	}
	scheme, key, _ := strings.Cut(header, " ")
	key = strings.TrimSpace(key)
	who, err := access.Actor{}, error(fault.New(fault.SignIn, "api.key_unknown"))
	if (scheme == "Bearer" || scheme == "bearer") && key != "" {
		who, err = a.holder(r.Context(), key)
	}
	if fault.KindOf(err) == fault.SignIn && a.limits.take("key of "+address(r), clock.Now(r.Context()), strangerPerMinute) > 0 {
		err = fault.New(fault.TooOften, "api.too_often")
	}
	return who, true, err
}

// holder asks each ring of keys in turn: persons' tokens first, then those that
// were joined.
func (a *API) holder(ctx context.Context, key string) (access.Actor, error) {
	if strings.HasPrefix(key, prefix) || a.needs.Partner == nil {
		return a.byToken(ctx, key)
	}
	return a.needs.Partner(ctx, key)
}

// byToken is the person of a token, with what the token may of what the person
// may.
func (a *API) byToken(ctx context.Context, token string) (access.Actor, error) {
	who, now := ofCity{db.TenantFrom(ctx), hashOf(token)}, clock.Now(ctx)
	forgotten := a.needs.Forgotten()
	if known, ok := a.callers.get(who, now, forgotten); ok {
		return known, nil
	}
	asked := a.callers.asked()
	t, err := tokenByHash(ctx, a.db.Read(ctx), who.hash)
	if fault.KindOf(err) == fault.NotFound || err == nil && !t.open(now) {
		return access.Actor{}, fault.New(fault.SignIn, "api.key_unknown")
	}
	if err != nil {
		return access.Actor{}, err
	}
	actor, err := a.needs.InPost(ctx, t.Person, t.Post, t.Made)
	if fault.KindOf(err) == fault.NotFound {
		return access.Actor{}, fault.New(fault.SignIn, "api.key_unknown")
	}
	if err != nil {
		return access.Actor{}, err
	}
	actor.Session, actor.Permissions = "token "+string(t.ID), a.within(actor.Permissions, t.Scopes)
	if now.Sub(t.Used) >= writeUsedEvery {
		a.used(ctx, t.ID, now)
	}
	until := now.Add(rememberFor)
	for _, end := range []time.Time{t.Ends, tomorrow(ctx, now)} {
		if end.Before(until) {
			until = end
		}
	}
	a.callers.keep(who, caller{actor, now, until, forgotten}, asked)
	return actor, nil
}

func tomorrow(ctx context.Context, now time.Time) time.Time {
	c := tenant.From(ctx)
	return (c.Today(now) + 1).At(0, c.Zone())
}

// within leaves of somebody's permissions those that the scopes name, and those
// that only say how far one sees.
func (a *API) within(has map[access.Permission]bool, scopes []Scope) map[access.Permission]bool {
	may := map[access.Permission]bool{}
	for _, p := range a.needs.Reach {
		may[p] = has[p]
	}
	for _, op := range a.ops {
		if slices.Contains(scopes, op.Scope) {
			may[op.Needs] = has[op.Needs]
		}
	}
	return may
}

const writeUsedEvery = 5 * time.Minute

// used remembers that a token is in use. That is not worth failing a call for.
func (a *API) used(ctx context.Context, token city.ID, now time.Time) {
	err := a.db.Write(ctx, func(tx *db.Tx) error { return usedToken(ctx, tx, token, now) })
	if err != nil {
		slog.WarnContext(ctx, "api: a token's last use was not kept", "error", err)
	}
}

// rememberFor is how long a caller stays known; a token that is revoked opens
// nothing from that moment, in other processes within this time.
const rememberFor = 10 * time.Second

type ofCity struct {
	tenant city.Tenant
	hash   string
}

type caller struct {
	actor     access.Actor
	from      time.Time
	until     time.Time
	forgotten uint64 // how often the office had forgotten somebody
}

// callers are those who were just found.
type callers struct {
	mu      sync.RWMutex
	of      map[ofCity]caller
	changes uint64 // how often all were forgotten
}

// asked is taken before the database is read; an answer that somebody made stale
// meanwhile is not kept.
func (c *callers) asked() uint64 {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.changes
}

func (c *callers) get(who ofCity, now time.Time, forgotten uint64) (access.Actor, bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	k, ok := c.of[who]
	return k.actor, ok && k.forgotten == forgotten && !now.Before(k.from) && now.Before(k.until)
}

func (c *callers) keep(who ofCity, k caller, asked uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if asked != c.changes {
		return
	}
	if c.of == nil || len(c.of) >= mostCallers {
		c.of = map[ofCity]caller{}
	}
	c.of[who] = k
}

func (c *callers) forgetAll() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.of = nil
	c.changes++
}
