package office

import (
	"context"
	"testing"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/citypack"
	"mahalle/internal/journal"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/dbtest"
	"mahalle/internal/platform/jobs"
	"mahalle/internal/platform/once"
	"mahalle/internal/platform/phone"
	"mahalle/internal/platform/tenant"
)

var schemas = []db.Schema{tenant.Schema, jobs.Schema, once.Schema, journal.Schema, Schema}

// monday is nine o'clock in the town.
var monday = time.Date(2026, 11, 23, 6, 0, 0, 0, time.UTC)

const (
	ayse       = "ayse.kaya"
	herKey     = "on iki tavşan zıplar"
	wrong      = "on iki tavşan uyur"
	office1    = "203.0.113.7"
	aBrowser   = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
	otherPhone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
)

func theTown(t testing.TB, id city.Tenant) *tenant.City {
	t.Helper()
	c, err := tenant.City{ID: id, ZoneName: "Europe/Istanbul", DefaultLang: city.Turkish,
		Phone: phone.Plan{Country: "90", Trunk: "0", Digits: 10}}.WithZone()
	if err != nil {
		t.Fatal(err)
	}
	return &c
}

// townPack is a small municipality: a department with a branch, a desk, and the
// electricity company beside it.
func townPack() *citypack.Pack {
	name := func(s string) city.Text { return city.Text{TR: s, FA: s, EN: s} }
	return &citypack.Pack{
		Units: []citypack.Unit{
			{Code: "baskanlik", Kind: citypack.Office, Calendar: "mesai", Name: name("Başkanlık")},
			{Code: "fen", Parent: "baskanlik", Kind: citypack.Department, Calendar: "mesai", Name: name("Fen İşleri"), Phone: "+902362310000"},
			{Code: "yol", Parent: "fen", Kind: citypack.Branch, Calendar: "mesai", Name: name("Yol Bakım")},
			{Code: "park", Parent: "fen", Kind: citypack.Branch, Calendar: "mesai", Name: name("Parklar")},
			{Code: "masa", Parent: "baskanlik", Kind: citypack.Desk, Calendar: "mesai", Name: name("Beyaz Masa")},
			{Code: "elektrik", Kind: citypack.Agency, Calendar: "mesai", Name: name("Elektrik Dağıtım")},
		},
		Roles: []citypack.Role{
			{Code: "admin", Name: name("Yönetici"), Permissions: []string{"office.people"}},
			{Code: "officer", Name: name("Sorumlu"), Permissions: []string{"requests.view", "requests.take"}},
			{Code: "manager", Name: name("Müdür"), Permissions: []string{"requests.view"}},
		},
		Posts: []citypack.Post{
			{Code: "yonetici", Unit: "baskanlik", Role: "admin", WholeCity: true, Title: name("Sistem Yöneticisi")},
			{Code: "fen-baskan", Unit: "fen", Role: "manager", WholeCity: true, Title: name("Daire Başkanı")},
			{Code: "yol-mudur", Unit: "yol", Role: "manager", Superior: "fen-baskan", Districts: []string{"merkez", "ova"}, Title: name("Yol Müdürü")},
			{Code: "yol-sorumlu", Unit: "yol", Role: "officer", Superior: "yol-mudur", Districts: []string{"merkez"}, Title: name("Yol Sorumlusu")},
			{Code: "muhtar", Unit: "masa", Role: "manager", Elected: true, Neighbourhoods: []string{"merkez-cami"}, Title: name("Muhtar")},
		},
		Demo: citypack.Demo{People: []citypack.DemoPerson{
			{Login: "elif-aydin", Name: "Elif Aydın", Post: "yol-sorumlu", Role: "officer", Try: name("Başvuruya bakın.")},
			{Login: "hasan-yildiz", Name: "Hasan Yıldız", Role: "resident", Try: name("Bir sorun bildirin.")},
		}},
	}
}

// opened is the office of one town, on its first Monday.
func opened(t testing.TB, d *db.DB, id city.Tenant) (*Service, context.Context) {
	t.Helper()
	s := New(d, journal.New())
	s.hasher.memory = 64 // what hashing costs is TestAPasswordIsKeptAsArgon2id's business
	ctx := access.AsSystem(clock.With(tenant.Enter(context.Background(), theTown(t, id)), monday))
	if err := d.Write(ctx, func(tx *db.Tx) error { return s.LoadPack(ctx, tx, townPack()) }); err != nil {
		t.Fatal(err)
	}
	if err := s.Load(ctx); err != nil {
		t.Fatal(err)
	}
	return s, ctx
}

func everyEngine(t *testing.T, test func(t *testing.T, s *Service, ctx context.Context)) {
	t.Helper()
	dbtest.Every(t, func(t *testing.T, d *db.DB) {
		s, ctx := opened(t, d, "kasaba")
		test(t, s, ctx)
	}, schemas...)
}

// hired is Ayşe with an account and the given posts since long ago.
func hired(t testing.TB, s *Service, ctx context.Context, posts ...string) city.ID {
	t.Helper()
	id, err := s.AddPerson(ctx, ayse, "Ayşe Kaya", herKey)
	if err != nil {
		t.Fatal(err)
	}
	for _, post := range posts {
		if err := s.FillPost(ctx, ayse, post, today(ctx)-100, 0, false); err != nil {
			t.Fatal(err)
		}
	}
	return id
}

func signedIn(t testing.TB, s *Service, ctx context.Context) (token string) {
	t.Helper()
	token, err := s.SignIn(ctx, ayse, herKey, office1, aBrowser)
	if err != nil {
		t.Fatalf("signing in: %v", err)
	}
	return token
}

// who asks at the door, as somebody coming from the street.
func who(t testing.TB, s *Service, ctx context.Context, token string) access.Actor {
	t.Helper()
	a, err := s.WhoIs(ctx, token)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func later(ctx context.Context, d time.Duration) context.Context {
	return clock.With(ctx, clock.Now(ctx).Add(d))
}

func count(t testing.TB, s *Service, ctx context.Context, text string, args ...any) int {
	t.Helper()
	q := s.db.Read(ctx)
	n, err := db.One(ctx, q, db.Value[int], text, append([]any{q.Tenant()}, args...)...)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// told is how often the journal tells of something.
func told(t testing.TB, s *Service, ctx context.Context, kind string) int {
	t.Helper()
	lines, err := journal.Before(ctx, s.db.Read(ctx), "", 100)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, e := range lines {
		if e.Kind == kind {
			n++
		}
	}
	return n
}
