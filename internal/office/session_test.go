package office

import (
	"context"
	"testing"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
)

func TestASessionEndsByItself(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		hired(t, s, ctx, "yol-mudur")
		unused := signedIn(t, s, ctx)
		if a := who(t, s, later(ctx, idleFor), unused); a.Kind != access.Staff {
			t.Error("ended before half a day without use")
		}
		forgotten := signedIn(t, s, ctx)
		if a := who(t, s, later(ctx, idleFor+time.Minute), forgotten); a.Kind != access.Resident {
			t.Error("lasts longer than half a day without use")
		}
		used := signedIn(t, s, ctx)
		for at := time.Duration(0); at < mostFor; at += 6 * time.Hour {
			if a := who(t, s, later(ctx, at), used); a.Kind != access.Staff {
				t.Fatalf("ended after %v of use", at)
			}
		}
		if a := who(t, s, later(ctx, mostFor), used); a.Kind != access.Resident {
			t.Error("lasts longer than a week")
		}
	})
}

func TestLastUseIsWrittenEveryFiveMinutes(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		id := hired(t, s, ctx, "yol-mudur")
		token := signedIn(t, s, ctx)
		for after, want := range map[time.Duration]time.Time{4 * time.Minute: monday, 6 * time.Minute: monday.Add(6 * time.Minute)} {
			s.sessions.forgetAll()
			who(t, s, later(ctx, after), token)
			open, err := s.Sessions(later(ctx, 7*time.Minute), id)
			if err != nil || len(open) != 1 || after == 6*time.Minute && !open[0].Seen.Equal(want) {
				t.Errorf("after %v: %+v, %v", after, open, err)
			}
		}
	})
}

func TestSigningOutIsHeardAtOnce(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		id := hired(t, s, ctx, "yol-mudur")
		for name, leave := range map[string]func(me context.Context, token string) error{
			"signing out":              s.SignOut,
			"ending it from the list":  func(me context.Context, token string) error { return s.EndSession(me, hashed(token)) },
			"signing out everywhere":   func(me context.Context, _ string) error { return s.SignOutEverywhere(me, id) },
			"the account is closed":    func(context.Context, string) error { return s.SetActive(ctx, ayse, false) },
			"somebody sets a password": func(context.Context, string) error { return s.SetPassword(ctx, ayse, herKey) },
		} {
			t.Run(name, func(t *testing.T) {
				if err := s.SetActive(ctx, ayse, true); err != nil {
					t.Fatal(err)
				}
				now := later(ctx, time.Second) // ending everything reaches what began before
				token := signedIn(t, s, now)
				me := access.With(now, who(t, s, now, token))
				if err := leave(later(me, time.Second), token); err != nil {
					t.Fatal(err)
				}
				if a := who(t, s, now, token); a.Kind != access.Resident {
					t.Errorf("still %+v", a)
				}
			})
		}
	})
}

func TestSigningOutEverywhereReachesEveryDevice(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		id := hired(t, s, ctx, "yol-mudur")
		desk, pocket := signedIn(t, s, ctx), signedIn(t, s, ctx)
		me := access.With(later(ctx, time.Minute), who(t, s, ctx, desk))
		who(t, s, ctx, pocket)
		if err := s.SignOutEverywhere(me, id); err != nil {
			t.Fatal(err)
		}
		for _, token := range []string{desk, pocket} {
			if a := who(t, s, me, token); a.Kind != access.Resident {
				t.Errorf("%+v is still signed in", a.Name)
			}
		}
		if n := told(t, s, ctx, "person.signed_out_everywhere"); n != 1 {
			t.Errorf("told %d times", n)
		}
	})
}

// Somebody who knew the old password and was still being let in when it was
// changed must not stay.
func TestASessionThatBeganBeforeTheChangeIsNobodys(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		id := hired(t, s, ctx, "yol-mudur")
		if err := s.SetPassword(later(ctx, time.Second), ayse, "başka bir parola olsun"); err != nil {
			t.Fatal(err)
		}
		var token string
		err := s.db.Write(ctx, func(tx *db.Tx) (err error) {
			token, err = openSession(ctx, tx, id, monday, aBrowser)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if a := who(t, s, later(ctx, 2*time.Second), token); a.Kind != access.Resident {
			t.Error("a session with the old password outlived the change")
		}
	})
}

func TestNobodyEndsTheSessionOfAnother(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		id := hired(t, s, ctx, "yol-mudur")
		hers := signedIn(t, s, ctx)
		stranger := access.With(ctx, access.Actor{Kind: access.Staff, Person: city.NewID()})
		if err := s.EndSession(stranger, hashed(hers)); err != nil {
			t.Fatal(err)
		}
		if err := s.SignOutEverywhere(stranger, id); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("everywhere: %v", err)
		}
		if a := who(t, s, ctx, hers); a.Kind != access.Staff {
			t.Error("the session is gone")
		}
	})
}

func TestSheChoosesAmongThePostsSheHolds(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		hired(t, s, ctx, "fen-baskan", "yol-mudur")
		token := signedIn(t, s, ctx)
		me := access.With(ctx, who(t, s, ctx, token))
		if a := access.From(me); a.Post != "fen-baskan" {
			t.Fatalf("begins as %s", a.Post)
		}
		if err := s.Sit(me, "yol-mudur"); err != nil {
			t.Fatal(err)
		}
		if a := who(t, s, ctx, token); a.Post != "yol-mudur" || a.Unit != "yol" {
			t.Errorf("sits in %s", a.Post)
		}
		if err := s.Sit(me, "yonetici"); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("took a post of another: %v", err)
		}
		if a := who(t, s, ctx, token); a.Has(CanManagePeople) {
			t.Error("may manage people")
		}
	})
}

func TestOldSessionsAndTriesAreTidiedAway(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		hired(t, s, ctx)
		signedIn(t, s, ctx)
		guess(t, s, ctx, "kimse", "", 1)
		next := later(ctx, 25*time.Hour)
		signedIn(t, s, next)
		guess(t, s, next, "baskasi", "", 1)
		if err := s.db.Write(next, func(tx *db.Tx) error { return forgetOld(next, tx) }); err != nil {
			t.Fatal(err)
		}
		if n := count(t, s, ctx, `SELECT count(*) FROM office_sessions WHERE tenant_id = $1`); n != 1 {
			t.Errorf("%d sessions, want the one of today", n)
		}
		if n := count(t, s, ctx, `SELECT count(*) FROM office_attempts WHERE tenant_id = $1 AND failures > 0`); n != 1 {
			t.Errorf("%d tries, want the one of today", n)
		}
	})
}
