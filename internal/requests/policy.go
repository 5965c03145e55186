package requests

import (
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/fault"
)

// What one may be allowed to do with requests. Which role may is the city's own
// setting.
const (
	CanView        access.Permission = "requests.view"
	CanViewContact access.Permission = "requests.view_contact"
	CanTake        access.Permission = "requests.take"
	CanHandOver    access.Permission = "requests.handover"
	CanNote        access.Permission = "requests.note"
	CanReply       access.Permission = "requests.reply"
	CanAsk         access.Permission = "requests.ask"
	CanFinish      access.Permission = "requests.finish"
	CanRefuse      access.Permission = "requests.refuse"
	CanIntake      access.Permission = "requests.intake"
	CanReopen      access.Permission = "requests.reopen"
	CanGroup       access.Permission = "requests.duplicate" // puts together what belongs together
	SeesCity       access.Permission = "desk.all"
	SeesArea       access.Permission = "area.view"
	SeesUnit       access.Permission = "unit.view"
	SeesUnitTree   access.Permission = "unit.tree"
)

// maySee: the desk sees the city, a unit what it owns or offered, a chief or
// headman what lies in the area. Who may not see is told that it is not there.
// Confidential requests are for the named unit alone.
func maySee(a access.Actor, r *Request) error {
	if a.Has(CanView) && seesUnit(a, r) {
		return nil
	}
	if a.Has(CanView) && !r.Confidential && (a.Has(SeesCity) || a.Has(SeesArea) && a.InArea(r.Place)) {
		return nil
	}
	return fault.New(fault.NotFound, "requests.not_found")
}

func seesUnit(a access.Actor, r *Request) bool {
	switch {
	case a.Unit == "":
		return false
	case a.Unit == r.Unit || a.Unit == r.OfferedFrom:
		return a.Has(SeesUnit) || a.Has(SeesUnitTree)
	}
	return a.Has(SeesUnitTree) && (a.InUnit(r.Unit) || a.InUnit(r.OfferedFrom))
}

// mayAccept: what is handed to a unit is accepted or returned by that unit
// alone; the desk does not answer for it.
func mayAccept(a access.Actor, r *Request, needs access.Permission) error {
	if err := maySee(a, r); err != nil {
		return err
	}
	if a.Has(needs) && a.InUnit(r.Unit) {
		return nil
	}
	return fault.New(fault.Forbidden, "requests.not_your_unit")
}

// mayWork: the owning unit works on a request; the desk may too, because it
// keeps what nobody wants.
func mayWork(a access.Actor, r *Request, needs access.Permission) error {
	if err := maySee(a, r); err != nil {
		return err
	}
	if a.Has(needs) && (a.Has(SeesCity) || a.InUnit(r.Unit)) {
		return r.standsAlone()
	}
	return fault.New(fault.Forbidden, "requests.not_your_unit")
}

// mayComment: whoever sees a request may leave a note for colleagues.
func mayComment(a access.Actor, r *Request) error {
	if err := maySee(a, r); err != nil {
		return err
	}
	if a.Has(CanNote) {
		return nil
	}
	return fault.New(fault.Forbidden, "requests.not_your_unit")
}

// mayPush: besides the owning unit, a chief may hand over what lies in the area.
func mayPush(a access.Actor, r *Request) error {
	if err := maySee(a, r); err != nil {
		return err
	}
	if a.Has(CanHandOver) && (a.Has(SeesCity) || a.InUnit(r.Unit) || a.Has(SeesArea) && a.InArea(r.Place)) {
		return r.standsAlone()
	}
	return fault.New(fault.Forbidden, "requests.not_your_unit")
}

// mayDecideReopening: never the person whose work is in question.
func mayDecideReopening(a access.Actor, r *Request) error {
	if err := maySee(a, r); err != nil {
		return err
	}
	switch {
	case !a.Has(CanReopen):
		return fault.New(fault.Forbidden, "requests.not_yours_to_reopen")
	case r.Person != "" && r.Person == a.Person && !a.Has(SeesCity):
		return fault.New(fault.Forbidden, "requests.somebody_else_decides")
	}
	return nil
}

// maySeeContact: the unit needs it to do the work; a hidden sender stays hidden
// from it.
func maySeeContact(a access.Actor, r *Request) error {
	if err := maySee(a, r); err != nil {
		return err
	}
	if a.Has(CanViewContact) && (!r.Hidden || a.Has(SeesCity) && (a.Person == r.TakenBy || a.Has("journal.audit"))) {
		return nil
	}
	return fault.New(fault.Forbidden, "requests.contact_hidden")
}
