package office

import (
	"crypto/rand"
	_ "embed"
	"math/big"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
)

const shortestPassword, longestPassword = 10, 200

// easyPasswords are those that everybody tries first, one a line.
//
//go:embed easy_passwords.txt
var easyPasswords string

var easyOnes = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	for line := range strings.Lines(easyPasswords) {
		all[i18n.Fold(strings.TrimSpace(line))] = true
	}
	return all
})

// mayBePassword asks for length and refuses what everybody tries first. What it
// is made of is its owner's own business.
func mayBePassword(field, login, password string) error {
	n := utf8.RuneCountInString(password)
	switch {
	case n < shortestPassword:
		return fault.Fields(fault.Field{Name: field, Key: "office.password_short", Args: []any{"n", shortestPassword}})
	case n > longestPassword:
		return fault.Fields(fault.Field{Name: field, Key: "office.password_long", Args: []any{"n", longestPassword}})
	case easy(login, password):
		return fault.Fields(fault.Field{Name: field, Key: "office.password_easy"})
	}
	return nil
}

// easy: on the list, the login with some digits around it, or a few letters over
// and over.
func easy(login, password string) bool {
	folded := i18n.Fold(password)
	rest := strings.ReplaceAll(folded, login, "")
	return easyOnes()[folded] ||
		rest != folded && !strings.ContainsFunc(rest, unicode.IsLetter) ||
		differentRunes(folded) < 5
}

func differentRunes(s string) int {
	seen := map[rune]bool{}
	for _, r := range s {
		seen[r] = true
	}
	return len(seen)
}

// clearLetters are those that nobody mistakes when reading them aloud.
const clearLetters = "abcdefghjkmnpqrstuvwxyz23456789"

// suggestedPassword is one that a colleague can read out: four times four of the
// clear letters, 79 bits.
func suggestedPassword() string {
	var b strings.Builder
	for i := range 16 {
		if i > 0 && i%4 == 0 {
			b.WriteByte('-')
		}
		n, _ := rand.Int(rand.Reader, big.NewInt(int64(len(clearLetters)))) // never fails since Go 1.24
		b.WriteByte(clearLetters[n.Int64()])
	}
	return b.String()
}
