package routing

import (
	"context"
	"embed"
	"sync"

	"mahalle/internal/city"
	"mahalle/internal/journal"
	"mahalle/internal/platform/db"
	"mahalle/internal/routing/rules"
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

	journal *journal.Journal
	lessons lessons
	offices offices
	runs    runs
}

// New is a service that knows no city yet; call Load.
func New(d *db.DB, j *journal.Journal) *Service {
	return &Service{db: d, journal: j, cities: map[city.Tenant]*book{}}
}

var empty = &book{finder: newFinder(nil), sheet: rules.Open(rules.Set{}, nil)}

func (s *Service) of(t city.Tenant) *book {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if b := s.cities[t]; b != nil {
		return b
	}
	return empty
}

// Decide finds who owns a case, and what is promised with it. The kind may be
// empty: the one the subject usually is. An unknown subject is fault.Invalid on
// the field subject.
func (s *Service) Decide(ctx context.Context, c Case) (Decision, error) {
	return s.of(db.TenantFrom(ctx)).decide(c, s.office(ctx))
}

// Subject is one subject by its code, also one that is not offered any more.
func (s *Service) Subject(t city.Tenant, code string) (Subject, bool) {
	sub, ok := s.of(t).subject[code]
	return sub, ok
}

// Subjects lists the subjects in the city's order.
func (s *Service) Subjects(t city.Tenant) []Subject { return s.of(t).subjects.offered }

// OwnersOf lists the units that own a subject somewhere in the city, each once.
func (s *Service) OwnersOf(ctx context.Context, code string) []string {
	b := s.of(db.TenantFrom(ctx))
	sub, known := b.subject[code]
	if !known {
		return nil
	}
	places := s.districtCodes(ctx)
	if len(places) == 0 {
		places = []string{""} // a city without districts is one place
	}
	return b.units(sub, s.office(ctx), places)
}

// SubjectsIn lists the subjects of a group in the city's order.
func (s *Service) SubjectsIn(t city.Tenant, group string) []Subject {
	var all []Subject
	for _, sub := range s.Subjects(t) {
		if sub.Group == group {
			all = append(all, sub)
		}
	}
	return all
}

// Groups lists the groups in the city's order.
func (s *Service) Groups(t city.Tenant) []Group { return s.of(t).groups.offered }

// Kinds lists the kinds of request in the city's order.
func (s *Service) Kinds(t city.Tenant) []Kind { return s.of(t).kinds.offered }

// Kind is one kind; the city's usual one for an unknown code.
func (s *Service) Kind(t city.Tenant, code string) Kind { return s.of(t).kind(code) }

// KindOf is the kind a subject usually is.
func (s *Service) KindOf(t city.Tenant, subject string) string { return s.of(t).kindOf(subject) }

// Rules lists the rules that decide, in the order in which they are asked.
func (s *Service) Rules(t city.Tenant) []Rule { return s.of(t).set.Rules }

// Why is the sentence of a rule, also of one that decides no more.
func (s *Service) Why(t city.Tenant, rule int) city.Text { return s.of(t).why(rule) }

// Templates lists the ready texts for a purpose, the most special first.
func (s *Service) Templates(t city.Tenant, subject, purpose string) []Template {
	return s.of(t).ready(subject, purpose)
}

// Find lists subjects by somebody's own words, the best first.
func (s *Service) Find(t city.Tenant, typed string, limit int) []Hit {
	return s.of(t).finder.find(typed, limit)
}
