package jobs

import "mahalle/internal/platform/db"

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
		WHERE tenant_id = $1 AND state = 'ready' AND run_at <= $2 AND leased_until <= $2
		ORDER BY run_at, id LIMIT $4)
	RETURNING ` + columns

const leasePostgres = `UPDATE jobs_jobs SET leased_until = $3, attempts = attempts + 1
	WHERE tenant_id = $1 AND id IN (SELECT id FROM jobs_jobs
		WHERE tenant_id = $1 AND state = 'ready' AND run_at <= $2 AND leased_until <= $2
		ORDER BY run_at, id LIMIT $4 FOR UPDATE SKIP LOCKED)
	RETURNING ` + columns
