package office

import (
	"context"
	"net/http"
	"net/url"

	"mahalle/internal/platform/access"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/web"
)

type doorForm struct {
	Next, Login string
	Demo        bool
	Faults      faults
}

func (s *Service) signInPage(w http.ResponseWriter, r *http.Request) error {
	next := safeNext(r.FormValue("next"))
	if access.From(r.Context()).Kind == access.Staff {
		return web.Go(w, r, next)
	}
	return showDoor(w, r, http.StatusOK, doorForm{Next: next})
}

func showDoor(w http.ResponseWriter, r *http.Request, status int, f doorForm) error {
	f.Demo = tenant.From(r.Context()).Demonstration
	return web.Page(w, r, status, signInPage(i18n.From(r.Context()), f))
}

func (s *Service) signIn(w http.ResponseWriter, r *http.Request) error {
	ctx, login, next := r.Context(), r.PostFormValue("login"), safeNext(r.PostFormValue("next"))
	from, _ := web.AddressOf(r) // a proxy's too: better that all wait than that nobody does
	token, err := s.SignIn(ctx, login, r.PostFormValue("password"), from, r.UserAgent())
	if err != nil {
		said, other := web.Refused(r, err)
		if other != nil {
			return other
		}
		return showDoor(w, r, fault.KindOf(err).Status(), doorForm{Next: next, Login: login, Faults: said})
	}
	if err := s.endOld(r); err != nil {
		return err
	}
	SetSession(w, r, token)
	to, err := s.wayIn(ctx, token, next)
	if err != nil {
		return err
	}
	return web.Go(w, r, to)
}

// endOld ends the session this browser had before, if it had one.
func (s *Service) endOld(r *http.Request) error {
	old, err := r.Cookie(web.SessionCookie)
	if err != nil {
		return nil
	}
	return s.SignOut(r.Context(), old.Value)
}

// wayIn leads to the page that was asked for, in the language somebody has
// chosen; and to the own account while a colleague knows the password.
func (s *Service) wayIn(ctx context.Context, token, next string) (string, error) {
	a, err := s.WhoIs(ctx, token)
	if err != nil {
		return "", err
	}
	p, err := personByID(ctx, s.db.Read(ctx), a.Person)
	if err != nil {
		return "", err
	}
	if p.PasswordGiven {
		next = "/staff/account"
	}
	if p.Lang == "" || p.Lang == i18n.From(ctx).Lang {
		return next, nil
	}
	return withLang(next, string(p.Lang)), nil
}

// withLang asks the door to remember a language.
func withLang(page, lang string) string {
	u, err := url.Parse(page)
	if err != nil {
		return page
	}
	q := u.Query()
	q.Set("lang", lang)
	u.RawQuery = q.Encode()
	return u.String()
}

// SetSession gives the browser the key of its session.
func SetSession(w http.ResponseWriter, r *http.Request, token string) {
	http.SetCookie(w, &http.Cookie{
		Name: web.SessionCookie, Value: token, Path: "/", MaxAge: int(mostFor.Seconds()),
		HttpOnly: true, Secure: web.Secure(r), SameSite: http.SameSiteLaxMode,
	})
}

func dropSession(w http.ResponseWriter, r *http.Request) {
	http.SetCookie(w, &http.Cookie{Name: web.SessionCookie, Path: "/", MaxAge: -1, HttpOnly: true, Secure: web.Secure(r), SameSite: http.SameSiteLaxMode})
}

func (s *Service) signOut(w http.ResponseWriter, r *http.Request) error {
	if err := s.endOld(r); err != nil {
		return err
	}
	dropSession(w, r)
	web.Flash(w, "", "office.signed_out")
	return web.Go(w, r, signInPath)
}
