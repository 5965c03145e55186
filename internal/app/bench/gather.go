package bench

import (
	"context"
	"slices"

	"mahalle/internal/app"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/i18n"
)

func districtsOf(a *app.App) map[string]bool {
	all := map[string]bool{}
	for _, d := range a.Places.Districts(benchCity, i18n.Locale{}) {
		all[d.Code] = true
	}
	return all
}

// gather finds what to ask about: a session that sees the city, numbers to ask
// one by one, and districts.
func (d *data) gather(ctx context.Context, a *app.App) error {
	people, err := a.Office.DemoPeople(ctx)
	if err != nil {
		return err
	}
	for _, p := range people {
		switch p.Role {
		case "clerk":
			d.clerk, err = a.Office.SignInAs(ctx, p.ID)
		case "chief":
			d.chief, err = a.Office.SignInAs(ctx, p.ID)
		}
		if err != nil {
			return err
		}
	}
	for code := range districtsOf(a) {
		d.districts = append(d.districts, code)
	}
	slices.Sort(d.districts)
	d.numbers, err = db.All(ctx, a.DB.Read(ctx), db.Value[string], `SELECT number FROM pub_requests
		WHERE tenant_id = $1 ORDER BY id DESC LIMIT 20000`, benchCity)
	return err
}
