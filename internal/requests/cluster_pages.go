package requests

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/once"
	"mahalle/internal/platform/web"
)

// togetherRoutes opens the doors for putting requests together.
func (s *Service) togetherRoutes(r *web.Router) {
	r.Handle("GET /staff/requests/gather", CanGroup, s.gatherPage)
	r.Handle("POST /staff/requests/gather", CanGroup, s.gatherAll)
	r.Handle("POST /staff/requests/take-out", CanGroup, s.takeOutAll)
}

// numbersIn reads the numbers of a form, each once, in any spelling.
func numbersIn(v url.Values) ([]string, error) {
	var all []string
	for _, typed := range v["number"] {
		number, err := ParseNumber(typed)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(all, number) {
			all = append(all, number)
		}
	}
	if len(all) > mostTogether {
		return nil, fault.New(fault.Invalid, "requests.too_many_together", "n", mostTogether)
	}
	return all, nil
}

// gatherPage asks on which of the chosen requests the work is done.
func (s *Service) gatherPage(w http.ResponseWriter, r *http.Request) error {
	return s.showGather(w, r, r.URL.Query(), nil)
}

func (s *Service) showGather(w http.ResponseWriter, r *http.Request, form url.Values, wrong error) error {
	numbers, err := numbersIn(form)
	if err != nil {
		return err
	}
	v, err := s.gatherView(r.Context(), numbers)
	if err != nil {
		return err
	}
	v.List = form.Get("list")
	status := http.StatusOK
	if wrong != nil {
		if v.Faults, err = web.Refused(r, wrong); err != nil {
			return err
		}
		status, v.Lead = http.StatusUnprocessableEntity, form.Get("lead")
	}
	return web.Page(w, r, status, gatherPage(i18n.From(r.Context()), v))
}

// gatherAll puts them together, once, and offers to undo it.
func (s *Service) gatherAll(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "requests.choose_requests")
	}
	numbers, err := numbersIn(r.PostForm)
	if err != nil {
		return err
	}
	lead, err := ParseNumber(r.PostForm.Get("lead"))
	if err != nil {
		return s.showGather(w, r, r.PostForm, fault.Fields(fault.Field{Name: "lead", Key: "requests.choose_lead"}))
	}
	numbers = slices.DeleteFunc(numbers, func(n string) bool { return n == lead })
	_, _, err = once.Do(ctx, s.db, "gather", r.PostForm.Get("key"), func(tx *db.Tx) (string, error) {
		return lead, s.Gather(ctx, tx, lead, numbers)
	})
	if err != nil {
		return s.showGather(w, r, r.PostForm, atField("lead", err))
	}
	undo := url.Values{"number": numbers, "list": {r.PostForm.Get("list")}}
	web.Flash(w, listAddress+"/take-out?"+undo.Encode(), "requests.staff_did_gather", "number", lead, "n", len(numbers))
	return web.Go(w, r, backTo(ctx, lead, url.Values{"list": {r.PostForm.Get("list")}}))
}

// takeOutAll is the way back.
func (s *Service) takeOutAll(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	numbers, err := numbersIn(r.URL.Query())
	if err != nil {
		return err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		for _, number := range numbers {
			if err := s.TakeOut(ctx, tx, number); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil || len(numbers) == 0 {
		return err
	}
	web.Flash(w, "", "requests.staff_did_take_outs", "n", len(numbers))
	return web.Go(w, r, backTo(ctx, numbers[0], url.Values{"list": {r.URL.Query().Get("list")}}))
}

// Acts of one request, by staff_acts.go.

func group(a access.Actor, r *Request, _ access.Permission) error { return mayGroup(a, r) }

// canFollow: what is worked on for itself can be put to another.
func canFollow(_ access.Actor, r *Request) bool {
	return r.Lead == "" && r.Parent == "" && slices.Contains(gathered, r.Status)
}

func isLed(_ access.Actor, r *Request) bool { return r.led() }

func sameCause(s *Service, ctx context.Context, tx *db.Tx, n string, f form) error {
	other, err := s.otherRequest(ctx, tx, f.other)
	if err != nil {
		return err
	}
	if other.Lead != "" { // whoever names a member means its lead
		if other, err = byID(ctx, tx, other.Lead); err != nil {
			return err
		}
	}
	return atField("other", s.Gather(ctx, tx, other.Number, []string{n}))
}

func takeOut(s *Service, ctx context.Context, tx *db.Tx, n string, _ form) error {
	return s.TakeOut(ctx, tx, n)
}

func makeLead(s *Service, ctx context.Context, tx *db.Tx, n string, _ form) error {
	return s.MakeLead(ctx, tx, n)
}

// otherRequest finds the request that somebody names in a form.
func (s *Service) otherRequest(ctx context.Context, q db.Query, typed string) (Request, error) {
	number, err := ParseNumber(typed)
	var other Request
	if err == nil {
		other, err = byNumber(ctx, q, number)
	}
	if err == nil {
		err = maySee(access.From(ctx), &other)
	}
	return other, atField("other", err)
}

// atField says beside a field why something cannot be.
func atField(name string, err error) error {
	if f, ok := fault.Of(err); ok && f.Key != "" && len(f.On) == 0 {
		return fault.Fields(fault.Field{Name: name, Key: f.Key, Args: f.Args})
	}
	return err
}

// said is what the form says to residents.
func (f form) said() Said { return Said{Text: f.text, Template: f.template, In: f.in} }

// otherLanguages reads what was written for those who read another language.
func otherLanguages(fields url.Values) map[city.Lang]string {
	found := map[city.Lang]string{}
	for name := range fields {
		if lang, ok := strings.CutPrefix(name, "text_"); ok {
			found[city.Lang(lang)] = trimmed(fields.Get(name))
		}
	}
	return found
}
