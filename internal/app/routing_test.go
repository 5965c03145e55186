package app_test

import (
	"context"
	"testing"

	"mahalle/internal/app"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/dbtest"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/routing"
)

// When the last who may take requests in a unit leaves, its rules are passed over
// and raise an alarm; a request still finds somebody.
func TestAUnitEverybodyLeftGetsNoRequestsAndRaisesAnAlarm(t *testing.T) {
	dbtest.EveryURL(t, func(t *testing.T, address string) {
		a, _ := town(t, address)
		c := a.Cities.All()[0]
		ctx := access.AsSystem(tenant.Enter(context.Background(), c))
		pothole := routing.Case{Subject: "YL01", District: "turgutlu", Street: "metro"}
		was, err := a.Routing.Decide(ctx, pothole)
		if err != nil {
			t.Fatal(err)
		}
		admin := access.With(ctx, access.Actor{Kind: access.Staff, Permissions: map[access.Permission]bool{"office.admin": true, "office.people": true}})
		if n := a.Routing.Alarms(admin); n != 0 {
			t.Fatalf("%d alarms before anything happened", n)
		}
		pack, err := app.PackOf("manisa", nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range pack.Demo.People {
			if p, _ := a.Office.Post(c.ID, one.Post); p.Unit == was.Unit {
				if err := a.Office.SetActive(admin, one.Login, false); err != nil {
					t.Fatal(err)
				}
			}
		}
		for a.Runner.Round(ctx) { // the news, and the look at the rules
		}
		a.Runner.Round(ctx)
		now, err := a.Routing.Decide(ctx, pothole)
		if err != nil || now.Unit == was.Unit || now.Unit == "" {
			t.Errorf("the request goes to %q, %v", now.Unit, err)
		}
		if a.Routing.Alarms(admin) == 0 {
			t.Error("no alarm")
		}
	})
}
