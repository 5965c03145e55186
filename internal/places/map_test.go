package places

import (
	"slices"
	"strings"
	"testing"

	"mahalle/internal/city"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/ui"
)

func TestAPointFindsItsDistrict(t *testing.T) {
	s := shipped()
	for name, tt := range map[string]struct {
		city     city.Tenant
		lat, lon float64
		district string
		outside  bool
	}{
		"the square of Turgutlu":         {"manisa", 38.5006, 27.7072, "turgutlu", false},
		"the middle of Salihli":          {"manisa", 38.4816, 28.1390, "salihli", false},
		"Izmir, which is another city":   {"manisa", 38.4192, 27.1287, "", true},
		"Azadi square in Tehran":         {"tehran", 35.6997, 51.3380, "m9", false},
		"Karaj, which is another city":   {"tehran", 35.8327, 50.9915, "", true},
		"the spot at 0,0 of broken data": {"tehran", 0, 0, "", true},
		"a city without outlines":        {"boston", 42.36, -71.06, "", false},
	} {
		t.Run(name, func(t *testing.T) {
			f := s.At(tt.city, city.PointAt(tt.lat, tt.lon))
			if f.Place.District != tt.district || f.Outside != tt.outside {
				t.Errorf("At = %+v, want district %q, outside %v", f, tt.district, tt.outside)
			}
		})
	}
}

func TestEveryDistrictIsFoundWhereItsNameStands(t *testing.T) {
	s := shipped()
	for _, name := range []city.Tenant{"manisa", "tehran"} {
		for _, d := range s.Districts(name, in("en")) {
			if got := s.At(name, d.Point).Place.District; got != d.Code {
				t.Errorf("%s: the point of %s lies in %q", name, d.Code, got)
			}
		}
	}
}

func TestANeighbourhoodWithAnOutlineIsFoundToo(t *testing.T) {
	s, found := shipped(), 0
	for _, n := range packs()["manisa"].Neighbourhoods {
		f := s.At("manisa", n.Point)
		if f.Place.Neighbourhood != "" {
			found++
			if a, _ := s.Area("manisa", f.Place.Neighbourhood); a.Parent != f.Place.District {
				t.Errorf("%s is said to lie in %s", a.Code, f.Place.District)
			}
		}
	}
	if found < 100 {
		t.Errorf("only %d neighbourhoods are found where their point is", found)
	}
}

func TestNearABorderTheNeighbourIsOffered(t *testing.T) {
	s := shipped()
	var from, to city.Point // two districts; somewhere between them is the border
	for _, d := range s.Districts("tehran", in("en")) {
		switch d.Code {
		case "m6":
			from = d.Point
		case "m7":
			to = d.Point
		}
	}
	for range 40 {
		middle := city.Point{Lat: (from.Lat + to.Lat) / 2, Lon: (from.Lon + to.Lon) / 2}
		if s.At("tehran", middle).Place.District == "m6" {
			from = middle
		} else {
			to = middle
		}
	}
	f := s.At("tehran", from)
	if f.Place.District != "m6" || !slices.Contains(f.Near, "m7") || slices.Contains(f.Near, "m6") {
		t.Errorf("at the border of m6 and m7: %+v", f)
	}
}

func TestNumbersOfAPointAreReadAsPeopleWriteThem(t *testing.T) {
	for name, tt := range map[string]struct {
		lat, lon string
		want     city.Point
		kind     fault.Kind
	}{
		"plain":                      {"38.5", "27.75", city.Point{Lat: 38_500_000, Lon: 27_750_000}, fault.None},
		"with a comma":               {" 38,5 ", "27,75", city.Point{Lat: 38_500_000, Lon: 27_750_000}, fault.None},
		"Persian":                    {"۳۵٫۷", "۵۱٫۳۴", city.Point{Lat: 35_700_000, Lon: 51_340_000}, fault.None},
		"Arabic":                     {"٣٥٫٧", "٥١٫٣٤", city.Point{Lat: 35_700_000, Lon: 51_340_000}, fault.None},
		"west, with a real minus":    {"42.36", "−71.06", city.Point{Lat: 42_360_000, Lon: -71_060_000}, fault.None},
		"nothing":                    {"", "", city.Point{}, fault.Invalid},
		"words":                      {"burası", "şurası", city.Point{}, fault.Invalid},
		"beyond the pole":            {"91", "27", city.Point{}, fault.Invalid},
		"beyond the date line":       {"38", "181", city.Point{}, fault.Invalid},
		"not a number":               {"NaN", "27", city.Point{}, fault.Invalid},
		"without end":                {"Inf", "27", city.Point{}, fault.Invalid},
		"a number for machines":      {"0x10", "27", city.Point{}, fault.Invalid},
		"two numbers in one field":   {"38.5, 27.7", "27", city.Point{}, fault.Invalid},
		"longer than any real point": {strings.Repeat("1", 500), "27", city.Point{}, fault.Invalid},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := ParsePoint(tt.lat, tt.lon)
			if got != tt.want || fault.KindOf(err) != tt.kind {
				t.Errorf("ParsePoint = %v, %v; want %v, kind %v", got, err, tt.want, tt.kind)
			}
		})
	}
}

