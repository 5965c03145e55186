package open311

import (
	"sync"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
)

// catalogue are the services of a city in one language, with names that no two
// share. It is made anew every few seconds: a list of requests asks for it each
// time.
type catalogue struct {
	made   time.Time
	all    []Service
	byCode map[string]int
}

type catalogues struct {
	mu sync.RWMutex
	of map[spoken]*catalogue
}

// spoken is a city in a language.
type spoken struct {
	tenant city.Tenant
	lang   city.Lang
}

const catalogueFor = 5 * time.Second

func (s *Server) catalogue(c *call) *catalogue {
	key := spoken{db.TenantFrom(c.ctx), i18n.From(c.ctx).Lang}
	s.known.mu.RLock()
	found := s.known.of[key]
	s.known.mu.RUnlock()
	if found != nil && time.Since(found.made) < catalogueFor {
		return found
	}
	fresh := &catalogue{made: time.Now(), all: unique(s.needs.Services(c.ctx)), byCode: map[string]int{}}
	for i, one := range fresh.all {
		fresh.byCode[one.Code] = i
	}
	s.known.mu.Lock()
	defer s.known.mu.Unlock()
	if s.known.of == nil {
		s.known.of = map[spoken]*catalogue{}
	}
	s.known.of[key] = fresh
	return fresh
}

// service finds a service by its code.
func (s *Server) service(c *call, code string) (Service, error) {
	all := s.catalogue(c)
	if i, known := all.byCode[code]; known {
		return all.all[i], nil
	}
	return Service{}, fault.New(fault.NotFound, "open311.service_unknown")
}
