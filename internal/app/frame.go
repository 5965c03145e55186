package app

import (
	"context"
	"embed"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"mahalle/internal/agencies"
	"mahalle/internal/doors"
	"mahalle/internal/mailroom"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/ui"
	"mahalle/internal/privacy"
	"mahalle/internal/questions"
	"mahalle/internal/requests"
	"mahalle/internal/routing"
)

// Locales holds the sentences of the frame and of demonstrations.
//
//go:embed locales
var Locales embed.FS

// Version is the program's version, set when it is built.
var Version = "0.1"

// frame is what surrounds a page: whose city, who reads, where one can go.
func (a *App) frame(r *http.Request) ui.Frame {
	ctx := r.Context()
	c, l, who := tenant.From(ctx), i18n.From(ctx), access.From(ctx)
	f := ui.Frame{
		Locale: l, CityName: l.Text(c.Name), Tagline: l.Text(c.Tagline), Demo: c.Demonstration, DemoHref: "/demo",
		Path: r.URL.RequestURI(), Now: clock.Now(ctx), Foot: a.foot(c, l),
		NumberExample: requests.ExampleNumber(c, clock.Now(ctx)),
		PublicNav: []ui.NavItem{
			{Label: l.Say("app.city_map"), Href: "/map", Icon: "map"},
			{Label: l.Say("app.requests"), Href: "/requests", Icon: "list"},
			{Label: l.Say("app.services"), Href: "/services", Icon: "clock"},
			{Label: l.Say("app.staff"), Href: "/staff", Icon: "door"},
		},
	}
	f.Feeds = feedsOf(r, l)
	if who.Kind == access.Staff {
		f.Nav, f.Who = a.nav(ctx, l, who, a.toldCount(ctx)), a.who(r, l, who)
	}
	return f
}

func (a *App) foot(c *tenant.City, l i18n.Locale) []ui.Link {
	var foot []ui.Link
	for _, line := range c.Lines {
		if len(foot) < 2 {
			foot = append(foot, ui.Link{Label: withNumber(l.Text(line.Label), l.Digits(line.Number)), Href: "tel:" + line.Number})
		}
	}
	return append(foot,
		ui.Link{Label: l.Say("app.privacy"), Href: "/privacy"},
		ui.Link{Label: l.Say("app.accessibility"), Href: "/accessibility"},
		ui.Link{Label: l.Say("app.open_data"), Href: "/open-data"},
		ui.Link{Label: l.Say("app.about", "version", l.Digits(Version)), Href: "/about-data"})
}

// withNumber is a telephone line with its number, unless its name says it.
func withNumber(label, number string) string {
	if strings.Contains(label, number) {
		return label
	}
	return label + " · " + number
}

