package requests

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"github.com/a-h/templ"

	"mahalle/internal/platform/access"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/phone"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/ui"
	"mahalle/internal/platform/web"
)

// Taking a call: the telephone number finds the earlier case, the caller's own
// words find the subject and the place, and the owner and the dates are shown
// before anything is saved. Each part is also an address of its own, so that it
// can be filled in while one types; without script one button does the same.

// call is what was typed so far.
type call struct {
	Key, Phone, Name, Email, Channel string
	External                         string // its number in the system it came from
	Text, Words                      string // what is told, and what was searched for
	Subject, WasSubject, Other       string // the suggestion chosen, the best one shown, and the one from the whole list
	Kind                             string
	Where, Spot, WasSpot, District   string
	Answers                          url.Values // to the questions of the subject
}

func callOf(v url.Values) call {
	f := func(name string) string { return trimmed(v.Get(name)) }
	return call{Key: formKey(v.Get("key")), Phone: f("phone"), Name: f("name"), Email: f("email"), Channel: f("channel"), External: f("external"),
		Text: f("text"), Words: f("words"), Subject: f("subject"), WasSubject: f("was_subject"), Other: f("other"), Kind: f("kind"),
		Where: f("where"), Spot: f("spot"), WasSpot: f("was_spot"), District: f("district"), Answers: answersIn(v)}
}

// callView is a call with everything that was found for it.
type callView struct {
	call
	Faults   map[string]string
	Earlier  []listRow
	Known    bool // the telephone number could be read
	Subjects []Choice
	Spots    []spot
	Plan     plan
	Options  callOptions
	Asked    templ.Component // the questions of the subject; nil without any
}

type callOptions struct{ Subjects, Districts, Kinds, Channels []ui.Option }

func (s *Service) newPage(w http.ResponseWriter, r *http.Request) error {
	return s.showCall(w, r, callOf(r.URL.Query()), nil)
}

func (s *Service) showCall(w http.ResponseWriter, r *http.Request, c call, faults map[string]string) error {
	ctx := r.Context()
	v := callView{call: c, Faults: faults, Options: s.callOptions(ctx)}
	var err error
	if v.Earlier, v.Known, err = s.callers(ctx, c.Phone); err != nil {
		return err
	}
	v.Subjects, v.Spots = s.suggested(ctx, &v.call), s.spots(ctx, &v.call)
	if v.Plan, err = s.plan(ctx, v.call); err != nil {
		return err
	}
	if v.Asked, err = s.askedInCall(ctx, v.call, faults); err != nil {
		return err
	}
	return web.Page(w, r, statusOf(faults), callPage(i18n.From(ctx), v))
}

func (s *Service) callOptions(ctx context.Context) callOptions {
	l, a := i18n.From(ctx), access.From(ctx)
	choose := []ui.Option{{Label: l.Say("requests.call_from_list")}}
	o := callOptions{Subjects: append(choose, s.subjectOptions(ctx)...), Kinds: []ui.Option{{Label: l.Say("requests.call_kind_usual")}},
		Districts: append([]ui.Option{{Label: l.Say("requests.call_no_district")}}, s.districtsOf(ctx, a)...)}
	for _, k := range s.pages.kinds(ctx) {
		o.Kinds = append(o.Kinds, ui.Option{Value: k.Code, Label: k.Name})
	}
	if !forArea(a) {
		for _, c := range []string{"phone", "desk", "mail", "paper", "state"} {
			o.Channels = append(o.Channels, ui.Option{Value: c, Label: l.Say("requests.call_channel_" + c)})
		}
	}
	return o
}

// forArea reports that somebody takes requests for their own area only, as a
// headman does.
func forArea(a access.Actor) bool { return a.Has(SeesArea) && !a.Has(SeesCity) && !a.WholeCity }

// callers lists what was asked from a telephone number before.
func (s *Service) callers(ctx context.Context, typed string) ([]listRow, bool, error) {
	number, err := phone.Parse(typed, tenant.From(ctx).Phone)
	if err != nil {
		return nil, false, nil
	}
	rows, err := s.earlierBy(ctx, s.db.Read(ctx), number, nil)
	return rows, true, err
}

// mostSuggested is how many subjects or places are offered at once.
const mostSuggested = 4

// suggested finds subjects in the caller's words. What the clerk chose against
// the best suggestion stays chosen.
func (s *Service) suggested(ctx context.Context, c *call) []Choice {
	words := c.Words
	if words == "" {
		words = c.Text
	}
	found := s.pages.search(ctx, words)
	found = found[:min(len(found), mostSuggested)]
	chosen, known := s.pages.subject(ctx, c.Subject)
	if known && c.Subject != c.WasSubject && !slices.ContainsFunc(found, func(f Choice) bool { return f.Code == chosen.Code }) {
		found = append([]Choice{chosen}, found...)
	}
	if !known || c.Subject == c.WasSubject {
		c.Subject = ""
	}
	if c.WasSubject = ""; len(found) > 0 {
		c.WasSubject = found[0].Code
		if c.Subject == "" {
			c.Subject = c.WasSubject
		} else if c.Subject == c.WasSubject {
			c.WasSubject = "-" // chosen by hand, and best by chance
		}
	}
	return found
}

// about is the subject of a call: from the whole list if that was used.
func (s *Service) about(ctx context.Context, c call) (Choice, bool) {
	if c.Other != "" {
		return s.pages.subject(ctx, c.Other)
	}
	return s.pages.subject(ctx, c.Subject)
}

// The parts that change while one types.

func (s *Service) earlierPart(w http.ResponseWriter, r *http.Request) error {
	rows, known, err := s.callers(r.Context(), r.URL.Query().Get("phone"))
	if err != nil {
		return err
	}
	return web.Fragment(w, r, callEarlier(i18n.From(r.Context()), rows, known))
}

func (s *Service) subjectsPart(w http.ResponseWriter, r *http.Request) error {
	c, err := typedCall(r)
	if err != nil {
		return err
	}
	found := s.suggested(r.Context(), &c)
	return web.Fragment(w, r, callSubjects(i18n.From(r.Context()), c, found, ""))
}

func (s *Service) spotsPart(w http.ResponseWriter, r *http.Request) error {
	c, err := typedCall(r)
	if err != nil {
		return err
	}
	found := s.spots(r.Context(), &c)
	return web.Fragment(w, r, callSpots(i18n.From(r.Context()), c, found, ""))
}

func (s *Service) planPart(w http.ResponseWriter, r *http.Request) error {
	p, err := s.plan(r.Context(), callOf(r.URL.Query()))
	if err != nil {
		return err
	}
	return web.Fragment(w, r, callPlan(i18n.From(r.Context()), p))
}

func typedCall(r *http.Request) (call, error) {
	if err := r.ParseForm(); err != nil {
		return call{}, tooLargeOr(err)
	}
	return callOf(r.PostForm), nil
}
