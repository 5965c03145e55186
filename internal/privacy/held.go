package privacy

import (
	"context"
	"slices"

	"mahalle/internal/city"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/mail"
)

// Held lists what is held about a person: their requests, and every piece of it.
func (s *Service) Held(ctx context.Context, q db.Query, p Person) ([]Case, []Piece, error) {
	people, err := s.asWritten(ctx, q, p)
	if err != nil {
		return nil, nil, err
	}
	cases, err := s.casesOf(ctx, q, people)
	if err != nil {
		return nil, nil, err
	}
	var all []Piece
	seen := map[Piece]bool{} // found by address and by number
	keep := func(found []Piece, err error) error {
		for _, piece := range found {
			if !seen[piece] {
				seen[piece] = true
				all = append(all, piece)
			}
		}
		return err
	}
	for _, c := range cases {
		if err := keep(s.needs.LookOn(ctx, q, c)); err != nil {
			return nil, nil, err
		}
	}
	for _, one := range people {
		if err := keep(s.needs.LookElse(ctx, q, one)); err != nil {
			return nil, nil, err
		}
	}
	return cases, all, nil
}

// asWritten lists the spellings in which a person is held: one mailbox is written
// with capitals and without. All that is held is read; it is asked seldom.
func (s *Service) asWritten(ctx context.Context, q db.Query, p Person) ([]Person, error) {
	var all []Person
	if p.Phone != "" {
		all = append(all, Person{Phone: p.Phone})
	}
	if p.Email == "" {
		return all, nil
	}
	wanted := mail.Fold(p.Email)
	err := s.needs.Addresses(ctx, q, func(email, _ string) {
		if len(email) == len(wanted) && mail.Fold(email) == wanted {
			all = add(all, Person{Email: email})
		}
	})
	return all, err
}

func add(all []Person, p Person) []Person {
	if slices.Contains(all, p) {
		return all
	}
	return append(all, p)
}

// casesOf lists the requests of a person, each once, the newest first.
func (s *Service) casesOf(ctx context.Context, q db.Query, people []Person) ([]Case, error) {
	var all []Case
	seen := map[city.ID]bool{}
	for _, p := range people {
		found, err := s.needs.Cases(ctx, q, p)
		if err != nil {
			return nil, err
		}
		for _, c := range found {
			if !seen[c.ID] {
				seen[c.ID] = true
				all = append(all, c)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Case) int { return b.Opened.Compare(a.Opened) })
	return all, nil
}
