package requests

import (
	"context"
	"net/http"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/once"
	"mahalle/internal/platform/phone"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/ui"
	"mahalle/internal/platform/web"
)

// Taking a call: the telephone number finds the earlier case, own words find the
// subject, and the owner and the dates are shown before anything is saved.

// callView is the form of a call as far as it is filled in.
type callView struct {
	Phone, Name, Email, Words, Subject, Kind, District, Neighbourhood, Place, Text, Channel, Key string

	Earlier   []listRow
	Found     []Choice
	Subjects  []ui.Option
	Districts []ui.Option
	Hoods     []ui.Option
	Owner     string
	Due       []ui.Promise
	Faults    map[string]string
	Now       time.Time
}

func (s *Service) newPage(w http.ResponseWriter, r *http.Request) error {
	return s.showCall(w, r, http.StatusOK, nil)
}

func (s *Service) showCall(w http.ResponseWriter, r *http.Request, status int, faults map[string]string) error {
	ctx := r.Context()
	v := readCall(r)
	v.Faults, v.Now = faults, clock.Now(ctx)
	if v.Key == "" {
		v.Key = string(city.NewID())
	}
	v.Subjects, v.Districts = s.subjectOptions(ctx), s.districtOptions(ctx)
	for _, n := range s.pages.neighbourhoods(ctx, v.District) {
		v.Hoods = append(v.Hoods, ui.Option{Value: n.Code, Label: n.Name})
	}
	if v.Subject == "" && v.Words != "" {
		v.Found = s.pages.search(ctx, v.Words)
	}
	if err := s.earlierOf(ctx, &v); err != nil {
		return err
	}
	s.promised(ctx, &v)
	return web.Page(w, r, status, callPage(i18n.From(ctx), v))
}

func readCall(r *http.Request) callView {
	f := func(name string) string { return trimmed(r.FormValue(name)) }
	return callView{Phone: f("phone"), Name: f("name"), Email: f("email"), Words: f("words"), Subject: f("subject"), Kind: f("kind"),
		District: f("district"), Neighbourhood: f("neighbourhood"), Place: f("place"), Text: f("text"), Channel: "phone", Key: f("key")}
}

// earlierOf lists what this telephone number asked before.
func (s *Service) earlierOf(ctx context.Context, v *callView) error {
	number, err := phone.Parse(v.Phone, tenant.From(ctx).Phone)
	if v.Phone == "" || err != nil {
		return nil
	}
	all, err := byPhone(ctx, s.db.Read(ctx), number, 5)
	for _, r := range all {
		if maySee(access.From(ctx), &r) == nil {
			v.Earlier = append(v.Earlier, listRow{Request: r, Title: s.pages.subjectName(ctx, r.Subject), Where: s.pages.placeName(ctx, r.Place)})
		}
	}
	return err
}

// promised shows who will have it and by when, before it is saved.
func (s *Service) promised(ctx context.Context, v *callView) {
	if v.Subject == "" || v.District == "" {
		return
	}
	kind := v.Kind
	if c, ok := s.pages.subject(ctx, v.Subject); ok && kind == "" {
		kind = c.Kind
	}
	d, err := s.needs.Decide(ctx, kind, v.Subject, "", city.Place{District: v.District, Neighbourhood: v.Neighbourhood})
	if err != nil {
		return
	}
	v.Owner = s.pages.unitName(ctx, d.Unit)
	l := i18n.From(ctx)
	for _, p := range []struct {
		of     string
		amount int
	}{{"answer", d.Answer.N}, {"repair", d.Repair.N}} {
		amount := d.Answer
		if p.of == "repair" {
			amount = d.Repair
		}
		if due, err := s.ledger.Due(db.TenantFrom(ctx), d.Calendar, amount, v.Now); err == nil && p.amount > 0 {
			v.Due = append(v.Due, ui.Promise{Label: l.Say("requests.staff_promise_" + p.of), Opened: v.Now, Due: due, Now: v.Now, State: ui.Open})
		}
	}
}

func (s *Service) newRequest(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if r.FormValue("look") != "" {
		return s.showCall(w, r, http.StatusOK, nil)
	}
	v := readCall(r)
	rep, err := s.callReport(ctx, v)
	if err == nil {
		var answer string
		answer, _, err = once.Do(ctx, s.db, "call", v.Key, func(tx *db.Tx) (string, error) {
			o, err := s.Open(ctx, tx, rep)
			return o.Number, err
		})
		if err == nil {
			return web.Go(w, r, "/staff/requests/new/done/"+answer)
		}
	}
	faults, err := web.Refused(r, err)
	if err != nil {
		return err
	}
	return s.showCall(w, r, http.StatusUnprocessableEntity, faults)
}

func (s *Service) callReport(ctx context.Context, v callView) (Report, error) {
	var wrong []fault.Field
	need := func(name, value, key string) {
		if value == "" {
			wrong = append(wrong, fault.Field{Name: name, Key: key})
		}
	}
	subject, known := s.pages.subject(ctx, v.Subject)
	if !known {
		wrong = append(wrong, fault.Field{Name: "subject", Key: "requests.staff_choose_subject"})
	}
	need("district", v.District, "requests.staff_choose_district")
	need("text", v.Text, "requests.write_something")
	if len([]rune(v.Text)) > mostDescribed {
		wrong = append(wrong, fault.Field{Name: "text", Key: "requests.staff_too_long", Args: []any{"n", mostDescribed}})
	}
	contact, err := contactFrom(ctx, v.Name, v.Email, v.Phone, i18n.From(ctx).Lang)
	if f, ok := fault.Of(err); ok {
		name := "phone"
		if contact.Email == "" && v.Email != "" {
			name = "email"
		}
		wrong = append(wrong, fault.Field{Name: name, Key: f.Key, Args: f.Args})
	}
	if len(wrong) > 0 {
		return Report{}, fault.Fields(wrong...)
	}
	kind := v.Kind
	if kind == "" {
		kind = subject.Kind
	}
	channel := v.Channel
	if access.From(ctx).Role == "headman" {
		channel = "headman"
	}
	return Report{Kind: kind, Subject: v.Subject, Description: v.Text, Lang: i18n.From(ctx).Lang, Channel: channel, Contact: contact,
		Place: city.Place{District: v.District, Neighbourhood: v.Neighbourhood, Words: v.Place}}, nil
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

func (s *Service) districtOptions(ctx context.Context) []ui.Option {
	return optionsOf(s.pages.districts(ctx))
}
