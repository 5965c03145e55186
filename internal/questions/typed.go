package questions

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"mahalle/internal/city"
	"mahalle/internal/platform/ask"
	"mahalle/internal/platform/i18n"
)

// typed is the form in which a question is written.
type typed struct {
	url.Values
	langs []city.Lang
}

func (t typed) line(name string) string {
	return strings.Join(strings.Fields(i18n.CleanText(t.Get(name))), " ")
}

// text reads a text in each language; name is that of its field.
func (t typed) text(name string) city.Text {
	return city.Text{TR: t.line(name + "_tr"), FA: t.line(name + "_fa"), EN: t.line(name + "_en")}
}

// question reads a whole question; all are the questions that stand already, and
// was is the one that is written anew.
func (t typed) question(all []ask.Question, was string) ask.Question {
	kind := ask.Kind(t.Get("kind"))
	q := ask.Question{Code: t.line("code"), Kind: kind, Label: t.text("label"), Hint: t.text("hint"),
		Required: t.Get("required") != "" && kind != ask.Notice, Personal: t.Get("personal") != "", When: t.when()}
	if q.Code == "" {
		q.Code = freeCode(all, kind)
	}
	switch kind {
	case ask.One, ask.Many:
		q.Options = t.options()
	case ask.Number:
		q.Unit, q.Least, q.Most = t.text("unit"), t.bound("least"), t.bound("most")
	case ask.Plate:
		q.Pattern = strings.TrimSpace(t.Get("pattern"))
	}
	if kind != ask.Notice {
		q.Example = t.line("example")
	}
	for i := range mostStops {
		if s, wanted := t.stop(i); wanted {
			q.Stops = append(q.Stops, s)
		}
	}
	return q
}

// freeCode is a code that no question has: those who write questions need not
// think of codes.
func freeCode(all []ask.Question, kind ask.Kind) string {
	for n := len(all) + 1; ; n++ {
		code := fmt.Sprintf("%s%d", kind, n)
		if !slices.ContainsFunc(all, func(q ask.Question) bool { return q.Code == code }) {
			return code
		}
	}
}

var withCode = regexp.MustCompile(`^([a-z][a-z0-9_]{0,29})\s*=\s*(.*)$`)

// options reads one option a line: "large = Büyük | بزرگ | Large". Without a
// code it is given one.
func (t typed) options() []ask.Option {
	var all []ask.Option
	for _, line := range strings.Split(i18n.CleanText(t.Get("options")), "\n") {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		o := ask.Option{Code: fmt.Sprintf("option%d", len(all)+1)}
		if m := withCode.FindStringSubmatch(line); m != nil {
			o.Code, line = m[1], m[2]
		}
		for i, said := range strings.Split(line, "|") {
			if i < len(t.langs) {
				setIn(&o.Label, t.langs[i], strings.TrimSpace(said))
			}
		}
		all = append(all, o)
	}
	return all
}

// lines writes options as options reads them.
func lines(all []ask.Option, langs []city.Lang) string {
	var b strings.Builder
	for _, o := range all {
		said := make([]string, len(langs))
		for i, lang := range langs {
			said[i] = in(o.Label, lang)
		}
		fmt.Fprintf(&b, "%s = %s\n", o.Code, strings.Join(said, " | "))
	}
	return b.String()
}

func in(t city.Text, lang city.Lang) string {
	switch lang {
	case city.Turkish:
		return t.TR
	case city.Persian:
		return t.FA
	}
	return t.EN
}

func setIn(t *city.Text, lang city.Lang, said string) {
	switch lang {
	case city.Turkish:
		t.TR = said
	case city.Persian:
		t.FA = said
	default:
		t.EN = said
	}
}

// bound reads a number in any digits; what is none is as if nothing was typed,
// and is told by wrongBounds.
func (t typed) bound(name string) *float64 {
	f, err := strconv.ParseFloat(strings.NewReplacer("٫", ".", ",", ".").Replace(i18n.ASCIIDigits(t.line(name))), 64)
	if err != nil {
		return nil
	}
	return &f
}

// wrongBounds are the fields of bounds that are no numbers.
func (t typed) wrongBounds() []string {
	return slices.DeleteFunc([]string{"least", "most"}, func(name string) bool { return t.line(name) == "" || t.bound(name) != nil })
}

// when reads the ticked answers on which the question depends: "size" for any
// answer, "size/large" for one. The first question named is meant.
func (t typed) when() *ask.When {
	var w *ask.When
	for _, ticked := range t.Values["when"] {
		question, answer, one := strings.Cut(ticked, "/")
		if w == nil {
			w = &ask.When{Question: question}
		}
		if one && question == w.Question {
			w.Is = append(w.Is, answer)
		}
	}
	return w
}

// mostStops is how many different ends a question may have.
const mostStops = 3

func (t typed) stop(i int) (ask.Stop, bool) {
	name := func(part string) string { return stopField(i, part) }
	s := ask.Stop{Is: t.Values[name("is")], Reason: t.text(name("reason")), Who: t.text(name("who")), Call: t.line(name("call")), Subject: t.line(name("subject"))}
	return s, len(s.Is) > 0 || !s.Reason.Empty() || s.Call != ""
}

func stopField(i int, part string) string { return fmt.Sprintf("stop%d_%s", i, part) }

// valuesOf is a question as its form has it.
func valuesOf(q ask.Question, langs []city.Lang) url.Values {
	v := url.Values{"code": {q.Code}, "kind": {string(q.Kind)}, "options": {lines(q.Options, langs)}, "pattern": {q.Pattern}, "example": {q.Example}}
	put := func(name string, t city.Text) {
		for _, lang := range langs {
			v.Set(name+"_"+string(lang), in(t, lang))
		}
	}
	put("label", q.Label)
	put("hint", q.Hint)
	put("unit", q.Unit)
	for name, yes := range map[string]bool{"required": q.Required, "personal": q.Personal} {
		if yes {
			v.Set(name, "on")
		}
	}
	for name, bound := range map[string]*float64{"least": q.Least, "most": q.Most} {
		if bound != nil {
			v.Set(name, strconv.FormatFloat(*bound, 'f', -1, 64))
		}
	}
	if q.When != nil && len(q.When.Is) == 0 {
		v.Set("when", q.When.Question)
	} else if q.When != nil {
		for _, is := range q.When.Is {
			v.Add("when", q.When.Question+"/"+is)
		}
	}
	for i, s := range q.Stops {
		v[stopField(i, "is")] = s.Is
		v.Set(stopField(i, "call"), s.Call)
		v.Set(stopField(i, "subject"), s.Subject)
		put(stopField(i, "reason"), s.Reason)
		put(stopField(i, "who"), s.Who)
	}
	return v
}
