package mailroom

import (
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/fault"
)

// CanRead is the right to read what is written to the city and to decide what
// becomes of it.
const CanRead access.Permission = "mailroom.read"

func mayHandle(a access.Actor) error {
	if a.Has(CanRead) {
		return nil
	}
	return fault.New(fault.Forbidden, "web.not_yours")
}