func FuzzParsePoint(f *testing.F) {
	f.Add("38.5", "27,7")
	f.Add("۳۵٫۷", "−۵۱")
	f.Add("1e400", "NaN")
	f.Fuzz(func(t *testing.T, lat, lon string) {
		p, err := ParsePoint(lat, lon)
		if err != nil && (p != city.Point{}) {
			t.Errorf("a refused point is not empty: %v", p)
		}
		if p.Lat < -90_000_000 || p.Lat > 90_000_000 || p.Lon < -180_000_000 || p.Lon > 180_000_000 {
			t.Errorf("ParsePoint(%q, %q) = %v, off the globe", lat, lon, p)
		}
	})
}

func TestTheMapShowsEveryDistrictOnce(t *testing.T) {
	s := shipped()
	p, ok := s.CityMap("manisa", in("tr"))
	if !ok || len(p.Codes) != 17 || len(p.Map.Shapes) != 17 {
		t.Fatalf("the map has %d shapes", len(p.Map.Shapes))
	}
	p.Each(func(code string, shape *ui.Shape) {
		if a, _ := s.Area("manisa", code); shape.Label != a.Name.TR || shape.Path == "" {
			t.Errorf("%s is drawn as %q", code, shape.Label)
		}
	})
	if _, ok := s.CityMap("boston", in("en")); ok {
		t.Error("a city without outlines has a map")
	}
	if box, ok := s.Bounds("manisa"); !ok || !box.Contains(city.PointAt(38.5, 27.7)) {
		t.Errorf("the city lies within %+v", box)
	}
}

func TestADistrictIsDrawnLargeWithItsNeighbourhoods(t *testing.T) {
	s := shipped()
	p, ok := s.DistrictMap("manisa", in("tr"), "yunusemre")
	hoods, districts := 0, 0
	p.Each(func(code string, shape *ui.Shape) {
		a, _ := s.Area("manisa", code)
		if a.Kind == District {
			districts++
		} else if a.Parent == "yunusemre" {
			hoods++
		} else {
			t.Errorf("%s is drawn, a neighbourhood of %s", code, a.Parent)
		}
	})
	if !ok || hoods == 0 || districts < 3 || districts > 12 {
		t.Errorf("drawn are %d districts and %d neighbourhoods", districts, hoods)
	}
	if m := p.Map; m.Width < 400 || m.Width > 1200 || m.Height < 200 {
		t.Errorf("the piece shown is %v × %v", m.Width, m.Height)
	}
	again, _ := s.DistrictMap("manisa", in("en"), "yunusemre")
	if len(again.Codes) != len(p.Codes) {
		t.Error("the second picture differs from the first")
	}
	if _, ok := s.DistrictMap("manisa", in("en"), "nowhere"); ok {
		t.Error("a district that is not there was drawn")
	}
}

func TestASmallMapShowsWhereAPlaceIs(t *testing.T) {
	s := shipped()
	m, ok := s.Locator("manisa", in("tr"), city.Place{District: "turgutlu", Point: city.PointAt(38.5006, 27.7072)})
	mine := 0
	for _, shape := range m.Shapes {
		if shape.Mine {
			mine++
		}
	}
	if !ok || mine != 1 || len(m.Pins) != 1 {
		t.Fatalf("the small map has %d districts in ink and %d pins", mine, len(m.Pins))
	}
	if pin := m.Pins[0]; pin.X < m.X || pin.X > m.X+m.Width || pin.Y < m.Y || pin.Y > m.Y+m.Height {
		t.Errorf("the pin at %v, %v is outside the map", pin.X, pin.Y)
	}
	if _, ok := s.Locator("manisa", in("tr"), city.Place{}); ok {
		t.Error("nowhere has a map")
	}
	if m, ok := s.Locator("manisa", in("tr"), city.Place{Neighbourhood: "turgutlu-altay"}); !ok || len(m.Pins) != 0 {
		t.Error("a neighbourhood without a point is shown by its district")
	}
}

func BenchmarkAt(b *testing.B) {
	s, p := shipped(), city.PointAt(38.5006, 27.7072)
	for b.Loop() {
		s.At("manisa", p)
	}
}
