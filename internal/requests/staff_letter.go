package requests

import (
	"context"
	"slices"
	"strings"

	"mahalle/internal/city"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/ui"
)

// readyTexts lists the city's ready texts for an act, the most special first.
func (s *Service) readyTexts(ctx context.Context, a act, r *Request) (all []Ready) {
	for _, purpose := range a.letters {
		for _, t := range s.staff.ready(ctx, r.Subject, purpose, r.Lang) {
			t.purpose = purpose
			all = append(all, t)
		}
	}
	return all
}

// filled writes the request's values into a text, in the resident's language.
func (s *Service) filled(ctx context.Context, text string, r *Request) string {
	if !strings.Contains(text, "{") {
		return text
	}
	l := s.staff.speak(ctx, r.Lang)
	due := l.Say("requests.letter_no_date")
	if !r.Due.IsZero() {
		due = l.Day(tenant.From(ctx).Today(r.Due))
	}
	return strings.NewReplacer("{number}", r.Number, "{subject}", s.pages.subjectName(i18n.With(ctx, l), r.Subject), "{due}", due).Replace(text)
}

// use puts the chosen ready text into the field: in place of nothing, or under
// what stands there.
func (v *actView) use(s *Service, ctx context.Context) {
	i := slices.IndexFunc(v.ready, func(t Ready) bool { return t.Code == v.Fields.Get("template") })
	if i < 0 {
		return
	}
	text, typed := s.filled(ctx, v.ready[i].Text, &v.Request), trimmed(v.Fields.Get("text"))
	if v.Request.Members > 0 {
		text = trimmed(v.ready[i].Text) // filled in for everybody apart
	}
	if typed != "" && !strings.Contains(typed, text) {
		text = typed + "\n\n" + text
	} else if typed != "" {
		text = typed
	}
	v.Fields.Set("text", text)
	if v.Act.interim {
		v.Fields.Del("interim")
		if v.ready[i].purpose == "interim" {
			v.Fields.Set("interim", "on")
		}
	}
}

// readyOptions is the list of ready texts in a form, by what they are for.
func (v *actView) readyOptions(l i18n.Locale) []ui.Option {
	all := []ui.Option{{Label: l.Say("requests.staff_no_template")}}
	for _, t := range v.ready {
		all = append(all, ui.Option{Value: t.Code, Label: t.Title, Group: l.Say("requests.ready_" + t.purpose)})
	}
	return all
}

// speak is the language of a letter; the reader's own where nobody says more.
func (p StaffPages) speak(ctx context.Context, lang city.Lang) i18n.Locale {
	if p.Speak == nil {
		return i18n.From(ctx)
	}
	return p.Speak(ctx, lang)
}
