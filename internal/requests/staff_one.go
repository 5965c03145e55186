package requests

import (
	"context"
	"net/http"
	"strings"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/journal"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/phone"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/ui"
	"mahalle/internal/platform/web"
	"mahalle/internal/promises"
)

// oneView is everything the page of one request shows to staff.
type oneView struct {
	Request
	Title    string
	Head     string
	Kind     string
	Where    string
	UnitName string
	Post     string
	Holder   string
	Why      string
	Promises []ui.Promise
	History  []ui.Entry
	Photos   []ui.Photo
	Locator  ui.Map
	Drawn    bool
	Contact  Contact // shown only after asking
	Masked   string
	Hidden   bool // the sender's identity is hidden from the reader
	Asked    bool
	Earlier  []Request
	Acts     []string
	Now      time.Time
}

func (s *Service) onePage(w http.ResponseWriter, r *http.Request) error {
	number, err := ParseNumber(r.PathValue("number"))
	if err != nil {
		return err
	}
	if number != r.PathValue("number") {
		return web.Go(w, r, "/staff/requests/"+number)
	}
	v, err := s.oneView(r.Context(), number)
	if err != nil {
		return err
	}
	return web.Page(w, r, http.StatusOK, onePage(i18n.From(r.Context()), v))
}

// seen fetches a request the actor may see.
func (s *Service) seen(ctx context.Context, number string) (Request, error) {
	one, err := byNumber(ctx, s.db.Read(ctx), number)
	if err != nil {
		return one, err
	}
	return one, maySee(access.From(ctx), &one)
}

func (s *Service) oneView(ctx context.Context, number string) (oneView, error) {
	one, err := s.seen(ctx, number)
	if err != nil {
		return oneView{}, err
	}
	q, l := s.db.Read(ctx), i18n.From(ctx)
	v := oneView{Request: one, Title: s.pages.subjectName(ctx, one.Subject), Where: s.pages.placeName(ctx, one.Place),
		UnitName: s.pages.unitName(ctx, one.Unit), Now: clock.Now(ctx), Why: s.staff.why(ctx, one.Rule)}
	v.Head = headOf(v.Title, one.Description)
	if s.pages.KindName != nil {
		v.Kind = s.pages.KindName(ctx, one.Kind)
	}
	owed, err := promises.About(ctx, q, one.ID)
	if err != nil {
		return v, err
	}
	v.Promises = s.bars(ctx, &one, owed, v.Now)
	v.Post = s.pages.postName(ctx, s.needs.DeskPost(ctx, one.Unit))
	v.Holder = s.personName(ctx, one.Person)
	if s.pages.Locator != nil {
		v.Locator, v.Drawn = s.pages.Locator(ctx, one.Place)
	}
	if err := s.staffHistory(ctx, q, l, &v); err != nil {
		return v, err
	}
	v.Acts = s.actsFor(access.From(ctx), &one)
	return v, s.contactSide(ctx, q, &v)
}

// headOf is the subject and the first words of the description.
func headOf(title, description string) string {
	first, _, _ := strings.Cut(description, "\n")
	if letters := []rune(first); len(letters) > 70 {
		first = strings.TrimSpace(string(letters[:70])) + "…"
	}
	if first == "" {
		return title
	}
	return title + ": " + first
}

func (s *Service) personName(ctx context.Context, id city.ID) string {
	if id == "" || s.pages.PersonName == nil {
		return ""
	}
	return s.pages.PersonName(ctx, id)
}

// contactSide shows that there is a contact, masked, and the person's earlier
// requests.
func (s *Service) contactSide(ctx context.Context, q db.Query, v *oneView) error {
	c, err := contactOf(ctx, q, v.ID)
	if err != nil {
		return err
	}
	v.Hidden = maySeeContact(access.From(ctx), &v.Request) != nil
	v.Asked = c.Given() || c.Name != ""
	switch {
	case c.Phone != "":
		v.Masked = phone.Mask(c.Phone, tenant.From(ctx).Phone)
	case c.Email != "":
		v.Masked = maskAddress(c.Email)
	}
	if c.Phone == "" || v.Hidden {
		return nil
	}
	earlier, err := byPhone(ctx, q, c.Phone, 6)
	for _, e := range earlier {
		if e.ID != v.ID && maySee(access.From(ctx), &e) == nil {
			v.Earlier = append(v.Earlier, e)
		}
	}
	return err
}

// maskAddress shows the first letter and the host of an e-mail address.
func maskAddress(email string) string {
	name, host, ok := strings.Cut(email, "@")
	if !ok || name == "" {
		return "•••"
	}
	return string([]rune(name)[:1]) + "•••@" + host
}

