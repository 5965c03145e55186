package requests

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/once"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/ui"
	"mahalle/internal/platform/web"
)

// An act is one thing staff can do with a request: its own address, a form that
// works without a script, and a use case of work.go behind it.
type act struct {
	needs   access.Permission
	icon    string
	text    string // message key when words are needed, "" when none are asked for
	photos  bool
	unit    bool   // asks for another unit
	place   bool   // asks for another place
	purpose string // of ready texts
	preview bool   // the resident's letter is shown before it is sent
	fits    func(a access.Actor, r *Request) bool
	do      func(s *Service, ctx context.Context, tx *db.Tx, number string, f form) error
}

// plain acts need no words: one press does them.
func (a act) plain() bool { return a.text == "" && !a.unit && !a.place }

// form is what was sent with an act.
type form struct {
	text, unit, template string
	interim              bool
	photos               []Picture
}

// acts are what can be done, by the word in the address.
var acts = map[string]act{
	"take": {needs: CanTake, icon: "check",
		fits: func(a access.Actor, r *Request) bool {
			return r.Status.Open() && r.Person != a.Person && r.Status != ReopenRequested && r.Status != Offered
		},
		do: func(s *Service, ctx context.Context, tx *db.Tx, n string, _ form) error { return s.Take(ctx, tx, n) }},
	"accept": {needs: CanTake, icon: "check", fits: func(_ access.Actor, r *Request) bool { return r.Status == Offered },
		do: func(s *Service, ctx context.Context, tx *db.Tx, n string, _ form) error { return s.Accept(ctx, tx, n) }},
	"return": {needs: CanHandOver, icon: "undo", text: "requests.say_why", fits: func(_ access.Actor, r *Request) bool { return r.Status == Offered },
		do: func(s *Service, ctx context.Context, tx *db.Tx, n string, f form) error {
			return s.Return(ctx, tx, n, f.text)
		}},
	"finish": {needs: CanFinish, icon: "camera", text: "requests.tell_the_resident", photos: true, purpose: "finish", preview: true,
		fits: func(_ access.Actor, r *Request) bool {
			return r.Status == New || r.Status == Working || r.Status == Asked || r.Status == Forwarded
		},
		do: func(s *Service, ctx context.Context, tx *db.Tx, n string, f form) error {
			return s.Finish(ctx, tx, n, Finishing{Outcome: Fixed, Text: f.text, Photos: f.photos})
		}},
	"reply": {needs: CanReply, icon: "send", text: "requests.write_something", purpose: "reply", preview: true,
		fits: func(_ access.Actor, r *Request) bool {
			return r.Status.Open() && r.Status != Offered && r.Status != ReopenRequested
		},
		do: func(s *Service, ctx context.Context, tx *db.Tx, n string, f form) error {
			return s.Reply(ctx, tx, n, f.text, f.template, f.interim)
		}},
	"ask": {needs: CanAsk, icon: "question", text: "requests.write_something", purpose: "ask", preview: true,
		fits: func(_ access.Actor, r *Request) bool { return r.Status == New || r.Status == Working },
		do: func(s *Service, ctx context.Context, tx *db.Tx, n string, f form) error {
			return s.Ask(ctx, tx, n, f.text)
		}},
	"handover": {needs: CanHandOver, icon: "swap", unit: true,
		fits: func(_ access.Actor, r *Request) bool { return r.Status.Open() && r.Status != ReopenRequested },
		do: func(s *Service, ctx context.Context, tx *db.Tx, n string, f form) error {
			return s.HandOver(ctx, tx, n, f.unit, f.text)
		}},
	"refuse": {needs: CanRefuse, icon: "x", text: "requests.tell_the_resident", purpose: "refuse", preview: true,
		fits: func(_ access.Actor, r *Request) bool {
			return r.Status == New || r.Status == Working || r.Status == Asked
		},
		do: func(s *Service, ctx context.Context, tx *db.Tx, n string, f form) error {
			return s.Finish(ctx, tx, n, Finishing{Outcome: Refused, Text: f.text})
		}},
	"reopen": {needs: CanReopen, icon: "undo", fits: func(_ access.Actor, r *Request) bool { return r.Status == ReopenRequested },
		do: func(s *Service, ctx context.Context, tx *db.Tx, n string, _ form) error { return s.Reopen(ctx, tx, n) }},
	"keep-closed": {needs: CanReopen, icon: "lock", text: "requests.tell_the_resident", preview: true,
		fits: func(_ access.Actor, r *Request) bool { return r.Status == ReopenRequested },
		do: func(s *Service, ctx context.Context, tx *db.Tx, n string, f form) error {
			return s.RefuseReopening(ctx, tx, n, f.text)
		}},
	"note": {needs: CanNote, icon: "lock", text: "requests.write_something", fits: func(access.Actor, *Request) bool { return true },
		do: func(s *Service, ctx context.Context, tx *db.Tx, n string, f form) error {
			return s.Note(ctx, tx, n, f.text)
		}},
}

