package open311

import (
	"mahalle/internal/platform/i18n"
)

// names remembers what codes are called while a list is written: a thousand
// requests have a few dozen subjects, units and places.
type names struct {
	c     *call
	s     *Server
	known map[named]string
}

// named is a code and the sort of thing it names.
type named struct{ kind, code string }

func (n *names) of(kind, code string, name func() string) string {
	key := named{kind, code}
	said, ok := n.known[key]
	if !ok {
		said = name()
		n.known[key] = said
	}
	return said
}

// service is the name under which a service is listed; one that is no longer
// offered has its own.
func (n *names) service(code string) string {
	return n.of("service", code, func() string {
		if one, err := n.s.service(n.c, code); err == nil {
			return one.Name
		}
		return n.s.needs.ServiceName(n.c.ctx, code)
	})
}

// paper is a list of requests that is being written, row by row as they come. It
// leaves the house when it is whole, so that a failure never sends half of one.
type paper struct {
	names
	t    *tree
	l    i18n.Locale
	at   string
	more bool
}

func (s *Server) paper(c *call) *paper {
	p := &paper{names: names{c, s, map[named]string{}}, t: c.tree(), l: c.locale(), at: addressOf(c.r), more: c.params.get("extensions") == "true"}
	p.t.list("service_requests")
	return p
}

func (p *paper) add(r *Request) { p.s.request(p.t, p.l, &p.names, r, p.at, p.more) }

func (p *paper) send() error {
	p.t.end()
	return p.c.send(p.t)
}

// sendRequests writes requests as a list, also where it is one.
func (s *Server) sendRequests(c *call, all []Request) error {
	p := s.paper(c)
	for i := range all {
		p.add(&all[i])
	}
	return p.send()
}

func (s *Server) request(t *tree, l i18n.Locale, n *names, r *Request, at string, more bool) {
	ctx := n.c.ctx
	t.begin("request")
	t.text("service_request_id", r.Number)
	t.text("status", plain(r.Open))
	t.text("status_notes", n.of("note", r.Status+r.Outcome, func() string { return l.Say("open311.stands_" + standing(r)) }))
	t.text("service_name", n.service(r.Service))
	t.text("service_code", r.Service)
	t.text("description", r.Description)
	t.text("agency_responsible", n.of("unit", r.Unit, func() string { return s.needs.UnitName(ctx, r.Unit) }))
	t.text("service_notice", "")
	t.moment("requested_datetime", r.Opened)
	t.moment("updated_datetime", r.Updated)
	t.moment("expected_datetime", r.Due)
	area := r.Place.Neighbourhood
	if area == "" {
		area = r.Place.District
	}
	t.text("address", n.of("place", area, func() string { return s.needs.PlaceName(ctx, r.Place) }))
	t.text("address_id", area)
	t.text("zipcode", "")
	if r.Place.Point.Unknown() {
		t.text("lat", "")
		t.text("long", "")
	} else {
		t.degrees("lat", r.Place.Point.Lat)
		t.degrees("long", r.Place.Point.Lon)
	}
	t.text("media_url", mediaURL(at, r))
	if more {
		extended(t, r, at)
	}
	t.end()
}

func mediaURL(at string, r *Request) string {
	if r.Photo == "" || !r.Public {
		return "" // a photo that is not for everybody has no address that opens for others
	}
	return at + "/r/" + r.Number + "/photo/" + string(r.Photo)
}

// extended is what the flag extensions=true adds.
func extended(t *tree, r *Request, at string) {
	t.begin("extended_attributes")
	t.text("status", wider(r.Status, r.Outcome))
	t.text("description_lang", string(r.Lang))
	t.text("district_id", r.Place.District)
	t.text("unit_id", r.Unit)
	t.number("people", r.People)
	t.truth("non_public", !r.Public)
	t.list("media_urls")
	if u := mediaURL(at, r); u != "" {
		t.text("media_url", u)
	}
	t.end()
	t.end()
}

// standing names the sentence that says where a request stands.
func standing(r *Request) string {
	if !r.Open {
		if r.Outcome == "" {
			return "closed"
		}
		return "ended_" + r.Outcome
	}
	return r.Status
}
