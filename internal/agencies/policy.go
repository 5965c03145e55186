package agencies

import (
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/fault"
)

// What one may be allowed to do here. Whoever comes by a link needs neither: the
// link is the right.
const (
	CanView access.Permission = "agencies.view" // sees what is with bodies outside
	CanEdit access.Permission = "agencies.edit" // changes where they are written to, and their links
)

func mayEdit(a access.Actor) error {
	if a.Has(CanEdit) {
		return nil
	}
	return fault.New(fault.Forbidden, "web.not_yours")
}
