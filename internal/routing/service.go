package routing

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"sync"

	"mahalle/internal/city"
	"mahalle/internal/citypack"
	"mahalle/internal/platform/db"
)

//go:embed migrations
var migrations embed.FS

// Schema is what this capability keeps in the database.
var Schema = db.Schema{Name: "routing", Files: migrations}

// Locales holds the sentences of this capability.
//
//go:embed locales
var Locales embed.FS

// Service answers from memory what can be asked, who owns it and what is
// promised.
type Service struct {
	db     *db.DB
	needs  Needs
	mu     sync.RWMutex
	cities map[city.Tenant]*book
}

// New is a service that knows no city yet; call Load.
func New(d *db.DB) *Service { return &Service{db: d, cities: map[city.Tenant]*book{}} }

func (s *Service) of(t city.Tenant) *book {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if b := s.cities[t]; b != nil {
		return b
	}
	return &book{finder: newFinder(nil)}
}

// Decide finds who owns a subject at a place, and what is promised with it.
func (s *Service) Decide(t city.Tenant, kind, subject, district, street string) (Decision, error) {
	return s.of(t).decide(kind, subject, district, street)
}

// Subject is one subject by its code.
func (s *Service) Subject(t city.Tenant, code string) (Subject, bool) {
	sub, ok := s.of(t).subject[code]
	return sub, ok
}

// Subjects lists the subjects in the city's order.
func (s *Service) Subjects(t city.Tenant) []Subject { return s.of(t).subjects }

// Groups lists the groups in the city's order.
func (s *Service) Groups(t city.Tenant) []Group { return s.of(t).groups }

// Kinds lists the kinds of request in the city's order.
func (s *Service) Kinds(t city.Tenant) []Kind { return s.of(t).kinds }

// Kind is one kind; the city's usual one for an unknown code.
func (s *Service) Kind(t city.Tenant, code string) Kind { return s.of(t).kind(code) }

// KindOf is the kind a subject usually is.
func (s *Service) KindOf(t city.Tenant, subject string) string { return s.of(t).kindOf(subject) }

// Rules lists the owner rules in the order in which they are asked.
func (s *Service) Rules(t city.Tenant) []Rule { return s.of(t).rules }

// Why is the sentence of the owner rule in a line of the city's file.
func (s *Service) Why(t city.Tenant, line int) city.Text { return s.of(t).why[line] }

// Templates lists the ready texts for a purpose, the most special first.
func (s *Service) Templates(t city.Tenant, subject, purpose string) []Template {
	return s.of(t).ready(subject, purpose)
}

// Find lists subjects by somebody's own words, the best first.
func (s *Service) Find(t city.Tenant, typed string, limit int) []Hit {
	return s.of(t).finder.find(typed, limit)
}

// LoadPack writes the subjects, kinds, rules and templates of a city pack.
func (s *Service) LoadPack(ctx context.Context, tx *db.Tx, p *citypack.Pack) error {
	var err error
	for i, g := range p.Groups {
		err = errors.Join(err, insert(ctx, tx, insertGroup, g.Code, i, g))
	}
	for i, sub := range p.Subjects {
		err = errors.Join(err, insert(ctx, tx, insertSubject, sub.Code, i, sub))
	}
	for i, k := range p.Kinds {
		err = errors.Join(err, insert(ctx, tx, insertKind, k.Code, i, k))
	}
	for i, t := range p.Templates {
		err = errors.Join(err, insert(ctx, tx, insertTemplate, t.Code, i, t))
	}
	for i, r := range p.Owners {
		err = errors.Join(err, insertRule(ctx, tx, i, r))
	}
	return err
}

const (
	insertGroup    = `INSERT INTO routing_groups (tenant_id, code, sort, body) VALUES ($1, $2, $3, $4)`
	insertSubject  = `INSERT INTO routing_subjects (tenant_id, code, sort, body) VALUES ($1, $2, $3, $4)`
	insertKind     = `INSERT INTO routing_kinds (tenant_id, code, sort, body) VALUES ($1, $2, $3, $4)`
	insertTemplate = `INSERT INTO routing_templates (tenant_id, code, sort, body) VALUES ($1, $2, $3, $4)`
)

func insert(ctx context.Context, tx *db.Tx, text, code string, sort int, thing any) error {
	body, err := json.Marshal(thing)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, text, tx.Tenant(), code, sort, string(body))
	return err
}

func insertRule(ctx context.Context, tx *db.Tx, sort int, r Rule) error {
	why, err := json.Marshal(r.Why)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO routing_rules (tenant_id, sort, line, subject, district, street, unit, why)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, tx.Tenant(), sort, r.Line, r.Subject, r.District, r.Street, r.Unit, string(why))
	return err
}

// Load reads the city's subjects and rules into memory.
func (s *Service) Load(ctx context.Context) error {
	q := s.db.Read(ctx)
	b := &book{subject: map[string]Subject{}, why: map[int]city.Text{}}
	var errs [5]error
	b.groups, errs[0] = bodies[Group](ctx, q, `SELECT body FROM routing_groups WHERE tenant_id = $1 ORDER BY sort`)
	b.subjects, errs[1] = bodies[Subject](ctx, q, `SELECT body FROM routing_subjects WHERE tenant_id = $1 ORDER BY sort`)
	b.kinds, errs[2] = bodies[Kind](ctx, q, `SELECT body FROM routing_kinds WHERE tenant_id = $1 ORDER BY sort`)
	b.templates, errs[3] = bodies[Template](ctx, q, `SELECT body FROM routing_templates WHERE tenant_id = $1 ORDER BY sort`)
	b.rules, errs[4] = db.All(ctx, q, scanRule, `SELECT line, subject, district, street, unit, why FROM routing_rules
		WHERE tenant_id = $1 ORDER BY sort`, q.Tenant())
	if err := errors.Join(errs[:]...); err != nil {
		return err
	}
	for _, sub := range b.subjects {
		b.subject[sub.Code] = sub
	}
	for _, r := range b.rules {
		b.why[r.Line] = r.Why
	}
	b.finder = newFinder(b.subjects)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cities[q.Tenant()] = b
	return nil
}

func bodies[T any](ctx context.Context, q db.Query, text string) ([]T, error) {
	return db.All(ctx, q, func(r db.Row) (T, error) {
		var v T
		var body string
		if err := r.Scan(&body); err != nil {
			return v, err
		}
		return v, json.Unmarshal([]byte(body), &v)
	}, text, q.Tenant())
}

func scanRule(row db.Row) (Rule, error) {
	var r Rule
	var why string
	if err := row.Scan(&r.Line, &r.Subject, &r.District, &r.Street, &r.Unit, &why); err != nil {
		return r, err
	}
	return r, json.Unmarshal([]byte(why), &r.Why)
}
