package app_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"regexp"
	"testing"
	"time"

	"mahalle/internal/app"
	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/dbtest"
	"mahalle/internal/platform/tenant"
)

// lived is Manisa after some hundred requests.
func lived(t *testing.T, address string) (*app.App, context.Context, *httptest.Server) {
	t.Helper()
	a, err := app.Open(t.Context(), app.Options{DB: address, Folder: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	c, err := a.Demonstrate(t.Context(), app.Demo{City: "manisa", Requests: 400, Seed: 7, Progress: func(int, int) {}})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(a.Router)
	t.Cleanup(server.Close)
	return a, access.AsSystem(tenant.Enter(t.Context(), c)), server
}

// dates are the due times of everything owed.
func dates(t *testing.T, a *app.App, ctx context.Context) map[string]int64 {
	t.Helper()
	type one struct {
		id  string
		due int64
	}
	all, err := db.All(ctx, a.DB.Read(ctx), func(r db.Row) (one, error) {
		var o one
		err := r.Scan(&o.id, &o.due)
		return o, err
	}, `SELECT id, due_at FROM pub_promises WHERE tenant_id = $1 AND ended_at = 0`, db.TenantFrom(ctx))
	if err != nil {
		t.Fatal(err)
	}
	by := map[string]int64{}
	for _, o := range all {
		by[o.id] = o.due
	}
	return by
}

// agree checks that figures and rows agree.
func agree(t *testing.T, a *app.App, ctx context.Context) {
	t.Helper()
	today := tenant.From(ctx).Today(clock.Now(ctx))
	for week := today - 13; week <= today; week += 7 {
		if d, err := a.Insight.Check(ctx, week); err != nil || d.Differences > 0 {
			t.Errorf("%d figures have drifted in the week of %v (%v): %+v", d.Differences, week, err, d.Detail)
		}
	}
}

var keyIn = regexp.MustCompile(`name="key" value="([^"]+)"`)

func TestADecreeMovesDatesRequestsAndFiguresTogetherAndIsTakenBack(t *testing.T) {
	dbtest.EveryURL(t, func(t *testing.T, address string) {
		a, ctx, server := lived(t, address)
		agree(t, a, ctx)
		before := dates(t, a, ctx)
		admin := as(t, server, "admin")
		day := tenant.From(ctx).Today(time.Now()) + 1
		for working := false; !working; day++ {
			cal, err := a.Ledger.Calendars.Get(db.TenantFrom(ctx), "office")
			if err != nil {
				t.Fatal(err)
			}
			if working = cal.IsWorking(day); working {
				break
			}
		}
		at := "/staff/calendars/office/enter/closed?lang=tr"
		form := []string{"name_tr", "Kar tatili", "from", day.String()}
		key := keyIn.FindStringSubmatch(shown(admin.post(at, http.StatusOK, form...)))
		if key == nil {
			t.Fatal("the page does not ask whether one is sure")
		}
		if now := dates(t, a, ctx); len(changed(before, now)) > 0 {
			t.Fatal("looking has changed something")
		}
		sure := append(form, "key", key[1], "sure", "1")
		for range 2 { // sent twice it is entered once
			admin.sees(shown(admin.post(at, http.StatusOK, sure...)), "Kar tatili")
		}
		admin.post(at, http.StatusUnprocessableEntity, append(form, "key", "another", "sure", "1")...)
		counted(t, a, ctx)
		moved := changed(before, dates(t, a, ctx))
		if len(moved) == 0 {
			t.Error("no date has moved")
		}
		agree(t, a, ctx)
		admin.post("/staff/calendars/office/take-back?lang=tr", http.StatusOK, "entry", key[1], "sure", "1")
		counted(t, a, ctx)
		if left := changed(before, dates(t, a, ctx)); len(left) > 0 {
			t.Errorf("taken back, %d of %d dates are still others", len(left), len(moved))
		}
		agree(t, a, ctx)
	})
}

// counted does the jobs that were ordered.
func counted(t *testing.T, a *app.App, ctx context.Context) {
	t.Helper()
	if _, err := a.Ledger.Recount(ctx, "office", city.Text{TR: "Kar tatili"}); err != nil {
		t.Fatal(err)
	}
}

func shown(body, _ string) string { return body }

// changed are the things owed whose date is another.
func changed(before, now map[string]int64) (ids []string) {
	for id, due := range before {
		if at, owed := now[id]; owed && at != due {
			ids = append(ids, id)
		}
	}
	return ids
}