// seeContact shows the contact once, and the journal says who looked.
func (s *Service) seeContact(w http.ResponseWriter, r *http.Request) error {
	number, err := ParseNumber(r.PathValue("number"))
	if err != nil {
		return err
	}
	var c Contact
	err = s.db.Write(r.Context(), func(tx *db.Tx) (err error) {
		c, err = s.Contact(r.Context(), tx, number, "")
		return err
	})
	if err != nil {
		return err
	}
	v, err := s.oneView(r.Context(), number)
	if err != nil {
		return err
	}
	v.Contact = c
	return web.Page(w, r, http.StatusOK, onePage(i18n.From(r.Context()), v))
}

// staffHistory tells everything that happened, inside notes and persons too.
func (s *Service) staffHistory(ctx context.Context, q db.Query, l i18n.Locale, v *oneView) error {
	messages, err := messagesOf(ctx, q, v.ID)
	if err != nil {
		return err
	}
	entries, err := journal.Of(ctx, q, v.ID, 100)
	if err != nil {
		return err
	}
	photos, err := photosOf(ctx, q, v.ID)
	if err != nil {
		return err
	}
	for _, p := range photos {
		src := "/r/" + v.Number + "/photo/" + string(p.ID)
		key := "requests.staff_photo_report"
		if p.Kind == "evidence" {
			key = "requests.staff_photo_evidence"
		}
		v.Photos = append(v.Photos, ui.Photo{Src: src + "/small", Full: src, Alt: l.Say(key), Caption: l.Say(key), Width: p.Width, Height: p.Height})
	}
	for _, e := range entries {
		if entry, ok := s.line(ctx, l, e, messages); ok {
			v.History = append(v.History, entry)
		}
	}
	return nil
}

// quiet are entries whose news another entry tells in better words.
var quiet = map[string]bool{events.PromiseBroken{}.Kind(): true, events.PromiseSoonDue{}.Kind(): true, events.PromiseResumed{}.Kind(): true}

// line is one entry of the journal in plain words.
func (s *Service) line(ctx context.Context, l i18n.Locale, e journal.Entry, messages []Message) (ui.Entry, bool) {
	if quiet[e.Kind] {
		return ui.Entry{}, false
	}
	key := "requests.line_" + strings.ReplaceAll(e.Kind, ".", "_")
	if !l.Has(key) {
		return ui.Entry{}, false
	}
	var what told
	_ = e.Read(&what) // an entry of an older form still has its time and kind
	who, unit := s.whoDid(ctx, l, e), s.pages.unitName(ctx, what.After.Unit)
	if what.To != "" {
		unit = s.pages.unitName(ctx, what.To)
	}
	entry := ui.Entry{At: e.At, Tone: lineTones[e.Kind], Strong: []string{who, unit},
		Text: l.Say(key, "who", who, "unit", unit, "when", l.Moment(db.Time(what.Due)))}
	if m := saidWith(e, what, messages); m != nil {
		entry.Quote, entry.Lang, entry.Voice = m.Text, string(m.Lang), voiceOf(m.Kind)
	}
	return entry, true
}

var lineTones = map[string]ui.Tone{
	"request.taken": ui.Run, "request.accepted": ui.Run, "request.handed_over": ui.Handed, "request.returned": ui.Handed,
	"request.answered": ui.Kept, "request.asked": ui.Wait, "request.finished": ui.Kept, "request.confirmed": ui.Kept,
	"request.reopen_requested": ui.Soon, "request.fell_due": ui.Late, "promise.escalated": ui.Late, "promise.moved": ui.Soon,
}

// whoDid names who did it: the person in the post, the resident, or the system.
func (s *Service) whoDid(ctx context.Context, l i18n.Locale, e journal.Entry) string {
	switch e.Actor.Kind {
	case access.Resident:
		return l.Say("requests.staff_resident")
	case access.System:
		return l.Say("requests.staff_system")
	}
	if name := s.personName(ctx, e.Actor.Person); name != "" {
		return name
	}
	return s.pages.postName(ctx, e.Actor.Post)
}

// saidWith finds the words that belong to an entry: by their name, or said in
// the same moment by the same person.
func saidWith(e journal.Entry, what told, messages []Message) *Message {
	for i := range messages {
		m := &messages[i]
		near := e.At.Sub(db.Time(m.At))
		if m.ID == what.Message || what.Message == "" && m.Person == e.Actor.Person && near >= 0 && near < time.Second {
			return m
		}
	}
	return nil
}

func voiceOf(k MessageKind) ui.Voice {
	switch {
	case k.Inside():
		return ui.Inside
	case k == Answer || k == Objection || k == Praise:
		return ui.Resident
	}
	return ui.Reply
}

// trimmed cleans a text and takes away what stands empty around it.
func trimmed(s string) string { return strings.TrimSpace(i18n.CleanText(s)) }
