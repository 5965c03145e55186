package open311

import (
	"bytes"
	"context"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"mahalle/internal/doors"
	"mahalle/internal/platform/ask"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/files"
	"mahalle/internal/platform/tenant"
)

const (
	mostWords = 4000
	ownName   = "fixmystreet_id" // the client's own name for a report
)

// report opens a request for a resident: durable when it is answered.
func (s *Server) report(c *call) error {
	if err := c.needsRight(doors.Report); err != nil {
		return err
	}
	in, one, err := s.read(c)
	if err != nil {
		return err
	}
	if in.Photos, err = s.pictures(c.ctx, c.params.files); err != nil {
		return err
	}
	number, err := s.needs.Report(c.ctx, in)
	if err != nil {
		return renamed(err)
	}
	c.about = number
	t := c.tree()
	t.list("service_requests")
	t.begin("request")
	t.text("service_request_id", number)
	t.text("service_notice", s.notice(c, one))
	t.text("account_id", c.params.get("account_id"))
	t.end()
	t.end()
	return c.send(t)
}

// notice is what whoever reported should know at once.
func (s *Server) notice(c *call, one Service) string {
	if number := tenant.From(c.ctx).Emergency; one.Danger && number != "" {
		return c.locale().Say("open311.danger", "number", number)
	}
	return one.Description
}

// read makes a report of what was sent, or tells all that is wrong with it.
func (s *Server) read(c *call) (Report, Service, error) {
	p := &c.params
	code := p.get("service_code")
	if code == "" {
		return Report{}, Service{}, wrong("service_code", "open311.service_missing")
	}
	one, err := s.service(c, code)
	if err != nil {
		return Report{}, one, err
	}
	in := Report{From: c.partner.Code, Key: c.ownName(), Service: code, Description: strings.TrimSpace(p.get("description")),
		Area: p.get("address_id"), Where: p.get("address_string"), Name: p.name(), Email: p.get("email"), Phone: p.get("phone")}
	var faults []fault.Field
	check := func(err error) {
		if f, ok := fault.Of(err); ok {
			faults = append(faults, f.On...)
		}
	}
	at, given, err := p.point()
	check(err)
	in.Point = at
	if err == nil && (!given || at.Unknown()) && in.Area == "" && in.Where == "" {
		check(wrong("lat", "open311.place_missing"))
	}
	if utf8.RuneCountInString(in.Description) > mostWords {
		check(wrong("description", "open311.words_long", "most", mostWords))
	}
	media, err := s.media(p)
	check(err)
	questions, err := s.needs.Questions(c.ctx, code)
	if err != nil {
		return in, one, err
	}
	in.Answers, err = p.answers(questions, tenant.From(c.ctx))
	check(err)
	if len(faults) > 0 {
		return in, one, fault.Fields(faults...)
	}
	if !c.partner.Sees(code, s.needs.District(c.ctx, in.Point, in.Area)) {
		return in, one, fault.New(fault.Forbidden, "open311.not_this_service")
	}
	if len(media) > 0 {
		in.Then = func(ctx context.Context, tx *db.Tx, number string) error { return order(ctx, tx, number, media) }
	}
	return in, one, nil
}

// ownName is the client's own name for what it sends; sent again, it is the same.
func (c *call) ownName() string {
	name := c.params.get("attribute[" + ownName + "]")
	if name == "" {
		name = c.r.Header.Get("Idempotency-Key")
	}
	if len(name) > 200 {
		return ""
	}
	return name
}

// name joins the two halves of a name; a dash stands for none.
func (p *params) name() string {
	var all []string
	for _, half := range []string{p.get("first_name"), p.get("last_name")} {
		if half != "" && half != "-" {
			all = append(all, half)
		}
	}
	return strings.Join(all, " ")
}

// answers puts attributes into the fields of our form: attribute[CODE] and
// attribute[CODE][]. Attributes that nobody asks for are left alone.
func (p *params) answers(questions []ask.Question, own *tenant.City) (url.Values, error) {
	typed := url.Values{}
	for i := range questions {
		q := &questions[i]
		field, name := ask.Field(q.Code), "attribute["+q.Code+"]"
		switch {
		case !q.Asks():
		case q.Kind == ask.Many:
			for _, n := range []string{name, name + "[]"} {
				typed[field] = append(typed[field], filled(p.values[n])...)
			}
		default:
			v := p.get(name)
			if v == "" {
				v = p.get(name + "[]")
			}
			v, err := written(q, v, own)
			if err != nil {
				return typed, fault.Fields(fault.Field{Name: field, Key: "open311.moment_wrong", Args: []any{"name", q.Code}})
			}
			if v != "" {
				typed.Set(field, v)
			}
		}
	}
	return typed, nil
}

func filled(values []string) []string {
	var all []string
	for _, v := range values {
		if v = strings.TrimSpace(v); v != "" && !slices.Contains(all, v) {
			all = append(all, v)
		}
	}
	return all
}

// written is an answer as our own form would have it: a moment with its zone
// becomes the city's day and time.
func written(q *ask.Question, v string, own *tenant.City) (string, error) {
	switch {
	case q.Kind == ask.YesNo:
		switch strings.ToLower(v) {
		case "true", "1":
			return ask.Yes, nil
		case "false", "0":
			return ask.No, nil
		}
	case (q.Kind == ask.Date || q.Kind == ask.Moment) && strings.Contains(v, ":"):
		at, err := parseMoment(q.Code, v)
		if err != nil {
			return "", err
		}
		if q.Kind == ask.Date {
			return own.Today(at).String(), nil
		}
		return at.In(own.Zone()).Format("2006-01-02 15:04"), nil
	}
	return v, nil
}

// photos takes pictures in, as our own form does. What is no picture is told.
func (s *Server) pictures(ctx context.Context, all [][]byte) ([]Picture, error) {
	var kept []Picture
	for _, data := range all {
		p, err := s.photo(ctx, data)
		if err != nil {
			return nil, err
		}
		kept = append(kept, p)
	}
	return kept, nil
}

func (s *Server) photo(ctx context.Context, data []byte) (Picture, error) {
	photo, err := files.ReadPhoto(ctx, bytes.NewReader(data), files.Limits{})
	if err != nil {
		return Picture{}, err
	}
	p := Picture{Width: photo.Width, Height: photo.Height}
	if p.Full, err = s.files.Put(ctx, photo.Full); err == nil {
		p.Thumb, err = s.files.Put(ctx, photo.Thumb)
	}
	return p, err
}

// theirs are the names of our form's fields in the specification.
var theirs = map[string]string{"place": "lat", "district": "address_id", "neighbourhood": "address_id", "where": "address_string", "name": "first_name"}

// renamed tells faults by the caller's names.
func renamed(err error) error {
	f, ok := fault.Of(err)
	if !ok || len(f.On) == 0 {
		return err
	}
	named := *f
	named.On = slices.Clone(f.On)
	for i := range named.On {
		if their, known := theirs[named.On[i].Name]; known {
			named.On[i].Name = their
		}
	}
	return &named
}
