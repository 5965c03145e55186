package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"
	"time"

	"golang.org/x/text/language"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
)

// SessionCookie names the cookie that holds a session's token.
const SessionCookie = "mahalle_session"

const langCookie = "lang"

// patience is how long one question to the database may wait while somebody
// looks at an empty screen.
const patience = 8 * time.Second

// visit is what the door found out about one call.
type visit struct {
	router  *Router
	door    *door
	status  int
	written bool
}

type visitKey struct{}

func visitOf(ctx context.Context) *visit {
	v, _ := ctx.Value(visitKey{}).(*visit)
	return v
}

// ServeHTTP is what happens at every door, in this order: whose city, in which
// language, who, may they, and then the handler.
func (d *door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	begun := time.Now()
	v := &visit{router: d.router, door: d, status: http.StatusOK}
	out := &counting{ResponseWriter: w, v: v}
	defer func() { d.meter.count(v.status, time.Since(begun)) }()
	protect(w.Header())
	if d.keeper != nil {
		d.keeper.Greet(w.Header())
	}
	c, ok := d.router.Cities(r.Host)
	if !ok && !d.anyHost {
		http.Error(out, "no city is served under this name", http.StatusNotFound)
		return
	}
	if !ok {
		c = &tenant.City{DefaultLang: city.English}
	}
	r = r.WithContext(db.WithPatience(context.WithValue(r.Context(), visitKey{}, v), patience))
	r = r.WithContext(d.router.enter(r.Context(), d.language(out, r, c), c))
	if err := d.enter(out, r); err != nil {
		d.refuse(out, r, err)
	}
}

// Enter lets a call go on in a city that its handler found.
func (rt *Router) Enter(r *http.Request, c *tenant.City) *http.Request {
	return r.WithContext(rt.enter(r.Context(), rt.language(nil, r, c), c))
}

func (rt *Router) enter(ctx context.Context, l city.Lang, c *tenant.City) context.Context {
	return i18n.With(tenant.Enter(ctx, c), rt.Catalog.Locale(l, c.Zone()))
}

// enter finds out who comes, asks whether they may, and lets the handler work.
func (d *door) enter(w http.ResponseWriter, r *http.Request) (err error) {
	defer func() {
		p := recover()
		if p == http.ErrAbortHandler {
			panic(p) // the handler wants the connection cut
		}
		if p != nil {
			slog.ErrorContext(r.Context(), "web: a handler panicked", "route", d.pattern, "panic", p, "stack", string(debug.Stack()))
			err = errors.New("a handler panicked")
		}
	}()
	if r.ContentLength > d.most {
		return fault.New(fault.TooLarge, "web.too_large")
	}
	r.Body = http.MaxBytesReader(w, r.Body, d.most)
	actor, err := d.who(r)
	if err != nil {
		return err
	}
	*r = *r.WithContext(access.With(r.Context(), actor)) // a refusal too knows who is reading
	if !actor.Has(d.needs) {
		return refusal(actor)
	}
	return d.handler(w, r)
}

// who is whoever brings a key, where keys are known, or who holds the session; a
// session is not lent to other sites.
func (d *door) who(r *http.Request) (access.Actor, error) {
	if d.keeper != nil {
		if actor, came, err := d.keeper.WhoIs(r); came || err != nil {
			return actor, err
		}
	}
	if err := d.router.guard.Check(r); err != nil {
		return access.Actor{Kind: access.Resident}, fault.Wrap(fault.Forbidden, err, "web.other_site")
	}
	cookie, err := r.Cookie(SessionCookie)
	if err != nil || d.router.WhoIs == nil {
		return access.Actor{Kind: access.Resident}, nil
	}
	return d.router.WhoIs(r.Context(), cookie.Value)
}

// refusal tells a stranger to sign in and a colleague that this is not theirs.
func refusal(a access.Actor) error {
	if a.Kind == access.Staff {
		return fault.New(fault.Forbidden, "web.not_yours")
	}
	return fault.New(fault.SignIn, "web.sign_in_first")
}

// protect sets what keeps browsers out of trouble.
func protect(h http.Header) {
	h.Set("Content-Security-Policy", "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Permissions-Policy", "geolocation=(self), camera=(self), microphone=()")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
}

// language is how a door speaks. Where other systems come in nothing is
// remembered: what the call itself asks for counts.
func (d *door) language(w http.ResponseWriter, r *http.Request, c *tenant.City) city.Lang {
	if d.keeper == nil {
		return d.router.language(w, r, c)
	}
	if l, ok := city.ParseLang(r.URL.Query().Get("lang")); ok {
		return l
	}
	return wished(r.Header.Get("Accept-Language"), c.DefaultLang)
}

