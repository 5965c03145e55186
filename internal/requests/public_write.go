package requests

import (
	"net/http"
	"net/url"
	"strings"

	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/mail"
	"mahalle/internal/platform/once"
	"mahalle/internal/platform/web"
)

// join: I have the same problem. An e-mail address is for whoever wants to hear
// how it goes on.
func (s *Service) join(w http.ResponseWriter, r *http.Request) error {
	number, err := ParseNumber(r.PathValue("number"))
	if err != nil {
		return err
	}
	if err := s.floods.check(r); err != nil {
		return err
	}
	email := strings.TrimSpace(r.FormValue("email"))
	if email != "" {
		if email, err = mail.ParseAddress(email); err != nil {
			return s.joinAgain(w, r, number, onField("email", "mail.not_an_address"))
		}
	}
	visitor := visitorOf(w, r)
	err = s.db.Write(r.Context(), func(tx *db.Tx) error {
		_, err := s.JoinIn(r.Context(), tx, number, email, visitor)
		return err
	})
	if err != nil {
		return err
	}
	web.Flash(w, "", "requests.joined")
	return web.Go(w, r, "/r/"+number)
}

// write: the one who asked adds words and photos, or answers a question.
func (s *Service) write(w http.ResponseWriter, r *http.Request) error {
	number, err := ParseNumber(r.PathValue("number"))
	if err != nil {
		return err
	}
	if err := s.floods.check(r); err != nil {
		return err
	}
	u, err := s.readUpload(r)
	if err != nil {
		return err
	}
	if err := s.keepWritten(r, number, u); err != nil {
		return s.writeAgain(w, r, number, u, err)
	}
	web.Flash(w, "", "requests.written")
	return web.Go(w, r, "/r/"+number)
}

func (s *Service) keepWritten(r *http.Request, number string, u upload) error {
	ctx := r.Context()
	text := strings.TrimSpace(i18n.CleanText(u.fields.Get("text")))
	if len([]rune(text)) > mostWords {
		return onField("text", "requests.words_too_long", "most", mostWords)
	}
	if len(u.faults) > 0 {
		return onField("photos", "requests.photo_faults", "which", sayPhotoFaults(i18n.From(ctx), u.faults))
	}
	key := formKey(u.fields.Get("key")) + " " + fingerprint(Report{Description: text, Photos: u.photos})
	_, _, err := once.Do(ctx, s.db, "write "+number, key, func(tx *db.Tx) (string, error) {
		return "", s.Write(ctx, tx, number, secretOf(r, u.fields), text, u.photos)
	})
	return err
}

// writeAgain shows the page with what was typed and the sentence beside it.
func (s *Service) writeAgain(w http.ResponseWriter, r *http.Request, number string, u upload, err error) error {
	faults, err := web.Refused(r, err)
	if err != nil {
		return err
	}
	q := s.db.Read(r.Context())
	one, err := byNumber(r.Context(), q, number)
	if err != nil {
		return err
	}
	p, err := s.trackView(r, q, &one)
	if err != nil {
		return err
	}
	p.faults, p.typed, p.kept = faults, u.fields.Get("text"), s.photosAgain(r.Context(), u.photos)
	return web.Page(w, r, http.StatusUnprocessableEntity, p.page())
}

// joinAgain shows the page with the address that is none.
func (s *Service) joinAgain(w http.ResponseWriter, r *http.Request, number string, wrong error) error {
	typed := url.Values{"text": {trimmed(r.FormValue("email"))}}
	return s.writeAgain(w, r, number, upload{fields: typed}, wrong)
}

// notThere explains a number that is right and leads nowhere.
func (s *Service) notThere(w http.ResponseWriter, r *http.Request, number string, err error) error {
	if fault.KindOf(err) != fault.NotFound {
		return err
	}
	return web.Page(w, r, http.StatusNotFound, lookUpPage(number, sayOf(r, err)))
}

// sayOf is what may be said of an error, in the reader's language.
func sayOf(r *http.Request, err error) string {
	if f, ok := fault.Of(err); ok && f.Kind != fault.Internal {
		return i18n.From(r.Context()).Say(f.Key, f.Args...)
	}
	return i18n.From(r.Context()).Say("web.our_fault")
}
