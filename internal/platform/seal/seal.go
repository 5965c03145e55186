// Package seal is the city's signet ring: what was given out under it is known
// again, and nobody without it can make another. The ring is a file beside the
// city's photos, not a row of the database, so that a copy of the database opens
// no resident's own page.
package seal

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

const (
	fileName = "signet"
	ringSize = 32 // bytes
	keySize  = 18 // bytes of a key that is given out: 24 letters
	wordSize = 10 // bytes of a key for people's eyes and mail servers: 16 letters
)

// Seal makes keys. The zero value makes keys anybody can make; use New or Open.
type Seal struct{ ring []byte }

// New is a ring that is forgotten with the program, for tests and rehearsals.
func New() Seal {
	ring := make([]byte, ringSize)
	_, _ = rand.Read(ring) // never fails since Go 1.24
	return Seal{ring}
}

// Open reads the ring kept in a folder and makes one the first time. All nodes
// of a city share the folder, and so the ring.
func Open(folder string) (Seal, error) {
	path := filepath.Join(folder, fileName)
	s, err := read(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return s, err
	}
	if err := keep(path, New()); err != nil && !errors.Is(err, fs.ErrExist) {
		return Seal{}, err
	}
	return read(path) // of two nodes that start together, the first one's
}

func read(path string) (Seal, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return Seal{}, err
	}
	ring, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(ring) != ringSize {
		return Seal{}, fmt.Errorf("%s is damaged: bring it back from a backup, or remove it and the links residents hold are no longer theirs", path)
	}
	return Seal{ring}, nil
}

// keep writes the whole file or none: it is linked under its name when it is on
// the disk. An existing one is never overwritten.
func keep(path string, s Seal) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".seal-*") // readable by the owner alone
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.WriteString(hex.EncodeToString(s.ring) + "\n")
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Link(f.Name(), path)
}

// Key is what the holder of a thing shows to be known again: 24 letters fit for
// an address. The same purpose and parts give the same key.
func (s Seal) Key(purpose string, parts ...string) string {
	return base64.RawURLEncoding.EncodeToString(s.mac(purpose, parts)[:keySize])
}

func (s Seal) mac(purpose string, parts []string) []byte {
	mac := hmac.New(sha256.New, s.ring)
	for _, part := range append([]string{purpose}, parts...) {
		fmt.Fprintf(mac, "%d:%s,", len(part), part) // two lists never look alike
	}
	return mac.Sum(nil)
}

// small is base32 in small letters, for places that do not keep capitals.
var small = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// Word is a shorter key, sixteen small letters and digits, for places where
// capitals are lost, such as an e-mail address. Whoever guesses must be able to
// do no harm beyond one thing.
func (s Seal) Word(purpose string, parts ...string) string {
	return small.EncodeToString(s.mac("word "+purpose, parts)[:wordSize])
}

// KnowsWord reports whether a word is the one for purpose and parts, in a time
// that tells nothing about it.
func (s Seal) KnowsWord(word, purpose string, parts ...string) bool {
	return hmac.Equal([]byte(word), []byte(s.Word(purpose, parts...)))
}

// Knows reports whether a key is the one for purpose and parts, in a time that
// tells nothing about it.
func (s Seal) Knows(key, purpose string, parts ...string) bool {
	return hmac.Equal([]byte(key), []byte(s.Key(purpose, parts...)))
}
