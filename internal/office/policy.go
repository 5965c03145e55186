package office

import (
	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/fault"
)

// CanManagePeople is the right to give people accounts and posts.
const CanManagePeople access.Permission = "office.people"

// mayManage: the city's administrator, and the operator at the machine itself.
func mayManage(a access.Actor) error {
	if a.Kind == access.System || a.Has(CanManagePeople) {
		return nil
	}
	return fault.New(fault.Forbidden, "web.not_yours")
}

// mayShutOut: nobody locks the door behind themself and leaves the city without
// a key.
func mayShutOut(a access.Actor, person city.ID) error {
	if a.Person == person {
		return fault.New(fault.Conflict, "office.not_yourself")
	}
	return mayManage(a)
}

// maySignOut: everybody their own sessions, the administrator anybody's.
func maySignOut(a access.Actor, person city.ID) error {
	if a.Kind == access.Staff && a.Person == person {
		return nil
	}
	return mayManage(a)
}
