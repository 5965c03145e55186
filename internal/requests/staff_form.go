package requests

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/url"
	"slices"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/once"
	"mahalle/internal/platform/ui"
	"mahalle/internal/promises"
)

// readForm reads what was sent, or tells everything that is wrong with it.
func (s *Service) readForm(ctx context.Context, q db.Query, name, number string, u *upload) (form, error) {
	a := acts[name]
	one, err := byNumber(ctx, q, number)
	if err == nil {
		err = maySee(access.From(ctx), &one)
	}
	if err != nil {
		return form{}, err
	}
	f := form{text: trimmed(u.fields.Get("text")), unit: u.fields.Get("unit"), interim: a.interim && u.fields.Get("interim") != "", outcome: Fixed, photos: u.photos,
		reason: u.fields.Get("reason")}
	if a.toResident() {
		if f.in = otherLanguages(u.fields); one.Members == 0 { // a lead's words are filled in for everybody apart
			f.text = s.filled(ctx, f.text, &one)
		}
		f.template = s.knownTemplate(ctx, a, &one, u.fields.Get("template"))
	}
	if a.outcomes && u.fields.Get("outcome") == string(Answered) {
		f.outcome = Answered
	}
	var wrong []fault.Field
	is := func(bad bool, name, key string, args ...any) {
		if bad {
			wrong = append(wrong, fault.Field{Name: name, Key: key, Args: args})
		}
	}
	is(a.text != "" && f.text == "", "text", a.text)
	f.other, f.had = u.fields.Get("other"), city.ID(u.fields.Get("had"))
	f.parts, f.part, f.into, f.dropParts = readParts(u.fields), u.fields.Get("part"), u.fields.Get("into"), u.fields.Get("running") == "end"
	if a.parts {
		s.wrongParts(ctx, &one, u.fields, is)
	}
	is(a.ofParts && f.part == "", "part", "requests.part_choose")
	is(a.other && f.other == "", "other", "requests.name_the_other")
	is(len([]rune(f.text)) > mostDescribed, "text", "requests.staff_too_long", "n", mostDescribed)
	is(a.reasons && !slices.Contains(promises.PauseReasons, f.reason), "reason", "promises.unknown_pause_reason")
	is(a.unit && (f.unit == one.Unit || !s.mayReceive(ctx, f.unit)), "unit", "requests.choose_another_unit")
	is(len(u.faults) > 0, "photos", "requests.photo_faults", "which", sayPhotoFaults(i18n.From(ctx), u.faults))
	if a.subject {
		f.about = s.readAbout(ctx, &one, u.fields.Get("subject"), u.fields.Get("kind"), is)
	}
	if a.place {
		f.site = s.moved(ctx, &one, u.fields, is)
	}
	if len(wrong) > 0 {
		return f, fault.Fields(wrong...)
	}
	return f, nil
}

// mayReceive reports whether the unit is one of those something can be handed to.
func (s *Service) mayReceive(ctx context.Context, unit string) bool {
	return slices.ContainsFunc(s.staff.units(ctx), func(u ui.Option) bool { return u.Value == unit && unit != "" })
}

// moved reads another place. The point on the map stays while the district does.
func (s *Service) moved(ctx context.Context, r *Request, fields url.Values, is func(bad bool, name, key string, args ...any)) Site {
	p := Site{Place: city.Place{District: fields.Get("district"), Neighbourhood: fields.Get("neighbourhood")}, Street: fields.Get("street")}
	is(p.Street != "" && !slices.Contains(Streets, p.Street), "street", "requests.staff_choose_street")
	is(!knows(s.pages.districts(ctx), p.District), "district", "requests.staff_choose_district")
	is(p.Neighbourhood != "" && !knows(s.pages.neighbourhoods(ctx, p.District), p.Neighbourhood), "neighbourhood", "requests.choose_neighbourhood")
	if p.District == r.Place.District {
		p.Point = r.Place.Point
	}
	return p
}

func (s *Service) knownTemplate(ctx context.Context, a act, r *Request, code string) string {
	for _, t := range s.readyTexts(ctx, a, r) {
		if t.Code == code {
			return code
		}
	}
	return ""
}

// perform does the act once: the same form sent again is the same act, whatever
// has become of the request since; a form that was changed is another.
func (s *Service) perform(ctx context.Context, name, number string, u *upload) error {
	key := u.fields.Get("key")
	if key != "" {
		key += " " + u.fingerprint()
	}
	_, _, err := once.Do(ctx, s.db, name+" "+number, key, func(tx *db.Tx) (string, error) {
		f, err := s.readForm(ctx, tx, name, number, u)
		if err != nil {
			return "", err
		}
		return "done", acts[name].do(s, ctx, tx, number, f)
	})
	return err
}

// fingerprint tells two forms of one key apart.
func (u *upload) fingerprint() string {
	sum := sha256.New()
	for _, name := range []string{"text", "unit", "template", "interim", "outcome", "district", "neighbourhood", "street", "subject", "kind", "reason", "other", "text_tr", "text_fa", "text_en"} {
		fmt.Fprintf(sum, "%q %q\n", name, trimmed(u.fields.Get(name)))
	}
	fmt.Fprintf(sum, "%v %v %q %q %q", u.photos, readParts(u.fields), u.fields.Get("part"), u.fields.Get("into"), u.fields.Get("running"))
	return base64.RawURLEncoding.EncodeToString(sum.Sum(nil)[:12])
}
