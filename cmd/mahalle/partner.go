package main

import (
	"context"
	"fmt"
	"strings"

	"mahalle/internal/app"
	"mahalle/internal/doors"
)

type partnerCommand struct {
	Add    partnerAdd    `cmd:"" help:"Let another system in, and give it a key."`
	Key    partnerKey    `cmd:"" help:"Give it one more key; the old ones go on."`
	Revoke partnerRevoke `cmd:"" help:"Take a key from it, or all."`
	List   partnerList   `cmd:"" help:"List the other systems and their keys."`
}

type partnerAdd struct {
	of
	Code      string        `arg:"" help:"Its short name: small letters, digits, hyphens."`
	Name      string        `help:"Its name; the short one when left out."`
	Contact   string        `help:"Whom to call when its calls fail."`
	Rights    []doors.Right `help:"What it may: read, report, update, private." default:"read,report"`
	Subjects  []string      `help:"Codes of the subjects it has to do with; all when left out."`
	Districts []string      `help:"Codes of its districts; all when left out."`
	PerMinute int           `help:"How often it may call in a minute." default:"600"`
}

// Run makes the partner and tells its key once.
func (c *partnerAdd) Run(ctx context.Context) error {
	return c.inCity(ctx, func(ctx context.Context, a *app.App) error {
		name := c.Name
		if name == "" {
			name = c.Code
		}
		one, err := a.Partners.Add(ctx, doors.Partner{Code: c.Code, Name: name, Contact: c.Contact, Rights: c.Rights,
			Subjects: c.Subjects, Districts: c.Districts, PerMinute: c.PerMinute})
		if err != nil {
			return err
		}
		return tellKey(ctx, a, one)
	})
}

func tellKey(ctx context.Context, a *app.App, one doors.Partner) error {
	key, err := a.Partners.MakeKey(ctx, one.ID)
	if err == nil {
		fmt.Printf("%s comes in with the key %s (told once)\n", one.Code, key)
	}
	return err
}

type partnerKey struct {
	of
	Code string `arg:"" help:"The partner's short name."`
}

// Run gives the partner one more key.
func (c *partnerKey) Run(ctx context.Context) error {
	return c.inCity(ctx, func(ctx context.Context, a *app.App) error {
		one, err := a.Partners.ByCode(ctx, c.Code)
		if err != nil {
			return err
		}
		return tellKey(ctx, a, one)
	})
}

type partnerRevoke struct {
	of
	Code   string `arg:"" help:"The partner's short name."`
	Ending string `arg:"" help:"The key's last letters, as the list shows them; or: all."`
}

// Run lets keys open nothing any more.
func (c *partnerRevoke) Run(ctx context.Context) error {
	return c.inCity(ctx, func(ctx context.Context, a *app.App) error {
		one, err := a.Partners.ByCode(ctx, c.Code)
		if err != nil {
			return err
		}
		keys, err := a.Partners.Keys(ctx, one.ID)
		if err != nil {
			return err
		}
		n := 0
		for _, k := range keys {
			if !k.Revoked.IsZero() || c.Ending != "all" && k.Ending != c.Ending {
				continue
			}
			if err := a.Partners.Revoke(ctx, one.ID, k.ID); err != nil {
				return err
			}
			n++
		}
		if n == 0 {
			return fmt.Errorf("%s has no key that ends in %q and opens something", c.Code, c.Ending)
		}
		fmt.Printf("Of %s, so many keys open nothing any more: %d\n", c.Code, n)
		return nil
	})
}

type partnerList struct{ of }

// Run lists the partners with their rights and the endings of their keys.
func (c *partnerList) Run(ctx context.Context) error {
	return c.inCity(ctx, func(ctx context.Context, a *app.App) error {
		all, err := a.Partners.All(ctx)
		if err != nil {
			return err
		}
		for _, one := range all {
			keys, err := a.Partners.Keys(ctx, one.ID)
			if err != nil {
				return err
			}
			fmt.Printf("%s\t%s\t%s\t%s\n", one.Code, one.Name, rightsOf(one), endings(keys))
		}
		return nil
	})
}

func rightsOf(p doors.Partner) string {
	if !p.Stopped.IsZero() {
		return "stopped"
	}
	var all []string
	for _, r := range p.Rights {
		all = append(all, string(r))
	}
	return strings.Join(all, ",")
}

func endings(keys []doors.Key) string {
	var all []string
	for _, k := range keys {
		if k.Revoked.IsZero() {
			all = append(all, "…"+k.Ending)
		}
	}
	return strings.Join(all, " ")
}
