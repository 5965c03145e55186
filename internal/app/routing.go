package app

import (
	"context"
	"log/slog"
	"net/url"
	"strconv"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/journal"
	"mahalle/internal/office"
	"mahalle/internal/platform/ask"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/questions"
	"mahalle/internal/requests"
	"mahalle/internal/routing"
	"mahalle/internal/routing/rules"
)

// routingNeeds joins what those who write rules ask for.
func (a *App) routingNeeds() routing.Needs {
	return routing.Needs{
		UnitName: a.unitName, Districts: a.districtChoices, Due: a.due, ClosedCases: a.closedCases,
		Office: a.standings, Units: a.unitOptions, Questions: a.choiceQuestions, PastCases: a.pastCases, PersonName: a.Office.PersonName,
		Neighbourhoods: func(t city.Tenant, l i18n.Locale, district string) []routing.District {
			var all []routing.District
			for _, n := range a.Places.Neighbourhoods(t, district, l) {
				all = append(all, routing.District{Code: n.Code, Name: l.Text(n.Name)})
			}
			return all
		},
		HoodOf: func(t city.Tenant, code string) (string, bool) {
			area, known := a.Places.Area(t, code)
			return area.Parent, known && area.Parent != ""
		},
	}
}

// standings is how every unit stands today: whether it exists, has a post that
// may take requests, and somebody sits there. A body outside the municipality
// needs nobody to sign in.
func (a *App) standings(ctx context.Context) (rules.Office, error) {
	t := db.TenantFrom(ctx)
	seats, err := a.Office.Seats(ctx)
	o := rules.Office{Units: map[string]rules.Standing{}, Desk: a.Office.Desk(t), Works: func(unit string, at time.Time) bool { return a.atWork(t, unit, at) }}
	for _, u := range a.Office.EveryUnit(t) {
		o.Units[u.Code] = a.standing(t, u, seats)
	}
	return o, err
}

func (a *App) standing(t city.Tenant, u office.Unit, seats map[string]office.Seat) rules.Standing {
	if u.Gone {
		return rules.Closed
	}
	if u.Outside() {
		return rules.Staffed
	}
	state := rules.NoPost
	for _, p := range a.Office.PostsIn(t, u.Code) {
		if role, _ := a.Office.Role(t, p.Role); !role.Permissions[requests.CanTake] {
			continue
		}
		switch seat := seats[p.Code]; {
		case seat.Held:
			return rules.Staffed
		case seat.Was:
			state = rules.Vacated
		case state == rules.NoPost:
			state = rules.Unseated
		}
	}
	return state
}

// atWork reports whether a unit works at a moment; of a unit without a calendar
// it is thought that it does.
func (a *App) atWork(t city.Tenant, unit string, at time.Time) bool {
	u, _ := a.Office.Unit(t, unit)
	cal, err := a.Ledger.Calendars.Get(t, u.Calendar)
	return err != nil || cal.IsOpen(at)
}

// choiceQuestions lists the questions of a subject whose answers can be chosen.
func (a *App) choiceQuestions(ctx context.Context, subject string) ([]routing.Question, error) {
	asked, err := a.Questions.Asked(ctx, subject)
	l := i18n.From(ctx)
	var all []routing.Question
	for _, q := range asked {
		one := routing.Question{Code: q.Code, Label: l.Text(q.Label)}
		for _, o := range q.Options {
			one.Options = append(one.Options, routing.District{Code: o.Code, Name: l.Text(o.Label)})
		}
		if q.Kind == ask.YesNo {
			one.Options = []routing.District{{Code: ask.Yes, Name: l.Say("ask.yes")}, {Code: ask.No, Name: l.Say("ask.no")}}
		}
		if len(one.Options) > 0 {
			all = append(all, one)
		}
	}
	return all, err
}

// pastCases tells routing what was asked of the city and who has it now.
func (a *App) pastCases(ctx context.Context, since time.Time, answers bool, count func(int), each func(routing.PastCase)) error {
	n, err := a.Requests.CountOpened(ctx, since)
	if err != nil {
		return err
	}
	count(n)
	return a.Requests.PastRoutes(ctx, since, func(batch []requests.PastRoute) error {
		given, err := a.givenAnswers(ctx, answers, batch)
		for _, r := range batch {
			each(routing.PastCase{Number: r.Number, Unit: r.Unit, Rule: r.Rule, Secret: r.Secret, Case: routing.Case{
				Kind: r.Kind, Subject: r.Subject, District: r.Place.District, Neighbourhood: r.Place.Neighbourhood, Street: r.Street,
				Answers: given[r.ID], At: r.Opened}})
		}
		return err
	})
}

// givenAnswers is what was answered about each request, where a rule asks for it.
func (a *App) givenAnswers(ctx context.Context, wanted bool, batch []requests.PastRoute) (map[city.ID]map[string]string, error) {
	if !wanted {
		return nil, nil
	}
	all := map[city.ID]map[string]string{}
	for _, r := range batch {
		given, err := a.Questions.Of(ctx, a.DB.Read(ctx), r.ID)
		if err != nil {
			return all, err
		}
		for _, g := range given {
			if g.Subject != r.Subject { // it was asked when the request was about something else
				continue
			}
			if all[r.ID] == nil {
				all[r.ID] = map[string]string{}
			}
			all[r.ID][g.Question] = g.Value
		}
	}
	return all, nil
}

// valuesOf is what was answered about a subject, by question. What was asked about
// another says nothing about this one, though a question may have the same name.
func valuesOf(answers requests.Answers, subject string) map[string]string {
	given, is := answers.(*questions.Answered)
	if !is || given == nil || given.Subject != subject {
		return nil
	}
	values := map[string]string{}
	for _, one := range given.Answers {
		values[one.Question] = one.Value
	}
	return values
}

// wayHere is the trial of the rules with what is known of a request.
func (a *App) wayHere(ctx context.Context, r *requests.Request) string {
	q := url.Values{"subject": {r.Subject}, "kind": {r.Kind}, "district": {r.Place.District}, "neighbourhood": {r.Place.Neighbourhood}, "street": {r.Street},
		"at": {r.Opened.In(tenant.From(ctx).Zone()).Format(routing.AtForm)}, "rule": {strconv.Itoa(r.Rule)}}
	a.addChosen(ctx, q, r)
	return "/staff/routing/try?" + q.Encode()
}

// addChosen adds what was chosen among the answers of a question: rules ask for
// choices alone, and somebody's own words have no place in an address.
func (a *App) addChosen(ctx context.Context, to url.Values, r *requests.Request) {
	given, err := a.Questions.Of(ctx, a.DB.Read(ctx), r.ID)
	if err != nil {
		slog.ErrorContext(ctx, "app: answers of a request", "number", r.Number, "error", err)
	}
	for _, g := range given {
		if g.Subject == r.Subject && !g.Personal && (g.Kind == ask.One || g.Kind == ask.Many || g.Kind == ask.YesNo) {
			to.Set("answer_"+g.Question, g.Value)
		}
	}
}

// rulesHear has the owner rules looked at when something happens in the office.
func rulesHear[E events.Event](a *App, name string) {
	journal.On(a.Journal, name, func(ctx context.Context, tx *db.Tx, _ E) error { return a.Routing.OfficeChanged(ctx, tx) })
}
