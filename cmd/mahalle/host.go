package main

import (
	"context"
	"fmt"

	"mahalle/internal/app"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/tenant"
)

type hostCommand struct {
	of
	Names []string `arg:"" help:"Host names, such as istek.example.bel.tr"`
}

// Run makes host names lead to the city; a running server learns them when it is
// started again.
func (h *hostCommand) Run(ctx context.Context) error {
	return h.inCity(ctx, func(ctx context.Context, a *app.App) error {
		c := tenant.From(ctx)
		err := a.DB.Write(ctx, func(tx *db.Tx) error { return tenant.Save(ctx, tx, *c, h.Names...) })
		if err != nil {
			return err
		}
		fmt.Printf("%v lead to %s. Restart the server, so that it knows.\n", h.Names, c.ID)
		return nil
	})
}
