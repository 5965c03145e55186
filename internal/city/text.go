package city

// Lang is a language of the house. All are equal; a city chooses which one a
// stranger meets first.
type Lang string

// The languages of the house.
const (
	Turkish Lang = "tr"
	Persian Lang = "fa"
	English Lang = "en"
)

// Langs lists the languages in the order in which screens offer them.
var Langs = []Lang{Turkish, Persian, English}

// ParseLang accepts one of the three codes and nothing else.
func ParseLang(s string) (Lang, bool) {
	switch l := Lang(s); l {
	case Turkish, Persian, English:
		return l, true
	}
	return "", false
}

// Text is a name or sentence that the city itself wrote, in each language.
type Text struct {
	TR string `json:"tr,omitempty"`
	FA string `json:"fa,omitempty"`
	EN string `json:"en,omitempty"`
}

// In gives the text in lang. Where the city has not written it yet, any other
// language is better than an empty place on the screen.
func (t Text) In(lang Lang) string {
	switch lang {
	case Turkish:
		return firstOf(t.TR, t.EN, t.FA)
	case Persian:
		return firstOf(t.FA, t.EN, t.TR)
	default:
		return firstOf(t.EN, t.TR, t.FA)
	}
}

// Empty reports whether the text is missing in every language.
func (t Text) Empty() bool { return t == Text{} }

func firstOf(texts ...string) string {
	for _, s := range texts {
		if s != "" {
			return s
		}
	}
	return ""
}
