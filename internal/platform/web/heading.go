package web

import (
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/ui"
)

// heading is the title over a refusal.
func heading(k fault.Kind) string {
	switch k {
	case fault.NotFound:
		return "web.heading_not_found"
	case fault.Invalid, fault.TooLarge, fault.NotThisWay, fault.NotThisSort:
		return "web.heading_invalid"
	case fault.Forbidden, fault.SignIn:
		return "web.heading_forbidden"
	case fault.Conflict, fault.Stale:
		return "web.heading_conflict"
	case fault.TooOften:
		return "web.heading_too_often"
	case fault.Gone:
		return "web.heading_gone"
	case fault.Unavailable:
		return "web.heading_unavailable"
	default:
		return "web.heading_our_fault"
	}
}

// onward is how a way out of the page stands: behind sending the form again, if
// there is one.
func (no denial) onward() ui.ActKind {
	if len(no.kept) > 0 {
		return ui.Quiet
	}
	return ui.First
}
