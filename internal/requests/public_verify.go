package requests

import (
	"context"
	"net/http"
	"strings"
	"time"

	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/ui"
	"mahalle/internal/platform/web"
)

// verifyPage asks the one who asked whether it is done. Looking at it changes
// nothing: programs that open every link of a letter do no harm.
type verifyPage struct {
	r             Request
	secret        string
	now           time.Time
	city          *tenant.City
	subject, unit string
	reply         string
	replyLang     string
	before, after []ui.Photo
	answer        string
	face, text    string
	faults        map[string]string
}

func (s *Service) verify(w http.ResponseWriter, r *http.Request) error {
	p, err := s.verifyView(r, nil)
	if err != nil {
		return err
	}
	keepOwn(w, r, p.r.Number, p.secret)
	switch err := p.r.mayAnswer(p.now); {
	case err == nil:
		return web.Page(w, r, http.StatusOK, p.page())
	case fault.KindOf(err) == fault.Gone:
		return web.Page(w, r, http.StatusGone, p.over())
	}
	return web.Go(w, r, "/r/"+p.r.Number)
}

func (s *Service) verifyView(r *http.Request, form map[string][]string) (verifyPage, error) {
	ctx := r.Context()
	number, err := ParseNumber(r.PathValue("number"))
	if err != nil {
		return verifyPage{}, err
	}
	q := s.db.Read(ctx)
	one, err := byNumber(ctx, q, number)
	if err != nil {
		return verifyPage{}, err
	}
	p := verifyPage{r: one, secret: secretOf(r, form), now: clock.Now(ctx), city: tenant.From(ctx)}
	if err := own(&one, p.secret); err != nil {
		return p, err
	}
	p.subject, p.unit = s.pages.subjectName(ctx, one.Subject), s.pages.unitName(ctx, one.Unit)
	return p, s.lookBack(ctx, q, &p)
}

// lookBack finds what the city said it did, and the photos before and after.
func (s *Service) lookBack(ctx context.Context, q db.Query, p *verifyPage) error {
	messages, err := messagesOf(ctx, q, p.r.ID)
	if err != nil {
		return err
	}
	for _, m := range messages {
		if m.Kind == Finish || m.Kind == Reply {
			p.reply, p.replyLang = m.Text, string(m.Lang)
		}
	}
	photos, err := photosOf(ctx, q, p.r.ID)
	l := i18n.From(ctx)
	for _, photo := range photos {
		shown := photoOf(l, p.city, &p.r, photo)
		shown.Caption = shown.Alt
		if photo.Kind == "evidence" {
			p.after = append(p.after, shown)
		} else {
			p.before = append(p.before, shown)
		}
	}
	return err
}

// verified takes the resident's yes or no.
func (s *Service) verified(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "requests.form_broken")
	}
	p, err := s.verifyView(r, r.PostForm)
	if err != nil {
		return err
	}
	p.answer, p.face = r.PostForm.Get("answer"), r.PostForm.Get("face")
	p.text = strings.TrimSpace(i18n.CleanText(r.PostForm.Get("text")))
	err = s.decideFor(r.Context(), &p)
	if fault.KindOf(err) == fault.Gone {
		return web.Page(w, r, http.StatusGone, p.over())
	}
	if err != nil {
		if p.faults, err = web.Refused(r, err); err != nil {
			return err
		}
		return web.Page(w, r, http.StatusUnprocessableEntity, p.page())
	}
	keepOwn(w, r, p.r.Number, p.secret)
	web.Flash(w, "", "requests.verified_"+p.answer)
	return web.Go(w, r, "/r/"+p.r.Number)
}

func (s *Service) decideFor(ctx context.Context, p *verifyPage) error {
	if len([]rune(p.text)) > mostWords {
		return onField("text", "requests.words_too_long", "most", mostWords)
	}
	var do func(ctx context.Context, tx *db.Tx, number, secret string, face Face, words string) error
	switch p.answer {
	case "yes":
		do = s.Confirm
	case "no":
		do = s.Object
	default:
		return onField("answer", "requests.say_yes_or_no")
	}
	return s.db.Write(ctx, func(tx *db.Tx) error { return do(ctx, tx, p.r.Number, p.secret, Face(p.face), p.text) })
}
