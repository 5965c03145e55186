package db

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"strings"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"
)

// Schema is what one capability brings to the database: its name and a folder
// of goose migrations. A file ending in _sqlite.sql or _postgres.sql is for that
// engine alone; all others are for both.
type Schema struct {
	Name  string
	Files fs.FS // with a folder "migrations"
}

// Migrate brings the database up to what the binary knows. It is safe to call
// at every start; each capability counts its own versions.
func (d *DB) Migrate(ctx context.Context, schemas ...Schema) error {
	pool, err := d.migrating()
	if err != nil {
		return err
	}
	defer pool.Close()
	for _, s := range schemas {
		if err := d.migrate(ctx, pool, s); err != nil {
			return fmt.Errorf("migrating %s: %w", s.Name, err)
		}
	}
	return nil
}

func (d *DB) migrate(ctx context.Context, pool *sql.DB, s Schema) error {
	dialect := goose.DialectSQLite3
	if d.engine == Postgres {
		dialect = goose.DialectPostgres
	}
	store, err := database.NewStore(dialect, s.Name+"_migrations")
	if err != nil {
		return err
	}
	folder, err := fs.Sub(s.Files, "migrations")
	if err != nil {
		return err
	}
	p, err := goose.NewProvider("", pool, forEngine{folder, d.engine}, goose.WithStore(store), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	if err := notNewer(ctx, p); err != nil {
		return err
	}
	_, err = p.Up(ctx)
	return err
}

// notNewer refuses a database that a newer program has changed: an older one
// would write what the newer one no longer understands.
func notNewer(ctx context.Context, p *goose.Provider) error {
	last, err := p.GetDBVersion(ctx)
	if err != nil {
		return err
	}
	known := p.ListSources()
	if len(known) > 0 && last > known[len(known)-1].Version {
		return fmt.Errorf("a newer program has changed the database (step %d, this one knows %d): run that one, or restore the backup made before it",
			last, known[len(known)-1].Version)
	}
	return nil
}

// migrating opens a connection of its own, since the writer keeps the only one.
func (d *DB) migrating() (*sql.DB, error) {
	if d.engine == Postgres {
		return sql.Open("pgx", d.address)
	}
	pool, err := sql.Open("sqlite", fileName(d.address)+"?_pragma=busy_timeout(10000)&_pragma=journal_mode(wal)")
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(1)
	return pool, nil
}

// forEngine shows only the migrations meant for the engine.
type forEngine struct {
	fs.FS
	engine Engine
}

// ReadDir leaves out the other engine's files.
func (f forEngine) ReadDir(name string) ([]fs.DirEntry, error) {
	all, err := fs.ReadDir(f.FS, name)
	var mine []fs.DirEntry
	for _, e := range all {
		if !f.foreign(e.Name()) {
			mine = append(mine, e)
		}
	}
	return mine, err
}

func (f forEngine) foreign(name string) bool {
	for _, other := range []Engine{SQLite, Postgres} {
		if other != f.engine && strings.HasSuffix(name, "_"+string(other)+".sql") {
			return true
		}
	}
	return false
}
