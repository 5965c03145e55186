package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"runtime"
	"strings"
	"sync"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the PostgreSQL driver
	"modernc.org/sqlite"

	"mahalle/internal/city"
)

// Engine is one of the two databases we run on.
type Engine string

// The engines.
const (
	SQLite   Engine = "sqlite"
	Postgres Engine = "postgres"
)

// DB is one open database.
type DB struct {
	engine  Engine
	address string // path or URL
	read    *sql.DB
	stmts   statements // of the read pool, SQLite only
	writer  *writer    // SQLite only
	health  *health
}

// Open opens "sqlite:PATH" or "postgres://…". The file is made if it is not
// there; migrating is a separate step.
func Open(address string) (*DB, error) {
	switch {
	case strings.HasPrefix(address, "sqlite:"):
		return openSQLite(strings.TrimPrefix(address, "sqlite:"))
	case strings.HasPrefix(address, "postgres://"), strings.HasPrefix(address, "postgresql://"):
		return openPostgres(address)
	}
	return nil, errors.New("a database is named sqlite:PATH or postgres://USER@HOST/NAME")
}

// readers is how many SQLite connections read at the same time.
func readers() int { return max(4, runtime.NumCPU()) }

func openSQLite(path string) (*DB, error) {
	if err := flushData(); err != nil {
		return nil, err
	}
	const shared = "?_pragma=busy_timeout(10000)&_pragma=journal_mode(wal)&_pragma=synchronous(full)" +
		"&_pragma=foreign_keys(on)&_pragma=temp_store(memory)&_pragma=wal_autocheckpoint(4000)"
	write, err := sql.Open("sqlite", fileName(path)+shared+"&_pragma=cache_size(-32000)&_pragma=secure_delete(fast)")
	if err != nil {
		return nil, err
	}
	write.SetMaxOpenConns(1)
	well := &health{}
	w, err := newWriter(write, well)
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", path, errors.Join(err, write.Close()))
	}
	read, err := sql.Open("sqlite", fileName(path)+shared+"&_pragma=cache_size(-9000)&_pragma=query_only(on)")
	if err != nil {
		return nil, errors.Join(err, w.close())
	}
	read.SetMaxOpenConns(readers())
	read.SetMaxIdleConns(readers())
	return &DB{engine: SQLite, address: path, read: read, writer: w, health: well}, nil
}

// flushData lets a commit wait for its data and the file's size, and not for the
// time of the file's last change too (fdatasync, where the machine has it): as
// durable, and a shorter wait for everybody in the queue.
func flushData() error {
	if _, err := sqlite.Fdatasync(true); !errors.Is(err, sqlite.ErrFdatasyncUnavailable) {
		return err
	}
	return nil
}

// fileName is the path as SQLite wants it in an address: a "#" or "?" in a
// folder's name must not hide what follows.
func fileName(path string) string {
	return "file:" + (&url.URL{Path: path}).EscapedPath()
}

// firstAnswer is how long the server may take to be there when we start.
const firstAnswer = 15 * time.Second

func openPostgres(address string) (*DB, error) {
	read, err := sql.Open("pgx", address)
	if err != nil {
		return nil, err
	}
	read.SetMaxOpenConns(32)
	read.SetMaxIdleConns(32)
	ctx, cancel := context.WithTimeout(context.Background(), firstAnswer)
	defer cancel()
	if err := read.PingContext(ctx); err != nil {
		return nil, fmt.Errorf("opening the PostgreSQL database: %w", errors.Join(err, read.Close()))
	}
	return &DB{engine: Postgres, address: address, read: read, health: &health{}}, nil
}

// Engine tells which database this is, for the few stores that must differ.
func (d *DB) Engine() Engine { return d.engine }

// Close lets running writes finish and closes the database.
func (d *DB) Close() error {
	var err error
	if d.writer != nil {
		err = d.writer.close()
	}
	d.stmts.close()
	return errors.Join(err, d.read.Close())
}

// Ping reports whether the database answers.
func (d *DB) Ping(ctx context.Context) error { return d.read.PingContext(ctx) }

// Write runs fn in a transaction and returns when its work is on the disk, or
// with the error that undid it.
func (d *DB) Write(ctx context.Context, fn func(tx *Tx) error) error {
	if d.engine == SQLite {
		return d.writer.write(ctx, false, fn)
	}
	return d.writePostgres(ctx, patienceOf(ctx).most, fn)
}

// longest is how long a write of many rows may take on PostgreSQL as a whole.
const longest = time.Hour

// WriteMany is Write for thousands of rows at once, as imports do: a transaction
// that shares its commit with nobody.
func (d *DB) WriteMany(ctx context.Context, fn func(tx *Tx) error) error {
	if d.engine == SQLite {
		return d.writer.write(ctx, true, fn)
	}
	return d.writePostgres(ctx, longest, fn)
}

// Read is the reading counter for the tenant in the context.
func (d *DB) Read(ctx context.Context) Query {
	return &reader{d: d, tenant: TenantFrom(ctx)}
}

type tenantKey struct{}

// WithTenant says whose rows everything under the context is about.
func WithTenant(ctx context.Context, t city.Tenant) context.Context {
	return context.WithValue(ctx, tenantKey{}, t)
}

// TenantFrom is the tenant in the context, or the empty one, which owns no rows.
func TenantFrom(ctx context.Context) city.Tenant {
	t, _ := ctx.Value(tenantKey{}).(city.Tenant)
	return t
}

// statements keeps each SQL text prepared. Texts are constants in our stores,
// so their number is small; the cap guards against one that is not.
type statements struct {
	sync.RWMutex
	byText map[string]*sql.Stmt
}

const mostStatements = 2000

func (s *statements) get(ctx context.Context, text string, prepare func(context.Context, string) (*sql.Stmt, error)) (*sql.Stmt, error) {
	s.RLock()
	stmt := s.byText[text]
	s.RUnlock()
	if stmt != nil {
		return stmt, nil
	}
	stmt, err := prepare(context.WithoutCancel(ctx), unnumbered(text))
	if err != nil {
		return nil, err
	}
	s.Lock()
	defer s.Unlock()
	if other := s.byText[text]; other != nil {
		return other, stmt.Close()
	}
	if s.byText == nil {
		s.byText = make(map[string]*sql.Stmt)
	}
	if len(s.byText) >= mostStatements {
		slog.Warn("db: too many different SQL texts; is one built from values?", "text", text)
	}
	s.byText[text] = stmt
	return stmt, nil
}

func (s *statements) close() {
	s.Lock()
	defer s.Unlock()
	for text, stmt := range s.byText {
		_ = stmt.Close()
		delete(s.byText, text)
	}
}
