package requests

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/ui"
)

// sight is what is open in a city as its first page and its map show it. It is
// looked up at most every half minute, however many people look.
type sight struct {
	at     time.Time
	newest []Request // told last, open and for everybody to see
	soon   []Request // due next
	late   []Request // fell due last
	squares
	names map[city.Lang][]Area // neighbourhoods whose place on the map is known
}

type sights struct {
	mu sync.Mutex
	of map[city.Tenant]*sight
}

const sightFor = 30 * time.Second

// look gives the sight of the city under the context.
func (s *Service) look(ctx context.Context) (*sight, error) {
	now, t := clock.Now(ctx), db.TenantFrom(ctx)
	s.sights.mu.Lock()
	defer s.sights.mu.Unlock()
	if v := s.sights.of[t]; v != nil && now.Sub(v.at).Abs() < sightFor {
		return v, nil
	}
	v, err := seen(ctx, s.db.Read(ctx))
	if err != nil {
		return nil, err
	}
	v.at = now
	if s.sights.of == nil {
		s.sights.of = map[city.Tenant]*sight{}
	}
	s.sights.of[t] = v
	return v, nil
}

// mostGlanced is how many of each sort are looked at.
const mostGlanced = 40

func seen(ctx context.Context, q db.Query) (*sight, error) {
	v := &sight{names: map[city.Lang][]Area{}}
	var errs [4]error
	now := db.Micros(clock.Now(ctx))
	const open = `SELECT ` + briefRow + ` FROM requests_requests WHERE tenant_id = $1 AND open = 1 AND public = 1 `
	v.newest, errs[0] = db.All(ctx, q, scanBrief, open+`ORDER BY opened_at DESC, id DESC LIMIT $2`, q.Tenant(), mostGlanced)
	v.soon, errs[1] = db.All(ctx, q, scanBrief, open+`AND due_at > $2 ORDER BY due_at, id LIMIT $3`, q.Tenant(), now, mostGlanced)
	v.late, errs[2] = db.All(ctx, q, scanBrief, open+`AND due_at > 0 AND due_at <= $2 ORDER BY due_at DESC, id DESC LIMIT $3`, q.Tenant(), now, mostGlanced)
	v.squares, errs[3] = readSquares(ctx, q)
	return v, errors.Join(errs[:]...)
}

// OpenNow lists a few of what was told last and is still open, chosen so that
// they show how differently things stand.
func (s *Service) OpenNow(ctx context.Context, few int) []ui.OpenThing {
	v, err := s.look(ctx)
	if err != nil {
		return nil
	}
	chosen := varied(few, v.late, v.soon, v.newest)
	things := make([]ui.OpenThing, len(chosen))
	for i := range chosen {
		things[i] = s.openThing(ctx, &chosen[i])
	}
	return things
}

func (s *Service) openThing(ctx context.Context, r *Request) ui.OpenThing {
	return ui.OpenThing{Title: s.pages.subjectName(ctx, r.Subject), Note: s.pages.placeName(ctx, r.Place),
		Href: "/r/" + r.Number, Promise: s.mini(ctx, r)}
}

// mini is the promise of a row: what decides, and with whom it waits.
func (s *Service) mini(ctx context.Context, r *Request) ui.Promise {
	l := i18n.From(ctx)
	p := ui.Promise{Label: l.Say("requests.promise_repair"), Opened: r.Opened, Due: r.Due, Now: clock.Now(ctx)}
	switch r.Status {
	case Asked:
		if p.Now.After(r.Due) {
			break
		}
		p.State, p.Since, p.Words = ui.Stopped, p.Now, l.Say("requests.waits_for_resident")
	case Forwarded:
		p.State, p.Words = ui.HandedOn, l.Say("requests.waits_for")
	case New, Offered, Working, Done, ReopenRequested, Closed:
	}
	return p
}

// varied takes from each list in turn, no subject twice, so that the first page
// shows what is late beside what is new.
func varied(few int, lists ...[]Request) []Request {
	var chosen []Request
	known := map[string]bool{}
	for more := true; more; {
		more = false
		for i := range lists {
			for len(lists[i]) > 0 && len(chosen) < few {
				r := lists[i][0]
				lists[i] = lists[i][1:]
				if !known[r.Number] && !known[r.Subject] && !r.Due.IsZero() {
					known[r.Number], known[r.Subject] = true, true
					chosen, more = append(chosen, r), true
					break
				}
			}
		}
	}
	slices.SortFunc(chosen, func(a, b Request) int { return a.Due.Compare(b.Due) })
	return chosen
}
