package open311

import (
	"slices"

	"mahalle/internal/platform/fault"
)

// The specification knows open and closed. FixMyStreet's wider words are told
// where they are asked for; each is chosen so that the other side, which files
// them under open or closed itself, comes to the same end.

// wider is our status in the wider words.
func wider(status, outcome string) string {
	switch status {
	case "working":
		return "in_progress"
	case "asked", "forwarded":
		return "investigating"
	case "done", "closed":
		switch outcome {
		case "fixed":
			return "fixed"
		case "refused":
			return "no_further_action"
		case "forwarded":
			return "not_councils_responsibility"
		case "duplicate":
			return "duplicate"
		}
		return "closed"
	}
	return "open"
}

func plain(open bool) string {
	if open {
		return "open"
	}
	return "closed"
}

var (
	openOnes  = []string{"new", "offered", "working", "asked", "forwarded", "reopen_requested"}
	endedOnes = []string{"done", "closed"}
	outcomes  = []string{"fixed", "answered", "refused", "forwarded", "duplicate"}
)

// meaning is what a word of the other side asks for in ours.
var meaning = map[string]struct{ statuses, outcomes []string }{
	"open": {openOnes, nil}, "closed": {endedOnes, outcomes},
	"in_progress": {[]string{"working"}, nil}, "investigating": {[]string{"asked", "forwarded"}, nil},
	"fixed": {endedOnes, []string{"fixed"}}, "no_further_action": {endedOnes, []string{"refused"}},
	"not_councils_responsibility": {endedOnes, []string{"forwarded"}}, "duplicate": {endedOnes, []string{"duplicate"}},
	// What we never say has no requests.
	"action_scheduled": {}, "planned": {}, "internal_referral": {}, "cancelled": {}, "for_triage": {}, "reopen": {},
}

// standings reads a list of statuses. None is all; a word nobody knows is refused.
func standings(words []string) (statuses, ended []string, err error) {
	for _, w := range words {
		m, known := meaning[w]
		if !known {
			return nil, nil, fault.Fields(fault.Field{Name: "status", Key: "open311.status_wrong", Args: []any{"name", "status"}})
		}
		statuses, ended = append(statuses, m.statuses...), append(ended, m.outcomes...)
	}
	if len(words) > 0 && len(statuses) == 0 {
		return []string{"-"}, nil, nil // a list of nothing
	}
	if all := slices.Compact(slices.Sorted(slices.Values(ended))); len(all) == len(outcomes) || len(words) == 0 {
		ended = nil
	}
	return statuses, ended, nil
}
