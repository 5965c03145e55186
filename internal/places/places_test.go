package places

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"mahalle/cities"
	"mahalle/internal/city"
	"mahalle/internal/citypack"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/dbtest"
	"mahalle/internal/platform/geo"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/ui"
	"mahalle/internal/platform/web"
)

var today = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)

var packs = sync.OnceValue(func() map[string]*citypack.Pack {
	read := map[string]*citypack.Pack{}
	for _, name := range []string{"manisa", "tehran", "boston"} {
		fsys, _ := cities.FS(name)
		p, err := citypack.Read(fsys)
		if err != nil {
			panic(err)
		}
		read[name] = p
	}
	return read
})

var catalog = sync.OnceValue(func() *i18n.Catalog {
	c, err := i18n.NewCatalog(Locales, ui.Locales, web.Locales, db.Locales)
	if err != nil {
		panic(err)
	}
	return c
})

func in(lang city.Lang) i18n.Locale { return catalog().Locale(lang, time.UTC) }

// entered is the context of a day in a city.
func entered(t testing.TB, name string, now time.Time) context.Context {
	t.Helper()
	c, err := tenant.City{ID: city.Tenant(name), ZoneName: packs()[name].City.Zone, DefaultLang: packs()[name].City.Language,
		ShortName: packs()[name].City.ShortName, MapCredit: packs()[name].City.MapCredit}.WithZone()
	if err != nil {
		t.Fatal(err)
	}
	return clock.With(tenant.Enter(context.Background(), &c), now)
}

// settle brings the pack into the database and into memory.
func settle(t testing.TB, d *db.DB, s *Service, ctx context.Context, p *citypack.Pack) {
	t.Helper()
	if err := d.Write(ctx, func(tx *db.Tx) error { return s.LoadPack(ctx, tx, p) }); err != nil {
		t.Fatal(err)
	}
	if err := s.Load(ctx); err != nil {
		t.Fatal(err)
	}
}

func service(d *db.DB) *Service {
	s := New(d)
	s.now = func() time.Time { return today }
	return s
}

// shipped is the three shipped cities in memory, without a database.
var shipped = sync.OnceValue(func() *Service {
	s := service(nil)
	for name, p := range packs() {
		var outlines []geo.Area
		for _, o := range slices.Concat(p.DistrictOutlines, p.NeighbourhoodOutlines) {
			outlines = append(outlines, geo.Area{Code: o.Code, Shape: o.Shape})
		}
		s.cities[city.Tenant(name)] = newAtlas(time.UTC, areasOf(p), outlines)
	}
	return s
})

func TestTheCityKnowsItsPlaces(t *testing.T) {
	dbtest.Every(t, func(t *testing.T, d *db.DB) {
		s := service(d)
		for name, p := range packs() {
			settle(t, d, s, entered(t, name, today), p)
			districts, hoods := s.Districts(city.Tenant(name), in("tr")), 0
			for _, one := range districts {
				hoods += len(s.Neighbourhoods(city.Tenant(name), one.Code, in("tr")))
			}
			if len(districts) != len(p.Districts) || hoods != len(p.Neighbourhoods) {
				t.Errorf("%s has %d districts and %d neighbourhoods, want all %d and %d of its pack",
					name, len(districts), hoods, len(p.Districts), len(p.Neighbourhoods))
			}
		}
		turgutlu, ok := s.Area("manisa", "turgutlu")
		if !ok || turgutlu.Population == 0 || turgutlu.Hectares == 0 || turgutlu.Name.FA == "" {
			t.Errorf("Turgutlu is kept as %+v", turgutlu)
		}
		if _, ok := s.Area("tehran", "turgutlu"); ok {
			t.Error("a place of one city is known in another")
		}
	}, Schema)
}

func TestANewerPackChangesWhatIsThere(t *testing.T) {
	dbtest.Every(t, func(t *testing.T, d *db.DB) {
		s, ctx := service(d), entered(t, "manisa", today)
		settle(t, d, s, ctx, packs()["manisa"])
		newer := *packs()["manisa"]
		newer.Neighbourhoods = slices.Clone(newer.Neighbourhoods)
		gone := newer.Neighbourhoods[0]
		newer.Neighbourhoods[1].Name.TR = "Yeni Ad"
		newer.Neighbourhoods = newer.Neighbourhoods[1:]
		settle(t, d, s, ctx, &newer)

		if a, ok := s.Area("manisa", gone.Code); !ok || a.Until != city.DayOf(today, tenant.From(ctx).Zone()) {
			t.Errorf("%s is left out of the pack and is kept as %+v, want it to end today", gone.Code, a)
		}
		for _, n := range s.Neighbourhoods("manisa", gone.District, in("tr")) {
			if n.Code == gone.Code {
				t.Error("a neighbourhood that is no more can still be chosen")
			}
		}
		if a, _ := s.Area("manisa", newer.Neighbourhoods[0].Code); a.Name.TR != "Yeni Ad" {
			t.Errorf("the new name was not taken: %q", a.Name.TR)
		}
		settle(t, d, s, ctx, packs()["manisa"])
		if a, _ := s.Area("manisa", gone.Code); a.Until != 0 {
			t.Error("a neighbourhood that returns to the pack stands again")
		}
	}, Schema)
}

