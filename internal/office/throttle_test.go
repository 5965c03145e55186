package office

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/tenant"
)

func guess(t *testing.T, s *Service, ctx context.Context, login, address string, times int) {
	t.Helper()
	for i := range times {
		if _, err := s.SignIn(ctx, login, wrong, address, aBrowser); fault.KindOf(err) != fault.Invalid {
			t.Fatalf("guess %d of %s: %v", i+1, login, err)
		}
	}
}

func mustBeTold(t *testing.T, err error, want fault.Kind) {
	t.Helper()
	if fault.KindOf(err) != want {
		t.Errorf("got %v (kind %d), want kind %d", err, fault.KindOf(err), want)
	}
}

func TestAfterFiveWrongPasswordsEvenTheRightOneMustWait(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		hired(t, s, ctx)
		guess(t, s, ctx, ayse, office1, freeByLogin)
		hashedBefore := s.hasher.done.Load()
		_, err := s.SignIn(ctx, ayse, herKey, office1, aBrowser)
		mustBeTold(t, err, fault.TooOften)
		if s.hasher.done.Load() != hashedBefore {
			t.Error("a password was hashed for somebody who must wait")
		}
		if f, _ := fault.Of(err); f.Args[1] != 1 {
			t.Errorf("told to wait %v minutes", f.Args)
		}
		_, err = s.SignIn(later(ctx, firstWait), ayse, herKey, office1, aBrowser)
		mustBeTold(t, err, fault.None)
	})
}

func TestEachFurtherGuessDoublesTheWait(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		hired(t, s, ctx)
		guess(t, s, ctx, ayse, "", freeByLogin)
		now := ctx
		for _, wait := range []time.Duration{2, 4, 8, 16, 32} {
			_, err := s.SignIn(later(now, wait*time.Second-time.Millisecond), ayse, herKey, "", aBrowser)
			mustBeTold(t, err, fault.TooOften)
			now = later(now, wait*time.Second)
			guess(t, s, now, ayse, "", 1)
		}
		for range 12 {
			now = later(now, longestWait)
			guess(t, s, now, ayse, "", 1)
		}
		_, err := s.SignIn(later(now, longestWait), ayse, herKey, "", aBrowser)
		mustBeTold(t, err, fault.None)
	})
}

func TestWhoRemembersThePasswordIsForgiven(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		hired(t, s, ctx)
		for range 3 {
			guess(t, s, ctx, ayse, "", freeByLogin-1)
			signedIn(t, s, ctx)
		}
	})
}

func TestAGuesserAtManyLoginsIsStoppedByTheAddress(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		hired(t, s, ctx)
		for i := range freeByAddress {
			guess(t, s, ctx, fmt.Sprint("personel", i), office1, 1)
		}
		_, err := s.SignIn(ctx, ayse, herKey, office1, aBrowser)
		mustBeTold(t, err, fault.TooOften)
		_, err = s.SignIn(ctx, ayse, herKey, "198.51.100.9", aBrowser)
		mustBeTold(t, err, fault.None)
	})
}

// The right password of one colleague must not give a guesser at the same
// address new free tries.
func TestAnotherPersonsSuccessDoesNotForgiveTheAddress(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		hired(t, s, ctx)
		for i := range freeByAddress - 1 {
			guess(t, s, ctx, fmt.Sprint("personel", i), office1, 1)
		}
		signedIn(t, s, ctx)
		guess(t, s, ctx, "personel99", office1, 1)
		_, err := s.SignIn(ctx, ayse, herKey, office1, aBrowser)
		mustBeTold(t, err, fault.TooOften)
	})
}

func TestAHundredGuessesAtOnceAreStillCounted(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		hired(t, s, ctx)
		before := s.hasher.done.Load()
		var stopped atomic.Int64
		var all sync.WaitGroup
		for range 100 {
			all.Go(func() {
				if _, err := s.SignIn(ctx, ayse, wrong, "", aBrowser); fault.KindOf(err) == fault.TooOften {
					stopped.Add(1)
				}
			})
		}
		all.Wait()
		if looked := s.hasher.done.Load() - before; looked != freeByLogin || stopped.Load() != 100-freeByLogin {
			t.Errorf("%d passwords were looked at and %d stopped", looked, stopped.Load())
		}
	})
}

func TestWrongTriesAreForgottenAfterADayAndKnowOnlyTheirTown(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		hired(t, s, ctx)
		guess(t, s, ctx, ayse, office1, freeByLogin)
		there := tenant.Enter(ctx, theTown(t, "komsu"))
		guess(t, s, there, ayse, office1, 1)

		tomorrow := later(ctx, rememberTries+time.Second)
		guess(t, s, tomorrow, ayse, office1, freeByLogin-1)
		if _, err := s.SignIn(tomorrow, ayse, herKey, office1, aBrowser); err != nil {
			t.Errorf("a day later: %v", err)
		}
	})
}