// inOrder is the order in which a page offers the acts.
var inOrder = []string{"accept", "return", "reopen", "keep-closed", "take", "finish", "reply", "ask", "handover", "refuse", "note"}

// actsFor lists what the actor may do with the request as it stands.
func (s *Service) actsFor(a access.Actor, r *Request) []string {
	var all []string
	for _, name := range inOrder {
		act := acts[name]
		if !a.Has(act.needs) || !act.fits(a, r) {
			continue
		}
		may := mayWork(a, r, act.needs)
		switch name {
		case "note":
			may = mayComment(a, r)
		case "handover":
			may = mayPush(a, r)
		case "reopen", "keep-closed":
			may = mayDecideReopening(a, r)
		}
		if may == nil {
			all = append(all, name)
		}
	}
	return all
}

// actView is what the form of an act shows.
type actView struct {
	Name    string
	Act     act
	Request Request
	Title   string
	Fields  url.Values
	Faults  map[string]string
	Units   []ui.Option
	Ready   []ui.Option
	Key     string
	Preview string // the letter as the resident will see it
	Kept    []againPhoto
}

func (s *Service) actPage(name string) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		number, err := ParseNumber(r.PathValue("number"))
		if err != nil {
			return err
		}
		return s.showAct(w, r, http.StatusOK, name, number, r.URL.Query(), nil, nil)
	}
}

func (s *Service) showAct(w http.ResponseWriter, r *http.Request, status int, name, number string, fields url.Values, kept []Picture, faults map[string]string) error {
	ctx := r.Context()
	one, err := s.seen(ctx, number)
	if err != nil {
		return err
	}
	v := actView{Name: name, Act: acts[name], Request: one, Title: s.pages.subjectName(ctx, one.Subject), Fields: fields, Faults: faults, Key: fields.Get("key")}
	if v.Key == "" {
		v.Key = string(city.NewID())
	}
	if v.Act.unit {
		v.Units = s.staff.units(ctx)
	}
	for _, t := range s.staff.ready(ctx, one.Subject, v.Act.purpose, one.Lang) {
		v.Ready = append(v.Ready, ui.Option{Value: t.Code, Label: t.Title})
		if t.Code == fields.Get("template") && fields.Get("text") == "" {
			fields.Set("text", s.filled(ctx, t.Text, &one))
		}
	}
	if len(kept) > 0 {
		v.Kept = s.photosAgain(ctx, kept)
	}
	if fields.Get("preview") != "" && len(faults) == 0 && strings.TrimSpace(fields.Get("text")) != "" {
		v.Preview = trimmed(fields.Get("text"))
	}
	return web.Page(w, r, status, actPage(i18n.From(ctx), v))
}

// filled writes the request's values into a ready text, in the resident's language.
func (s *Service) filled(ctx context.Context, text string, r *Request) string {
	l := i18n.From(ctx)
	due := ""
	if !r.Due.IsZero() {
		due = l.Day(tenant.From(ctx).Today(r.Due))
	}
	return strings.NewReplacer("{number}", r.Number, "{subject}", s.pages.subjectName(ctx, r.Subject), "{due}", due).Replace(text)
}

// act does what the form says, once, and goes back to the request.
func (s *Service) act(name string) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		number, err := ParseNumber(r.PathValue("number"))
		if err != nil {
			return err
		}
		u, err := s.readUpload(r)
		if err != nil {
			return err
		}
		if u.fields.Get("preview") != "" || u.fields.Get("use") != "" {
			return s.showAct(w, r, http.StatusOK, name, number, u.fields, u.photos, nil)
		}
		err = s.perform(r.Context(), name, number, &u)
		if err != nil {
			faults, err := web.Refused(r, err)
			if err != nil {
				return err
			}
			return s.showAct(w, r, http.StatusUnprocessableEntity, name, number, u.fields, u.photos, faults)
		}
		web.Flash(w, "", "requests.staff_did_"+strings.ReplaceAll(name, "-", "_"), "number", number)
		return web.Go(w, r, "/staff/requests/"+number)
	}
}

func (s *Service) perform(ctx context.Context, name, number string, u *upload) error {
	a := acts[name]
	text := trimmed(u.fields.Get("text"))
	switch {
	case len(u.faults) > 0:
		f, _ := fault.Of(u.faults[0].err)
		if f == nil {
			return u.faults[0].err
		}
		return fault.Fields(fault.Field{Name: "photos", Key: f.Key, Args: f.Args})
	case a.text != "" && text == "":
		return fault.Fields(fault.Field{Name: "text", Key: a.text})
	case len([]rune(text)) > mostDescribed:
		return fault.Fields(fault.Field{Name: "text", Key: "requests.staff_too_long", Args: []any{"n", mostDescribed}})
	}
	f := form{text: text, unit: u.fields.Get("unit"), template: u.fields.Get("template"), interim: u.fields.Get("interim") != "", photos: u.photos}
	_, _, err := once.Do(ctx, s.db, name+" "+number, u.fields.Get("key"), func(tx *db.Tx) (string, error) {
		return "done", a.do(s, ctx, tx, number, f)
	})
	return err
}
