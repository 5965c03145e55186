package hooks

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"strconv"
	"strings"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/seal"
)

// Headers of every letter, by the convention of Standard Webhooks.
const (
	headerID        = "webhook-id"        // the same each time a letter is sent
	headerTimestamp = "webhook-timestamp" // seconds since 1970 of this try
	headerSignature = "webhook-signature" // v1,BASE64 for each secret in use, parted by spaces
)

// Window is how old a letter may be when a receiver looks at it.
const Window = 5 * time.Minute

const secretPrefix = "whsec_"

// keyOf is a secret of a receiver: the signet knows it, no row does.
func keyOf(ring seal.Seal, t city.Tenant, hook city.ID, number int) []byte {
	n := strconv.Itoa(number)
	return []byte(ring.Key("hook", string(t), string(hook), n, "1") + ring.Key("hook", string(t), string(hook), n, "2"))
}

func secretOf(key []byte) string { return secretPrefix + base64.StdEncoding.EncodeToString(key) }

// sign is one signature over name, time and body.
func sign(key []byte, id string, at time.Time, body []byte) string {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(id + "." + strconv.FormatInt(at.Unix(), 10) + "."))
	mac.Write(body)
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// signatures are those of all secrets in use.
func (h *Hook) signatures(ring seal.Seal, t city.Tenant, id string, at time.Time, body []byte) string {
	all := []string{sign(keyOf(ring, t, h.ID, h.Secret), id, at, body)}
	if at.Before(h.OldUntil) {
		all = append(all, sign(keyOf(ring, t, h.ID, h.Secret-1), id, at, body))
	}
	return strings.Join(all, " ")
}
