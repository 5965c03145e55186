package requests

import (
	"context"
	"net/http"
	"slices"

	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/once"
	"mahalle/internal/platform/web"
)

// newRequest saves a call once, or shows the form again with what is wrong.
func (s *Service) newRequest(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	c, err := typedCall(r)
	if err != nil {
		return err
	}
	if r.PostForm.Get("look") != "" {
		return s.showCall(w, r, c, nil)
	}
	rep, err := s.callReport(ctx, c)
	if err == nil {
		var number string
		number, _, err = once.Do(ctx, s.db, "call", c.Key+" "+fingerprint(rep), func(tx *db.Tx) (string, error) {
			o, err := s.Open(ctx, tx, rep)
			return o.Number, err
		})
		if err == nil {
			return web.Go(w, r, "/staff/requests/new/done/"+number)
		}
	}
	faults, err := web.Refused(r, err)
	if err != nil {
		return err
	}
	return s.showCall(w, r, c, faults)
}

// callReport makes a report of a call, or tells all its faults at once.
func (s *Service) callReport(ctx context.Context, c call) (Report, error) {
	a := access.From(ctx)
	var wrong []fault.Field
	is := func(bad bool, name, key string, args ...any) {
		if bad {
			wrong = append(wrong, fault.Field{Name: name, Key: key, Args: args})
		}
	}
	about, known := s.about(ctx, c)
	place, placed := s.placeOf(ctx, c)
	kind := s.kindFor(ctx, &draft{Kind: c.Kind}, about)
	rep := Report{Kind: kind.Code, Subject: about.Code, Description: c.Text, Lang: i18n.From(ctx).Lang, Place: place, Channel: c.channel(a)}
	is(c.Text == "", "text", "requests.write_something")
	if rep.External = c.External; rep.External != "" {
		was, err := numberFrom(ctx, s.db.Read(ctx), rep.External)
		if err != nil {
			return rep, err
		}
		is(was != "", "external", "requests.call_external_known", "number", was)
		is(len([]rune(rep.External)) > mostExternal, "external", "requests.words_too_long", "most", mostExternal)
	}
	is(len([]rune(c.Text)) > mostWords, "text", "requests.words_too_long", "most", mostWords)
	is(!known, "subject", "requests.staff_choose_subject")
	is(!placed && c.Where == "", "where", "requests.say_where")
	is(len([]rune(c.Where)) > mostWhere, "where", "requests.where_too_long", "most", mostWhere)
	is(forArea(a) && !a.InArea(place), "where", "requests.call_not_your_area")
	rep.Contact = reachable(ctx, &draft{Name: c.Name, Email: c.Email, Phone: c.Phone}, kind, is)
	answers, asked, err := s.answered(ctx, about.Code, c.Answers)
	if err != nil {
		return rep, err
	}
	rep.Answers = answers
	if wrong = append(wrong, asked...); len(wrong) > 0 {
		return rep, fault.Fields(wrong...)
	}
	return rep, nil
}

// channel is the door through which it came.
func (c call) channel(a access.Actor) string {
	switch {
	case forArea(a):
		return "headman"
	case slices.Contains([]string{"desk", "mail", "paper", "state"}, c.Channel):
		return c.Channel
	}
	return "phone"
}

// mostExternal is how long a number of another system may be, in letters.
const mostExternal = 60

// numberFrom is the number of the request that came under a name from another
// system; empty when none did.
func numberFrom(ctx context.Context, q db.Query, external string) (string, error) {
	number, err := db.One(ctx, q, db.Value[string], `SELECT number FROM requests_requests
		WHERE tenant_id = $1 AND external <> '' AND external = $2`, q.Tenant(), external)
	if fault.KindOf(err) == fault.NotFound {
		return "", nil
	}
	return number, err
}

// newDone shows the number large, for reading out.
func (s *Service) newDone(w http.ResponseWriter, r *http.Request) error {
	number, err := ParseNumber(r.PathValue("number"))
	if err != nil {
		return err
	}
	v, err := s.oneView(r.Context(), number, nil)
	if err != nil {
		return err
	}
	return web.Page(w, r, http.StatusOK, callDone(i18n.From(r.Context()), v))
}

// joinFor: the caller has the same problem as somebody before. One call counts
// once.
func (s *Service) joinFor(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	number, err := ParseNumber(r.PathValue("number"))
	if err != nil {
		return err
	}
	if _, err := s.seen(ctx, number); err != nil {
		return err
	}
	visitor := hashOf("call " + formKey(r.FormValue("key")))
	if err := s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := s.JoinIn(ctx, tx, number, "", visitor)
		return err
	}); err != nil {
		return err
	}
	web.Flash(w, "", "requests.staff_did_join", "number", number)
	return web.Go(w, r, listAddress+"/"+number)
}
