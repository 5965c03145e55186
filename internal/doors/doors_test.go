package doors

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/journal"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/dbtest"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/jobs"
	"mahalle/internal/platform/tenant"
)

// house is a city whose partners may be limited to two subjects and one district.
func house(t *testing.T, test func(t *testing.T, ctx context.Context, p *Partners)) {
	t.Helper()
	dbtest.Every(t, func(t *testing.T, d *db.DB) {
		p := NewPartners(d, journal.New())
		p.Join(Needs{
			Subjects:  func(context.Context) []Choice { return []Choice{{Code: "YL01"}, {Code: "PK02"}} },
			Districts: func(context.Context) []Choice { return []Choice{{Code: "turgutlu"}} },
		})
		test(t, cityOf(t, "manisa"), p)
	}, jobs.Schema, journal.Schema, tenant.Schema, Schema)
}

func cityOf(t *testing.T, c city.Tenant) context.Context {
	return access.AsSystem(tenant.Enter(t.Context(), &tenant.City{ID: c, DefaultLang: city.Turkish}))
}

func made(t *testing.T, ctx context.Context, p *Partners, one Partner) (Partner, string) {
	t.Helper()
	one, err := p.Add(ctx, one)
	if err != nil {
		t.Fatal(err)
	}
	key, err := p.MakeKey(ctx, one.ID)
	if err != nil {
		t.Fatal(err)
	}
	return one, key
}

func TestAKeyOpensForItsPartnerUntilItIsRevoked(t *testing.T) {
	house(t, func(t *testing.T, ctx context.Context, p *Partners) {
		one, first := made(t, ctx, p, Partner{Name: "FixMyStreet Türkiye", Rights: []Right{Report}})
		if one.Code != "fixmystreet-turkiye" || one.PerMinute != usualPerMinute {
			t.Errorf("made %+v", one)
		}
		second, err := p.MakeKey(ctx, one.ID)
		if err != nil || second == first {
			t.Fatalf("the second key: %q, %v", second, err)
		}
		opens := func(key string, want fault.Kind) {
			t.Helper()
			got, err := p.ByKey(ctx, key)
			if fault.KindOf(err) != want || want == fault.None && got.Code != one.Code {
				t.Errorf("a key answered %+v, %v; want %v", got, err, want)
			}
		}
		opens(first, fault.None)
		opens(second, fault.None)
		opens("", fault.Forbidden)
		opens(first+"x", fault.Forbidden)
		opens(strings.ToLower(first), fault.Forbidden)
		keys, err := p.Keys(ctx, one.ID)
		if err != nil || len(keys) != 2 || keys[1].Ending != first[len(first)-4:] {
			t.Fatalf("the keys: %+v, %v", keys, err)
		}
		if err := p.Revoke(ctx, one.ID, keys[1].ID); err != nil {
			t.Fatal(err)
		}
		opens(first, fault.Forbidden)
		opens(second, fault.None)
		if err := p.Revoke(ctx, one.ID, keys[1].ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("revoked twice: %v", err)
		}
		if err := p.Stop(ctx, one.ID, true); err != nil {
			t.Fatal(err)
		}
		opens(second, fault.Forbidden)
		if err := p.Stop(ctx, one.ID, false); err != nil {
			t.Fatal(err)
		}
		opens(second, fault.None)
	})
}

func TestAKeyOfOneCityOpensNothingInAnother(t *testing.T) {
	house(t, func(t *testing.T, ctx context.Context, p *Partners) {
		_, key := made(t, ctx, p, Partner{Name: "App"})
		if _, err := p.ByKey(cityOf(t, "tehran"), key); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("Tehran answered %v", err)
		}
	})
}

func TestNobodyCanReadAKeyInTheDatabase(t *testing.T) {
	house(t, func(t *testing.T, ctx context.Context, p *Partners) {
		_, key := made(t, ctx, p, Partner{Name: "App"})
		q := p.db.Read(ctx)
		hash, err := db.One(ctx, q, db.Value[string], `SELECT hash FROM doors_keys WHERE tenant_id = $1`, q.Tenant())
		if err != nil || strings.Contains(hash, key) || len(key) < 30 {
			t.Errorf("key %q, kept as %q, %v", key, hash, err)
		}
		body, err := db.All(ctx, q, db.Value[string], `SELECT body FROM journal_entries WHERE tenant_id = $1`, q.Tenant())
		if err != nil || len(body) != 2 || strings.Contains(strings.Join(body, ""), key) {
			t.Errorf("the journal: %v, %v", body, err)
		}
	})
}

func TestAPartnerMayOnlyDoWhatItMay(t *testing.T) {
	house(t, func(t *testing.T, ctx context.Context, p *Partners) {
		one, key := made(t, ctx, p, Partner{Name: "Park app", Rights: []Right{Read, Report}, Subjects: []string{"PK02"}, Districts: []string{"turgutlu"}, PerMinute: 2})
		if _, err := p.Enter(ctx, key, Update); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("it may update: %v", err)
		}
		for subject, want := range map[string]bool{"PK02 turgutlu": true, "YL01 turgutlu": false, "PK02 akhisar": false, "PK02 ": false} {
			code, district, _ := strings.Cut(subject, " ")
			if one.Sees(code, district) != want {
				t.Errorf("sees %q: %v", subject, !want)
			}
		}
		now := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
		for i, tt := range []struct {
			after time.Duration
			want  fault.Kind
		}{{0, fault.None}, {0, fault.None}, {0, fault.TooOften}, {20 * time.Second, fault.TooOften}, {31 * time.Second, fault.None}, {31 * time.Second, fault.TooOften}} {
			if _, err := p.Enter(clock.With(ctx, now.Add(tt.after)), key, Report); fault.KindOf(err) != tt.want {
				t.Errorf("call %d: %v, want %v", i, err, tt.want)
			}
		}
	})
}

