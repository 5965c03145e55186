package tenant

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"net"
	"net/url"
	"sort"
	"strings"
	"sync"
	_ "time/tzdata" // cities keep their own time on machines without a zone file

	"mahalle/internal/city"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
)

//go:embed migrations
var migrations embed.FS

// Schema is what this package keeps in the database.
var Schema = db.Schema{Name: "tenant", Files: migrations}

// Directory knows all municipalities of this installation. It keeps them in
// memory; Load reads them again.
type Directory struct {
	db     *db.DB
	mu     sync.RWMutex
	cities map[city.Tenant]*City
	hosts  map[string]city.Tenant
}

// NewDirectory is an empty directory; call Load.
func NewDirectory(d *db.DB) *Directory { return &Directory{db: d} }

// Load reads tenants and host names from the database.
func (d *Directory) Load(ctx context.Context) error {
	cities, err := d.readCities(ctx)
	if err != nil {
		return err
	}
	hosts, err := d.readHosts(ctx)
	if err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.cities, d.hosts = cities, hosts
	return nil
}

func (d *Directory) readCities(ctx context.Context) (map[city.Tenant]*City, error) {
	rows, err := db.All(ctx, d.db.Read(ctx), scanCity, `SELECT tenant_id, settings, changed FROM tenant_tenants`)
	if err != nil {
		return nil, err
	}
	cities := make(map[city.Tenant]*City, len(rows))
	for i := range rows {
		cities[rows[i].ID] = &rows[i]
	}
	return cities, nil
}

func scanCity(r db.Row) (City, error) {
	var c City
	var id, settings string
	var changed int64
	if err := r.Scan(&id, &settings, &changed); err != nil {
		return c, err
	}
	c.Changed = db.Time(changed)
	if err := json.Unmarshal([]byte(settings), &c); err != nil {
		return c, fmt.Errorf("settings of %s: %w", id, err)
	}
	return c.WithZone()
}

func (d *Directory) readHosts(ctx context.Context) (map[string]city.Tenant, error) {
	type entry struct{ host, tenant string }
	rows, err := db.All(ctx, d.db.Read(ctx), func(r db.Row) (entry, error) {
		var e entry
		err := r.Scan(&e.host, &e.tenant)
		return e, err
	}, `SELECT host, tenant_id FROM tenant_hosts`)
	hosts := make(map[string]city.Tenant, len(rows))
	for _, e := range rows {
		hosts[e.host] = city.Tenant(e.tenant)
	}
	return hosts, err
}

// ByHost finds the city behind a host name as the browser sent it. An
// installation with one city answers to every name.
func (d *Directory) ByHost(host string) (*City, bool) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	if t, ok := d.hosts[plainHost(host)]; ok {
		return d.cities[t], d.cities[t] != nil
	}
	if len(d.cities) == 1 {
		for _, c := range d.cities {
			return c, true
		}
	}
	return nil, false
}

// Named finds the city that a host name was given to, and no other.
func (d *Directory) Named(host string) (*City, bool) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	c := d.cities[d.hosts[plainHost(host)]]
	return c, c != nil
}

func plainHost(host string) string {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	return strings.TrimSuffix(strings.ToLower(host), ".") // host names are ASCII
}

// ByID finds a city by its tenant.
func (d *Directory) ByID(id city.Tenant) (*City, bool) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	c, ok := d.cities[id]
	return c, ok
}

// All lists the cities by their tenant word.
func (d *Directory) All() []*City {
	d.mu.RLock()
	defer d.mu.RUnlock()
	all := make([]*City, 0, len(d.cities))
	for _, c := range d.cities {
		all = append(all, c)
	}
	sort.Slice(all, func(i, j int) bool { return all[i].ID < all[j].ID })
	return all
}

// Enter puts a city and its tenant under the context, as the web does for every
// visit and a job for every run.
func Enter(ctx context.Context, c *City) context.Context {
	return db.WithTenant(With(ctx, c), c.ID)
}

// ParseAddress reads the address under which residents reach a city: http or
// https, a host name, perhaps a port, and nothing more.
func ParseAddress(typed string) (string, error) {
	u, err := url.Parse(strings.TrimSuffix(typed, "/"))
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || u.Path != "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return "", fmt.Errorf("%q is not an address such as https://istek.example.bel.tr", typed)
	}
	return u.Scheme + "://" + strings.ToLower(u.Host), nil
}

// Save writes the city and the host names that lead to it.
func Save(ctx context.Context, tx *db.Tx, c City, hosts ...string) error {
	settings, err := json.Marshal(c)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO tenant_tenants (tenant_id, settings, changed) VALUES ($1, $2, $3)
		ON CONFLICT (tenant_id) DO UPDATE SET settings = excluded.settings, changed = excluded.changed`,
		c.ID, string(settings), db.Micros(clock.Now(ctx))); err != nil {
		return err
	}
	for _, h := range hosts {
		if err := saveHost(ctx, tx, c, plainHost(h)); err != nil {
			return err
		}
	}
	return nil
}

// saveHost takes no name away from another city.
func saveHost(ctx context.Context, tx *db.Tx, c City, host string) error {
	res, err := tx.ExecContext(ctx, `INSERT INTO tenant_hosts (host, tenant_id) VALUES ($1, $2)
		ON CONFLICT (host) DO UPDATE SET tenant_id = excluded.tenant_id WHERE tenant_hosts.tenant_id = excluded.tenant_id`, host, c.ID)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return fmt.Errorf("the name %s leads to another city already", host)
}

// Next gives the next number of a named counter of the tenant, starting at 1.
// The number is given back when the work it was drawn for is undone.
func Next(ctx context.Context, tx *db.Tx, counter string) (int64, error) {
	last, err := db.One(ctx, tx, db.Value[int64], `UPDATE tenant_counters SET last = last + 1
		WHERE tenant_id = $1 AND name = $2 RETURNING last`, tx.Tenant(), counter)
	if fault.KindOf(err) != fault.NotFound {
		return last, err
	}
	return db.One(ctx, tx, db.Value[int64], `INSERT INTO tenant_counters (tenant_id, name, last) VALUES ($1, $2, 1)
		ON CONFLICT (tenant_id, name) DO UPDATE SET last = tenant_counters.last + 1 RETURNING last`, tx.Tenant(), counter)
}
