package office

import (
	"net/url"
	"path"
	"strings"
)

const (
	home       = "/staff"
	signInPath = "/staff/sign-in"
	longest    = 2000
)

// safeNext lets a sign-in lead on only to a page of our own, and not back to the
// door. What a browser could read as the address of another site leads home.
func safeNext(next string) string {
	u, err := url.Parse(next)
	if err != nil || len(next) > longest || odd(next) || !local(u) || u.Path == signInPath || u.Path == "/staff/sign-out" {
		return home
	}
	return (&url.URL{Path: u.Path, RawQuery: u.RawQuery}).String()
}

// local: from the root of this host, without steps up or empty steps.
func local(u *url.URL) bool {
	return u.Scheme == "" && u.Host == "" && u.User == nil && u.Opaque == "" && strings.HasPrefix(u.Path, "/") &&
		!strings.Contains(u.Path, "//") && path.Clean(u.Path) == clipped(u.Path) && !odd(u.Path)
}

// clipped is a path without the slash at its end, unless that is all of it.
func clipped(p string) string {
	if len(p) > 1 {
		return strings.TrimSuffix(p, "/")
	}
	return p
}

// odd finds what browsers drop or turn into a slash.
func odd(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r == '\\' || r >= 0x7f && r < 0xa0 || r == '\ufffd' })
}
