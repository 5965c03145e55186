package office

import (
	"context"
	"sync"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
)

// free is how many wrong tries cost nothing: a login's owner mistypes, an
// address may hold a whole building.
const freeByLogin, freeByAddress = 5, 20

func attemptKeys(login, address string) map[string]int {
	return map[string]int{hashed("login " + login): freeByLogin, hashed("address " + address): freeByAddress}
}

// mayTry lets somebody try a password unless too many were wrong just now.
func (s *Service) mayTry(ctx context.Context, login, address string) error {
	q, now := s.db.Read(ctx), clock.Now(ctx)
	for who := range attemptKeys(login, address) {
		till, err := db.One(ctx, q, db.Value[int64], `SELECT wait_till FROM office_attempts WHERE tenant_id = $1 AND who = $2`, q.Tenant(), who)
		if fault.KindOf(err) == fault.NotFound {
			continue
		}
		if err != nil {
			return err
		}
		if now.Before(db.Time(till)) {
			return fault.New(fault.TooOften, "office.wait_a_little")
		}
	}
	return nil
}

// refused counts a wrong try and says no in the same words for every reason.
func (s *Service) refused(ctx context.Context, person city.ID, login, address string) error {
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		for who, free := range attemptKeys(login, address) {
			if err := countFailure(ctx, tx, who, free); err != nil {
				return err
			}
		}
		if person == "" {
			return nil
		}
		return s.journal.Record(ctx, tx, events.SignInRefused{Person: events.Person{ID: person}})
	})
	if err != nil {
		return err
	}
	return fault.Fields(fault.Field{Name: "password", Key: "office.wrong_name_or_password"})
}

func countFailure(ctx context.Context, tx *db.Tx, who string, free int) error {
	now := clock.Now(ctx)
	n, err := db.One(ctx, tx, db.Value[int], `INSERT INTO office_attempts (tenant_id, who, failures, wait_till, last_at)
		VALUES ($1, $2, 1, 0, $3) ON CONFLICT (tenant_id, who) DO UPDATE
		SET failures = CASE WHEN office_attempts.last_at < $4 THEN 1 ELSE office_attempts.failures + 1 END, last_at = excluded.last_at
		RETURNING failures`, tx.Tenant(), who, db.Micros(now), db.Micros(now.Add(-24*time.Hour)))
	if err != nil || n < free {
		return err
	}
	wait := min(time.Second<<min(n-free+2, 10), 15*time.Minute)
	_, err = tx.ExecContext(ctx, `UPDATE office_attempts SET wait_till = $3 WHERE tenant_id = $1 AND who = $2`,
		tx.Tenant(), who, db.Micros(now.Add(wait)))
	return err
}

func forgetFailures(ctx context.Context, tx *db.Tx, login string) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM office_attempts WHERE tenant_id = $1 AND who = $2`, tx.Tenant(), hashed("login "+login))
	return err
}

// remembered keeps who was just found, for half a minute, so that a page costs
// no question about its reader.
type remembered struct {
	mu  sync.RWMutex
	who map[city.Tenant]map[string]known
}

type known struct {
	actor access.Actor
	until time.Time
}

const rememberFor = 30 * time.Second

func (r *remembered) get(t city.Tenant, id string, now time.Time) (access.Actor, bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	k, ok := r.who[t][id]
	return k.actor, ok && now.Before(k.until) && k.until.Sub(now) <= rememberFor
}

func (r *remembered) keep(t city.Tenant, id string, now time.Time, a access.Actor) {
	if a.Kind != access.Staff {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.who == nil {
		r.who = map[city.Tenant]map[string]known{}
	}
	if r.who[t] == nil || len(r.who[t]) > 10_000 {
		r.who[t] = map[string]known{}
	}
	r.who[t][id] = known{a, now.Add(rememberFor)}
}

func (r *remembered) forget(t city.Tenant, id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.who[t], id)
}

func (r *remembered) forgetAll() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.who = nil
}
