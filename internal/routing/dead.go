package routing

import (
	"context"
	"errors"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/jobs"
	"mahalle/internal/routing/rules"
)

// deadJob comes round every night, and when the office changes.
const deadJob = "routing: dead rules"

// deadRule is a rule that is passed over, since a moment.
type deadRule struct {
	Rule  int
	Unit  string
	State rules.Standing
	Since time.Time
}

func deadRules(ctx context.Context, q db.Query) ([]deadRule, error) {
	return db.All(ctx, q, func(r db.Row) (deadRule, error) {
		var d deadRule
		var since int64
		err := r.Scan(&d.Rule, &d.Unit, &d.State, &since)
		d.Since = db.Time(since)
		return d, err
	}, `SELECT rule, unit, state, since FROM routing_dead_rules WHERE tenant_id = $1 ORDER BY since, rule, unit`, q.Tenant())
}

func (s *Service) deadSince(ctx context.Context) ([]deadRule, error) {
	if s.db == nil {
		return nil, nil
	}
	return deadRules(ctx, s.db.Read(ctx))
}

// deadNow lists the rules in force that nobody would answer to, by rule and unit.
func (s *Service) deadNow(ctx context.Context, o rules.Office) map[deadRule]bool {
	b := s.of(db.TenantFrom(ctx))
	found := map[deadRule]bool{}
	w := rules.World{Districts: s.districtCodes(ctx)}
	for i, r := range b.set.Rules {
		if r.Off {
			continue
		}
		for _, unit := range b.sheet.Units(i, w) {
			if state := o.Of(unit); state.Dead() {
				found[deadRule{Rule: r.ID, Unit: unit, State: state}] = true
			}
		}
	}
	return found
}

// Alarms is how many rules in force are passed over because nobody in their unit
// takes requests: all of them for an administrator, for others those that lead to
// units of their own.
func (s *Service) Alarms(ctx context.Context) int {
	a := access.From(ctx)
	dead := map[int]bool{}
	for d := range s.deadNow(ctx, s.office(ctx)) {
		if a.Has(editsAll) || a.InUnit(d.Unit) {
			dead[d.Rule] = true
		}
	}
	return len(dead)
}

// WatchRules writes down which rules died and which live again; each is told
// once.
func (s *Service) WatchRules(ctx context.Context) error {
	now := s.deadNow(ctx, s.officeNow(ctx))
	return s.db.Write(ctx, func(tx *db.Tx) error {
		known, err := deadRules(ctx, tx)
		if err != nil {
			return err
		}
		for _, d := range known {
			bare := deadRule{Rule: d.Rule, Unit: d.Unit, State: d.State}
			if now[bare] {
				delete(now, bare)
				continue
			}
			err = errors.Join(err, s.revived(ctx, tx, d))
		}
		for d := range now {
			err = errors.Join(err, s.died(ctx, tx, d))
		}
		return err
	})
}

func (s *Service) died(ctx context.Context, tx *db.Tx, d deadRule) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO routing_dead_rules (tenant_id, rule, unit, state, since) VALUES ($1, $2, $3, $4, $5)`,
		tx.Tenant(), d.Rule, d.Unit, d.State, db.Micros(clock.Now(ctx)))
	return errors.Join(err, s.journal.Record(ctx, tx, events.RuleDied{Rule: d.Rule, Unit: d.Unit, State: string(d.State)}))
}

func (s *Service) revived(ctx context.Context, tx *db.Tx, d deadRule) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM routing_dead_rules WHERE tenant_id = $1 AND rule = $2 AND unit = $3`, tx.Tenant(), d.Rule, d.Unit)
	return errors.Join(err, s.journal.Record(ctx, tx, events.RuleRevived{Rule: d.Rule, Unit: d.Unit}))
}

// OfficeChanged hears that somebody took a post, left one or was shut out, and
// has the rules looked at soon.
func (s *Service) OfficeChanged(ctx context.Context, tx *db.Tx) error {
	s.forgetOffice(tx.Tenant())
	return jobs.Enqueue(ctx, tx, deadJob, string(city.NewID()), nil, time.Time{})
}

// forgetOffice has the units looked at again before the next decision.
func (s *Service) forgetOffice(t city.Tenant) {
	s.offices.mu.Lock()
	defer s.offices.mu.Unlock()
	delete(s.offices.of, t)
}

func (s *Service) registerWatch(r *jobs.Runner) {
	r.SendLong(deadJob, func(ctx context.Context, _ jobs.Job) error { return s.WatchRules(ctx) })
	r.Plan(jobs.Schedule{Name: deadJob, Every: 24 * time.Hour})
}
