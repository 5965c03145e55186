package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"strings"

	"mahalle/internal/app"
	"mahalle/internal/city"
	"mahalle/internal/doors/api"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
)

type userCommand struct {
	Add      userAdd      `cmd:"" help:"Give somebody an account, and a post."`
	Password userPassword `cmd:"" help:"Give somebody another password; all sessions end."`
	Disable  userDisable  `cmd:"" help:"Let somebody in no more; all sessions end."`
	Enable   userEnable   `cmd:"" help:"Let somebody in again who was shut out; they sign in anew."`
	List     userList     `cmd:"" help:"List who has an account."`
	Token    userToken    `cmd:"" help:"Make somebody a token for their programs."`
}

// of is the city a command is about.
type of struct {
	where
	City string `help:"The city, when the database holds several."`
}

// inCity opens the program and enters the city, acting as the system.
func (o of) inCity(ctx context.Context, do func(ctx context.Context, a *app.App) error) error {
	a, err := o.open(ctx)
	if err != nil {
		return err
	}
	defer a.Close()
	c, err := theCity(a, o.City)
	if err != nil {
		return err
	}
	l := a.Catalog.Locale(city.English, c.Zone())
	return inWords(l, do(i18n.With(access.AsSystem(tenant.Enter(ctx, c)), l), a))
}

func theCity(a *app.App, name string) (*tenant.City, error) {
	if c, ok := a.Cities.ByID(city.Tenant(name)); ok {
		return c, nil
	}
	all := a.Cities.All()
	if name == "" && len(all) == 1 {
		return all[0], nil
	}
	var names []string
	for _, c := range all {
		names = append(names, string(c.ID))
	}
	return nil, fmt.Errorf("name the city with --city; the database has: %s", strings.Join(names, ", "))
}

// inWords says a refusal as a person would read it.
func inWords(l i18n.Locale, err error) error {
	f, ok := fault.Of(err)
	if !ok {
		return err
	}
	var said []string
	for _, field := range f.On {
		said = append(said, l.Say(field.Key, field.Args...))
	}
	if len(said) == 0 {
		said = append(said, l.Say(f.Key, f.Args...))
	}
	return errors.New(strings.Join(said, " "))
}

type userAdd struct {
	of
	Login string `arg:"" help:"The user name."`
	Name  string `help:"The person's name." default:""`
	Post  string `help:"Code of the post the person holds from today on."`
	Stdin bool   `help:"Read the password from standard input instead of making one."`
}

// Run gives somebody an account; the password is told once.
func (u *userAdd) Run(ctx context.Context) error {
	return u.inCity(ctx, func(ctx context.Context, a *app.App) error {
		if _, ok := a.Office.Post(tenant.From(ctx).ID, u.Post); !ok && u.Post != "" {
			return fmt.Errorf("the city has no post %q; its posts stand in posts.tsv, and on the pages of units", u.Post)
		}
		password, made, err := newPassword(u.Stdin)
		if err != nil {
			return err
		}
		name := u.Name
		if name == "" {
			name = u.Login
		}
		if _, err := a.Office.AddPerson(ctx, u.Login, name, password); err != nil {
			return err
		}
		if u.Post != "" {
			today := tenant.From(ctx).Today(clock.Now(ctx))
			if err := a.Office.FillPost(ctx, u.Login, u.Post, today, 0, false); err != nil {
				return err
			}
		}
		tell(u.Login, password, made)
		return nil
	})
}

type userPassword struct {
	of
	Login string `arg:"" help:"The user name."`
	Stdin bool   `help:"Read the password from standard input instead of making one."`
}

// Run gives somebody another password.
func (u *userPassword) Run(ctx context.Context) error {
	return u.inCity(ctx, func(ctx context.Context, a *app.App) error {
		password, made, err := newPassword(u.Stdin)
		if err != nil {
			return err
		}
		if err := a.Office.SetPassword(ctx, u.Login, password); err != nil {
			return err
		}
		tell(u.Login, password, made)
		return nil
	})
}

type userDisable struct {
	of
	Login string `arg:"" help:"The user name."`
}

// Run lets somebody in no more.
func (u *userDisable) Run(ctx context.Context) error {
	return u.inCity(ctx, func(ctx context.Context, a *app.App) error {
		return a.Office.SetActive(ctx, u.Login, false)
	})
}

type userEnable struct {
	of
	Login string `arg:"" help:"The user name."`
}

// Run lets somebody in again. Sessions from before stay ended.
func (u *userEnable) Run(ctx context.Context) error {
	return u.inCity(ctx, func(ctx context.Context, a *app.App) error {
		if err := a.Office.SetActive(ctx, u.Login, true); err != nil {
			return err
		}
		fmt.Printf("%s may sign in again at /staff.\n", u.Login)
		return nil
	})
}

type userList struct{ of }

// Run lists who has an account.
func (u *userList) Run(ctx context.Context) error {
	return u.inCity(ctx, func(ctx context.Context, a *app.App) error {
		for after := ""; ; {
			people, err := a.Office.People(ctx, after, 200)
			for _, p := range people {
				fmt.Printf("%s\t%s\n", p.Login, p.Name)
				after = p.Login
			}
			if err != nil || len(people) < 200 {
				return err
			}
		}
	})
}

func newPassword(stdin bool) (password string, made bool, err error) {
	if !stdin {
		return rand.Text(), true, nil
	}
	line, err := bufio.NewReader(os.Stdin).ReadString('\n')
	if err != nil && line == "" {
		return "", false, fmt.Errorf("reading the password: %w", err)
	}
	return strings.TrimRight(line, "\r\n"), false, nil
}

func tell(login, password string, made bool) {
	if made {
		fmt.Printf("%s may sign in at /staff with the password %s (told once; change it there)\n", login, password)
		return
	}
	fmt.Printf("%s may sign in at /staff.\n", login)
}

type userToken struct {
	of
	Login  string      `arg:"" help:"The user name."`
	Name   string      `help:"What it is for." required:""`
	Post   string      `help:"Code of the post it acts in; the first one held today when left out."`
	Scopes []api.Scope `help:"What it may: read, open, work, contact." default:"read"`
	Days   int         `help:"For how many days: 30, 90 or 365." default:"90"`
}

// Run makes the token and tells it once.
func (u *userToken) Run(ctx context.Context) error {
	return u.inCity(ctx, func(ctx context.Context, a *app.App) error {
		person, err := a.Office.ByLogin(ctx, u.Login)
		if err != nil {
			return err
		}
		post, err := a.Office.PostToday(ctx, person.ID, u.Post)
		if err != nil {
			return err
		}
		token, err := a.Programs.MakeToken(ctx, person.ID, post, u.Name, u.Scopes, u.Days)
		if err == nil {
			fmt.Printf("A program of %s comes in with %s (told once)\n", u.Login, token)
		}
		return err
	})
}
