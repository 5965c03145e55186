package routing

import "slices"

// likeness compares two words with the same first letters: 0 is unlike, 1 the
// same. It does the work of a stemmer. (Snowball's Turkish stemmer was tried in
// its place and beside it; both found fewer subjects.)
func likeness(a, b string) float64 {
	common, shorter, longer := commonStart(a, b)
	switch {
	case common == shorter && common < 3: // سگا is سگ
		return 0.6
	case common == shorter: // one is the other with an ending
		return max(0, 0.85-0.045*float64(longer-shorter))
	case common >= 4 && common*5 >= shorter*3: // two endings on one stem
		return max(0, 0.5+0.4*float64(common)/float64(shorter)-0.03*float64(longer-common))
	}
	return 0
}

// commonStart counts the letters two words begin with alike, and their lengths.
func commonStart(a, b string) (common, shorter, longer int) {
	x, y := []rune(a), []rune(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	for common < len(x) && x[common] == y[common] {
		common++
	}
	return common, len(x), len(y)
}

func firstRunes(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

// trigramsOf cuts a word into runs of three letters, with its ends marked.
func trigramsOf(word string) []string {
	letters := []rune(" " + word + " ")
	var all []string
	for i := 0; i+3 <= len(letters); i++ {
		all = append(all, string(letters[i:i+3]))
	}
	return all
}

// oneSlip reports whether one letter was left out, added, changed or swapped.
func oneSlip(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(y)-len(x) > 1 {
		return false
	}
	i := 0
	for i < len(x) && x[i] == y[i] {
		i++
	}
	if len(x) < len(y) {
		return slices.Equal(x[i:], y[i+1:])
	}
	if i+1 < len(x) && x[i] == y[i+1] && x[i+1] == y[i] && slices.Equal(x[i+2:], y[i+2:]) {
		return true
	}
	return i == len(x) || slices.Equal(x[i+1:], y[i+1:])
}
