package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"

	"mahalle/internal/app"
	"mahalle/internal/citypack"
	"mahalle/internal/platform/tenant"
)

// where names the database and the folder of files, as every command takes them.
type where struct {
	DB     string `help:"sqlite:PATH or postgres://USER@HOST/NAME; without it, mahalle.db in the data folder." env:"MAHALLE_DB"`
	Data   string `help:"Where files are kept." default:"./mahalle-data" type:"path" env:"MAHALLE_DATA"`
	Mail   string `help:"The city's mail server: smtp://USER:PASSWORD@HOST:PORT?from=ADDRESS" env:"MAHALLE_MAIL"`
	Box    string `name:"mailbox" help:"The mailboxes that are read, parted by spaces: imaps://USER:PASSWORD@HOST/INBOX?city=CITY&reply=ADDRESS" env:"MAHALLE_MAILBOX"`
	Inside string `help:"Hosts and networks inside the city's own network that partners may stand in, parted by commas: HOST, HOST:PORT, 10.20.0.0/16; http:// before one allows it without TLS." env:"MAHALLE_INSIDE"`
	URL    string `help:"The address under which residents reach this installation, for links in letters." env:"MAHALLE_URL"`
}

func (w where) open(ctx context.Context) (*app.App, error) {
	return app.Open(ctx, app.Options{DB: w.DB, Folder: w.Data, Mail: w.Mail, Box: w.Box, Inside: w.Inside, URL: w.URL})
}

type serveCommand struct {
	where
	Listen string `help:"Where to answer." default:":8080" env:"MAHALLE_LISTEN"`
}

// Run serves the cities of a database until it is told to stop.
func (s *serveCommand) Run(ctx context.Context) error {
	listener, err := net.Listen("tcp", s.Listen)
	if err != nil {
		return err
	}
	a, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer a.Close()
	if len(a.Cities.All()) == 0 {
		return errors.New("the database has no city yet; make one with: mahalle init --city FOLDER")
	}
	fmt.Println("Serving", address(listener))
	return a.Serve(ctx, listener)
}

type initCommand struct {
	where
	City    string   `help:"A city's folder, or the name of one that comes along." required:""`
	Host    []string `help:"Names under which the city is served; needed when a database holds several."`
	Address string   `help:"The address that letters of this city lead to, such as https://istek.example.bel.tr; without it, the installation's --url."`
}

// Run makes a real, empty city.
func (i *initCommand) Run(ctx context.Context) error {
	pack, err := app.PackOf(i.City, os.DirFS(i.City))
	var faults citypack.Faults
	if errors.As(err, &faults) {
		return fmt.Errorf("the city's folder was refused and nothing was written:\n%w", err)
	}
	if err != nil {
		return err
	}
	a, err := i.open(ctx)
	if err != nil {
		return err
	}
	defer a.Close()
	c, err := a.AddCity(ctx, pack, false, i.Host...)
	if err != nil {
		return err
	}
	if i.Address != "" {
		if err := a.SetAddress(tenant.Enter(ctx, c), i.Address); err != nil {
			return err
		}
	}
	fmt.Printf("%s stands: %d districts, %d neighbourhoods, %d units, %d subjects.\n", c.ShortName.In(c.DefaultLang),
		len(pack.Districts), len(pack.Neighbourhoods), len(pack.Units), len(pack.Subjects))
	fmt.Println("Next, give somebody an account: mahalle user add --post POST LOGIN")
	return nil
}

type migrateCommand struct{ where }

// Run brings the database up to this program.
func (m *migrateCommand) Run(ctx context.Context) error {
	a, err := m.open(ctx)
	if err != nil {
		return err
	}
	fmt.Println("The database is up to date.")
	return a.Close()
}

type versionCommand struct{}

// Run says which version this is.
func (versionCommand) Run() error {
	fmt.Println("mahalle", app.Version)
	return nil
}

type doctorCommand struct{ where }

// Run looks whether everything is well, and says so line by line.
func (d *doctorCommand) Run(ctx context.Context) error {
	a, err := d.open(ctx)
	if err != nil {
		return fmt.Errorf("database: %w", err)
	}
	defer a.Close()
	sick := 0
	for _, f := range a.Examine(ctx) {
		mark := "ok  "
		if f.Trouble {
			mark, sick = "LOOK", sick+1
		}
		fmt.Printf("%s  %s: %s\n", mark, f.About, f.Says)
	}
	if sick > 0 {
		return fmt.Errorf("%d things need a look", sick)
	}
	return nil
}
