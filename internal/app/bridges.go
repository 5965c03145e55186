package app

import (
	"context"
	"slices"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/doors/hooks"
	"mahalle/internal/hours"
	"mahalle/internal/insight"
	"mahalle/internal/messages"
	"mahalle/internal/mornings"
	"mahalle/internal/office"
	"mahalle/internal/places"
	"mahalle/internal/platform/calendar"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/ui"
	"mahalle/internal/promises"
	"mahalle/internal/requests"
	"mahalle/internal/routing"
)

// bridges joins what one capability needs of another. They do not know each
// other; this file knows them all.
func (a *App) bridges() {
	a.Requests.Join(requests.Needs{
		Decide:   a.decide,
		Unit:     a.unit,
		DeskPost: func(ctx context.Context, unit string) string { return a.Office.DeskPost(db.TenantFrom(ctx), unit) },
		Desk:     func(ctx context.Context) string { return a.Office.Desk(db.TenantFrom(ctx)) },
	}, a.pages())
	a.Requests.JoinStaff(requests.StaffPages{
		Units: a.unitOptions, Templates: a.templates, Above: a.above, Counts: a.Insight.InList,
		Speak: func(ctx context.Context, lang city.Lang) i18n.Locale {
			return a.Catalog.Locale(lang, tenant.From(ctx).Zone())
		},
		Urgent: a.urgent,
		Why: func(ctx context.Context, rule int) string {
			return i18n.From(ctx).Text(a.Routing.Why(db.TenantFrom(ctx), rule))
		},
		WayHere: a.wayHere,
	})
	a.Ledger.Join(promises.Needs{Above: a.postAbove})
	a.Privacy.Join(a.privacyNeeds())
	a.Messages.Join(messages.Needs{
		Recipient: a.recipient, Joined: a.joined, Key: a.Requests.KeyOf, Words: a.Requests.SaidIn, UnitName: a.unitName, SubjectName: a.subjectName, PostName: a.postName,
		BaseURL: a.addressOf, ReplyTo: a.Mailroom.ReplyTo,
	})
	a.Mailroom.Join(a.mailroomNeeds())
	a.Agencies.Join(a.agencyNeeds())
	a.Forward.Join(a.forwardNeeds())
	a.Partners.Join(a.partnerNeeds())
	a.Open311.Join(a.open311Needs())
	a.Feeds.Join(a.feedNeeds())
	a.Hooks.Join(hooks.Needs{Subjects: a.partnerNeeds().Subjects, Districts: a.partnerNeeds().Districts, BaseURL: func(context.Context) string { return a.url }})
	a.Mornings.Join(mornings.Needs{Readers: a.morningReaders, SubjectName: a.subjectName,
		BaseURL: a.addressOf})
	a.Hours.Join(hours.Needs{UnitName: a.unitName, SubjectName: a.subjectName, Units: a.unitsByCalendar})
	a.Office.Join(office.Needs{AreaName: func(ctx context.Context, code string) string {
		return a.Places.DistrictName(db.TenantFrom(ctx), i18n.From(ctx), code)
	}})
	a.Questions.Join(a.questionNeeds())
	a.Places.Join(places.Needs{Chief: a.chiefOf})
	a.Routing.Join(a.routingNeeds())
}

// decide asks routing for the owner and office for the owner's calendar.
func (a *App) decide(ctx context.Context, c requests.Case) (requests.Decision, error) {
	t, at := db.TenantFrom(ctx), c.At
	if at.IsZero() {
		at = clock.Now(ctx)
	}
	d, err := a.Routing.Decide(ctx, routing.Case{Kind: c.Kind, Subject: c.Subject, District: c.Place.District, Neighbourhood: c.Place.Neighbourhood,
		Street: c.Street, Answers: valuesOf(c.Answers, c.Subject), At: at.In(tenant.From(ctx).Zone())})
	if err != nil {
		return requests.Decision{}, err
	}
	u, _ := a.Office.Unit(t, d.Unit)
	return requests.Decision{Unit: d.Unit, Rule: d.Rule, Why: d.Why, Calendar: u.Calendar, Answer: d.Answer,
		Repair: d.Target, Hidden: d.Hidden, Confidential: d.Confidential}, nil
}

func (a *App) unit(ctx context.Context, code string) (requests.Unit, bool) {
	t := db.TenantFrom(ctx)
	u, ok := a.Office.Unit(t, code)
	return requests.Unit{Code: code, Department: a.Office.Department(t, code), Calendar: u.Calendar, Outside: u.Outside(), Name: u.Name}, ok
}

// unitsByCalendar counts the units that work by each calendar.
func (a *App) unitsByCalendar(ctx context.Context) map[string]int {
	n := map[string]int{}
	for _, u := range a.Office.Units(db.TenantFrom(ctx)) {
		n[u.Calendar]++
	}
	return n
}

func (a *App) due(ctx context.Context, unit string, amount calendar.Amount) (time.Time, error) {
	u, _ := a.Office.Unit(db.TenantFrom(ctx), unit)
	return a.Ledger.Due(db.TenantFrom(ctx), u.Calendar, amount, clock.Now(ctx))
}

// The names of things, in the reader's language; an unknown code as it is.

func (a *App) unitName(ctx context.Context, code string) string {
	if u, ok := a.Office.Unit(db.TenantFrom(ctx), code); ok {
		return i18n.From(ctx).Text(u.Name)
	}
	return code
}

