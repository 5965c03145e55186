package requests

import (
	"context"
	"net/url"

	"mahalle/internal/platform/access"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/ui"
)

// wayHere is the address that tells which rules were asked on the way, empty
// where nobody can tell.
func (p StaffPages) wayHere(ctx context.Context, r *Request) string {
	if p.WayHere == nil {
		return ""
	}
	return p.WayHere(ctx, r)
}

// whyHere is the reason, with the way to the rules that were asked.
func (v oneView) whyHere(l i18n.Locale) []ui.Fact {
	if v.Why == "" {
		return nil
	}
	return []ui.Fact{{Term: l.Say("requests.staff_why_here"), Content: whyHere(l, v.Why, v.WayHere)}}
}

// belongsTo is the unit to which the rules send a request whose place was put
// right, if it is another and the reader may hand it over. It is offered, not
// done: somebody may be at work on it.
func (s *Service) belongsTo(ctx context.Context, did, number string) string {
	if did != "move" {
		return ""
	}
	one, err := s.seen(ctx, number)
	if err != nil || mayAct(access.From(ctx), &one, "handover") != nil {
		return ""
	}
	d, err := s.needs.Decide(ctx, one.Kind, one.Subject, "", one.Place, nil)
	if err != nil || d.Unit == one.Unit {
		return ""
	}
	return d.Unit
}

// handOverTo is the form that hands a request over, with the unit filled in.
func handOverTo(number, unit string, fields url.Values) string {
	q := url.Values{"unit": {unit}, "list": {fields.Get("list")}}
	return listAddress + "/" + number + "/handover?" + q.Encode()
}
