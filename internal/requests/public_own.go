package requests

import (
	"crypto/rand"
	"net/http"
	"net/url"

	"mahalle/internal/platform/web"
)

// A resident needs no account. Whoever opened a request holds the key in their
// own link; the browser remembers it in a cookie that is sent to the pages of
// that one request and nowhere else.

const (
	ownCookie     = "own"
	visitorCookie = "visitor"
	ownFor        = 400 * 86400 // seconds; browsers keep nothing longer
)

// keepOwn lets the browser remember that the request is its user's.
func keepOwn(w http.ResponseWriter, r *http.Request, number, secret string) {
	http.SetCookie(w, &http.Cookie{Name: ownCookie, Value: secret, Path: "/r/" + number, MaxAge: ownFor,
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: web.Secure(r)})
}

// secretOf is the key that came with a visit: in the address, in a form, or
// remembered by the browser.
func secretOf(r *http.Request, form url.Values) string {
	for _, k := range []string{r.URL.Query().Get("k"), form.Get("k")} {
		if k != "" {
			return k
		}
	}
	if c, err := r.Cookie(ownCookie); err == nil {
		return c.Value
	}
	return ""
}

// visitorOf tells browsers apart, so that joining twice counts once. It is a
// number without meaning, given only to those who join; what is kept is a hash.
func visitorOf(w http.ResponseWriter, r *http.Request) string {
	if v := knownVisitor(r); v != "" {
		return v
	}
	fresh := rand.Text()
	http.SetCookie(w, &http.Cookie{Name: visitorCookie, Value: fresh, Path: "/r/", MaxAge: ownFor,
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: web.Secure(r)})
	return hashOf(fresh)
}

func knownVisitor(r *http.Request) string {
	if c, err := r.Cookie(visitorCookie); err == nil && c.Value != "" {
		return hashOf(c.Value)
	}
	return ""
}

// visible reports what a visitor may see of a request: everything a resident
// may see, or only where it stands.
func (r *Request) visible(own bool) bool { return r.Public || own }

// linkTo is the address of the resident's own page, on this host.
func linkTo(r *http.Request, number, secret string) string {
	scheme := "http"
	if web.Secure(r) {
		scheme = "https"
	}
	return scheme + "://" + r.Host + "/r/" + number + "?k=" + secret
}
