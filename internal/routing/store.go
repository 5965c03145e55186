package routing

import (
	"context"
	"encoding/json"
	"errors"

	"mahalle/internal/citypack"
	"mahalle/internal/platform/db"
)

// LoadPack writes the subjects, kinds, rules and templates of a city pack.
// Loading a newer pack of the same city replaces the templates; a subject, group
// or kind that is left out is not offered any more, and old requests still know
// what it was called. Rules that the city's own people published stay.
func (s *Service) LoadPack(ctx context.Context, tx *db.Tx, p *citypack.Pack) error {
	err := makeRoom(ctx, tx)
	for i, g := range p.Groups {
		err = errors.Join(err, save(ctx, tx, saveGroup, g.Code, i, g))
	}
	for i, sub := range p.Subjects {
		err = errors.Join(err, save(ctx, tx, saveSubject, sub.Code, i, sub))
	}
	for i, k := range p.Kinds {
		err = errors.Join(err, save(ctx, tx, saveKind, k.Code, i, k))
	}
	for i, t := range p.Templates {
		err = errors.Join(err, save(ctx, tx, insertTemplate, t.Code, i, t))
	}
	for i, a := range p.Alarms {
		err = errors.Join(err, save(ctx, tx, insertAlarm, a.Code, i, a))
	}
	return errors.Join(err, s.loadRules(ctx, tx, p))
}

// makeRoom takes away what the next lines write anew.
func makeRoom(ctx context.Context, tx *db.Tx) error {
	for _, text := range []string{
		`UPDATE routing_groups SET retired = 1 WHERE tenant_id = $1`,
		`UPDATE routing_subjects SET retired = 1 WHERE tenant_id = $1`,
		`UPDATE routing_kinds SET retired = 1 WHERE tenant_id = $1`,
		`DELETE FROM routing_templates WHERE tenant_id = $1`,
		`DELETE FROM routing_alarms WHERE tenant_id = $1`,
	} {
		if _, err := tx.ExecContext(ctx, text, tx.Tenant()); err != nil {
			return err
		}
	}
	return nil
}

const (
	saveGroup = `INSERT INTO routing_groups (tenant_id, code, sort, body, retired) VALUES ($1, $2, $3, $4, 0)
		ON CONFLICT (tenant_id, code) DO UPDATE SET sort = excluded.sort, body = excluded.body, retired = 0`
	saveSubject = `INSERT INTO routing_subjects (tenant_id, code, sort, body, retired) VALUES ($1, $2, $3, $4, 0)
		ON CONFLICT (tenant_id, code) DO UPDATE SET sort = excluded.sort, body = excluded.body, retired = 0`
	saveKind = `INSERT INTO routing_kinds (tenant_id, code, sort, body, retired) VALUES ($1, $2, $3, $4, 0)
		ON CONFLICT (tenant_id, code) DO UPDATE SET sort = excluded.sort, body = excluded.body, retired = 0`
	insertAlarm    = `INSERT INTO routing_alarms (tenant_id, code, sort, body) VALUES ($1, $2, $3, $4)`
	insertTemplate = `INSERT INTO routing_templates (tenant_id, code, sort, body) VALUES ($1, $2, $3, $4)`
)

func save(ctx context.Context, tx *db.Tx, text, code string, sort int, thing any) error {
	body, err := json.Marshal(thing)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, text, tx.Tenant(), code, sort, string(body))
	return err
}

// Load reads the city's subjects and rules into memory. It fails if something
// could be left without an owner.
func (s *Service) Load(ctx context.Context) error {
	q := s.db.Read(ctx)
	var b book
	var errs [6]error
	b.groups, errs[0] = bodies[Group](ctx, q, `SELECT body, retired FROM routing_groups WHERE tenant_id = $1 ORDER BY sort, code`)
	b.subjects, errs[1] = bodies[Subject](ctx, q, `SELECT body, retired FROM routing_subjects WHERE tenant_id = $1 ORDER BY sort, code`)
	b.kinds, errs[2] = bodies[Kind](ctx, q, `SELECT body, retired FROM routing_kinds WHERE tenant_id = $1 ORDER BY sort, code`)
	templates, err := bodies[Template](ctx, q, `SELECT body, 0 FROM routing_templates WHERE tenant_id = $1 ORDER BY sort`)
	b.templates, errs[3] = templates.offered, err
	alarms, err := bodies[Alarm](ctx, q, `SELECT body, 0 FROM routing_alarms WHERE tenant_id = $1 ORDER BY sort, code`)
	b.alarms, errs[5] = newBell(alarms.offered), err
	errs[4] = loadedRules(ctx, q, &b)
	if err := errors.Join(errs[:]...); err != nil {
		return err
	}
	if err := b.open(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cities[q.Tenant()] = &b
	return nil
}

// list is what is offered, and what once was.
type list[T any] struct{ offered, retired []T }

func bodies[T any](ctx context.Context, q db.Query, text string) (list[T], error) {
	var l list[T]
	_, err := db.All(ctx, q, func(r db.Row) (struct{}, error) {
		var body string
		var retired int
		if err := r.Scan(&body, &retired); err != nil {
			return struct{}{}, err
		}
		var one T
		err := json.Unmarshal([]byte(body), &one)
		if retired == 0 {
			l.offered = append(l.offered, one)
		} else {
			l.retired = append(l.retired, one)
		}
		return struct{}{}, err
	}, text, q.Tenant())
	return l, err
}
