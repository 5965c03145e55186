package requests

import (
	"net/http"
	"slices"
	"strings"

	"mahalle/internal/platform/access"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/ui"
)

// Looking says why somebody wants to see who asked. Whoever is on the case needs
// no reason; everybody else gives one, and it stands in the history.
type Looking struct {
	Reason string // one of LookReasons
	Words  string // what exactly, for the inspectorate
}

// LookReasons are the reasons for which somebody who is not on a case may look.
var LookReasons = []string{"inspection", "complaint", "court", "callback", "check"}

const (
	fewestLookWords = 10 // letters; fewer say nothing
	mostLookWords   = 500
)

// onCase: the person who works on it, who wrote it down, or the unit that has it.
// Where the sender is hidden, nobody is.
func onCase(a access.Actor, r *Request) bool {
	switch {
	case r.Hidden:
		return false
	case a.Person != "" && (a.Person == r.Person || a.Person == r.TakenBy):
		return true
	}
	return a.InUnit(r.Unit)
}

// checked is the reason that goes into the journal; none from who is on the case.
func (l Looking) checked(a access.Actor, r *Request) (Looking, error) {
	if onCase(a, r) {
		return Looking{}, nil
	}
	var wrong []fault.Field
	if !slices.Contains(LookReasons, l.Reason) {
		wrong = append(wrong, fault.Field{Name: "reason", Key: "requests.look_choose"})
	}
	switch n := len([]rune(l.Words)); {
	case n < fewestLookWords:
		wrong = append(wrong, fault.Field{Name: "words", Key: "requests.look_say_more"})
	case n > mostLookWords:
		wrong = append(wrong, fault.Field{Name: "words", Key: "requests.look_say_less", Args: []any{"most", mostLookWords}})
	}
	if len(wrong) > 0 {
		return l, fault.Fields(wrong...)
	}
	return l, nil
}

func lookingOf(r *http.Request) Looking {
	return Looking{Reason: r.FormValue("reason"), Words: strings.TrimSpace(i18n.CleanText(r.FormValue("words")))}
}

func lookReasons(l i18n.Locale) []ui.Option {
	all := []ui.Option{{Label: l.Say("requests.look_choose")}}
	for _, reason := range LookReasons {
		all = append(all, ui.Option{Value: reason, Label: l.Say("requests.look_" + reason)})
	}
	return all
}
