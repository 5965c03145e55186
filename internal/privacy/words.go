package privacy

import (
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/ui"
)

func proofOptions(l i18n.Locale) []ui.Option {
	all := []ui.Option{{Label: l.Say("privacy.choose")}}
	for _, p := range Proofs {
		all = append(all, ui.Option{Value: string(p), Label: l.Say("privacy.proof_" + string(p))})
	}
	return all
}

// choices are what may become of a request; one that is open owes its answer.
func (c heldCase) choices(l i18n.Locale) []ui.Option {
	offered := append([]Choice{Everything, OnlyContact}, Reasons...)
	if c.Open {
		offered = append([]Choice{KeepOpen}, Reasons...)
	}
	var all []ui.Option
	for _, choice := range offered {
		group := l.Say("privacy.group_keep")
		if !choice.Keeps() {
			group = l.Say("privacy.group_erase")
		}
		all = append(all, ui.Option{Value: string(choice), Label: l.Say("privacy.choice_" + string(choice)), Group: group})
	}
	return all
}

// counted is a place with what lies there.
type counted struct {
	place Place
	n     int
}

func (v heldView) counts() []counted {
	n := map[Place]int{}
	for _, p := range v.Pieces {
		n[p.Place]++
	}
	var all []counted
	for _, p := range Places {
		if n[p] > 0 {
			all = append(all, counted{p, n[p]})
		}
	}
	return all
}

// hidden carries the person from form to form.
func (v heldView) hidden() []ui.Hidden {
	var all []ui.Hidden
	for _, name := range []string{"email", "phone", "number", "proof"} {
		all = append(all, ui.Hidden{Name: name, Value: v.Wish.Get(name)})
	}
	return all
}

func (v startView) errors() []ui.FieldError {
	var all []ui.FieldError
	for _, name := range []string{"phone", "email", "number", "proof"} {
		if text := v.Faults[name]; text != "" {
			all = append(all, ui.FieldError{Name: name, Text: text})
		}
	}
	return all
}

func (v heldView) errors() []ui.FieldError {
	if text := v.Faults["sure"]; text != "" {
		return []ui.FieldError{{Name: "sure", Text: text}}
	}
	return nil
}

func (v heldView) facts(l i18n.Locale) []ui.Fact {
	var all []ui.Fact
	for _, c := range v.counts() {
		all = append(all, ui.Fact{Term: l.Say("privacy.place_" + string(c.place)), Text: l.Number(int64(c.n))})
	}
	return all
}

func (m Matter) facts(l i18n.Locale, who string) []ui.Fact {
	all := []ui.Fact{{Term: l.Say("privacy.when"), Text: l.Moment(m.At)}, {Term: l.Say("privacy.who"), Text: who},
		{Term: l.Say("privacy.proof"), Text: l.Say("privacy.proof_" + string(m.Proof))}}
	if m.Number != "" {
		all = append(all, ui.Fact{Term: l.Say("privacy.asked_by"), Content: ui.PlateSmall(m.Number, "/staff/requests/"+m.Number)})
	}
	return append(all, ui.Fact{Term: l.Say("privacy.erased"), Text: l.Number(int64(m.Erased))}, ui.Fact{Term: l.Say("privacy.kept_n"), Text: l.Number(int64(m.Kept))})
}
