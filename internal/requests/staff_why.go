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

// belongsTo is the unit to which the rules send a request whose place or subject
// was put right, if it is another and the reader may hand it over. It is offered, not
// done: somebody may be at work on it.
func (s *Service) belongsTo(ctx context.Context, did, number string) string {
	if !asksRules[did] {
		return ""
	}
	one, err := s.seen(ctx, number)
	if err != nil || mayAct(access.From(ctx), &one, "handover") != nil {
		return ""
	}
	d, err := s.decideAgain(ctx, s.db.Read(ctx), &one)
	if err != nil || d.Unit == one.Unit {
		return ""
	}
	return d.Unit
}

// asksRules are the acts after which another unit may be the right one.
var asksRules = map[string]bool{"move": true, "subject": true}

// whyOffered is the sentence of the rule that names the unit which is filled in, if
// it is the rules that name it.
func (s *Service) whyOffered(ctx context.Context, r *Request, unit string) string {
	if unit == "" {
		return ""
	}
	d, err := s.decideAgain(ctx, s.db.Read(ctx), r)
	if err != nil || d.Unit != unit {
		return ""
	}
	return i18n.From(ctx).Text(d.Why)
}

// handOverTo is the form that hands a request over, with the unit filled in.
func handOverTo(number, unit string, fields url.Values) string {
	q := url.Values{"unit": {unit}, "list": {fields.Get("list")}}
	return listAddress + "/" + number + "/handover?" + q.Encode()
}
