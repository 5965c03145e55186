package office

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"mahalle/internal/platform/fault"
)

// argon2id at OWASP's floor: 19 MiB, two passes, one lane.
const (
	memoryKiB = 19 * 1024
	passes    = 2
	lanes     = 1
	keyBytes  = 32
	saltBytes = 16
)

// nobody is compared with when there is no such login, so that the answer takes
// as long as for somebody known. No password leads to its key.
const nobody = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// patience is how long somebody waits for a free hand before being asked to come
// back.
const patience = 5 * time.Second

// hasher works with two hands: two passwords are hashed at a time, so that a
// crowd at the door cannot use up the machine's memory.
type hasher struct {
	hands  chan struct{}
	memory uint32       // KiB for a new hash
	done   atomic.Int64 // how many were hashed
}

func newHasher() *hasher { return &hasher{hands: make(chan struct{}, 2), memory: memoryKiB} }

// hash is what we keep of a password, in the usual PHC form.
func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltBytes)
	_, _ = rand.Read(salt) // never fails since Go 1.24
	key, err := h.derive(ctx, password, salt, h.memory, passes)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, h.memory, passes, lanes,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(key)), nil
}

// fits reports whether the password belongs to the hash; to none at all, nothing
// fits, and it takes as long.
func (h *hasher) fits(ctx context.Context, hash, password string) (bool, error) {
	if hash == "" {
		hash = nobody
	}
	salt, key, memory, time, err := parseHash(hash)
	if err != nil {
		return false, err
	}
	tried, err := h.derive(ctx, password, salt, memory, time)
	return err == nil && subtle.ConstantTimeCompare(tried, key) == 1, err
}

func parseHash(hash string) (salt, key []byte, memory, time uint32, err error) {
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return nil, nil, 0, 0, errors.New("office: a password's hash is not argon2id")
	}
	_, errCost := fmt.Sscanf(parts[3], "m=%d,t=%d,p=1", &memory, &time)
	salt, errSalt := base64.RawStdEncoding.DecodeString(parts[4])
	key, errKey := base64.RawStdEncoding.DecodeString(parts[5])
	return salt, key, memory, time, errors.Join(errCost, errSalt, errKey)
}

// derive takes the same letters the same way, however a keyboard composed them.
func (h *hasher) derive(ctx context.Context, password string, salt []byte, memory, time uint32) ([]byte, error) {
	waiting, stop := context.WithTimeout(ctx, patience)
	defer stop()
	select {
	case h.hands <- struct{}{}:
	case <-waiting.Done():
		return nil, fault.Wrap(fault.Unavailable, waiting.Err(), "office.door_busy")
	}
	defer func() { <-h.hands }()
	h.done.Add(1)
	return argon2.IDKey([]byte(norm.NFC.String(password)), salt, time, memory, lanes, keyBytes), nil
}
