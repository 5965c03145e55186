package open311

import (
	"slices"
	"strings"

	"mahalle/internal/platform/ask"
	"mahalle/internal/platform/i18n"
)

// unique are the services with names that no two share: clients find a service by
// its name, and overwrite the other.
func unique(all []Service) []Service {
	count := map[string]int{}
	for _, s := range all {
		count[i18n.Fold(s.Name)]++
	}
	named := slices.Clone(all)
	for i, s := range named {
		if count[i18n.Fold(s.Name)] > 1 {
			named[i].Name = s.Name + " (" + s.Group + ")"
		}
	}
	seen := map[string]bool{}
	for i, s := range named {
		if seen[i18n.Fold(s.Name)] {
			named[i].Name = s.Name + " " + s.Code
		}
		seen[i18n.Fold(s.Name)] = true
	}
	return named
}

// services lists what can be reported. A partner sees those it has to do with.
func (s *Server) services(c *call) error {
	asked, _, err := s.needs.Asked(c.ctx)
	if err != nil {
		return err
	}
	more := c.params.get("extensions") == "true"
	t := c.tree()
	t.list("services")
	for _, one := range s.catalogue(c).all {
		if len(c.partner.Subjects) > 0 && !slices.Contains(c.partner.Subjects, one.Code) {
			continue
		}
		keywords := one.Keywords
		if one.Private {
			keywords = append([]string{"private"}, keywords...)
		}
		t.begin("service")
		t.text("service_code", one.Code)
		t.text("service_name", one.Name)
		t.text("description", one.Description)
		t.truth("metadata", asked[one.Code])
		t.text("type", "realtime")
		t.text("keywords", strings.Join(keywords, ","))
		t.text("group", one.Group)
		if more {
			t.list("groups")
			t.text("group", one.Group)
			t.end()
		}
		t.end()
	}
	t.end()
	return c.send(t)
}

// named is the last part of an address without the format.
func (c *call) named() string {
	name := c.r.PathValue("name")
	for _, f := range formats {
		if n, ok := strings.CutSuffix(name, f); ok {
			return n
		}
	}
	return ""
}

// definition tells what is asked in addition about a service.
func (s *Server) definition(c *call) error {
	one, err := s.service(c, c.named())
	if err != nil {
		return err
	}
	questions, err := s.needs.Questions(c.ctx, one.Code)
	if err != nil {
		return err
	}
	more := c.params.get("extensions") == "true"
	t, l := c.tree(), c.locale()
	t.begin("service_definition")
	t.text("service_code", one.Code)
	t.list("attributes")
	for i := range questions {
		attribute(t, l, &questions[i], questions[:i], i+1, more)
	}
	if more {
		automated(t, len(questions)+1)
	}
	t.end()
	t.end()
	return c.send(t)
}

// datatypes say how an answer to each sort of question is sent.
var datatypes = map[ask.Kind]string{
	ask.Text: "string", ask.Words: "text", ask.YesNo: "singlevaluelist", ask.One: "singlevaluelist", ask.Many: "multivaluelist",
	ask.Number: "number", ask.Date: "datetime", ask.Time: "string", ask.Moment: "datetime", ask.Phone: "string", ask.Plate: "string",
	ask.Landmark: "string", ask.Notice: "string",
}

// attribute writes one question. One that depends on another answer is required
// only then, and says so; an answer that ends the form says so too.
func attribute(t *tree, l i18n.Locale, q *ask.Question, before []ask.Question, order int, more bool) {
	t.begin("attribute")
	t.truth("variable", q.Asks())
	t.text("code", q.Code)
	t.text("datatype", datatypes[q.Kind])
	t.truth("required", q.Required && q.When == nil && q.Asks())
	t.text("datatype_description", hints(l, q, before))
	t.number("order", order)
	t.text("description", l.Text(q.Label))
	if values := valuesOf(l, q); len(values) > 0 {
		t.list("values")
		for _, v := range values {
			t.begin("value")
			t.text("key", v.key)
			t.text("name", v.name)
			if more {
				if stop := stopAt(q, v.key); stop != nil {
					t.text("disable_message", saidStop(l, stop))
				}
			}
			t.end()
		}
		t.end()
	}
	t.end()
}

type value struct{ key, name string }

func valuesOf(l i18n.Locale, q *ask.Question) []value {
	if q.Kind == ask.YesNo {
		return []value{{ask.Yes, l.Say("ask.yes")}, {ask.No, l.Say("ask.no")}}
	}
	var all []value
	for _, o := range q.Options {
		all = append(all, value{o.Code, l.Text(o.Label)})
	}
	return all
}

func stopAt(q *ask.Question, answer string) *ask.Stop {
	for i := range q.Stops {
		if slices.Contains(q.Stops[i].Is, answer) {
			return &q.Stops[i]
		}
	}
	return nil
}

func saidStop(l i18n.Locale, s *ask.Stop) string {
	return l.Say("open311.stops", "reason", s.Reason, "who", s.Who, "number", s.Call)
}

// hints are what a person should know who answers: the hint, the form, the unit,
// when it is asked at all, and which answers end it.
func hints(l i18n.Locale, q *ask.Question, before []ask.Question) string {
	var all []string
	add := func(s string) {
		if s != "" {
			all = append(all, s)
		}
	}
	add(l.Text(q.Hint))
	add(l.Text(q.Unit))
	switch q.Kind {
	case ask.Date:
		add(l.Say("open311.as_date"))
	case ask.Time:
		add(l.Say("open311.as_time"))
	case ask.Text, ask.Words, ask.YesNo, ask.One, ask.Many, ask.Number, ask.Moment, ask.Phone, ask.Plate, ask.Landmark, ask.Notice:
	}
	add(q.Example)
	if q.When != nil {
		for i := range before {
			if before[i].Code == q.When.Question {
				add(onlyIf(l, &before[i], q.When.Is))
			}
		}
	}
	for i := range q.Stops {
		var answers []string
		for _, v := range valuesOf(l, q) {
			if slices.Contains(q.Stops[i].Is, v.key) {
				answers = append(answers, v.name)
			}
		}
		add(l.Say("open311.stops_if", "answers", strings.Join(answers, l.Say("ask.between")), "stop", saidStop(l, &q.Stops[i])))
	}
	return strings.Join(all, " · ")
}

func onlyIf(l i18n.Locale, on *ask.Question, is []string) string {
	var answers []string
	for _, v := range valuesOf(l, on) {
		if slices.Contains(is, v.key) {
			answers = append(answers, v.name)
		}
	}
	if len(answers) == 0 {
		return l.Say("open311.only_if_any", "question", on.Label)
	}
	return l.Say("open311.only_if", "question", on.Label, "answers", strings.Join(answers, l.Say("ask.between")))
}

// automated asks the client to name the report itself: the same name again is the
// same report.
func automated(t *tree, order int) {
	t.begin("attribute")
	t.truth("variable", true)
	t.text("code", ownName)
	t.text("datatype", "string")
	t.truth("required", false)
	t.text("datatype_description", "")
	t.number("order", order)
	t.text("description", "FixMyStreet ID")
	t.text("automated", "server_set")
	t.end()
}
