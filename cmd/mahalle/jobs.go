package main

import (
	"context"
	"errors"
	"fmt"

	"mahalle/internal/app"
	"mahalle/internal/city"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/jobs"
)

type jobsCommand struct {
	List  jobsList  `cmd:"" help:"List the jobs that were given up, the newest first, with their last error."`
	Again jobsAgain `cmd:"" help:"Give jobs that were given up another chance."`
}

// mostJobs is how many jobs one command shows or takes up again.
const mostJobs = 1000

type jobsList struct{ of }

// Run lists what was given up.
func (j *jobsList) Run(ctx context.Context) error {
	return j.inCity(ctx, func(ctx context.Context, a *app.App) error {
		dead, err := jobs.Dead(ctx, a.DB.Read(ctx), mostJobs)
		for _, d := range dead {
			fmt.Printf("%s\t%s\ttried %d times\t%s\n", d.ID, d.Kind, d.Attempts, d.Error)
		}
		return err
	})
}

type jobsAgain struct {
	of
	All bool     `help:"All of them."`
	IDs []string `arg:"" optional:"" help:"The jobs, as jobs list names them."`
}

// Run gives jobs another chance; the running server takes them up.
func (j *jobsAgain) Run(ctx context.Context) error {
	if j.All == (len(j.IDs) > 0) {
		return errors.New("name the jobs, or say --all")
	}
	return j.inCity(ctx, func(ctx context.Context, a *app.App) error {
		dead, err := jobs.Dead(ctx, a.DB.Read(ctx), mostJobs)
		if err != nil {
			return err
		}
		wanted := map[city.ID]bool{}
		for _, id := range j.IDs {
			wanted[city.ID(id)] = true
		}
		n := 0
		err = a.DB.Write(ctx, func(tx *db.Tx) error {
			for _, d := range dead {
				if !j.All && !wanted[d.ID] {
					continue
				}
				if err := jobs.Again(ctx, tx, d.ID); err != nil {
					return err
				}
				n++
			}
			return nil
		})
		if err == nil {
			fmt.Printf("%d jobs will be tried again.\n", n)
		}
		return err
	})
}