// nav lists the pages that somebody's permissions open.
func (a *App) nav(ctx context.Context, l i18n.Locale, who access.Actor, told int64) []ui.NavGroup {
	work := ui.NavGroup{Label: l.Say("app.work")}
	add := func(may access.Permission, key, href, icon string) {
		if who.Has(may) {
			work.Items = append(work.Items, ui.NavItem{Label: l.Say(key), Short: l.Say(shorter(key)), Href: href, Icon: icon})
		}
	}
	if !who.Has("insight.chief") && !who.Has("insight.city") || who.Has("journal.audit") {
		add(access.SignedIn, "app.start", "/staff", "home")
	}
	add("insight.chief", "app.my_districts", "/staff/districts", "home")
	add("insight.city", "app.city", "/staff/city", "bars")
	add("requests.view", "app.incoming", "/staff/requests", "inbox")
	if told > 0 {
		work.Items = append(work.Items, ui.NavItem{Label: l.Say("app.told"), Short: l.Say("app.told_short"), Href: "/staff/told", Icon: "bell", Count: told, Hot: true})
	}
	add("requests.intake", "app.take_call", "/staff/requests/new", "phone")
	if who.Has(mailroom.CanRead) {
		work.Items = append(work.Items, ui.NavItem{Label: l.Say("app.letters_in"), Short: l.Say("app.letters_in_short"), Href: "/staff/mailroom", Icon: "document", Count: a.lettersCount(ctx)})
	}
	add("agencies.view", "app.agencies", "/staff/agencies", "building")
	if n, err := a.Agencies.Unreached(ctx); err == nil && n > 0 && who.Has(agencies.CanView) {
		work.Items = append(work.Items, ui.NavItem{Label: l.Say("app.agencies_unreached"), Href: "/staff/agencies", Icon: "alert", Count: int64(n), Hot: true})
	}
	if n := a.Forward.Alarm(ctx); n > 0 && who.Has(agencies.CanView) {
		work.Items = append(work.Items, ui.NavItem{Label: l.Say("app.agencies_silent"), Href: "/staff/agencies", Icon: "alert", Count: n, Hot: true})
	}
	add("messages.view", "app.messages", "/staff/messages", "mail")
	if who.Has(doors.CanView) {
		work.Items = append(work.Items, ui.NavItem{Label: l.Say("app.partners"), Short: l.Say("app.partners_short"), Href: "/staff/partners", Icon: "door"})
	}
	add("doors.view", "app.hooks", "/staff/hooks", "bell")
	if n := a.Hooks.Off(ctx); n > 0 && who.Has("doors.edit") {
		work.Items = append(work.Items, ui.NavItem{Label: l.Say("app.hooks_off"), Href: "/staff/hooks", Icon: "alert", Count: n, Hot: true})
	}
	if n := a.Routing.Alarms(ctx); n > 0 && who.Has(routing.CanEdit) {
		work.Items = append(work.Items, ui.NavItem{Label: l.Say("app.rule_alarms"), Href: "/staff/routing/rules?only=alarms", Icon: "alert", Count: int64(n), Hot: true})
	}
	house := ui.NavGroup{Label: l.Say("app.house")}
	for _, i := range []struct {
		may                          access.Permission
		key, short, href, icon, also string
	}{
		{access.SignedIn, "app.subjects", "app.subjects_short", "/staff/routing", "list", "/staff/subjects/suggestions"},
		{questions.CanEdit, "app.questions", "app.questions_short", "/staff/subjects/questions", "chat", "/staff/subjects"},
		{"office.people", "app.people", "app.people_short", "/staff/people", "people", ""},
		{privacy.CanAnswer, "app.personal_data", "app.personal_data_short", "/staff/personal-data", "lock", ""},
		{"calendars.edit", "app.calendars", "app.calendars_short", "/staff/calendars", "calendar", ""},
		{access.SignedIn, "app.places", "app.places_short", "/staff/places", "map", ""},
		{access.SignedIn, "app.units", "app.units_short", "/staff/units", "building", ""},
	} {
		if who.Has(i.may) {
			house.Items = append(house.Items, ui.NavItem{Label: l.Say(i.key), Short: l.Say(i.short), Href: i.href, Icon: i.icon, Also: i.also})
		}
	}
	return []ui.NavGroup{work, house}
}

// shorter is the word for a place where there is little room, at the foot of a
// phone; most words are short enough.
func shorter(key string) string {
	short, has := map[string]string{
		"app.take_call": "app.take_call_short", "app.agencies": "app.agencies_short", "app.messages": "app.messages_short",
	}[key]
	if has {
		return short
	}
	return key
}

// feedsOf names the feed of what a public page shows, for programs that look for
// one in its head.
func feedsOf(r *http.Request, l i18n.Locale) []ui.Link {
	q := url.Values{"show": {"open"}, "lang": {string(l.Lang)}}
	switch r.URL.Path {
	case "/", "/map", "/open-data":
	case "/requests":
		for _, name := range []string{"district", "neighbourhood", "subject"} {
			if v := r.URL.Query().Get(name); v != "" {
				q.Set(name, v)
			}
		}
	default:
		return nil
	}
	return []ui.Link{{Label: l.Say("feeds.title_open"), Href: "/feeds/requests.atom?" + q.Encode()}}
}

// lettersCount is how many letters nobody has read yet.
func (a *App) lettersCount(ctx context.Context) int64 {
	n, err := a.Mailroom.Waits(ctx)
	if err != nil {
		return 0
	}
	return int64(n)
}

// toldCount is how much the reader's post was told is still owed; nothing where
// that cannot be counted: the page itself says so then.
func (a *App) toldCount(ctx context.Context) int64 {
	n, err := a.Insight.HowManyTold(ctx)
	if err != nil {
		return 0
	}
	return int64(n)
}

func (a *App) who(r *http.Request, l i18n.Locale, who access.Actor) *ui.Who {
	ctx := r.Context()
	w := &ui.Who{Name: who.Name, Href: "/staff/account", SignOut: "/staff/sign-out"}
	if who.Post != "" {
		w.Post, w.Unit = a.postName(ctx, who.Post), a.unitName(ctx, who.Unit)
	}
	return w
}

// viewBox reads four numbers of an SVG view; a broken one shows everything.
func viewBox(s string, width, height float64) (x, y, w, h float64) {
	if n, err := fmt.Sscan(s, &x, &y, &w, &h); err != nil || n != 4 {
		return 0, 0, width, height
	}
	return x, y, w, h
}
