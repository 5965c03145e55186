package db

import (
	"strconv"
	"strings"
)

// unnumbered writes ? for $1, $2, … where each stands once and in order. SQLite
// takes $1 for a name, and the driver looks the name of every parameter up, one
// after the other: a twentieth of writing a long row. Any other text stays as it
// is.
func unnumbered(text string) string {
	var b strings.Builder
	rest := text
	for n := 1; ; n++ {
		i := strings.IndexAny(rest, "$'")
		if i < 0 {
			return b.String() + rest
		}
		number, after := leadingNumber(rest[i+1:])
		if rest[i] == '\'' || number != n {
			return text
		}
		b.WriteString(rest[:i] + "?")
		rest = after
	}
}

// leadingNumber is the number a text begins with, 0 when there is none, and what
// follows it.
func leadingNumber(text string) (int, string) {
	rest := strings.TrimLeft(text, "0123456789")
	n, _ := strconv.Atoi(text[:len(text)-len(rest)])
	return n, rest
}
