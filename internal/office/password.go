package office

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
)

// argon2id at OWASP's floor: 19 MiB, two passes, one lane.
const (
	memoryKiB = 19 * 1024
	passes    = 2
	lanes     = 1
	keyBytes  = 32
	saltBytes = 16
)

// hashing lets two passwords be hashed at a time, so that a crowd at the door
// cannot use up the machine's memory.
var hashing = make(chan struct{}, 2)

func hashPassword(password string) string {
	salt := make([]byte, saltBytes)
	_, _ = rand.Read(salt) // never fails since Go 1.24
	return fmt.Sprintf("argon2id$%d$%d$%s$%s", memoryKiB, passes,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(derive(password, salt, memoryKiB, passes)))
}

func derive(password string, salt []byte, memory, time uint32) []byte {
	hashing <- struct{}{}
	defer func() { <-hashing }()
	return argon2.IDKey([]byte(password), salt, time, memory, lanes, keyBytes)
}

// nobody is compared with when the login is unknown, so that the answer takes
// as long as for somebody known.
var nobody = hashPassword("nobody has this password")

func passwordFits(hash, password string) bool {
	if hash == "" {
		hash = nobody
	}
	parts := strings.Split(hash, "$")
	if len(parts) != 5 {
		return false
	}
	var memory, time uint32
	_, errA := fmt.Sscanf(parts[1]+" "+parts[2], "%d %d", &memory, &time)
	salt, errB := base64.RawStdEncoding.DecodeString(parts[3])
	key, errC := base64.RawStdEncoding.DecodeString(parts[4])
	if errA != nil || errB != nil || errC != nil {
		return false
	}
	return subtle.ConstantTimeCompare(derive(password, salt, memory, time), key) == 1 && hash != nobody
}

const shortestPassword, longestPassword = 10, 200

// mayBePassword asks for length and refuses what everybody tries first.
func mayBePassword(login, password string) error {
	n := utf8.RuneCountInString(password)
	switch {
	case n < shortestPassword:
		return fault.Fields(fault.Field{Name: "password", Key: "office.password_short", Args: []any{"n", shortestPassword}})
	case n > longestPassword:
		return fault.Fields(fault.Field{Name: "password", Key: "office.password_long", Args: []any{"n", longestPassword}})
	case easy(login, password):
		return fault.Fields(fault.Field{Name: "password", Key: "office.password_easy"})
	}
	return nil
}

func easy(login, password string) bool {
	for _, bad := range []string{"1234567890", "0123456789", "qwertyuiop", "passwordpassword", "password123", "manisa4545", "tehran1234"} {
		if i18n.Fold(password) == bad {
			return true
		}
	}
	return i18n.Fold(password) == i18n.Fold(login) || strings.Count(password, password[:1]) == len(password)
}
