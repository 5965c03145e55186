package requests

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strings"

	"mahalle/internal/platform/db"
	"mahalle/internal/platform/once"
)

// tell opens a report once: the same form with the same words gets the same
// number and the same key, however often it is sent. A form that was changed
// after going Back is another report, and is not lost.
func (s *Service) tell(ctx context.Context, key string, rep Report) (Opened, error) {
	key = formKey(key) + " " + fingerprint(rep)
	answer, _, err := once.Do(ctx, s.db, "report", key, func(tx *db.Tx) (string, error) {
		o, err := s.Open(ctx, tx, rep)
		return o.Number + " " + seal(key, o.Secret), err
	})
	if err != nil {
		return Opened{}, err
	}
	number, sealed, _ := strings.Cut(answer, " ")
	return Opened{Number: number, Secret: unseal(key, sealed)}, nil
}

// fingerprint tells two reports of one form apart.
func fingerprint(r Report) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %q %v %q %v %q", r.Kind, r.Subject, r.Place, r.Description, r.Photos, r.Contact))
	return base64.RawURLEncoding.EncodeToString(sum[:12])
}

// The answer that is remembered holds the key of the resident's own link. It is
// kept in a form that only the same submission can read; the house itself keeps
// no more than a hash.

func seal(key, secret string) string {
	sealed := sealerFor(key).Seal(nil, make([]byte, 12), []byte(secret), nil) // each key seals one secret only
	return base64.RawURLEncoding.EncodeToString(sealed)
}

func unseal(key, sealed string) string {
	raw, err := base64.RawURLEncoding.DecodeString(sealed)
	if err != nil {
		return ""
	}
	secret, err := sealerFor(key).Open(nil, make([]byte, 12), raw, nil)
	if err != nil {
		return ""
	}
	return string(secret)
}

func sealerFor(key string) cipher.AEAD {
	sum := sha256.Sum256([]byte("the resident's own link\x00" + key))
	block, err := aes.NewCipher(sum[:])
	if err != nil {
		panic(err) // the key has the right length
	}
	sealer, err := cipher.NewGCM(block)
	if err != nil {
		panic(err) // AES has the right block
	}
	return sealer
}
