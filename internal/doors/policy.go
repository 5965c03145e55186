package doors

import (
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/fault"
)

// What one may be allowed to do here. A partner needs neither: its key is its
// right.
const (
	CanView access.Permission = "doors.view" // sees who is connected and how their calls went
	CanEdit access.Permission = "doors.edit" // connects other systems, gives and takes keys
)

// mayEdit: whoever may, and the operator at the machine.
func mayEdit(a access.Actor) error {
	if a.Kind == access.System && a.Post == "" || a.Has(CanEdit) {
		return nil
	}
	return fault.New(fault.Forbidden, "web.not_yours")
}
