package requests

import (
	"context"
	"encoding/base64"
	"io"
	"net/http"
	"net/url"
	"strings"

	"mahalle/internal/city"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/mail"
	"mahalle/internal/platform/phone"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/web"
)

const (
	mostWords = 4000 // characters of a description
	mostName  = 120
)

// send takes a report. A form with faults is shown again with everything that
// was typed, and with the photos that were accepted.
func (s *Service) send(w http.ResponseWriter, r *http.Request) error {
	if err := s.floods.check(r); err != nil {
		return err
	}
	u, err := s.readUpload(r)
	if err != nil {
		return err
	}
	d := draftOf(u.fields)
	d.Kept = u.photos
	c, known := s.pages.subject(r.Context(), d.Subject)
	if !known {
		return s.askSubject(w, r, d)
	}
	rep, err := s.checked(r.Context(), &d, c, u)
	if err != nil {
		return s.sendAgain(w, r, d, c, rep, err)
	}
	o, err := s.tell(r.Context(), d.Key, rep)
	if err != nil {
		return s.sendAgain(w, r, d, c, rep, err)
	}
	return web.Go(w, r, "/report/done/"+o.Number+"?k="+url.QueryEscape(o.Secret))
}

// sendAgain shows the form again, or gives the error back if it is not about
// the form.
func (s *Service) sendAgain(w http.ResponseWriter, r *http.Request, d draft, c Choice, rep Report, err error) error {
	faults, err := web.Refused(r, err)
	if err != nil {
		return err
	}
	v, err := s.wordsView(r.Context(), d, c, rep.Place)
	if err != nil {
		return err
	}
	v.faults, v.note = faults, faults["note"]
	v.kept = s.photosAgain(r.Context(), d.Kept)
	if err := s.withQuestions(r.Context(), &v); err != nil {
		return err
	}
	return web.Page(w, r, http.StatusUnprocessableEntity, v.page())
}

// checked makes a report of the draft, or tells all its faults at once.
func (s *Service) checked(ctx context.Context, d *draft, c Choice, u upload) (Report, error) {
	kind := s.kindFor(ctx, d, c)
	rep := Report{Kind: kind.Code, Subject: c.Code, Lang: i18n.From(ctx).Lang, Channel: "web", Photos: u.photos, Private: !d.Public,
		Description: strings.TrimSpace(i18n.CleanText(d.Description))}
	var faults []fault.Field
	is := func(wrong bool, name, key string, args ...any) {
		if wrong {
			faults = append(faults, fault.Field{Name: name, Key: key, Args: args})
		}
	}
	var err error
	if rep.Place, _, err = s.place(ctx, d); err != nil {
		f, ok := fault.Of(err)
		if !ok {
			return rep, err
		}
		faults = append(faults, f.On...)
	}
	is(rep.Description == "" && c.Resort, "description", "requests.say_what")
	is(len([]rune(rep.Description)) > mostWords, "description", "requests.words_too_long", "most", mostWords)
	is(d.Trap != "", "note", "requests.leave_empty")
	rep.Contact = reachable(ctx, d, kind, is)
	is(len(u.faults) > 0, "photos", "requests.photo_faults", "which", sayPhotoFaults(i18n.From(ctx), u.faults))
	answers, wrong, err := s.answered(ctx, c.Code, d.Answers)
	if err != nil {
		return rep, err
	}
	rep.Answers = answers
	if faults = append(faults, wrong...); len(faults) > 0 {
		return rep, fault.Fields(faults...)
	}
	return rep, nil
}

// reachable reads how the person can be reached, in any digits and spelling.
func reachable(ctx context.Context, d *draft, kind KindChoice, is func(wrong bool, name, key string, args ...any)) Contact {
	c := Contact{Name: strings.TrimSpace(i18n.CleanText(d.Name)), Lang: i18n.From(ctx).Lang}
	said := func(name string, err error) {
		if f, ok := fault.Of(err); ok {
			is(true, name, f.Key, f.Args...)
		}
	}
	var err error
	if d.Email != "" {
		c.Email, err = mail.ParseAddress(d.Email)
		said("email", err)
	}
	if d.Phone != "" {
		c.Phone, err = phone.Parse(d.Phone, tenant.From(ctx).Phone)
		said("phone", err)
	}
	is(len([]rune(c.Name)) > mostName, "name", "requests.name_too_long", "most", mostName)
	is(kind.Named && c.Name == "", "name", "requests.name_needed")
	is(kind.Named && d.Email == "" && d.Phone == "", "email", "requests.contact_needed")
	return c
}

func sayPhotoFaults(l i18n.Locale, all []photoFault) string {
	said := make([]string, len(all))
	for i, p := range all {
		why := l.Say("web.our_fault")
		if f, ok := fault.Of(p.err); ok {
			why = l.Say(f.Key, f.Args...)
		}
		said[i] = l.Say("requests.photo_fault", "name", i18n.CleanText(p.name), "why", why)
	}
	return strings.Join(said, "\n")
}

// againPhoto is an accepted photo in a form that is shown again.
type againPhoto struct{ word, data string }

// photosAgain shows them from their own bytes: they belong to no request yet, so
// there is no address that may give them away.
func (s *Service) photosAgain(ctx context.Context, all []Picture) []againPhoto {
	var kept []againPhoto
	for _, p := range all {
		blob, err := s.files.Open(ctx, p.Thumb)
		if err != nil {
			continue
		}
		data, err := io.ReadAll(blob)
		_ = blob.Close() // it was only read
		if err == nil {
			kept = append(kept, againPhoto{keptWord(p), "data:image/jpeg;base64," + base64.StdEncoding.EncodeToString(data)})
		}
	}
	return kept
}

// formKey is the key of a form: what came with it, or a new one.
func formKey(key string) string {
	if city.ID(key).Valid() {
		return key
	}
	return string(city.NewID())
}
