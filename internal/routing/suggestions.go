package routing

import (
	"context"
	"errors"
	"log/slog"
	"runtime"
	"sync"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/jobs"
	"mahalle/internal/routing/suggest"
)

// A city learns from at least so many closed requests, the newest ones; a text
// of fewer words tells too little.
const (
	leastCases = 500
	mostCases  = 100_000
	leastWords = 3
)

// learnJob comes round every week, in the night before Monday.
const learnJob = "routing: learn subjects"

// Register lets the runner learn every week, and when somebody asks.
func (s *Service) Register(r *jobs.Runner) {
	r.SendLong(learnJob, func(ctx context.Context, j jobs.Job) error {
		if j.RunAt.Before(s.lessonNow(ctx).learned) {
			return nil // another job did it
		}
		return s.Learn(ctx)
	})
	r.Plan(jobs.Schedule{Name: learnJob, Every: 7 * 24 * time.Hour})
	s.registerWatch(r)
}

// lesson is what was learned last.
type lesson struct {
	asked   time.Time
	learned time.Time
	cases   int
	report  suggest.Report
	model   *suggest.Model // nil: there is none, or it is not for this program
}

// giveUp is when nobody waits any longer for what was asked.
const giveUp = 10 * time.Minute

// waiting reports whether it was asked to learn and has not yet.
func (l lesson) waiting(now time.Time) bool {
	return l.asked.After(l.learned) && now.Sub(l.asked) < giveUp
}

// lessons are the models in memory. A node that did not learn itself looks once
// a minute whether another did.
type lessons struct {
	mu sync.RWMutex
	of map[city.Tenant]kept
}

type kept struct {
	lesson
	looked time.Time
}

const lookAgain = time.Minute

// lesson is what the city of ctx learned last, as far as this node knows.
func (s *Service) lesson(ctx context.Context) lesson {
	s.lessons.mu.RLock()
	k, known := s.lessons.of[db.TenantFrom(ctx)]
	s.lessons.mu.RUnlock()
	if known && clock.Now(ctx).Sub(k.looked).Abs() < lookAgain {
		return k.lesson
	}
	return s.look(ctx, k)
}

// look sees whether there is something newer than what is known.
func (s *Service) look(ctx context.Context, k kept) lesson {
	if s.db == nil {
		return lesson{}
	}
	asked, learned, err := learnedAt(ctx, s.db.Read(ctx))
	if err == nil && !learned.Equal(k.learned) {
		k.lesson, err = learnedLast(ctx, s.db.Read(ctx))
	}
	if err != nil {
		slog.ErrorContext(ctx, "routing: suggestions", "tenant", db.TenantFrom(ctx), "error", err)
	}
	k.asked, k.looked = asked, clock.Now(ctx)
	s.lessons.mu.Lock()
	defer s.lessons.mu.Unlock()
	if s.lessons.of == nil {
		s.lessons.of = map[city.Tenant]kept{}
	}
	s.lessons.of[db.TenantFrom(ctx)] = k
	return k.lesson
}

// lessonNow is the same, seen just now.
func (s *Service) lessonNow(ctx context.Context) lesson {
	s.lessons.mu.RLock()
	k := s.lessons.of[db.TenantFrom(ctx)]
	s.lessons.mu.RUnlock()
	return s.look(ctx, k)
}

// Learn makes a new model of the city's closed requests, and keeps it with what
// its examination found. With too few requests it keeps only their number.
func (s *Service) Learn(ctx context.Context) error {
	cases, err := s.casesToLearn(ctx)
	if err != nil {
		return err
	}
	l := lesson{learned: clock.Now(ctx).Truncate(time.Microsecond), cases: len(cases)}
	if len(cases) >= leastCases {
		b := s.of(db.TenantFrom(ctx))
		l.model, l.report, err = suggest.Train(ctx, cases,
			suggest.Options{Seed: 45, Cores: max(1, runtime.GOMAXPROCS(0)/2), Taught: Taught(b.subjects.offered)}, nil)
	}
	if err != nil && !errors.Is(err, suggest.ErrTooFew) {
		return err
	}
	if err := s.db.Write(ctx, func(tx *db.Tx) error { return keepLesson(ctx, tx, l) }); err != nil {
		return err
	}
	s.lessonNow(ctx)
	slog.InfoContext(ctx, "routing: learned to suggest subjects", "cases", l.cases, "on", l.report.On, "took", l.report.Took)
	return nil
}

// casesToLearn gathers closed requests whose subject is still offered and no
// secret.
func (s *Service) casesToLearn(ctx context.Context) ([]suggest.Example, error) {
	if s.needs.ClosedCases == nil {
		return nil, nil
	}
	offered := map[string]bool{}
	for _, sub := range s.Subjects(db.TenantFrom(ctx)) {
		offered[sub.Code] = !sub.Is("identity_hidden") && !sub.Is("confidential") && !sub.Is("resort")
	}
	var all []suggest.Example
	err := s.needs.ClosedCases(ctx, mostCases, func(text, subject string) {
		if offered[subject] && len(i18n.Words(text)) >= leastWords {
			all = append(all, suggest.Example{Text: text, Subject: subject})
		}
	})
	return all, err
}

// AskToLearn has the model learned anew soon, by whichever node is free.
func (s *Service) AskToLearn(ctx context.Context) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		return errors.Join(askToLearn(ctx, tx, clock.Now(ctx)), jobs.Enqueue(ctx, tx, learnJob, "asked", nil, time.Time{}))
	})
}
