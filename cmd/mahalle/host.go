package main

import (
	"context"
	"errors"
	"fmt"

	"mahalle/internal/app"
	"mahalle/internal/platform/tenant"
)

type hostCommand struct {
	of
	Names   []string `arg:"" optional:"" help:"Host names, such as istek.example.bel.tr"`
	Address string   `help:"The address that letters of this city lead to, such as https://istek.example.bel.tr; its host name leads to the city too."`
}

// Run makes host names lead to the city; a running server learns them when it is
// started again.
func (h *hostCommand) Run(ctx context.Context) error {
	return h.inCity(ctx, func(ctx context.Context, a *app.App) error {
		if len(h.Names) == 0 && h.Address == "" {
			return errors.New("name a host, or say --address")
		}
		c := tenant.From(ctx).ID
		if err := a.SetAddress(ctx, h.Address, h.Names...); err != nil {
			return err
		}
		if len(h.Names) > 0 {
			fmt.Printf("%v lead to %s.\n", h.Names, c)
		}
		if h.Address != "" {
			fmt.Printf("Letters of %s lead to %s.\n", c, h.Address)
		}
		fmt.Println("Restart the server, so that it knows.")
		return nil
	})
}
