package feeds

import (
	"bytes"
	"context"
	"encoding/xml"
	"net/http"
	"strings"
	"time"

	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/web"
)

const atomKind = "application/atom+xml; charset=utf-8"

// endedWithin is how far back a feed of what ended looks.
const endedWithin = 90 * 24 * time.Hour

// atom answers with public requests of an area and subject: what was opened, or
// what ended, the last change first.
func (s *Service) atom(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, _, err := read(r.URL.Query())
	if err != nil {
		return err
	}
	if err := s.check(ctx, &f); err != nil {
		return err
	}
	f.Box, f.Skip = nil, 0
	if f.Ended && f.Since.IsZero() {
		f.Since = clock.Now(ctx).Add(-endedWithin).Truncate(24 * time.Hour)
	}
	all, err := s.needs.Requests(ctx, f)
	if err != nil {
		return err
	}
	self, base := web.Origin(r)+r.URL.RequestURI(), web.Origin(r)
	return answer(w, r, atomKind, s.writeAtom(ctx, f, all, self, base), newest(all), true)
}

func (s *Service) writeAtom(ctx context.Context, f Filter, all []Item, self, base string) []byte {
	l, c := i18n.From(ctx), tenant.From(ctx)
	x := &writer{}
	x.raw(xml.Header)
	x.raw(`<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="` + string(l.Lang) + `">` + "\n")
	x.text("title", s.title(ctx, f))
	x.text("id", "urn:mahalle:"+string(db.TenantFrom(ctx))+":requests:"+key(f))
	x.link("self", "application/atom+xml", self)
	x.link("alternate", "text/html", base+"/requests"+listOf(f))
	x.text("updated", moment(orEpoch(newest(all))))
	x.raw("<author>")
	x.text("name", l.Text(c.Name))
	x.raw("</author>\n")
	for _, i := range all {
		s.writeEntry(ctx, x, i, base)
	}
	x.raw("</feed>\n")
	return x.Bytes()
}

func (s *Service) writeEntry(ctx context.Context, x *writer, i Item, base string) {
	l := i18n.From(ctx)
	subject, place := s.needs.SubjectName(ctx, i.Subject), s.needs.PlaceName(l, ctx, i.Place)
	x.raw("<entry>")
	x.text("id", "urn:uuid:"+string(i.ID))
	if place == "" {
		x.text("title", l.Say("feeds.entry_nowhere", "subject", subject))
	} else {
		x.text("title", l.Say("feeds.entry", "subject", subject, "place", place))
	}
	x.link("alternate", "text/html", base+"/r/"+i.Number)
	x.text("published", moment(i.Opened))
	x.text("updated", moment(i.Updated))
	x.raw(`<category term="` + attribute(i.Subject) + `" label="` + attribute(subject) + `"/>`)
	x.text("summary", s.summary(l, i))
	x.raw("</entry>\n")
}

// summary says where a request stands.
func (s *Service) summary(l i18n.Locale, i Item) string {
	switch {
	case !i.Open:
		return l.Say("feeds.summary_done", "number", i.Number, "when", l.Moment(i.Updated))
	case i.Due.IsZero():
		return l.Say("feeds.summary_open", "number", i.Number)
	default:
		return l.Say("feeds.summary_due", "number", i.Number, "when", l.Moment(i.Due))
	}
}

// title says what is followed.
func (s *Service) title(ctx context.Context, f Filter) string {
	l := i18n.From(ctx)
	of := []string{l.Text(tenant.From(ctx).ShortName)}
	for _, area := range []string{f.District, f.Neighbourhood} {
		if name, _, ok := s.needs.AreaName(ctx, area); ok && area != "" {
			of = append(of, name)
		}
	}
	if f.Subject != "" {
		of = append(of, s.needs.SubjectName(ctx, f.Subject))
	}
	return l.Say("feeds.title_"+show(f)) + " · " + strings.Join(of, " · ")
}

func show(f Filter) string {
	switch {
	case f.Open:
		return "open"
	case f.Ended:
		return "done"
	default:
		return "all"
	}
}

// key is the feed's own name, the same whatever the order of the address.
func key(f Filter) string {
	return strings.Join([]string{show(f), f.District, f.Neighbourhood, f.Subject}, ":")
}

// listOf is the page of the same requests, for people.
func listOf(f Filter) string {
	q := "?show=" + map[string]string{"open": "open", "done": "done", "all": "received"}[show(f)]
	for _, p := range [][2]string{{"district", f.District}, {"neighbourhood", f.Neighbourhood}, {"subject", f.Subject}} {
		if p[1] != "" {
			q += "&" + p[0] + "=" + p[1]
		}
	}
	return q
}

func moment(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }

func orEpoch(t time.Time) time.Time {
	if t.IsZero() {
		return time.Unix(0, 0)
	}
	return t
}

// writer writes XML; what XML cannot hold becomes the replacement character.
type writer struct{ bytes.Buffer }

func (x *writer) raw(s string) { x.WriteString(s) }

func (x *writer) text(name, value string) {
	x.raw("<" + name + ">")
	_ = xml.EscapeText(&x.Buffer, []byte(value)) // a buffer takes everything
	x.raw("</" + name + ">")
}

func (x *writer) link(rel, kind, href string) {
	x.raw(`<link rel="` + rel + `" type="` + kind + `" href="` + attribute(href) + `"/>`)
}

func attribute(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s)) // a buffer takes everything
	return b.String()
}
