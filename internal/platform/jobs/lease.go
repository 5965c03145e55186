package jobs

import (
	"slices"
	"strings"
	"time"

	"mahalle/internal/platform/db"
)

// farthest is the latest moment to which an honest lease can run. One beyond it
// was given while a clock was wrong, and binds nobody; minutes are left for
// clocks of nodes that differ a little.
func farthest(now time.Time) int64 { return db.Micros(now.Add(5 * leaseFor)) }

// inOrder puts leased jobs in the order in which they were due: a statement that
// changes rows gives them back in any order.
func inOrder(jobs []Job) {
	slices.SortFunc(jobs, func(a, b Job) int {
		if n := a.RunAt.Compare(b.RunAt); n != 0 {
			return n
		}
		return strings.Compare(string(a.ID), string(b.ID))
	})
}

// leaseText is the one statement in which the engines differ: PostgreSQL lets
// two workers pass each other with SKIP LOCKED (always within one tenant, which
// is what Citus allows); SQLite has one writer and needs no such thing.
func leaseText(e db.Engine) string {
	if e == db.Postgres {
		return leasePostgres
	}
	return leaseSQLite
}

const leaseSQLite = `UPDATE jobs_jobs SET leased_until = $3, attempts = attempts + 1
	WHERE tenant_id = $1 AND id IN (SELECT id FROM jobs_jobs
		WHERE tenant_id = $1 AND state = 'ready' AND run_at <= $2 AND (leased_until <= $2 OR leased_until > $5)
		ORDER BY run_at, id LIMIT $4)
	RETURNING ` + columns

// MATERIALIZED: else the planner may ask for the due ones more than once, and
// each time lock a batch.
const leasePostgres = `WITH due AS MATERIALIZED (SELECT id FROM jobs_jobs
		WHERE tenant_id = $1 AND state = 'ready' AND run_at <= $2 AND (leased_until <= $2 OR leased_until > $5)
		ORDER BY run_at, id LIMIT $4 FOR UPDATE SKIP LOCKED)
	UPDATE jobs_jobs SET leased_until = $3, attempts = attempts + 1
	WHERE tenant_id = $1 AND id IN (SELECT id FROM due)
	RETURNING ` + columns
