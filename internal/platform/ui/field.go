package ui

import "github.com/a-h/templ"

// Field is what a form asks. Its label stands above, its hint below the label,
// its error beside it in words that say what to do; what was typed is kept.
type Field struct {
	Name, Label string
	Hint        string
	Error       string // "" when all is well
	Value       string // what was typed before
	Optional    bool   // says so; required fields do not shout
	Key         string // a key that leads here, for people who take calls
	Type        string // "text" unless said: "email", "tel", "password", "search"
	Mode        string // inputmode: "numeric", "tel"
	Fill        string // autocomplete: "name", "tel", "street-address"
	Example     string // placeholder: an example, never the label
	Lang        string // language of what is typed, when known
	Latin       bool   // codes and phones: left to right
	Rows        int    // height of a text area; 4 unless said
	Max         int    // most characters; 0 for no limit
	Attrs       templ.Attributes
}

// Option is one of the answers a field offers.
type Option struct {
	Value, Label string
	Note         string
	Group        string // options of one group stand together in a select
	Icon         string
}

// FieldError is a line of the summary above a form.
type FieldError struct{ Name, Text string }

func (f Field) id() string      { return "f-" + f.Name }
func (f Field) hintID() string  { return "h-" + f.Name }
func (f Field) errorID() string { return "e-" + f.Name }

// attrs ties the control to its hint and error, and says how it is filled.
func (f Field) attrs() templ.Attributes {
	a := templ.Attributes{}
	for k, v := range f.Attrs {
		a[k] = v
	}
	setUnlessEmpty(a, map[string]string{
		"aria-describedby": f.describedBy(), "placeholder": f.Example, "data-key": f.Key,
		"inputmode": f.Mode, "autocomplete": f.Fill, "lang": f.Lang,
	})
	if f.Error != "" {
		a["aria-invalid"] = "true"
	}
	if f.Max > 0 {
		a["maxlength"] = itoa(f.Max)
	}
	a["dir"] = "auto"
	if f.Latin {
		a["dir"] = "ltr"
	}
	return a
}

// choiceAttrs are those of a list to choose from: its words stand as the page
// does, whatever its first choice is written in, or they lie on its arrow.
func (f Field) choiceAttrs() templ.Attributes {
	a := f.attrs()
	delete(a, "dir")
	return a
}

func setUnlessEmpty(a templ.Attributes, values map[string]string) {
	for k, v := range values {
		if v != "" {
			a[k] = v
		}
	}
}

func (f Field) describedBy() string {
	switch {
	case f.Hint != "" && f.Error != "":
		return f.hintID() + " " + f.errorID()
	case f.Hint != "":
		return f.hintID()
	case f.Error != "":
		return f.errorID()
	}
	return ""
}

func (f Field) kind() string {
	if f.Type == "" {
		return "text"
	}
	return f.Type
}

func (f Field) rows() string {
	if f.Rows == 0 {
		return "4"
	}
	return itoa(f.Rows)
}

// grouped parts options into runs of one group, in the order given.
func grouped(options []Option) [][]Option {
	var groups [][]Option
	for _, o := range options {
		if n := len(groups); n > 0 && groups[n-1][0].Group == o.Group {
			groups[n-1] = append(groups[n-1], o)
			continue
		}
		groups = append(groups, []Option{o})
	}
	return groups
}
