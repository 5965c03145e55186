package doors

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/tenant"
)

// Call is one call of another system. It holds no words of residents and no
// address of a machine.
type Call struct {
	ID      city.ID
	Partner city.ID // empty: a call without a key we know
	At      time.Time
	Door    string // open311, api …
	Act     string // POST requests
	About   string // number of a request, or the name of what was wrong
	Status  int    // as HTTP says it
	Why     string // key of the sentence that was answered
	Took    time.Duration
}

// Failed reports whether the caller got something else than it wanted.
func (c Call) Failed() bool { return c.Status >= 400 }

// Only so much is kept of each partner. Between two writings only the last calls
// are remembered; the days are counted in full.
const (
	keptCalls    = 100
	keptFailures = 100
	writtenEvery = 5 * time.Second
)

// ledger holds calls until they are written, many at once: reading a list must
// not cost a durable write.
type ledger struct {
	mu      sync.Mutex
	waiting map[city.Tenant]map[city.ID]*noted
}

// noted are the calls of one partner that are not written yet.
type noted struct {
	calls, failures []Call
	days            map[city.Day]day
}

type day struct{ calls, failed int64 }

// Note remembers a call. It is written a few seconds later.
func (p *Partners) Note(ctx context.Context, c Call) {
	t, on := db.TenantFrom(ctx), tenant.From(ctx).Today(c.At)
	p.ledger.mu.Lock()
	defer p.ledger.mu.Unlock()
	n := p.ledger.of(t, c.Partner)
	count := n.days[on]
	count.calls++
	if c.Failed() {
		count.failed++
		n.failures = lastOf(append(n.failures, c), keptFailures)
	} else {
		n.calls = lastOf(append(n.calls, c), keptCalls)
	}
	n.days[on] = count
}

func (l *ledger) of(t city.Tenant, partner city.ID) *noted {
	if l.waiting == nil {
		l.waiting = map[city.Tenant]map[city.ID]*noted{}
	}
	if l.waiting[t] == nil {
		l.waiting[t] = map[city.ID]*noted{}
	}
	n := l.waiting[t][partner]
	if n == nil {
		n = &noted{days: map[city.Day]day{}}
		l.waiting[t][partner] = n
	}
	return n
}

// lastOf keeps the last calls; the slice grows to twice as much before it is cut.
func lastOf(all []Call, most int) []Call {
	if len(all) < 2*most {
		return all
	}
	return append(all[:0], all[len(all)-most:]...)
}

// take gives what waits of a tenant, and begins anew.
func (l *ledger) take(t city.Tenant) map[city.ID]*noted {
	l.mu.Lock()
	defer l.mu.Unlock()
	all := l.waiting[t]
	delete(l.waiting, t)
	return all
}

// Flush writes what waits of the tenant of the context.
func (p *Partners) Flush(ctx context.Context) error {
	all := p.ledger.take(db.TenantFrom(ctx))
	if len(all) == 0 {
		return nil
	}
	return p.db.Write(ctx, func(tx *db.Tx) error {
		for partner, n := range all {
			if err := n.write(ctx, tx, partner); err != nil {
				return err
			}
		}
		return nil
	})
}

// Run writes what waits until the context ends, and then once more. Cities are
// all that are served here.
func (p *Partners) Run(ctx context.Context, cities func() []*tenant.City) {
	every := time.NewTicker(writtenEvery)
	defer every.Stop()
	for ended := false; !ended; {
		select {
		case <-ctx.Done():
			ended = true
		case <-every.C:
		}
		for _, c := range cities() {
			in := tenant.Enter(context.WithoutCancel(ctx), c)
			if err := p.Flush(in); err != nil {
				slog.WarnContext(in, "doors: calls could not be written down", "city", c.ID, "error", err)
			}
		}
	}
}

func (n *noted) write(ctx context.Context, tx *db.Tx, partner city.ID) error {
	for _, calls := range [][]Call{n.calls[max(0, len(n.calls)-keptCalls):], n.failures[max(0, len(n.failures)-keptFailures):]} {
		for _, c := range calls {
			if err := insertCall(ctx, tx, partner, c); err != nil {
				return err
			}
		}
	}
	for on, d := range n.days {
		if err := countDay(ctx, tx, partner, on, d); err != nil {
			return err
		}
	}
	return dropCalls(ctx, tx, partner)
}

func insertCall(ctx context.Context, tx *db.Tx, partner city.ID, c Call) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO doors_calls (tenant_id, partner, id, at, door, act, about, status, why, took)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		tx.Tenant(), partner, city.NewIDAt(c.At), db.Micros(c.At), c.Door, c.Act, c.About, c.Status, c.Why, c.Took.Microseconds())
	return err
}

func countDay(ctx context.Context, tx *db.Tx, partner city.ID, on city.Day, d day) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO doors_days (tenant_id, partner, day, calls, failed) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (tenant_id, partner, day) DO UPDATE SET calls = doors_days.calls + excluded.calls, failed = doors_days.failed + excluded.failed`,
		tx.Tenant(), partner, on, d.calls, d.failed)
	return err
}

// dropCalls forgets all but the last calls and the last failures.
func dropCalls(ctx context.Context, tx *db.Tx, partner city.ID) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM doors_calls WHERE tenant_id = $1 AND partner = $2
		AND id NOT IN (SELECT id FROM doors_calls WHERE tenant_id = $1 AND partner = $2 ORDER BY id DESC LIMIT $3)
		AND id NOT IN (SELECT id FROM doors_calls WHERE tenant_id = $1 AND partner = $2 AND status >= 400 ORDER BY id DESC LIMIT $4)`,
		tx.Tenant(), partner, keptCalls, keptFailures)
	return err
}

// Calls lists the last calls of a partner, the newest first; only those that
// failed if asked.
func (p *Partners) Calls(ctx context.Context, partner city.ID, failed bool, most int) ([]Call, error) {
	q, some := p.db.Read(ctx), ``
	if failed {
		some = ` AND status >= 400`
	}
	return db.All(ctx, q, scanCall, `SELECT id, partner, at, door, act, about, status, why, took FROM doors_calls
		WHERE tenant_id = $1 AND partner = $2`+some+` ORDER BY id DESC LIMIT $3`, q.Tenant(), partner, most)
}

func scanCall(r db.Row) (Call, error) {
	var c Call
	var at, took int64
	err := r.Scan(&c.ID, &c.Partner, &at, &c.Door, &c.Act, &c.About, &c.Status, &c.Why, &took)
	c.At, c.Took = db.Time(at), time.Duration(took)*time.Microsecond
	return c, err
}

// Count is how many calls there were.
type Count struct{ Calls, Failed int64 }

// Counts are the calls of every partner in the last days, today among them; those
// without a known key stand under the empty one.
func (p *Partners) Counts(ctx context.Context, days int) (map[city.ID]Count, error) {
	type row struct {
		partner city.ID
		Count
	}
	q := p.db.Read(ctx)
	since := tenant.From(ctx).Today(clock.Now(ctx)) - city.Day(days) + 1
	all, err := db.All(ctx, q, func(r db.Row) (o row, err error) { return o, r.Scan(&o.partner, &o.Calls, &o.Failed) },
		`SELECT partner, CAST(sum(calls) AS bigint), CAST(sum(failed) AS bigint) FROM doors_days
		WHERE tenant_id = $1 AND day >= $2 GROUP BY partner`, q.Tenant(), since)
	by := make(map[city.ID]Count, len(all))
	for _, o := range all {
		by[o.partner] = o.Count
	}
	return by, err
}
