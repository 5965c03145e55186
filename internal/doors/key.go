package doors

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"mahalle/internal/city"
)

// Key is what is known of a key that was given out.
type Key struct {
	ID      city.ID
	Partner city.ID
	Ending  string // its last letters, so that people can tell keys apart
	Made    time.Time
	Revoked time.Time // zero: it opens
}

// prefix makes a key that is found where it does not belong, in a log or in a
// program's text, easy to recognise.
const prefix = "mahalle_"

// shownLetters is how much of a key is kept.
const shownLetters = 4

// freshKey is a key of 130 random bits.
func freshKey() string { return prefix + rand.Text() }

// hashOf needs no salt and no slowness: nobody can guess what was drawn at random.
func hashOf(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:])
}

func endingOf(key string) string { return key[max(0, len(key)-shownLetters):] }
