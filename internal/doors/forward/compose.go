package forward

import (
	"context"
	"io"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"mahalle/internal/city"
	"mahalle/internal/platform/ask"
	"mahalle/internal/platform/files"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
)

const mostWords = 4000 // letters of a description

// mark is our own name for a request, by which it is found over there again. The
// custody's last letters tell its second handing over from the first.
func mark(number string, custody city.ID) string {
	return number + "/" + string(custody[max(0, len(custody)-4):])
}

// compose writes what is told of a request; nil when nobody says any more which
// service it is. Whoever asked is not in it.
func (s *Service) compose(ctx context.Context, l Line, p peer, h Held) (url.Values, [][]byte, error) {
	q := s.db.Read(ctx)
	codes, err := codesOf(ctx, q, l.Unit)
	if err != nil {
		return nil, nil, err
	}
	code := codeFor(codes, h.Subject)
	if code == "" {
		return nil, nil, nil
	}
	in, say := s.speaking(ctx)
	m, err := s.needs.Matter(in, q, h)
	if err != nil {
		return nil, nil, err
	}
	asked, err := s.asked(ctx, l, p, code)
	if err != nil {
		return nil, nil, err
	}
	form := url.Values{"service_code": {code}, "account_id": {string(h.Custody)}, "device_id": {h.Number}}
	set := func(name, value string) {
		if value != "" {
			form.Set(name, value)
		}
	}
	set("jurisdiction_id", l.Jurisdiction)
	set("api_key", p.key)
	set("address_string", m.PlaceName)
	if !m.Place.Point.Unknown() {
		lat, lon := m.Place.Point.Degrees()
		set("lat", strconv.FormatFloat(lat, 'f', 6, 64))
		set("long", strconv.FormatFloat(lon, 'f', 6, 64))
	}
	form.Set("attribute[fixmystreet_id]", string(h.Custody))
	rest := answers(say, tenant.From(ctx), form, asked, m)
	form.Set("description", words(say, h, m, rest))
	for _, a := range asked {
		fill(say, form, a, form.Get("description"), m)
	}
	if l.Photos == Link {
		set("media_url", m.PhotoAddress)
	}
	var pictures [][]byte
	if l.Photos == Multipart {
		pictures, err = s.pictures(ctx, m.Photos)
	}
	return form, pictures, err
}

func (s *Service) pictures(ctx context.Context, refs []files.Ref) ([][]byte, error) {
	var all [][]byte
	for _, ref := range refs {
		f, err := s.files.Open(ctx, ref)
		if err != nil {
			return nil, err
		}
		data, err := io.ReadAll(f)
		_ = f.Close()
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

// words are what is to be done, with everything that found no field of its own.
func words(l i18n.Locale, h Held, m Matter, rest []string) string {
	lines := slices.Concat([]string{m.CityWord}, rest, []string{l.Say("forward.our_number", "number", mark(h.Number, h.Custody))})
	if m.PlaceName != "" {
		lines = append(lines, l.Say("forward.where", "place", m.PlaceName))
	}
	lines = slices.DeleteFunc(lines, func(s string) bool { return strings.TrimSpace(s) == "" })
	more := short(strings.Join(lines, "\n"), mostWords/2)
	own := m.Words
	if own == "" {
		own = m.SubjectName
	}
	return short(own, mostWords-len([]rune(more))-2) + "\n\n" + more
}

// attribute is something the other side asks about one of its services.
type attribute struct {
	code, label, kind string
	required, several bool
	values            []value
}

type value struct{ key, name string }

// asked reads what is asked in addition.
func (s *Service) asked(ctx context.Context, l Line, p peer, code string) ([]attribute, error) {
	if one, listed := l.service(code); listed && !one.Metadata {
		return nil, nil
	}
	n, err := p.get(ctx, "/services/"+url.PathEscape(code), nil)
	if err != nil {
		if t := troubleOf(err); t.refusal() { // they say that there is none
			return nil, nil
		}
		return nil, err
	}
	var all []attribute
	for _, r := range n.rows("datatype") {
		a := attribute{code: r.get("code"), label: r.get("description"), kind: r.get("datatype"), required: truth(r.get("required"))}
		a.several = a.kind == "multivaluelist"
		for _, v := range r.rows("key") {
			a.values = append(a.values, value{v.get("key"), v.get("name")})
		}
		if a.code != "" && r.get("variable") != "false" {
			all = append(all, a)
		}
	}
	return all, nil
}

func truth(s string) bool { return strings.EqualFold(s, "true") || s == "1" }

// answers puts what the resident answered into the attributes of the same name,
// and gives the others as sentences.
func answers(l i18n.Locale, here *tenant.City, form url.Values, asked []attribute, m Matter) (rest []string) {
	for _, a := range m.Answers {
		if a.Personal {
			continue
		}
		if at := slices.IndexFunc(asked, func(t attribute) bool { return t.is(a) }); at < 0 || !asked[at].put(l, here, form, a) {
			rest = append(rest, l.Say("forward.answer", "question", l.Text(a.Label), "answer", a.In(l, here.Phone)))
		}
	}
	return rest
}

// is: the same code or the same words.
func (t attribute) is(a ask.Answer) bool {
	fold := i18n.Fold(t.label)
	return strings.EqualFold(t.code, a.Question) || fold != "" && (fold == i18n.Fold(a.Label.TR) || fold == i18n.Fold(a.Label.EN) || fold == i18n.Fold(a.Label.FA))
}

// put fills an attribute; false when none of the offered values is the answer.
func (t attribute) put(l i18n.Locale, here *tenant.City, form url.Values, a ask.Answer) bool {
	field := "attribute[" + t.code + "]"
	if len(t.values) == 0 {
		form.Set(field, plainValue(l, here, a))
		return true
	}
	words := []string{a.Value, a.In(l, here.Phone)}
	if a.Kind == ask.Many {
		words = append(words, strings.Fields(a.Value)...)
	}
	for _, said := range a.Said {
		words = append(words, said.TR, said.EN, said.FA)
	}
	if t.several {
		field += "[]"
	}
	for _, v := range t.values {
		if slices.ContainsFunc(words, func(w string) bool {
			return w != "" && (i18n.Fold(w) == i18n.Fold(v.key) || i18n.Fold(w) == i18n.Fold(v.name))
		}) {
			form.Add(field, v.key)
			if !t.several {
				return true
			}
		}
	}
	return form.Has(field)
}

func plainValue(l i18n.Locale, here *tenant.City, a ask.Answer) string {
	switch a.Kind {
	case ask.Text, ask.Words, ask.Number, ask.Landmark, ask.Plate, ask.Date, ask.Phone:
		return a.Value
	}
	return a.In(l, here.Phone)
}

// fill answers what a program can answer by itself; a text that is required and
// that nobody asked the resident about says so.
func fill(l i18n.Locale, form url.Values, a attribute, description string, m Matter) {
	field := "attribute[" + a.code + "]"
	if form.Has(field) || form.Has(field+"[]") {
		return
	}
	switch a.code {
	case "title":
		form.Set(field, m.SubjectName)
	case "description":
		form.Set(field, description)
	case "closest_address":
		form.Set(field, m.PlaceName)
	default:
		if a.required && len(a.values) == 0 && (a.kind == "string" || a.kind == "text") {
			form.Set(field, l.Say("forward.not_asked"))
		}
	}
}
