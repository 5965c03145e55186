package privacy

import (
	"context"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/tenant"
)

// Wish is what somebody asks about their own data.
type Wish struct {
	Person  Person
	Number  string // of the request by which they asked; may be empty
	Proof   Proof
	Choices map[city.ID]Choice // by request; Everything where none is named
}

// Erase forgets a person and gives the matter under which that is known. Requests
// that are open, or kept for a reason of law, go on saying who asked.
func (s *Service) Erase(ctx context.Context, w Wish) (Matter, error) {
	if err := mayAnswer(ctx); err != nil {
		return Matter{}, err
	}
	now := clock.Now(ctx)
	m := Matter{ID: city.NewIDAt(now), At: now, Number: w.Number, Proof: w.Proof, Choices: w.Choices, Person: access.From(ctx).Person}
	m.EmailMark, m.PhoneMark = w.Person.marks(s.seal, db.TenantFrom(ctx))
	people, err := s.asWritten(ctx, s.db.Read(ctx), w.Person)
	if err == nil {
		err = s.db.Write(ctx, func(tx *db.Tx) error { return s.forget(ctx, tx, &m, people, false) })
	}
	if err != nil {
		return m, err
	}
	return m, s.book.Add(lineOf(db.TenantFrom(ctx), m))
}

// forget does a matter: what it erased is erased, and written down without the
// person.
func (s *Service) forget(ctx context.Context, tx *db.Tx, m *Matter, people []Person, again bool) error {
	cases, err := s.casesOf(ctx, tx, people)
	if err != nil {
		return err
	}
	m.Erased, m.Kept = 0, 0 // a write that is tried again counts anew
	stays := map[string]bool{}
	for _, c := range cases {
		if c.Opened.After(m.At) {
			stays[c.Number] = true
			continue
		}
		if err := s.decide(ctx, tx, m, c, stays); err != nil {
			return err
		}
	}
	for _, p := range people {
		n, err := s.needs.ForgetElse(ctx, tx, p, m.At, func(number string) bool { return stays[number] })
		if err != nil {
			return err
		}
		m.Erased += n
	}
	if err := insert(ctx, tx, *m); err != nil {
		return err
	}
	return s.journal.Record(ctx, tx, events.PersonErased{PersonalData: events.PersonalData{ID: m.ID, Number: m.Number},
		Proof: string(m.Proof), Erased: m.Erased, Kept: m.Kept, Again: again})
}

// decide erases who asked on one request, or writes down why not.
func (s *Service) decide(ctx context.Context, tx *db.Tx, m *Matter, c Case, stays map[string]bool) error {
	choice := m.choice(c)
	if !choice.Keeps() {
		m.Erased++
		if err := keepNoMore(ctx, tx, c.ID); err != nil {
			return err
		}
		return s.needs.Forget(ctx, tx, c, choice == Everything, "asked")
	}
	m.Kept++
	stays[c.Number] = true
	if err := keep(ctx, tx, keeping{Request: c.ID, Number: c.Number, Reason: choice, At: m.At}); err != nil {
		return err
	}
	return s.needs.Keep(ctx, tx, c, string(choice))
}

// choice is what becomes of a request: one that is open owes its answer first.
func (m *Matter) choice(c Case) Choice {
	choice, named := m.Choices[c.ID]
	switch {
	case named && choice.Keeps() && choice != KeepOpen:
		return choice
	case c.Open:
		return KeepOpen
	case choice == OnlyContact:
		return OnlyContact
	}
	return Everything
}

// Release lets go of a request that was kept, now that its reason is over.
func (s *Service) Release(ctx context.Context, request city.ID) error {
	if err := mayAnswer(ctx); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		c, err := s.needs.Case(ctx, tx, request)
		if err != nil {
			return err
		}
		if c.Open {
			return fault.New(fault.Conflict, "privacy.still_open", "number", c.Number)
		}
		return s.letGo(ctx, tx, c)
	})
}

func (s *Service) letGo(ctx context.Context, tx *db.Tx, c Case) error {
	if err := keepNoMore(ctx, tx, c.ID); err != nil {
		return err
	}
	return s.needs.Forget(ctx, tx, c, true, "asked")
}

// batch is how many requests are forgotten in one transaction.
const batch = 20

// KeepNoLonger erases who asked on requests that were closed longer ago than the
// city keeps it, and on those that waited only for their end.
func (s *Service) KeepNoLonger(ctx context.Context) error {
	q := s.db.Read(ctx)
	all, err := kept(ctx, q)
	if err != nil {
		return err
	}
	stays := map[city.ID]bool{}
	for _, k := range all {
		stays[k.Request] = true
		if err := s.endOpen(ctx, q, k); err != nil {
			return err
		}
	}
	before := clock.Now(ctx).Add(-s.keepsFor(ctx))
	for after := city.ID(""); ; {
		stale, err := s.needs.Stale(ctx, q, before, after, batch)
		if err != nil || len(stale) == 0 {
			return err
		}
		after = stale[len(stale)-1].ID
		if err := s.forgetStale(ctx, stale, stays); err != nil {
			return err
		}
	}
}

// endOpen lets go of a request that was kept until it was answered, and is.
func (s *Service) endOpen(ctx context.Context, q db.Query, k keeping) error {
	if k.Reason != KeepOpen {
		return nil
	}
	c, err := s.needs.Case(ctx, q, k.Request)
	if err != nil || c.Open {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error { return s.letGo(ctx, tx, c) })
}

func (s *Service) forgetStale(ctx context.Context, stale []Case, stays map[city.ID]bool) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		for _, c := range stale {
			if stays[c.ID] {
				continue
			}
			if err := s.needs.Forget(ctx, tx, c, false, "time"); err != nil {
				return err
			}
		}
		return nil
	})
}

// keepsFor is how long after its end a request says who asked.
func (s *Service) keepsFor(ctx context.Context) time.Duration {
	return time.Duration(tenant.From(ctx).KeepsContact()) * 24 * time.Hour
}
