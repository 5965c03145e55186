package office

import (
	"context"
	"strings"
	"testing"

	"mahalle/internal/city"
	"mahalle/internal/journal"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/tenant"
)

func TestWhoSignsInActsInThePostTheyHold(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		id := hired(t, s, ctx, "yol-mudur")
		a := who(t, s, ctx, signedIn(t, s, ctx))
		if a.Kind != access.Staff || a.Person != id || a.Name != "Ayşe Kaya" || a.Unit != "yol" || a.Department != "fen" {
			t.Errorf("signed in as %+v", a)
		}
		if !a.Has("requests.view") || a.Has("requests.take") || !a.InUnit("yol") || a.InUnit("park") {
			t.Errorf("may do %v in %v", a.Permissions, a.Units)
		}
		if !a.InArea(city.Place{District: "ova"}) || a.InArea(city.Place{District: "dag"}) {
			t.Errorf("sees %v", a.Districts)
		}
		lines, err := journal.Of(ctx, s.db.Read(ctx), id, 1)
		if err != nil || len(lines) != 1 || lines[0].Kind != "person.signed_in" || lines[0].Actor.Person != id {
			t.Errorf("the journal says %+v, %v", lines, err)
		}
		if strings.Contains(string(lines[0].Body), "Ayşe") {
			t.Error("the journal holds a name")
		}
	})
}

func TestALoginIsFoundHoweverItIsWritten(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		hired(t, s, ctx)
		for _, written := range []string{"ayse.kaya", " Ayse.Kaya ", "AYŞE.KAYA"} {
			if _, err := s.SignIn(ctx, written, herKey, office1, aBrowser); err != nil {
				t.Errorf("%q: %v", written, err)
			}
		}
	})
}

// The address of each try is another, so that only the login is counted.
func TestWhoIsNotLetInHearsTheSameWordsAndWaitsAsLong(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		hired(t, s, ctx, "yol-mudur")
		if _, err := s.AddPerson(ctx, "veli", "Veli Can", herKey); err != nil {
			t.Fatal(err)
		}
		if err := s.SetActive(ctx, "veli", false); err != nil {
			t.Fatal(err)
		}
		for name, tt := range map[string]struct{ login, password string }{
			"a wrong password":                  {ayse, wrong},
			"a login that nobody has":           {"kimse", herKey},
			"a login that cannot be one":        {"' OR 1=1 --\x00", herKey},
			"letters that are none":             {"ay\xffse", herKey},
			"somebody who is let in no more":    {"veli", herKey},
			"no password at all":                {ayse, ""},
			"a password of the wrong case":      {ayse, strings.ToUpper(herKey)},
			"what everybody is compared with":   {"kimse", nobody},
			"a very long password":              {ayse, strings.Repeat("a", 100_000)},
			"a login that is a hundred letters": {strings.Repeat("a", 100), herKey},
		} {
			t.Run(name, func(t *testing.T) {
				before := s.hasher.done.Load()
				_, err := s.SignIn(ctx, tt.login, tt.password, "", aBrowser)
				f, ok := fault.Of(err)
				if !ok || len(f.On) != 1 || f.On[0].Key != "office.wrong_login_or_password" {
					t.Errorf("refused with %v", err)
				}
				if n := s.hasher.done.Load() - before; n != 1 {
					t.Errorf("hashed %d passwords, want one in every case", n)
				}
			})
		}
		if n := told(t, s, ctx, "person.sign_in_refused"); n != 5 {
			t.Errorf("the journal tells of %d refusals of people it knows, want 5", n)
		}
	})
}

func TestATokenIsNotInTheDatabase(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		hired(t, s, ctx)
		first, second := signedIn(t, s, ctx), signedIn(t, s, ctx)
		if first == second || len(first) < 43 {
			t.Errorf("tokens %q and %q", first, second)
		}
		const byID = `SELECT count(*) FROM office_sessions WHERE tenant_id = $1 AND id = $2`
		if count(t, s, ctx, byID, first) != 0 || count(t, s, ctx, byID, hashed(first)) != 1 {
			t.Error("a session is kept by its token and not by a hash of it")
		}
		if a := who(t, s, ctx, hashed(first)); a.Kind != access.Resident {
			t.Error("the hash from the database opened the door")
		}
	})
}

func TestAPasswordIsKeptAsArgon2id(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		s.hasher = newHasher()
		id := hired(t, s, ctx)
		p, err := personByID(ctx, s.db.Read(ctx), id)
		if err != nil || !strings.HasPrefix(p.Password, "$argon2id$v=19$m=19456,t=2,p=1$") || strings.Contains(p.Password, herKey) {
			t.Errorf("kept %q, %v", p.Password, err)
		}
		signedIn(t, s, ctx)
	})
}

func TestTheSessionOfAnotherTownIsNobodysHere(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		hired(t, s, ctx, "yonetici")
		token := signedIn(t, s, ctx)
		who(t, s, ctx, token) // remembered in its own town
		there := tenant.Enter(ctx, theTown(t, "komsu"))
		if a := who(t, s, there, token); a.Kind != access.Resident || a.Has(CanManagePeople) {
			t.Errorf("next door %+v came in", a)
		}
		if _, err := s.SignIn(there, ayse, herKey, office1, aBrowser); fault.KindOf(err) != fault.Invalid {
			t.Errorf("signing in next door: %v", err)
		}
	})
}

func TestAStrangerWithSomeTokenIsAResident(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		for _, token := range []string{"", "x", strings.Repeat("A", 43), "\x00\xff"} {
			if a := who(t, s, ctx, token); a.Kind != access.Resident || a.Person != "" {
				t.Errorf("%q: %+v", token, a)
			}
		}
	})
}

func BenchmarkWhoIsAskedAtEveryDoor(b *testing.B) {
	d, err := db.Open("sqlite:" + b.TempDir() + "/town.db")
	if err != nil {
		b.Fatal(err)
	}
	defer d.Close()
	if err := d.Migrate(context.Background(), schemas...); err != nil {
		b.Fatal(err)
	}
	s, ctx := opened(b, d, "kasaba")
	hired(b, s, ctx, "yol-mudur")
	token := signedIn(b, s, ctx)
	for b.Loop() {
		if a, err := s.WhoIs(ctx, token); err != nil || a.Kind != access.Staff {
			b.Fatal(a, err)
		}
	}
}
