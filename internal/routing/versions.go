package routing

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/citypack"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/routing/rules"
)

// Version is which rules decide from a moment on.
type Version struct {
	Number int
	Rules  []int // their numbers, from the top
	Lists  []rules.List
	Person city.ID // who published it; empty: it came with the city's pack
	At     time.Time
}

const versionColumns = `version, rules, lists, person, at`

func scanVersion(r db.Row) (Version, error) {
	var v Version
	var ids, lists string
	var at int64
	if err := r.Scan(&v.Number, &ids, &lists, &v.Person, &at); err != nil {
		return v, err
	}
	v.At = db.Time(at)
	if err := json.Unmarshal([]byte(ids), &v.Rules); err != nil {
		return v, err
	}
	return v, json.Unmarshal([]byte(lists), &v.Lists)
}

// liveVersion is the one that decides; number 0 if there is none.
func liveVersion(ctx context.Context, q db.Query) (Version, error) {
	v, err := db.One(ctx, q, scanVersion, `SELECT `+versionColumns+` FROM routing_rule_versions
		WHERE tenant_id = $1 ORDER BY version DESC LIMIT 1`, q.Tenant())
	if fault.KindOf(err) == fault.NotFound {
		return Version{}, nil
	}
	return v, err
}

// mostVersions is how many the page of versions lists.
const mostVersions = 100

func versions(ctx context.Context, q db.Query) ([]Version, error) {
	return db.All(ctx, q, scanVersion, `SELECT `+versionColumns+` FROM routing_rule_versions
		WHERE tenant_id = $1 ORDER BY version DESC LIMIT $2`, q.Tenant(), mostVersions)
}

func versionOf(ctx context.Context, q db.Query, number int) (Version, error) {
	return db.One(ctx, q, scanVersion, `SELECT `+versionColumns+` FROM routing_rule_versions
		WHERE tenant_id = $1 AND version = $2`, q.Tenant(), number)
}

// versionAt is the number of the version that decided at a moment; 0 if none
// did yet.
func versionAt(ctx context.Context, q db.Query, at time.Time) (int, error) {
	return db.One(ctx, q, db.Value[int], `SELECT COALESCE(MAX(version), 0) FROM routing_rule_versions
		WHERE tenant_id = $1 AND at <= $2`, q.Tenant(), db.Micros(at))
}

// everyRule lists every rule there ever was, by its number.
func everyRule(ctx context.Context, q db.Query) (map[int]Rule, error) {
	all, err := db.All(ctx, q, func(row db.Row) (Rule, error) {
		var r Rule
		var body string
		if err := row.Scan(&r.ID, &body); err != nil {
			return r, err
		}
		return r, json.Unmarshal([]byte(body), &r)
	}, `SELECT id, body FROM routing_rules WHERE tenant_id = $1`, q.Tenant())
	ever := make(map[int]Rule, len(all))
	for _, r := range all {
		ever[r.ID] = r
	}
	return ever, err
}

// set writes the rules of a version out.
func (v Version) set(ever map[int]Rule) rules.Set {
	s := rules.Set{Lists: v.Lists}
	for _, id := range v.Rules {
		s.Rules = append(s.Rules, ever[id])
	}
	return s
}

func loadedRules(ctx context.Context, q db.Query, b *book) (err error) {
	if b.ever, err = everyRule(ctx, q); err != nil {
		return err
	}
	v, err := liveVersion(ctx, q)
	b.version, b.set = v.Number, v.set(b.ever)
	return err
}

// writeVersion makes a set the next version. Rules that say something new get a
// number of their own, if they may the one they wish for. Two versions at the
// same moment are a conflict.
func writeVersion(ctx context.Context, tx *db.Tx, set rules.Set, number int, person city.ID) (Version, error) {
	ever, err := everyRule(ctx, tx)
	if err != nil {
		return Version{}, err
	}
	v := Version{Number: number, Lists: set.Lists, Person: person, At: clock.Now(ctx)}
	next := 1
	for id := range ever {
		next = max(next, id+1)
	}
	for _, r := range set.Rules {
		next = max(next, r.ID+1)
	}
	for _, r := range set.Rules {
		if was, known := ever[r.ID]; r.ID == 0 || known && !was.Same(r) {
			r.ID = next
			next++
		}
		if _, known := ever[r.ID]; !known {
			if err := insertRule(ctx, tx, r); err != nil {
				return v, err
			}
		}
		v.Rules = append(v.Rules, r.ID)
	}
	return v, insertVersion(ctx, tx, v)
}

func insertRule(ctx context.Context, tx *db.Tx, r Rule) error {
	body, err := json.Marshal(r)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO routing_rules (tenant_id, id, body) VALUES ($1, $2, $3)`, tx.Tenant(), r.ID, string(body))
	return err
}

func insertVersion(ctx context.Context, tx *db.Tx, v Version) error {
	ids, err := json.Marshal(v.Rules)
	if err != nil {
		return err
	}
	lists, err := json.Marshal(v.Lists)
	if err != nil {
		return err
	}
	res, err := tx.ExecContext(ctx, `INSERT INTO routing_rule_versions (tenant_id, version, rules, lists, person, at)
		VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (tenant_id, version) DO NOTHING`,
		tx.Tenant(), v.Number, string(ids), string(lists), v.Person, db.Micros(v.At))
	if err != nil {
		return err
	}
	return oneRow(res)
}

type result interface{ RowsAffected() (int64, error) }

func oneRow(res result) error {
	if n, err := res.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return fault.New(fault.Conflict, "routing.changed_meanwhile")
}

// loadRules makes the rules of a pack the city's, unless its own people have
// published rules since, or nothing is new in it.
func (s *Service) loadRules(ctx context.Context, tx *db.Tx, p *citypack.Pack) error {
	live, err := liveVersion(ctx, tx)
	if err != nil || live.Person != "" {
		return err
	}
	ever, err := everyRule(ctx, tx)
	if err != nil {
		return err
	}
	set := packSet(p)
	now := live.set(ever)
	if slices.EqualFunc(now.Rules, set.Rules, Rule.Same) {
		return nil
	}
	for i, r := range set.Rules { // a rule that stays keeps its number
		if at := slices.IndexFunc(now.Rules, r.Same); at >= 0 {
			set.Rules[i].ID = now.Rules[at].ID
		} else if live.Number > 0 {
			set.Rules[i].ID = 0
		}
	}
	_, err = writeVersion(ctx, tx, set, live.Number+1, "")
	return err
}

// packSet is the rules of a pack; their first numbers are their lines.
func packSet(p *citypack.Pack) rules.Set {
	var set rules.Set
	for _, o := range p.OwnerLines {
		r := Rule{ID: o.Line, Subject: o.Subject, Unit: o.Unit, Why: o.Why}
		if o.District != "*" {
			r.Places = []string{o.District}
		}
		if o.Street != "*" {
			r.Street = o.Street
		}
		set.Rules = append(set.Rules, r)
	}
	return set
}
