package hooks

import (
	"mahalle/internal/doors"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/fault"
)

// mayEdit: whoever connects other systems.
func mayEdit(a access.Actor) error {
	if a.Has(doors.CanEdit) {
		return nil
	}
	return fault.New(fault.Forbidden, "web.not_yours")
}
