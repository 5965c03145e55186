package routing

import (
	"context"
	"log/slog"
	"slices"

	"mahalle/internal/platform/access"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/ui"
	"mahalle/internal/routing/rules"
)

// world is what exists in the city, for checking rules.
func (v view) world() rules.World {
	t := tenant.From(v.ctx).ID
	w := rules.World{
		Group: func(code string) bool {
			return slices.ContainsFunc(slices.Concat(v.b.groups.offered, v.b.groups.retired), func(g Group) bool { return g.Code == code })
		},
		Kind: func(code string) bool {
			return slices.ContainsFunc(slices.Concat(v.b.kinds.offered, v.b.kinds.retired), func(k Kind) bool { return k.Code == code })
		},
		Answer: v.answerExists,
	}
	for _, d := range v.districts {
		w.Districts = append(w.Districts, d.Code)
	}
	if v.s.needs.HoodOf != nil {
		w.Hood = func(code string) (string, bool) { return v.s.needs.HoodOf(t, code) }
	}
	if units := v.office.Units; units != nil {
		w.Unit = func(code string) bool { _, known := units[code]; return known }
	}
	return w
}

// answerExists: a question of a subject that was withdrawn, or an answer nobody
// can give, makes a rule that never fits. Of rules about more than one subject
// nothing is said.
func (v view) answerExists(subject string, a rules.Answer) bool {
	if _, one := v.b.subject[subject]; !one || v.s.needs.Questions == nil {
		return true
	}
	return slices.ContainsFunc(v.questions(subject), func(q Question) bool {
		return q.Code == a.Question && slices.ContainsFunc(q.Options, func(o District) bool { return o.Code == a.Value })
	})
}

func (v view) questions(subject string) []Question {
	if v.s.needs.Questions == nil {
		return nil
	}
	all, err := v.s.needs.Questions(v.ctx, subject)
	if err != nil {
		slog.ErrorContext(v.ctx, "routing: questions of a subject", "subject", subject, "error", err)
	}
	return all
}

// editor is the reader as somebody who changes rules.
func (v view) editor() editor {
	return editor{Actor: access.From(v.ctx), districts: v.world().Districts}
}

// place is the name of a district, a neighbourhood or a list.
func (v view) place(code string, lists []rules.List) string {
	for _, l := range lists {
		if rules.ListMark+l.Code == code {
			return v.l.Text(l.Name)
		}
	}
	for _, h := range v.hoods(code) {
		if h.Code == code {
			return v.l.Say("routing.hood_of", "hood", h.Name, "district", v.district(v.districtOf(code)))
		}
	}
	return v.district(code)
}

func (v view) districtOf(hood string) string {
	if v.s.needs.HoodOf == nil {
		return ""
	}
	d, _ := v.s.needs.HoodOf(tenant.From(v.ctx).ID, hood)
	return d
}

// hoods lists the neighbourhoods of the district in which one of them lies.
func (v view) hoods(hood string) []District {
	d := v.districtOf(hood)
	if d == "" || v.s.needs.Neighbourhoods == nil {
		return nil
	}
	return v.s.needs.Neighbourhoods(tenant.From(v.ctx).ID, v.l, d)
}

// kindName is what a kind of request is called.
func (v view) kindName(code string) string { return v.l.Text(v.b.kind(code).Name) }

// answer writes a question and its answer, or their codes where nobody knows
// them any more.
func (v view) answer(subject string, a rules.Answer) string {
	question, value := a.Question, a.Value
	for _, q := range v.questions(subject) {
		if q.Code != a.Question {
			continue
		}
		question = q.Label
		for _, o := range q.Options {
			if o.Code == a.Value {
				value = o.Name
			}
		}
	}
	return v.l.Say("routing.answer_is", "question", question, "answer", value)
}

func (v view) unitOptions() []ui.Option {
	if v.s.needs.Units == nil {
		return nil
	}
	return v.s.needs.Units(v.ctx)
}

func (s *Service) personName(ctx context.Context, v Version) string {
	if v.Person == "" {
		return i18n.From(ctx).Say("routing.by_pack")
	}
	if s.needs.PersonName == nil {
		return string(v.Person)
	}
	return s.needs.PersonName(ctx, v.Person)
}
