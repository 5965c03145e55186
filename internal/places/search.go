package places

import (
	"cmp"
	"slices"
	"strings"

	"mahalle/internal/city"
	"mahalle/internal/platform/i18n"
)

// sortWords are what people write beside a name to say what sort of place it
// is, folded. They tell nothing of which one.
var sortWords = []string{"mah", "mh", "mahalle", "mahallesi", "ilce", "ilcesi", "bolge", "bolgesi", "district", "neighbourhood", "neighborhood", "محله", "منطقه"}

// most guards against somebody who pastes a book into the search field.
const (
	mostTyped = 200 // bytes
	mostWords = 8
)

// search finds areas that exist on a day by the beginnings of their names, the
// closest first, at most limit. The district may be typed beside the
// neighbourhood, in any order: "turgutlu altay".
func (a *atlas) search(typed string, day city.Day, limit int) []Area {
	wishes := wishesOf(typed)
	var found []candidate
	for _, code := range a.codes {
		one := a.areas[code]
		if !one.Valid(day) {
			continue
		}
		rank := 0
		for _, words := range wishes {
			rank = max(rank, rankOf(words, a.words[code], a.words[one.Parent]))
		}
		if rank > 0 {
			found = append(found, candidate{one, rank})
		}
	}
	slices.SortStableFunc(found, func(x, y candidate) int { return cmp.Compare(y.rank, x.rank) })
	areas := make([]Area, min(len(found), max(limit, 0)))
	for i := range areas {
		areas[i] = found[i].area
	}
	return areas
}

type candidate struct {
	area Area
	rank int
}

// wishesOf reads what was typed into the words to look for: once with every
// half-space of Persian dropped and once with a space in its place.
func wishesOf(typed string) [][]string {
	if len(typed) > mostTyped {
		typed = strings.ToValidUTF8(typed[:mostTyped], "")
	}
	joined, split := i18n.FoldVariants(typed)
	var wishes [][]string
	for _, form := range []string{joined, split} {
		words := withoutSortWords(i18n.Words(form))
		words = words[:min(len(words), mostWords)]
		if len(words) > 0 && !slices.ContainsFunc(wishes, func(w []string) bool { return slices.Equal(w, words) }) {
			wishes = append(wishes, words)
		}
	}
	return wishes
}

func withoutSortWords(words []string) []string {
	return slices.DeleteFunc(words, func(w string) bool { return slices.Contains(sortWords, w) })
}

// rankOf is 0 unless every word typed begins a word of the area's own names or
// of its district's, and at least one its own. Whole words count more than
// beginnings, and the first word of a name more than the others.
func rankOf(typed, own, district []string) int {
	rank, mine := 1, false
	for _, w := range typed {
		switch points := pointsFor(w, own); {
		case points > 0:
			rank, mine = rank+points, true
		case pointsFor(w, district) == 0:
			return 0
		}
	}
	if !mine {
		return 0
	}
	return rank*8 - min(len(own), 7) // "Altay" before "Altay Yaylası"
}

// pointsFor is how well one typed word fits one of the names.
func pointsFor(typed string, names []string) int {
	most := 0
	for i, n := range names {
		points := 0
		switch {
		case n == typed:
			points = 5
		case strings.HasPrefix(n, typed):
			points = 2
		}
		if points > 0 && i == 0 {
			points++
		}
		most = max(most, points)
	}
	return most
}
