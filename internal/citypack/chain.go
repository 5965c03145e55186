package citypack

import (
	"cmp"
	"slices"

	"mahalle/internal/platform/table"
)

// chain leads from each code to the one above it; the top has none.
type chain map[string]string

// above checks that whoever stands above exists and that nobody stands above
// himself.
func (r *reader) above(rows []table.Row, column, what string, up chain) {
	for _, row := range rows {
		code, next := row.Text("code"), row.Text(column)
		switch {
		case next != "" && !r.has(what, next):
			row.Fail("%s %q is not a %s", column, next, what)
		case up.circles(code):
			row.Fail("%s %q leads back to %q in a circle", column, next, code)
		}
	}
}

// circles reports whether the way up from code comes back to it.
func (up chain) circles(code string) bool {
	next := up[code]
	for range up {
		if next == "" {
			return false
		}
		if next == code {
			return true
		}
		next = up[next]
	}
	return false
}

// depth is the number of steps to the top, at most the length of the chain.
func (up chain) depth(code string) int {
	steps := 0
	for next := up[code]; next != "" && steps < len(up); next = up[next] {
		steps++
	}
	return steps
}

// parentsFirst orders units so that whoever loads them one by one always finds
// the parent there already. Within a level the file's order stays.
func parentsFirst(units []Unit, up chain) []Unit {
	slices.SortStableFunc(units, func(a, b Unit) int { return cmp.Compare(up.depth(a.Code), up.depth(b.Code)) })
	return units
}
