package routing

import (
	"context"
	"slices"

	"mahalle/internal/platform/db"
)

// Offer is a subject offered for somebody's words, and why.
type Offer struct {
	Subject Subject
	Learned bool // not by its name: requests in such words were mostly about it
}

// sure is the score of a hit that names its subject and little else.
const sure = 1.7

// Offers lists subjects for somebody's words: first those they name, then what
// was learned from closed requests, then what sounds alike. A person chooses.
func (s *Service) Offers(ctx context.Context, typed string, limit int) []Offer {
	t := db.TenantFrom(ctx)
	hits := s.Find(t, typed, limit)
	offers, named := make([]Offer, len(hits)), 0
	for i, h := range hits {
		offers[i].Subject = h.Subject
		if h.Score >= sure {
			named++
		}
	}
	if guess, ok := s.guess(ctx, typed); ok {
		offers = place(offers, named, guess)
	}
	return offers[:min(len(offers), max(limit, 0))]
}

// place puts a guess behind the subjects that were named, unless it is one.
func place(offers []Offer, named int, guess Subject) []Offer {
	is := func(o Offer) bool { return o.Subject.Code == guess.Code }
	if slices.ContainsFunc(offers[:named], is) {
		return offers
	}
	offers = slices.DeleteFunc(offers, is)
	return slices.Insert(offers, min(named, len(offers)), Offer{Subject: guess, Learned: true})
}

// guess is the subject the model suggests, if it is sure enough of one that is
// still offered.
func (s *Service) guess(ctx context.Context, typed string) (Subject, bool) {
	l := s.lesson(ctx)
	if l.model == nil {
		return Subject{}, false
	}
	for _, g := range l.model.Suggest(typed, 1) {
		for _, sub := range s.Subjects(db.TenantFrom(ctx)) {
			if sub.Code == g.Subject {
				return sub, true
			}
		}
	}
	return Subject{}, false
}
