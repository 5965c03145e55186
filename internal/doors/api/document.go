package api

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"mahalle/internal/platform/access"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/web"
)

// The description is made of the table of operations, in the language of the
// caller.

// pair is one field of an object whose fields keep their order.
type pair struct {
	name  string
	value any
}

type object []pair

// MarshalJSON writes the fields in their order; those without a value are left out.
func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for _, p := range o {
		if p.value == nil {
			continue
		}
		if b.Len() > 1 {
			b.WriteByte(',')
		}
		name, _ := json.Marshal(p.name) // a text
		value, err := json.Marshal(p.value)
		if err != nil {
			return nil, err
		}
		b.Write(append(append(name, ':'), value...))
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// description answers with the document.
func (a *API) description(w http.ResponseWriter, r *http.Request) error {
	body, err := a.Document(i18n.From(r.Context()))
	if err != nil {
		return err
	}
	tag := tagOf(body)
	w.Header().Set("ETag", tag)
	w.Header().Set("Cache-Control", "public, no-cache")
	if names(r.Header.Get("If-None-Match"), tag) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	return web.JSON(w, http.StatusOK, body)
}

// Document is the OpenAPI description of every operation.
func (a *API) Document(l i18n.Locale) ([]byte, error) {
	d := describer{a, l}
	var tags []any
	for _, r := range a.resources {
		tags = append(tags, object{{"name", r.Name}, {"description", l.Say("api.about_" + r.Name)}})
	}
	whole, err := json.Marshal(object{
		{"openapi", "3.1.0"},
		{"info", object{{"title", "Mahalle"}, {"version", "1"}, {"summary", l.Say("api.title")}, {"description", l.Say("api.about")},
			{"license", object{{"name", "Apache-2.0"}, {"identifier", "Apache-2.0"}}}}},
		{"servers", []any{object{{"url", base}}}},
		{"security", []any{object{{"token", []string{}}}}},
		{"tags", tags},
		{"paths", d.paths()},
		{"components", object{
			{"securitySchemes", object{{"token", object{{"type", "http"}, {"scheme", "bearer"}, {"description", l.Say("api.about_token")}}}}},
			{"parameters", d.headers()},
			{"responses", object{{"Problem", object{{"description", l.Say("api.about_problem")}, {"content", object{{"application/problem+json", object{{"schema", refTo("Problem")}}}}}}}}},
			{"schemas", d.schemas()},
		}},
	})
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := json.Indent(&b, whole, "", " "); err != nil {
		return nil, err
	}
	return append(b.Bytes(), '\n'), nil
}

// describer says operations and shapes in one language.
type describer struct {
	a *API
	l i18n.Locale
}

func refTo(shape string) object { return object{{"$ref", "#/components/schemas/" + shape}} }

// verbs are the methods as a description writes them.
var verbs = map[string]string{http.MethodGet: "get", http.MethodPost: "post", http.MethodPut: "put", http.MethodDelete: "delete"}

func (d describer) paths() object {
	var all object
	for _, op := range d.a.ops {
		i := slices.IndexFunc(all, func(p pair) bool { return p.name == op.Path })
		if i < 0 {
			i = len(all)
			all = append(all, pair{op.Path, object{}})
		}
		all[i].value = append(all[i].value.(object), pair{verbs[op.Method], d.operation(op)})
	}
	return all
}

func (d describer) operation(op *Op) object {
	o := object{{"operationId", op.ID}, {"tags", []string{d.a.resourceOf(op)}}, {"summary", d.l.Say("api.op_" + op.key())}}
	if note := "api.note_" + op.key(); d.l.Has(note) {
		o = append(o, pair{"description", d.l.Say(note)})
	}
	o = append(o, pair{"x-needs", string(op.Needs)})
	if op.Scope != "" {
		o = append(o, pair{"x-scope", string(op.Scope)})
	}
	if op.Needs == access.Public {
		o = append(o, pair{"security", []any{}})
	}
	return append(o, pair{"parameters", d.parameters(op)}, pair{"requestBody", d.sent(op)}, pair{"responses", d.answers(op)})
}

func (a *API) resourceOf(op *Op) string {
	for _, r := range a.resources {
		for i := range r.Ops {
			if &r.Ops[i] == op {
				return r.Name
			}
		}
	}
	return ""
}

func (d describer) parameters(op *Op) []any {
	var all []any
	for _, gap := range op.gaps() {
		all = append(all, object{{"name", gap}, {"in", "path"}, {"required", true}, {"description", d.l.Say("api.field_" + gap)},
			{"schema", object{{"type", "string"}, {"maxLength", 200}}}, {"example", op.Sample.Path[gap]}})
	}
	sample, _ := url.ParseQuery(op.Sample.Query) // ours; a test executes it
	for _, f := range op.query() {
		all = append(all, object{{"name", f.Name}, {"in", "query"}, {"required", f.Needed}, {"description", d.about(f)}, {"schema", d.schema(f.Shape, "")},
			{"example", sampleOf(f, sample.Get(f.Name))}})
	}
	named := []string{"lang"}
	switch {
	case op.changes():
		named = append(named, "Idempotency-Key")
		if op.Scope == Work {
			named = append(named, "If-Match")
		}
	case op.Read != nil:
		named = append(named, "If-None-Match")
	}
	for _, name := range named {
		all = append(all, object{{"$ref", "#/components/parameters/" + name}})
	}
	return all
}

// sampleOf is the example of a parameter, as what it is.
func sampleOf(f Field, v string) any {
	switch {
	case v == "":
		return nil
	case f.Type == "integer" || f.Type == "number" || f.Type == "boolean":
		return json.RawMessage(v)
	}
	return v
}

// headers are parameters that many operations share.
func (d describer) headers() object {
	text := object{{"type", "string"}, {"maxLength", 200}}
	header := func(name, key string) pair {
		return pair{name, object{{"name", name}, {"in", "header"}, {"description", d.l.Say("api.header_" + key)}, {"schema", text}}}
	}
	return object{
		{"lang", object{{"name", "lang"}, {"in", "query"}, {"description", d.l.Say("api.header_lang")}, {"schema", object{{"type", "string"}, {"enum", []string{"tr", "fa", "en"}}}}}},
		header("Idempotency-Key", "idempotency_key"), header("If-Match", "if_match"), header("If-None-Match", "if_none_match"),
	}
}

func (d describer) sent(op *Op) any {
	switch {
	case op.Takes != "":
		return object{{"required", true}, {"content", object{{op.Takes, object{{"schema", object{}}}}}}}
	case op.Body != "":
		return object{{"required", true}, {"content", object{{"application/json", object{{"schema", refTo(op.Body)}, {"example", json.RawMessage(op.Sample.Body)}}}}}}
	}
	return nil
}

func (d describer) answers(op *Op) object {
	var content object
	if op.Media != "" {
		content = object{{op.Media, object{{"schema", object{}}}}}
	} else {
		content = object{{"application/json", object{{"schema", refTo(op.Gives)}, {"example", json.RawMessage(op.Sample.Answer)}}}}
	}
	well := object{{"description", d.l.Say("api.went_well")}, {"headers", d.told(op)}, {"content", content}}
	return object{{strconv.Itoa(op.status()), well}, {"default", object{{"$ref", "#/components/responses/Problem"}}}}
}

// told are the headers of an answer.
func (d describer) told(op *Op) any {
	var all object
	header := func(name, key string) {
		all = append(all, pair{name, object{{"description", d.l.Say("api.header_" + key)}, {"schema", object{{"type", "string"}}}}})
	}
	if op.Read != nil || op.Scope == Work {
		header("ETag", "etag")
	}
	if op.Paged {
		header("Link", "link")
	}
	if op.Status == http.StatusCreated && op.changes() {
		header("Location", "location")
	}
	if all == nil {
		return nil
	}
	return all
}

func (d describer) schemas() object {
	var names []string
	for name := range d.a.shapes {
		names = append(names, name)
	}
	slices.Sort(names)
	var all object
	for _, name := range names {
		all = append(all, pair{name, d.schema(d.a.shapes[name], "")})
	}
	return all
}

// schema writes a shape as JSON Schema, with what it is about.
func (d describer) schema(s Shape, about string) object {
	var o object
	if s.Ref != "" {
		o = refTo(s.Ref)
	} else {
		o = object{{"type", orNil(s.Type)}, {"format", orNil(s.Format)}}
	}
	if about != "" {
		o = append(o, pair{"description", about})
	}
	if s.Enum != nil {
		o = append(o, pair{"enum", s.Enum})
	}
	switch {
	case s.Most > 0 && s.Type == "string":
		o = append(o, pair{"maxLength", s.Most})
	case s.Most > 0:
		o = append(o, pair{"maxItems", s.Most})
	case s.From < s.To:
		o = append(o, pair{"minimum", s.From}, pair{"maximum", s.To})
	}
	if s.Type == "array" {
		return append(o, pair{"items", d.schema(*s.Each, "")})
	}
	if s.Type != "object" {
		return o
	}
	return append(o, d.fields(s)...)
}

func (d describer) fields(s Shape) object {
	var needed []string
	all := object{}
	for _, f := range s.Fields {
		all = append(all, pair{f.Name, d.schema(f.Shape, d.about(f))})
		if f.Needed {
			needed = append(needed, f.Name)
		}
	}
	o := object{{"properties", all}}
	if needed != nil {
		o = append(o, pair{"required", needed})
	}
	if s.Each != nil {
		return append(o, pair{"additionalProperties", d.schema(*s.Each, "")})
	}
	return append(o, pair{"additionalProperties", false})
}

func (d describer) about(f Field) string {
	if f.Say != "" {
		return d.l.Say("api.field_" + f.Say)
	}
	return d.l.Say("api.field_" + f.Name)
}

func orNil(s string) any {
	if s == "" {
		return nil
	}
	return s
}
