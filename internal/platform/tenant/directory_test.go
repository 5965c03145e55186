package tenant

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/dbtest"
)

var (
	manisa = City{ID: "manisa", ShortName: city.Text{TR: "Manisa"}, ZoneName: "Europe/Istanbul", DefaultLang: city.Turkish}
	tehran = City{ID: "tehran", ShortName: city.Text{FA: "تهران"}, ZoneName: "Asia/Tehran", DefaultLang: city.Persian}
)

func everyEngine(t *testing.T, test func(t *testing.T, d *db.DB)) {
	t.Helper()
	dbtest.Every(t, test, Schema)
}

func save(t *testing.T, d *db.DB, c City, hosts ...string) error {
	t.Helper()
	ctx := Enter(t.Context(), &c)
	return d.Write(ctx, func(tx *db.Tx) error { return Save(ctx, tx, c, hosts...) })
}

func loaded(t *testing.T, d *db.DB) *Directory {
	t.Helper()
	known := NewDirectory(d)
	if err := known.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	return known
}

func both(t *testing.T, d *db.DB) *Directory {
	t.Helper()
	if err := errors.Join(save(t, d, manisa, "manisa.example", "www.manisa.example"), save(t, d, tehran, "Tehran.Example.")); err != nil {
		t.Fatal(err)
	}
	return loaded(t, d)
}

func TestAHostNameLeadsToItsCityHoweverItIsWritten(t *testing.T) {
	everyEngine(t, func(t *testing.T, d *db.DB) {
		known := both(t, d)
		for host, want := range map[string]city.Tenant{
			"manisa.example": "manisa", "www.manisa.example": "manisa", "MANISA.example:8080": "manisa", "manisa.example.": "manisa",
			"tehran.example": "tehran", "tehran.example.:443": "tehran",
			"izmir.example": "", "": "", "manisa.example.evil.test": "", "[::1]:8080": "", "127.0.0.1": "",
		} {
			c, ok := known.ByHost(host)
			if ok != (want != "") || ok && c.ID != want {
				t.Errorf("ByHost(%q) = %v, %v, want %q", host, c, ok, want)
			}
		}
	})
}

func TestACityAloneAnswersToEveryName(t *testing.T) {
	everyEngine(t, func(t *testing.T, d *db.DB) {
		if err := save(t, d, tehran); err != nil {
			t.Fatal(err)
		}
		known := loaded(t, d)
		for _, host := range []string{"localhost:8080", "192.0.2.1", "anything.example"} {
			if c, ok := known.ByHost(host); !ok || c.ID != "tehran" {
				t.Errorf("ByHost(%q) = %v, %v", host, c, ok)
			}
		}
	})
}

func TestNobodyAnswersWhenThereIsNoCity(t *testing.T) {
	everyEngine(t, func(t *testing.T, d *db.DB) {
		known := loaded(t, d)
		if c, ok := known.ByHost("manisa.example"); ok {
			t.Errorf("found %v", c)
		}
		if len(known.All()) != 0 {
			t.Errorf("All() = %v", known.All())
		}
	})
}

func TestACitysNameIsNotTakenByAnother(t *testing.T) {
	everyEngine(t, func(t *testing.T, d *db.DB) {
		both(t, d)
		if err := save(t, d, tehran, "city.tehran.example", "MANISA.example"); err == nil {
			t.Error("Tehran took Manisa's name")
		}
		known := loaded(t, d)
		if c, ok := known.ByHost("manisa.example"); !ok || c.ID != "manisa" {
			t.Errorf("manisa.example leads to %v", c)
		}
		if _, ok := known.ByHost("city.tehran.example"); ok {
			t.Error("half of what was refused was kept")
		}
	})
}

func TestACityIsReadBackWithItsClock(t *testing.T) {
	everyEngine(t, func(t *testing.T, d *db.DB) {
		known := both(t, d)
		midnight := time.Date(2026, 11, 24, 20, 45, 0, 0, time.UTC) // 23:45 in Manisa, 00:15 in Tehran
		m, _ := known.ByID("manisa")
		h, _ := known.ByID("tehran")
		if m.ShortName.TR != "Manisa" || m.DefaultLang != city.Turkish || m.Today(midnight) != city.Date(2026, 11, 24) {
			t.Errorf("Manisa: %+v, today %s", m, m.Today(midnight))
		}
		if h.DefaultLang != city.Persian || h.Today(midnight) != city.Date(2026, 11, 25) {
			t.Errorf("Tehran: %+v, today %s", h, h.Today(midnight))
		}
		if all := known.All(); len(all) != 2 || all[0].ID != "manisa" || all[1].ID != "tehran" {
			t.Errorf("All() = %v", all)
		}
	})
}

func TestACityWithAZoneNobodyKnowsIsRefusedByName(t *testing.T) {
	everyEngine(t, func(t *testing.T, d *db.DB) {
		lost := manisa
		lost.ZoneName = "Europe/Manisa"
		if err := save(t, d, lost); err != nil {
			t.Fatal(err)
		}
		if err := NewDirectory(d).Load(t.Context()); err == nil {
			t.Error("a city without a clock was loaded")
		}
	})
}

func TestManyDrawNumbersAtOnceAndNoneIsDrawnTwice(t *testing.T) {
	everyEngine(t, func(t *testing.T, d *db.DB) {
		const hands, each = 6, 15
		var mu sync.Mutex
		drawn := map[city.Tenant][]int64{}
		var all sync.WaitGroup
		for _, c := range []*City{&manisa, &tehran} {
			for range hands {
				all.Go(func() {
					ctx := Enter(t.Context(), c)
					for range each {
						n, err := draw(ctx, d, "requests:26", nil)
						if err != nil {
							t.Error(err)
							return
						}
						mu.Lock()
						drawn[c.ID] = append(drawn[c.ID], n)
						mu.Unlock()
					}
				})
			}
		}
		all.Wait()
		for who, numbers := range drawn {
			slices.Sort(numbers)
			for i, n := range numbers {
				if n != int64(i+1) {
					t.Fatalf("%s drew %v", who, numbers)
				}
			}
			if len(numbers) != hands*each {
				t.Errorf("%s drew %d numbers", who, len(numbers))
			}
		}
	})
}

func TestANumberIsGivenBackWhenItsWorkIsUndone(t *testing.T) {
	everyEngine(t, func(t *testing.T, d *db.DB) {
		ctx := Enter(t.Context(), &manisa)
		undone := errors.New("undone")
		for want := range int64(3) {
			if _, err := draw(ctx, d, "requests:26", undone); !errors.Is(err, undone) {
				t.Fatal(err)
			}
			n, err := draw(ctx, d, "requests:26", nil)
			if err != nil || n != want+1 {
				t.Errorf("drew %d (%v), want %d", n, err, want+1)
			}
		}
		if n, err := draw(ctx, d, "requests:27", nil); err != nil || n != 1 {
			t.Errorf("another counter begins at %d (%v)", n, err)
		}
	})
}

func draw(ctx context.Context, d *db.DB, counter string, after error) (n int64, err error) {
	err = d.Write(ctx, func(tx *db.Tx) error {
		if n, err = Next(ctx, tx, counter); err != nil {
			return err
		}
		return after
	})
	return n, err
}

func TestWithoutACityNothingIsOwned(t *testing.T) {
	if c := From(context.Background()); c.ID != "" || c.Zone() != time.UTC || db.TenantFrom(context.Background()) != "" {
		t.Errorf("From(nothing) = %+v", c)
	}
}
