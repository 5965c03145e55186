package api

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"mahalle/internal/platform/access"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/web"
)

// docs is the readable page, made of the same table.
type docs struct {
	base     string
	sections []section
}

type section struct {
	name, title, note string
	ops               []shown
}

// shown is one operation on the page.
type shown struct {
	*Op
	title, note, needs string
	asks               []param
	sample, answer     string
}

// param is a part of the address or a field of what is sent.
type param struct{ name, sort, note, needed string }

func (a *API) docsPage(w http.ResponseWriter, r *http.Request) error {
	return web.Page(w, r, http.StatusOK, a.docs(r.Context()).page())
}

func (a *API) docs(ctx context.Context) docs {
	l := i18n.From(ctx)
	d := docs{base: a.needs.BaseURL(ctx)}
	for _, r := range a.resources {
		s := section{name: r.Name, title: l.Say("api.resource_" + r.Name), note: l.Say("api.about_" + r.Name)}
		for i := range r.Ops {
			s.ops = append(s.ops, a.shown(l, &r.Ops[i], d.base))
		}
		d.sections = append(d.sections, s)
	}
	return d
}

func (a *API) shown(l i18n.Locale, op *Op, address string) shown {
	s := shown{Op: op, title: l.Say("api.op_" + op.key()), sample: op.curl(address), answer: readable(op.Sample.Answer)}
	if note := "api.note_" + op.key(); l.Has(note) {
		s.note = l.Say(note)
	}
	switch {
	case op.Needs == access.Public:
		s.needs = l.Say("api.for_everybody")
	case op.Scope == "":
		s.needs = l.Say("api.for_any_token")
	default:
		s.needs = l.Say("api.for_scope", "scope", l.Say("api.scope_"+string(op.Scope)))
	}
	said := describer{a, l}
	for _, gap := range op.gaps() {
		s.asks = append(s.asks, param{gap, l.Say("api.sort_string"), l.Say("api.field_" + gap), l.Say("api.is_needed")})
	}
	for _, f := range append(op.query(), a.shapes[op.Body].Fields...) {
		p := param{f.Name, l.Say("api.sort_" + f.Type), said.about(f), ""}
		if len(f.Enum) > 0 {
			p.sort = strings.Join(f.Enum, " · ")
		}
		if f.Needed {
			p.needed = l.Say("api.is_needed")
		}
		s.asks = append(s.asks, p)
	}
	return s
}

// curl is the example as it is typed.
func (o *Op) curl(address string) string {
	path := o.Path
	for gap, value := range o.Sample.Path {
		path = strings.ReplaceAll(path, "{"+gap+"}", url.PathEscape(value))
	}
	if o.Sample.Query != "" {
		path += "?" + o.Sample.Query
	}
	var b strings.Builder
	b.WriteString("curl '" + address + base + path + "'")
	line := func(s string) { b.WriteString(" \\\n  " + s) }
	if o.Needs != access.Public {
		line(`-H "Authorization: Bearer $TOKEN"`)
	}
	switch {
	case o.Takes != "":
		line("-H 'Content-Type: " + o.Takes + "'")
		line("--data-binary " + o.Sample.Body)
	case o.Body != "":
		line("-H 'Content-Type: application/json'")
		line("-d '" + o.Sample.Body + "'")
	}
	return b.String()
}

func readable(answer string) string {
	var b bytes.Buffer
	if json.Indent(&b, []byte(answer), "", "  ") != nil {
		return answer
	}
	return b.String()
}