// wished is the language of ours that a program wants most.
func wished(header string, own city.Lang) city.Lang {
	tags, _, err := language.ParseAcceptLanguage(header)
	if err != nil {
		return own
	}
	for _, tag := range tags {
		base, _ := tag.Base()
		if l, ok := city.ParseLang(base.String()); ok {
			return l
		}
	}
	return own
}

// language is the one asked for in the address, else the one remembered, else
// what the browser prefers, else the city's own.
func (rt *Router) language(w http.ResponseWriter, r *http.Request, c *tenant.City) city.Lang {
	if r.URL.RawQuery != "" {
		if l, ok := city.ParseLang(r.URL.Query().Get("lang")); ok {
			if v := visitOf(r.Context()); w == nil || v != nil && v.door.programs {
				return l // programs say it each time
			}
			http.SetCookie(w, &http.Cookie{Name: langCookie, Value: string(l), Path: "/", MaxAge: 365 * 86400,
				SameSite: http.SameSiteLaxMode, HttpOnly: true, Secure: Secure(r)})
			return l
		}
	}
	if k, err := r.Cookie(langCookie); err == nil {
		if l, ok := city.ParseLang(k.Value); ok {
			return l
		}
	}
	return preferred(r.Header.Get("Accept-Language"), c.DefaultLang)
}

// preferred takes the city's own language unless the browser asks for another
// of ours and does not mention the city's at all.
func preferred(header string, own city.Lang) city.Lang {
	first := own
	found := false
	for len(header) > 1 {
		tag := header
		for i := range header {
			if header[i] == ',' {
				tag = header[:i]
				break
			}
		}
		header = header[min(len(header), len(tag)+1):]
		for len(tag) > 0 && tag[0] == ' ' {
			tag = tag[1:]
		}
		if len(tag) < 2 {
			continue
		}
		l, ok := city.ParseLang(tag[:2])
		if !ok {
			continue
		}
		if l == own {
			return own
		}
		if !found {
			first, found = l, true
		}
	}
	return first
}

// refuse turns an error into an answer.
func (d *door) refuse(w *counting, r *http.Request, err error) {
	err = plain(err)
	kind := fault.KindOf(err)
	switch {
	case errors.Is(err, context.Canceled): // the visitor has left
	case kind == fault.Internal:
		slog.ErrorContext(r.Context(), "web: failed", "route", d.pattern, "error", err)
	case kind == fault.Unavailable:
		slog.WarnContext(r.Context(), "web: could not be done now", "route", d.pattern, "error", err)
		w.Header().Set("Retry-After", "30")
	}
	switch {
	case w.v.written:
		return // too late to say it nicely
	case d.say != nil:
		d.say(w, r, err)
	case d.keeper != nil:
		refuseProblem(w, r, err)
	case d.programs || wantsJSON(r):
		refuseJSON(w, r, err)
	case kind == fault.SignIn && r.Method == http.MethodGet && d.router.SignInPath != "":
		http.Redirect(w, r, d.router.SignInPath+"?next="+url.QueryEscape(r.URL.RequestURI()), http.StatusSeeOther)
	default:
		refusePage(w, r, err)
	}
}

// plain recognises errors of the libraries below us.
func plain(err error) error {
	var big *http.MaxBytesError
	switch {
	case fault.KindOf(err) != fault.Internal:
		return err
	case errors.As(err, &big):
		return fault.Wrap(fault.TooLarge, err, "web.too_large")
	case db.Broken(err):
		return fault.Wrap(fault.Unavailable, err, "db.cannot_answer")
	}
	return err
}

// counting remembers what was answered.
type counting struct {
	http.ResponseWriter
	v *visit
}

func (c *counting) WriteHeader(status int) {
	if !c.v.written {
		c.v.status, c.v.written = status, true
	}
	c.ResponseWriter.WriteHeader(status)
}

func (c *counting) Write(b []byte) (int, error) {
	c.v.written = true
	return c.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the connection.
func (c *counting) Unwrap() http.ResponseWriter { return c.ResponseWriter }

// Secure reports whether the visitor came by https, also when a proxy in front of
// us took the encryption off.
func Secure(r *http.Request) bool {
	return r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https"
}

// Origin is how this city is reached. A host name that is none is refused, for
// it would be written into what is answered.
func Origin(r *http.Request) string {
	scheme, host := "http", r.Host
	if Secure(r) {
		scheme = "https"
	}
	if strings.ContainsFunc(host, func(c rune) bool {
		return !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]", c)
	}) {
		host = "localhost"
	}
	return scheme + "://" + host
}
