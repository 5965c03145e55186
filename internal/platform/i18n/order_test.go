package i18n

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"mahalle/internal/city"
)

var inOrder = map[city.Lang]string{
	city.Turkish: "Cami Çınar Gül Iğdır Işık İnci Orman Ömer Su Şirin Ufuk Üzüm Zeytin",
	city.Persian: "آب ابر پردیس پل چای چمگردان ژاله کتاب کرج گرگان گل واحد هشتگرد هما یاس",
	city.English: "Elm Street 2, Elm Street 10, Oak Avenue",
}

func TestNamesStandInTheOrderOfTheirAlphabet(t *testing.T) {
	c := catalogOf(t)
	for lang, names := range inOrder {
		sep := " "
		if lang == city.English {
			sep = ", "
		}
		l, want := c.Locale(lang, nil), strings.Split(names, sep)
		got := slices.Clone(want)
		rand.Shuffle(len(got), func(i, j int) { got[i], got[j] = got[j], got[i] })
		slices.SortFunc(got, l.Compare)
		if !slices.Equal(got, want) {
			t.Errorf("%s: Compare gives %v", lang, got)
		}
		slices.Reverse(got)
		slices.SortFunc(got, func(a, b string) int { return bytes.Compare(l.SortKey(a), l.SortKey(b)) })
		if !slices.Equal(got, want) {
			t.Errorf("%s: SortKey gives %v", lang, got)
		}
	}
}

func TestStreetNumbersSortBySize(t *testing.T) {
	tr, fa, _ := readers(t)
	if tr.Compare("2. Sokak", "1204. Sokak") >= 0 {
		t.Error("Turkish: 1204. Sokak comes before 2. Sokak")
	}
	if fa.Compare("ناحیهٔ ۲", "ناحیهٔ ۱۲") >= 0 {
		t.Error("Persian: ناحیهٔ ۱۲ comes before ناحیهٔ ۲")
	}
}

func TestTheDatabaseSortsAsThePageDoes(t *testing.T) {
	tr, fa, _ := readers(t)
	names := rapid.StringOfN(rapid.RuneFrom([]rune("abcçgğıiİIoösşuüzÇ 0129-آبپکگیهـ\u200c۱۲")), 0, 12, -1)
	rapid.Check(t, func(t *rapid.T) {
		a, b := names.Draw(t, "a"), names.Draw(t, "b")
		for _, l := range []Locale{tr, fa} {
			if page, base := l.Compare(a, b), bytes.Compare(l.SortKey(a), l.SortKey(b)); page != base {
				t.Fatalf("%s: Compare(%q, %q) = %d, the keys say %d", l.Lang, a, b, page, base)
			}
		}
	})
}

func TestManySortAtOnce(t *testing.T) {
	tr, _, _ := readers(t)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 200 {
				if tr.Compare("Işık", "İnci") >= 0 || len(tr.SortKey("Çınar")) == 0 {
					t.Error("Işık comes before İnci, whoever else is sorting")
				}
			}
		})
	}
	all.Wait()
}
