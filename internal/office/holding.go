package office

import (
	"context"
	"slices"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/once"
)

// Holding is somebody's time in a post.
type Holding struct {
	Post   string
	Person city.ID
	From   city.Day
	Until  city.Day // the first day on which it is over; 0: open
	Deputy bool
}

// On reports whether the post is held on the day.
func (h Holding) On(day city.Day) bool { return h.From <= day && !h.Over(day) }

// Over reports whether it has ended by the day.
func (h Holding) Over(day city.Day) bool { return h.Until != 0 && h.Until <= day }

func (h Holding) meets(o Holding) bool {
	return (h.Until == 0 || o.From < h.Until) && (o.Until == 0 || h.From < o.Until)
}

// checked: a deputy stands in between two dates, so that it ends by itself.
func (h Holding) checked() error {
	switch {
	case h.Deputy && h.Until == 0:
		return about("until", "office.deputy_needs_end")
	case h.Until != 0 && h.Until <= h.From:
		return about("until", "office.until_before_from")
	}
	return nil
}

// FillPost seats a person in a post from a day on. Until is the first day on
// which it is over, 0 for open; a deputy needs one.
func (s *Service) FillPost(ctx context.Context, login, post string, from, until city.Day, deputy bool) error {
	p, err := personByLogin(ctx, s.db.Read(ctx), foldLogin(login))
	if err != nil {
		return err
	}
	return s.fill(ctx, "", Holding{Post: post, Person: p.ID, From: from, Until: until, Deputy: deputy})
}

func (s *Service) fill(ctx context.Context, key string, h Holding) error {
	if err := mayManage(access.From(ctx)); err != nil {
		return err
	}
	if h.Post == "" {
		return about("post", "office.unknown_post")
	}
	if err := together(s.mayHold(ctx, h.Post), h.checked()); err != nil {
		return err
	}
	_, _, err := once.Do(ctx, s.db, "office: post", key, func(tx *db.Tx) (string, error) { return "", s.seat(ctx, tx, h) })
	return err
}

// mayHold: a post of the city; none is nobody's fault.
func (s *Service) mayHold(ctx context.Context, post string) error {
	if p, ok := s.Post(db.TenantFrom(ctx), post); post != "" && (!ok || p.Gone) {
		return about("post", "office.unknown_post")
	}
	return nil
}

func (s *Service) seat(ctx context.Context, tx *db.Tx, h Holding) error {
	has, err := holdingsOf(ctx, tx, h.Person)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(has, func(o Holding) bool { return o.Post == h.Post && o.Until != o.From && o.meets(h) }) {
		return about("post", "office.holds_it_already")
	}
	if err := saveHolding(ctx, tx, h); err != nil {
		return err
	}
	tx.AfterCommit(s.sessions.forgetAll)
	return s.journal.Record(ctx, tx, events.PostFilled{Person: events.Person{ID: h.Person}, Post: h.Post, Deputy: h.Deputy})
}

// EndHolding ends somebody's time in a post that began on the day from. Until is
// the first day on which it is over: today ends it at once.
func (s *Service) EndHolding(ctx context.Context, person city.ID, post string, from, until city.Day) error {
	if err := mayManage(access.From(ctx)); err != nil {
		return err
	}
	return s.change(ctx, person, func(tx *db.Tx, _ Person) error {
		has, err := holdingsOf(ctx, tx, person)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(has, func(h Holding) bool { return h.Post == post && h.From == from })
		if i < 0 {
			return fault.New(fault.NotFound, "web.not_found")
		}
		h := has[i]
		if h.Until = max(until, h.From); h.Until == has[i].Until {
			return nil
		}
		if err := saveHolding(ctx, tx, h); err != nil {
			return err
		}
		return s.journal.Record(ctx, tx, events.PostLeft{Person: events.Person{ID: person}, Post: post})
	})
}
