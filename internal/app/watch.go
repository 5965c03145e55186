package app

import (
	"context"

	"mahalle/internal/agencies"
	"mahalle/internal/doors"
	"mahalle/internal/mailroom"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/ui"
	"mahalle/internal/routing"
	"mahalle/internal/routing/rules"
)

// watch is what an administrator keeps an eye on, each number with the page that
// shows what it counts. A nought is shown too: it says that somebody looked.
func (a *App) watch(ctx context.Context) ([]ui.Line, error) {
	l, who := i18n.From(ctx), access.From(ctx)
	left, err := a.unitsLeft(ctx)
	if err != nil {
		return nil, err
	}
	unreached, err := a.Agencies.Unreached(ctx)
	if err != nil {
		return nil, err
	}
	var all []ui.Line
	for _, one := range []struct {
		may       access.Permission
		key, href string
		n         int64
	}{
		{routing.CanEdit, "app.rule_alarms", "/staff/routing/rules?only=alarms", int64(a.Routing.Alarms(ctx))},
		{access.SignedIn, "app.units_left", "/staff/units", left},
		{mailroom.CanRead, "app.letters_in", "/staff/mailroom", a.lettersCount(ctx)},
		{agencies.CanView, "app.agencies_unreached", "/staff/agencies", int64(unreached)},
		{agencies.CanView, "app.agencies_silent", "/staff/agencies", a.Forward.Alarm(ctx)},
		{doors.CanView, "app.hooks_off", "/staff/hooks", a.Hooks.Off(ctx)},
	} {
		if !who.Has(one.may) {
			continue
		}
		line := ui.Line{Text: l.Say(one.key), End: l.Number(one.n), Href: one.href}
		if one.n > 0 {
			line.Tone = ui.Late
		}
		all = append(all, line)
	}
	return all, nil
}

// unitsLeft counts the units whose last holder of a post has left.
func (a *App) unitsLeft(ctx context.Context) (n int64, err error) {
	office, err := a.standings(ctx)
	for _, s := range office.Units {
		if s == rules.Vacated {
			n++
		}
	}
	return n, err
}
