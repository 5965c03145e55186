package places

import (
	"slices"
	"testing"
	"unicode/utf8"

	"mahalle/internal/city"
)

func TestPlacesAreFoundAsPeopleTypeThem(t *testing.T) {
	s := shipped()
	for typed, want := range map[string]string{
		"turgutlu":                  "turgutlu",
		"TURGUTLU":                  "turgutlu",
		"Şehzadeler":                "sehzadeler",
		"sehzadeler":                "sehzadeler",
		"altay mah turgutlu":        "turgutlu-altay",
		"Altay Mahallesi, Turgutlu": "turgutlu-altay",
		"turgutlu altay":            "turgutlu-altay",
		"Altay Mah.,Turgutlu":       "turgutlu-altay",
		"turgutl alt":               "turgutlu-altay",
		"تورگوتلو":                  "turgutlu",
		"محلهٔ Altay تورگوتلو":      "turgutlu-altay",
		"yunusemre ilçesi":          "yunusemre",
	} {
		got := s.Search("manisa", typed, 5)
		if len(got) == 0 || got[0].Code != want {
			t.Errorf("%q finds %v, want %s first", typed, codes(got), want)
		}
	}
	for typed, want := range map[string]string{
		"منطقه ۱۱":    "m11",
		"منطقهٔ ۱":    "m1",
		"۱":           "m1",
		"منطقه‌ی ۱۴":  "m14",
		"district 22": "m22",
		"14. bölge":   "m14",
	} {
		got := s.Search("tehran", typed, 5)
		if len(got) == 0 || got[0].Code != want {
			t.Errorf("%q finds %v, want %s first", typed, codes(got), want)
		}
	}
}

func TestWhatIsNoPlaceFindsNothing(t *testing.T) {
	s := shipped()
	for _, typed := range []string{"", "   ", "mahalle", "محله", "xyzzy", "turgutlu xyzzy", "'", "%", "\xff\xfe"} {
		if got := s.Search("manisa", typed, 5); len(got) > 0 {
			t.Errorf("%q finds %v", typed, codes(got))
		}
	}
	if got := s.Search("nobody", "turgutlu", 5); len(got) > 0 {
		t.Errorf("a city nobody knows has %v", codes(got))
	}
}

func TestASearchKeepsItsLimit(t *testing.T) {
	s := shipped()
	for _, limit := range []int{-1, 0, 1, 7} {
		if got := s.Search("manisa", "a", limit); len(got) != max(limit, 0) {
			t.Errorf("asked for %d, got %d", limit, len(got))
		}
	}
}

func FuzzSearch(f *testing.F) {
	for _, typed := range []string{"altay mah", "منطقهٔ ۱۱", "می‌شود", "a'b'c", "\u202eturgutlu"} {
		f.Add(typed)
	}
	s := shipped()
	f.Fuzz(func(t *testing.T, typed string) {
		for _, a := range s.Search("manisa", typed, 3) {
			if !utf8.ValidString(a.Code) || a.Code == "" {
				t.Errorf("%q finds an area without a code", typed)
			}
		}
	})
}

func codes(areas []Area) []string {
	all := make([]string, len(areas))
	for i, a := range areas {
		all[i] = a.Code
	}
	return slices.Clip(all)
}

func BenchmarkSearch(b *testing.B) {
	s := shipped()
	for b.Loop() {
		s.Search(city.Tenant("manisa"), "turgutlu altay mah", 12)
	}
}
