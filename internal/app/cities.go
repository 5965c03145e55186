package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/citypack"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/calendar"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/promises"
)

// AddCity makes a city of a pack, in one transaction: a broken pack leaves
// nothing behind. Hosts are the names under which it is served.
func (a *App) AddCity(ctx context.Context, pack *citypack.Pack, demonstration bool, hosts ...string) (*tenant.City, error) {
	c, err := cityOf(pack, demonstration).WithZone()
	if err != nil {
		return nil, err
	}
	if _, known := a.Cities.ByID(c.ID); known {
		return nil, fmt.Errorf("the database already has the city %q", c.ID)
	}
	in := access.AsSystem(tenant.Enter(ctx, &c))
	err = a.DB.WriteMany(in, func(tx *db.Tx) error {
		return errors.Join(
			tenant.Save(in, tx, c, hosts...),
			loadCalendars(in, tx, pack),
			a.Places.LoadPack(in, tx, pack),
			a.Office.LoadPack(in, tx, pack),
			a.Routing.LoadPack(in, tx, pack),
			a.Questions.LoadPack(in, tx, pack),
			a.demoPeople(in, tx, pack, demonstration),
		)
	})
	if err != nil {
		return nil, err
	}
	return &c, a.load(ctx)
}

func (a *App) demoPeople(ctx context.Context, tx *db.Tx, pack *citypack.Pack, demonstration bool) error {
	if !demonstration {
		return nil
	}
	return a.Office.LoadDemoPeople(ctx, tx, pack)
}

// ReadPack reads a city's folder and refuses a broken one with every fault.
func ReadPack(files fs.FS) (*citypack.Pack, error) { return citypack.Read(files) }

// tenantOf is the word by which a pack's city is known.
func tenantOf(p *citypack.Pack) city.Tenant { return city.Tenant(p.City.Code) }

func cityOf(p *citypack.Pack, demonstration bool) tenant.City {
	c := tenant.City{
		ID: tenantOf(p), Name: p.City.Name, ShortName: p.City.ShortName, Tagline: p.City.Tagline,
		ZoneName: p.City.Zone, DefaultLang: p.City.Language, NumberPrefix: p.City.Prefix, Jalali: p.City.Year == "jalali",
		Phone: p.City.Phone, Emergency: p.City.Emergency.Number, ConfirmDays: p.City.ConfirmDays, ReopenDays: p.City.ReopenDays,
		Calendar: p.City.Calendar, MapCredit: p.City.MapCredit, Demonstration: demonstration, KeepDays: p.City.KeepDays,
	}
	c.TakeWithin, _ = calendar.ParseAmount(p.City.TakeWithin) // empty or read before
	for _, l := range p.City.ServiceLines {
		c.Lines = append(c.Lines, tenant.Line{Label: l.Label, Number: l.Number})
	}
	for _, n := range p.City.Credits {
		c.Credits = append(c.Credits, tenant.Credit{Text: n.Text, URL: n.URL})
	}
	return c
}

func loadCalendars(ctx context.Context, tx *db.Tx, p *citypack.Pack) error {
	for _, w := range p.Weeks {
		if err := promises.SaveWeek(ctx, tx, w.Calendar, w.Week); err != nil {
			return err
		}
	}
	for _, h := range p.Holidays {
		shut := calendar.Shut(h.Day, calendar.Span{From: h.Closed.From, To: h.Closed.To}, h.Name)
		if err := promises.SaveException(ctx, tx, h.Calendar, shut); err != nil {
			return err
		}
	}
	return nil
}

// addressOf is where residents reach the city under the context: its own address,
// or the installation's.
func (a *App) addressOf(ctx context.Context) string {
	if own := tenant.From(ctx).Address; own != "" {
		return own
	}
	return a.url
}

// SetAddress keeps under which address, and perhaps under which further host
// names, residents reach a city. The address's own host name leads to it too.
func (a *App) SetAddress(ctx context.Context, address string, hosts ...string) error {
	c := *tenant.From(ctx)
	if address != "" {
		parsed, err := tenant.ParseAddress(address)
		if err != nil {
			return err
		}
		c.Address = parsed
		_, host, _ := strings.Cut(parsed, "://")
		hosts = append(hosts, host)
	}
	if err := a.DB.Write(ctx, func(tx *db.Tx) error { return tenant.Save(ctx, tx, c, hosts...) }); err != nil {
		return err
	}
	return a.Cities.Load(ctx)
}

// load fills what is kept in memory, for every city.
func (a *App) load(ctx context.Context) error {
	if err := a.Cities.Load(ctx); err != nil {
		return err
	}
	for _, c := range a.Cities.All() {
		in := tenant.Enter(ctx, c)
		begun := time.Now()
		err := errors.Join(a.Ledger.Calendars.Load(in), a.Places.Load(in), a.Office.Load(in), a.Routing.Load(in), a.Hooks.Load(in))
		if err != nil {
			return fmt.Errorf("loading %s: %w", c.ID, err)
		}
		a.log.DebugContext(ctx, "city loaded", "city", c.ID, "took", time.Since(begun))
	}
	return nil
}
