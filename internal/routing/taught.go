package routing

import (
	"slices"

	"mahalle/internal/routing/suggest"
)

// Taught is what the city itself says about its subjects, in all languages: a
// young city's suggestions learn from it besides the cases.
func Taught(subjects []Subject) []suggest.Example {
	var all []suggest.Example
	for _, s := range subjects {
		for _, text := range slices.Concat([]string{s.Name.TR, s.Name.FA, s.Name.EN}, s.Words.TR, s.Words.FA, s.Words.EN) {
			if text != "" {
				all = append(all, suggest.Example{Text: text, Subject: s.Code})
			}
		}
	}
	return all
}
