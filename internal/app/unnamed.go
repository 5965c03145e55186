package app

import (
	"context"
	"time"

	"mahalle/internal/platform/db"
	"mahalle/internal/platform/files"
	"mahalle/internal/platform/jobs"
	"mahalle/internal/platform/tenant"
)

const removeUnnamed = "app: remove photos that nothing names"

// unnamedFor is how long a photo may wait in a form before something must name it.
const unnamedFor = 24 * time.Hour

// registerUnnamed lets the runner remove once a day what nothing names. The
// folder is one for all cities, so only the first one's job does it.
func (a *App) registerUnnamed() {
	a.Runner.SendLong(removeUnnamed, func(ctx context.Context, _ jobs.Job) error {
		if all := a.Cities.All(); len(all) == 0 || all[0].ID != db.TenantFrom(ctx) {
			return nil
		}
		n, err := a.RemoveUnnamed(ctx, time.Now().Add(-unnamedFor))
		if n > 0 {
			a.log.Info("photos that nothing names were removed", "files", n)
		}
		return err
	})
	a.Runner.Plan(jobs.Schedule{Name: removeUnnamed, Every: 24 * time.Hour})
}

// RemoveUnnamed removes the files put before a moment that no photo of any city
// names, and tells how many.
func (a *App) RemoveUnnamed(ctx context.Context, before time.Time) (int, error) {
	named := files.Names{}
	for _, c := range a.Cities.All() {
		in := tenant.Enter(ctx, c)
		q := a.DB.Read(in)
		// The mailroom first: a photo goes from a letter to a request, never back.
		if err := a.Mailroom.PhotoNames(in, q, named.Add); err != nil {
			return 0, err
		}
		if err := a.Requests.PhotoNames(in, q, named.Add); err != nil {
			return 0, err
		}
	}
	return a.files.RemoveUnnamed(ctx, named, before)
}