func (a *App) postName(ctx context.Context, code string) string {
	if p, ok := a.Office.Post(db.TenantFrom(ctx), code); ok {
		return i18n.From(ctx).Text(p.Title)
	}
	return code
}

func (a *App) subjectName(ctx context.Context, code string) string {
	if s, ok := a.Routing.Subject(db.TenantFrom(ctx), code); ok {
		return i18n.From(ctx).Text(s.Name)
	}
	return code
}

func (a *App) kindName(ctx context.Context, code string) string {
	return i18n.From(ctx).Text(a.Routing.Kind(db.TenantFrom(ctx), code).Name)
}

func (a *App) placeName(l i18n.Locale, ctx context.Context, p city.Place) string {
	return a.Places.Name(tenant.From(ctx).ID, l, p)
}

func (a *App) districtChoices(t city.Tenant, l i18n.Locale) []routing.District {
	var all []routing.District
	for _, d := range a.Places.Districts(t, l) {
		all = append(all, routing.District{Code: d.Code, Name: l.Text(d.Name)})
	}
	return all
}

// unitOptions lists the units something can be handed over to, by department.
func (a *App) unitOptions(ctx context.Context) []ui.Option {
	t := db.TenantFrom(ctx)
	var all []ui.Option
	for _, u := range a.Office.Units(t) {
		all = append(all, ui.Option{Value: u.Code, Label: i18n.From(ctx).Text(u.Name), Group: a.unitName(ctx, a.Office.Department(t, u.Code))})
	}
	return all
}

func (a *App) templates(ctx context.Context, subject, purpose string, lang city.Lang) []requests.Ready {
	var all []requests.Ready
	for _, r := range a.Routing.Templates(db.TenantFrom(ctx), subject, purpose) {
		all = append(all, requests.Ready{Code: r.Code, Title: i18n.From(ctx).Text(r.Title), Text: r.Text.In(lang)})
	}
	return all
}

// chiefOf is the post that looks after a district as a whole.
func (a *App) chiefOf(ctx context.Context, district string) string {
	t := db.TenantFrom(ctx)
	for _, u := range a.Office.Units(t) {
		for _, p := range a.Office.PostsIn(t, u.Code) {
			role, _ := a.Office.Role(t, p.Role)
			if role.Permissions[insight.CanSeeDistricts] && slices.Contains(p.Districts, district) {
				return i18n.From(ctx).Text(p.Title)
			}
		}
	}
	return ""
}

// morningReaders are those who work on the requests of a unit, with its calendar.
func (a *App) morningReaders(ctx context.Context) ([]mornings.Reader, error) {
	all, err := a.Office.MorningReaders(ctx, requests.CanTake)
	var readers []mornings.Reader
	for _, r := range all {
		u, _ := a.Office.Unit(db.TenantFrom(ctx), r.Unit)
		readers = append(readers, mornings.Reader{Person: r.Person, Email: r.Email, Lang: r.Lang, Unit: r.Unit, Calendar: u.Calendar})
	}
	return readers, err
}

// recipient is who gets letters about a request.
func (a *App) recipient(ctx context.Context, q db.Query, request city.ID) (messages.Recipient, bool, error) {
	c, err := a.Requests.ContactOf(ctx, q, request)
	return messages.Recipient{Email: c.Email, Lang: c.Lang}, c.Email != "", err
}

// above is the title of the post so many steps above another.
func (a *App) above(ctx context.Context, post string, steps int) string {
	for range steps {
		post = a.Office.Superior(db.TenantFrom(ctx), post)
	}
	if post == "" {
		return ""
	}
	return a.postName(ctx, post)
}

// postAbove climbs the real hierarchy from a post, past posts in which nobody
// sits today. A deputy sits in the post.
func (a *App) postAbove(ctx context.Context, post string, rungs int) string {
	t := db.TenantFrom(ctx)
	told := ""
	for at := a.Office.Superior(t, post); at != "" && rungs > 0; at = a.Office.Superior(t, at) {
		if _, err := a.Office.HolderToday(ctx, at); err == nil {
			told = at
			rungs--
		}
	}
	return told
}

// closedCases tells routing what residents wrote and what it was about.
func (a *App) closedCases(ctx context.Context, most int, each func(text, subject string)) error {
	return a.Requests.ClosedTexts(ctx, most, func(t requests.ClosedText) { each(t.Text, t.Subject) })
}

// urgent marks the words of a report that cannot wait, with the danger they
// speak of.
func (a *App) urgent(ctx context.Context, text string) []ui.Mark {
	var marks []ui.Mark
	for _, s := range a.Routing.Urgent(db.TenantFrom(ctx), text) {
		marks = append(marks, ui.Mark{From: s.From, To: s.To, Why: i18n.From(ctx).Text(s.Name)})
	}
	return marks
}

// joined are those who get letters about a request that somebody else told.
func (a *App) joined(ctx context.Context, q db.Query, request city.ID) ([]messages.Recipient, error) {
	found, err := a.Requests.JoinersOf(ctx, q, request)
	all := make([]messages.Recipient, len(found))
	for i, j := range found {
		all[i] = messages.Recipient{Email: j.Email, Lang: j.Lang, Joined: j.ID}
	}
	return all, err
}
