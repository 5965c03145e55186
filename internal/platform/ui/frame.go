package ui

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/i18n"
)

// Frame is what stands around a page: whose city it is, who reads it and in
// which language, and where one can go from here. Middleware puts it into the
// context once; pages only say their title.
type Frame struct {
	Locale            i18n.Locale
	CityName, Tagline string
	Demo              bool   // invented data: say so on every page
	DemoHref          string // where another role is chosen; "" hides the link
	NumberExample     string // what a number looks like in this city
	Path              string // this page with its query: the language links keep it
	Nav               []NavGroup
	PublicNav         []NavItem
	Who               *Who // nil while nobody is signed in
	Foot              []Link
	Flash             *Flash
	Now               time.Time // told on printed pages; zero leaves it out
	Feeds             []Link    // where programs can follow what this page shows
	Theme             string    // "light", "dark", "sun", or "" for what the device prefers
}

// NavGroup is a named part of the staff side.
type NavGroup struct {
	Label string
	Items []NavItem
}

// NavItem is one place to go. Count stands beside it when above zero.
type NavItem struct {
	Label, Href, Icon string
	Short             string // on the foot bar of a phone; the label where none is given
	Count             int64
	Hot               bool   // the count is of things late
	Also              string // another part of the house that belongs to it; may be ""
	Current           bool
}

// Who is the person at work and the post they hold now.
type Who struct {
	Name, Post, Unit string
	Href             string // own page; may be ""
	SignOut          string // address that ends the session by POST; may be ""
}

// Link is a place with a name.
type Link struct{ Label, Href string }

// Flash is the one sentence a page says about what was just done.
type Flash struct {
	Text string
	Undo string // address that takes it back by POST; may be ""
	Bad  bool   // it did not work
}

type frameKey struct{}

// WithFrame gives the context a frame, and the locale of that frame.
func WithFrame(ctx context.Context, f Frame) context.Context {
	return context.WithValue(i18n.With(ctx, f.Locale), frameKey{}, f)
}

// FrameFrom finds the frame in the context; without one it is empty.
func FrameFrom(ctx context.Context) Frame {
	f, ok := ctx.Value(frameKey{}).(Frame)
	if !ok {
		f.Locale = i18n.From(ctx)
	}
	return f
}

// langHref is the same page in another language.
func (f Frame) langHref(lang city.Lang) string {
	u, err := url.Parse(f.Path)
	if err != nil || f.Path == "" {
		return "?lang=" + string(lang)
	}
	q := u.Query()
	q.Set("lang", string(lang))
	return (&url.URL{Path: u.Path, RawQuery: q.Encode()}).String()
}

// ownName is a language in its own words, which never change with the page.
func ownName(lang city.Lang) string {
	return map[city.Lang]string{city.Turkish: "Türkçe", city.Persian: "فارسی", city.English: "English"}[lang]
}

// here reports that item leads to this page, or to the part of the house that
// the page belongs to: of all places whose address begins this page's address,
// the longest.
func (f Frame) here(item NavItem) bool {
	if item.Current {
		return true
	}
	path, _, _ := strings.Cut(f.Path, "?")
	best := ""
	for _, other := range f.items() {
		best = longer(best, other.leadsTo(path))
	}
	return best != "" && item.leadsTo(path) == best
}

// leadsTo is the address of the item that path is, or lies below; "" where it
// is not. A start page has nothing below it.
func (i NavItem) leadsTo(path string) string {
	best := ""
	for _, href := range []string{i.Href, i.Also} {
		if href == path || href != "" && href != "/" && href != "/staff" && strings.HasPrefix(path, href+"/") {
			best = longer(best, href)
		}
	}
	return best
}

func longer(a, b string) string {
	if len(b) > len(a) {
		return b
	}
	return a
}

// short is the item under its short name, for narrow places.
func (i NavItem) short() NavItem {
	if i.Short != "" {
		i.Label = i.Short
	}
	return i
}

// footItems are the places that fit in the bar at the foot of a phone.
func (f Frame) footItems() []NavItem {
	var items []NavItem
	for _, g := range f.Nav {
		items = append(items, g.Items...)
	}
	return items[:min(4, len(items))]
}

func (f Frame) items() []NavItem {
	items := slices.Clone(f.PublicNav)
	for _, g := range f.Nav {
		items = append(items, g.Items...)
	}
	return items
}