func TestWhatCannotBeIsToldBesideTheField(t *testing.T) {
	house(t, func(t *testing.T, ctx context.Context, p *Partners) {
		made(t, ctx, p, Partner{Name: "App", Code: "app"})
		for name, tt := range map[string]struct {
			one   Partner
			field string
		}{
			"no name":              {Partner{Code: "x"}, "name"},
			"a name in Persian":    {Partner{Name: "سامانه"}, "code"},
			"a code that is taken": {Partner{Name: "Other", Code: "app"}, "code"},
			"a code with a space":  {Partner{Name: "Other", Code: "my app"}, "code"},
			"a subject of nowhere": {Partner{Name: "Other", Subjects: []string{"ZZ"}}, "subjects"},
			"a district elsewhere": {Partner{Name: "Other", Districts: []string{"izmir"}}, "districts"},
			"a right of our own":   {Partner{Name: "Other", Rights: []Right{"everything"}}, "rights"},
			"a limit below one":    {Partner{Name: "Other", PerMinute: -1}, "per_minute"},
			"a very long contact":  {Partner{Name: "Other", Contact: strings.Repeat("ş", 301)}, "contact"},
		} {
			_, err := p.Add(ctx, tt.one)
			f, ok := fault.Of(err)
			if !ok || len(f.On) != 1 || f.On[0].Name != tt.field {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestOnlyWhoeverMayConnectsOtherSystems(t *testing.T) {
	house(t, func(t *testing.T, ctx context.Context, p *Partners) {
		one, key := made(t, ctx, p, Partner{Name: "App", Rights: Rights})
		clerk := access.With(ctx, access.Actor{Kind: access.Staff, Permissions: map[access.Permission]bool{CanView: true}})
		for name, stranger := range map[string]context.Context{"somebody who may only look": clerk, "the partner itself": one.As(ctx, nil), "a resident": access.With(ctx, access.Actor{Kind: access.Resident})} {
			_, added := p.Add(stranger, Partner{Name: "Mine"})
			_, keyed := p.MakeKey(stranger, one.ID)
			for _, err := range []error{added, keyed, p.Change(stranger, one), p.Stop(stranger, one.ID, true), p.Revoke(stranger, one.ID, "x")} {
				if fault.KindOf(err) != fault.Forbidden {
					t.Errorf("%s: %v", name, err)
				}
			}
		}
		if _, err := p.ByKey(ctx, key); err != nil {
			t.Error(err)
		}
	})
}

func TestTheLastCallsAreKeptAndOnlySoMany(t *testing.T) {
	house(t, func(t *testing.T, ctx context.Context, p *Partners) {
		one, _ := made(t, ctx, p, Partner{Name: "App"})
		now := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
		ctx = clock.With(ctx, now)
		for round := range 3 {
			for i := range 500 {
				c := Call{Partner: one.ID, At: now.Add(time.Duration(round*500+i) * time.Second), Door: "open311", Act: "GET requests", Status: 200, Took: time.Millisecond}
				if i%5 == 0 {
					c.Status, c.Why = 404, "doors.no_partner"
				}
				p.Note(ctx, c)
			}
			if err := p.Flush(ctx); err != nil {
				t.Fatal(err)
			}
		}
		all, err := p.Calls(ctx, one.ID, false, 1000)
		failures, err2 := p.Calls(ctx, one.ID, true, 1000)
		if err := errors.Join(err, err2); err != nil || len(all) > keptCalls+keptFailures || len(failures) != keptFailures || !failures[0].Failed() {
			t.Errorf("%d calls, %d failures, %v", len(all), len(failures), err)
		}
		if all[0].At != now.Add(1499*time.Second) {
			t.Errorf("the last call was at %v", all[0].At)
		}
		counts, err := p.Counts(ctx, 7)
		if err != nil || counts[one.ID] != (Count{1500, 300}) {
			t.Errorf("counted %+v, %v", counts, err)
		}
	})
}

func TestReadingCostsNoWrite(t *testing.T) {
	house(t, func(t *testing.T, ctx context.Context, p *Partners) {
		one, key := made(t, ctx, p, Partner{Name: "App", Rights: Rights})
		before, err := p.Calls(ctx, one.ID, false, 10)
		for range 50 {
			if _, err := p.Enter(ctx, key, Read); err != nil {
				t.Fatal(err)
			}
			p.Note(ctx, Call{Partner: one.ID, At: clock.Now(ctx), Status: 200})
		}
		after, err2 := p.Calls(ctx, one.ID, false, 10)
		if err := errors.Join(err, err2); err != nil || len(before) != 0 || len(after) != 0 {
			t.Errorf("%d calls were written at once, %v", len(after), err)
		}
	})
}
