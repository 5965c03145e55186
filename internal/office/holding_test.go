package office

import (
	"context"
	"testing"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/fault"
)

// at is a moment on the town's own clock.
func at(day city.Day, hour int) time.Time {
	zone, err := time.LoadLocation("Europe/Istanbul")
	if err != nil {
		panic(err)
	}
	return day.At(time.Duration(hour)*time.Hour, zone)
}

func TestADeputySitsBetweenTwoDatesOfTheTown(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		hired(t, s, ctx, "yol-sorumlu")
		first := city.Date(2026, time.December, 1)
		if err := s.FillPost(ctx, ayse, "yol-mudur", first, first+3, true); err != nil {
			t.Fatal(err)
		}
		for name, tt := range map[string]struct {
			now  time.Time
			sits bool
		}{
			"the evening before":                {at(first-1, 23), false},
			"the first midnight, UTC yesterday": {at(first, 0), true},
			"in between":                        {at(first+1, 12), true},
			"the last evening":                  {at(first+2, 23), true},
			"the midnight after":                {at(first+3, 0), false},
		} {
			t.Run(name, func(t *testing.T) {
				now := clock.With(ctx, tt.now)
				token := signedIn(t, s, now)
				err := s.Sit(access.With(now, who(t, s, now, token)), "yol-mudur")
				if (err == nil) != tt.sits {
					t.Errorf("taking the seat: %v", err)
				}
				if a := who(t, s, now, token); (a.Post == "yol-mudur") != tt.sits {
					t.Errorf("sits in %s", a.Post)
				}
			})
		}
	})
}

func TestADeputysSeatIsGoneAtMidnightWhileSignedIn(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		hired(t, s, ctx, "yol-sorumlu")
		last := city.Date(2026, time.November, 23)
		if err := s.FillPost(ctx, ayse, "yonetici", last, last+1, true); err != nil {
			t.Fatal(err)
		}
		late := clock.With(ctx, at(last+1, 0).Add(-10*time.Second))
		token := signedIn(t, s, late)
		if err := s.Sit(access.With(late, who(t, s, late, token)), "yonetici"); err != nil {
			t.Fatal(err)
		}
		if a := who(t, s, late, token); !a.Has(CanManagePeople) {
			t.Fatal("the deputy may not act on the last day")
		}
		if a := who(t, s, clock.With(ctx, at(last+1, 0)), token); a.Has(CanManagePeople) || a.Post != "yol-sorumlu" {
			t.Errorf("after midnight still %s", a.Post)
		}
	})
}

func TestWhoActsInAPostToday(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		hired(t, s, ctx, "yol-mudur")
		veli, err := s.AddPerson(ctx, "veli", "Veli Can", herKey)
		if err != nil {
			t.Fatal(err)
		}
		day := today(ctx)
		if err := s.FillPost(ctx, "veli", "yol-mudur", day+1, day+2, true); err != nil {
			t.Fatal(err)
		}
		for name, tt := range map[string]struct {
			after time.Duration
			want  string
		}{
			"before the deputy begins": {0, "Ayşe Kaya"},
			"while there is a deputy":  {24 * time.Hour, "Veli Can"},
			"after the deputy":         {48 * time.Hour, "Ayşe Kaya"},
		} {
			h, err := s.HolderToday(later(ctx, tt.after), "yol-mudur")
			if err != nil || h.Name != tt.want || h.Deputy != (h.Person == veli) {
				t.Errorf("%s: %+v, %v", name, h, err)
			}
		}
		if _, err := s.HolderToday(ctx, "fen-baskan"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a vacant post: %v", err)
		}
	})
}

func TestAPostIsNotGivenWithoutSense(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		hired(t, s, ctx, "yol-mudur")
		day := today(ctx)
		for name, tt := range map[string]struct {
			post        string
			from, until city.Day
			deputy      bool
			want        string
		}{
			"a post that the town has not":      {"vali", day, 0, false, "office.unknown_post"},
			"no post":                           {"", day, 0, false, "office.unknown_post"},
			"a deputy without an end":           {"fen-baskan", day, 0, true, "office.deputy_needs_end"},
			"an end before the beginning":       {"fen-baskan", day, day, false, "office.until_before_from"},
			"a post the person holds already":   {"yol-mudur", day, 0, false, "office.holds_it_already"},
			"a time that runs into another one": {"yol-mudur", day - 200, day - 90, false, "office.holds_it_already"},
		} {
			err := s.FillPost(ctx, ayse, tt.post, tt.from, tt.until, tt.deputy)
			if f, ok := fault.Of(err); !ok || len(f.On) != 1 || f.On[0].Key != tt.want {
				t.Errorf("%s: %v, want %s", name, err, tt.want)
			}
		}
		if err := s.FillPost(ctx, ayse, "yol-mudur", day-300, day-200, false); err != nil {
			t.Errorf("an earlier time in the same post: %v", err)
		}
	})
}

func TestWhoLeavesAPostKeepsTheHistoryAndLosesTheSeat(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		id := hired(t, s, ctx, "yol-mudur")
		token := signedIn(t, s, ctx)
		who(t, s, ctx, token)
		day := today(ctx)
		if err := s.EndHolding(ctx, id, "yol-mudur", day-100, day); err != nil {
			t.Fatal(err)
		}
		if a := who(t, s, ctx, token); a.Post != "" || a.Has("requests.view") || a.Kind != access.Staff {
			t.Errorf("still acts as %+v", a)
		}
		has, err := holdingsOf(ctx, s.db.Read(ctx), id)
		if err != nil || len(has) != 1 || !has[0].On(day-1) || has[0].On(day) {
			t.Errorf("history: %+v, %v", has, err)
		}
		if err := s.EndHolding(ctx, id, "yol-mudur", day-99, day); fault.KindOf(err) != fault.NotFound {
			t.Errorf("ending what never was: %v", err)
		}
		if err := s.FillPost(ctx, ayse, "yol-mudur", day, 0, false); err != nil {
			t.Errorf("coming back on the same day: %v", err)
		}
		if n := told(t, s, ctx, "person.post_left"); n != 1 {
			t.Errorf("told %d times", n)
		}
	})
}
