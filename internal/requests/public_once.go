package requests

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strings"

	"mahalle/internal/city"
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
		return o.Number + " " + string(o.ID), err
	})
	if err != nil {
		return Opened{}, err
	}
	number, id, _ := strings.Cut(answer, " ")
	return Opened{ID: city.ID(id), Number: number, Secret: s.KeyOf(ctx, city.ID(id))}, nil
}

// fingerprint tells two reports of one form apart.
func fingerprint(r Report) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %q %v %q %v %q %v", r.Kind, r.Subject, r.Place, r.Description, r.Photos, r.Contact, r.Answers))
	return base64.RawURLEncoding.EncodeToString(sum[:12])
}
