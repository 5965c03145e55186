package app

import (
	"context"

	"mahalle/internal/doors"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
)

// DemoKey is the key of the partner that every demonstration has.
const DemoKey = "demo"

// demoPartner lets whoever tries a demonstration in by Open311 at once.
func (a *App) demoPartner(ctx context.Context, c *tenant.City) error {
	in := i18n.With(access.AsSystem(tenant.Enter(ctx, c)), a.Catalog.Locale(c.DefaultLang, c.Zone()))
	one, err := a.Partners.Add(in, doors.Partner{Code: "demo", Name: "Demo", Rights: doors.Rights})
	if err != nil {
		return err
	}
	return a.Partners.GiveKey(in, one.ID, DemoKey)
}

// partnerNeeds joins what the list of other systems asks for.
func (a *App) partnerNeeds() doors.Needs {
	return doors.Needs{
		Subjects: func(ctx context.Context) []doors.Choice {
			var all []doors.Choice
			for _, c := range a.allSubjects(ctx) {
				all = append(all, doors.Choice{Code: c.Code, Name: c.Name, Group: c.GroupName})
			}
			return all
		},
		Districts: func(ctx context.Context) []doors.Choice {
			l := i18n.From(ctx)
			var all []doors.Choice
			for _, d := range a.Places.Districts(db.TenantFrom(ctx), l) {
				all = append(all, doors.Choice{Code: d.Code, Name: l.Text(d.Name)})
			}
			return all
		},
		BaseURL: func(ctx context.Context) string { return a.addressOf(ctx) + "/open311/v2/" },
	}
}