func TestAnAreaExistsFromItsFirstDayToTheDayBeforeItsLast(t *testing.T) {
	merged := Area{From: city.Date(2014, 3, 30), Until: city.Date(2020, 1, 1)}
	for name, tt := range map[string]struct {
		area Area
		day  city.Day
		want bool
	}{
		"nobody knows when it began":         {Area{}, city.Date(1923, 10, 29), true},
		"nobody knows when, and before 1970": {Area{}, city.Date(1950, 1, 1), true},
		"the day before it was founded":      {merged, city.Date(2014, 3, 29), false},
		"its first day":                      {merged, city.Date(2014, 3, 30), true},
		"its last day":                       {merged, city.Date(2019, 12, 31), true},
		"the day it was merged":              {merged, city.Date(2020, 1, 1), false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := tt.area.Valid(tt.day); got != tt.want {
				t.Errorf("Valid = %v, want %v", got, tt.want)
			}
		})
	}
}

func TestAPlaceIsWrittenAsOfficialsWriteIt(t *testing.T) {
	s := shipped()
	for name, tt := range map[string]struct {
		city  city.Tenant
		lang  city.Lang
		place city.Place
		want  string
	}{
		"a neighbourhood in Turkish":       {"manisa", "tr", city.Place{District: "turgutlu", Neighbourhood: "turgutlu-altay"}, "Altay Mah., Turgutlu"},
		"a neighbourhood in English":       {"manisa", "en", city.Place{District: "turgutlu", Neighbourhood: "turgutlu-altay"}, "Altay, Turgutlu"},
		"a neighbourhood, district unsaid": {"manisa", "en", city.Place{Neighbourhood: "turgutlu-altay"}, "Altay, Turgutlu"},
		"a district in Persian":            {"manisa", "fa", city.Place{District: "turgutlu"}, "تورگوتلو"},
		"a district of Tehran":             {"tehran", "fa", city.Place{District: "m11"}, "منطقهٔ ۱۱"},
		"nowhere":                          {"manisa", "tr", city.Place{}, ""},
		"a code of another city":           {"manisa", "tr", city.Place{District: "m11"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := s.Name(tt.city, in(tt.lang), tt.place); got != tt.want {
				t.Errorf("Name = %q, want %q", got, tt.want)
			}
		})
	}
	with := newAtlas(time.UTC, []Area{
		{Code: "m11", Kind: District, Name: city.Text{FA: "منطقهٔ ۱۱"}},
		{Code: "m11-jomhuri", Kind: Neighbourhood, Parent: "m11", Name: city.Text{FA: "جمهوری"}},
	}, nil)
	small := service(nil)
	small.cities["shahr"] = with
	if got, want := small.Name("shahr", in("fa"), city.Place{District: "m11", Neighbourhood: "m11-jomhuri"}), "محلهٔ جمهوری، منطقهٔ ۱۱"; got != want {
		t.Errorf("Name = %q, want %q", got, want)
	}
}

func TestNamesStandInTheReadersAlphabet(t *testing.T) {
	s := shipped()
	names := func(lang city.Lang) (all []string) {
		for _, d := range s.Districts("manisa", in(lang)) {
			all = append(all, d.Name.In(lang))
		}
		return all
	}
	tr := names("tr")
	if !slices.IsSortedFunc(tr, in("tr").Compare) {
		t.Errorf("in Turkish: %v", tr)
	}
	if slices.Index(tr, "Salihli") > slices.Index(tr, "Şehzadeler") || slices.Index(tr, "Köprübaşı") > slices.Index(tr, "Kula") {
		t.Errorf("ş comes after s and ö before u: %v", tr)
	}
	if fa := names("fa"); !slices.IsSortedFunc(fa, in("fa").Compare) || slices.Equal(tr, fa) {
		t.Errorf("in Persian: %v", fa)
	}
}
