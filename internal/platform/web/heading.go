package web

import "mahalle/internal/platform/fault"

// heading is the title over a refusal.
func heading(k fault.Kind) string {
	switch k {
	case fault.NotFound:
		return "web.heading_not_found"
	case fault.Invalid, fault.TooLarge:
		return "web.heading_invalid"
	case fault.Forbidden, fault.SignIn:
		return "web.heading_forbidden"
	case fault.Conflict:
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
