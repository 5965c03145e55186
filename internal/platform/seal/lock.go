package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"errors"
)

// ErrLocked: a secret that was locked under another ring, or is damaged.
var ErrLocked = errors.New("seal: the secret was locked under another signet")

// Lock hides a secret that must be used again, such as another system's key, so
// that a copy of the database does not tell it. Unlock wants the same purpose and
// parts.
func (s Seal) Lock(secret, purpose string, parts ...string) string {
	box := s.box(purpose, parts)
	nonce := make([]byte, box.NonceSize())
	_, _ = rand.Read(nonce) // never fails since Go 1.24
	return base64.RawURLEncoding.EncodeToString(box.Seal(nonce, nonce, []byte(secret), nil))
}

// Unlock gives the secret back; ErrLocked if the ring is another one.
func (s Seal) Unlock(locked, purpose string, parts ...string) (string, error) {
	box := s.box(purpose, parts)
	b, err := base64.RawURLEncoding.DecodeString(locked)
	if err != nil || len(b) < box.NonceSize() {
		return "", ErrLocked
	}
	secret, err := box.Open(nil, b[:box.NonceSize()], b[box.NonceSize():], nil)
	if err != nil {
		return "", ErrLocked
	}
	return string(secret), nil
}

func (s Seal) box(purpose string, parts []string) cipher.AEAD {
	block, _ := aes.NewCipher(s.mac("lock "+purpose, parts)) // 32 bytes are always a key
	box, _ := cipher.NewGCM(block)
	return box
}
