package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	lite "modernc.org/sqlite/lib"

	"mahalle/internal/platform/fault"
)

// usualPatience is how long one question may wait for PostgreSQL when nobody is
// looking at a screen.
const usualPatience = 2 * time.Minute

type patienceKey struct{}

// patience is how long somebody waits for one answer, and whether they have
// waited in vain: then nothing more is asked in their name.
type patience struct {
	most time.Duration
	lost atomic.Bool
}

// WithPatience says how long each question under the context may wait for a
// server that does not answer. After one has waited in vain the others are not
// asked, so a page of ten questions waits no longer than one. SQLite has no
// server.
func WithPatience(ctx context.Context, most time.Duration) context.Context {
	return context.WithValue(ctx, patienceKey{}, &patience{most: most})
}

func patienceOf(ctx context.Context) *patience {
	if p, ok := ctx.Value(patienceKey{}).(*patience); ok {
		return p
	}
	return &patience{most: usualPatience}
}

// limited is the context under which PostgreSQL is asked for at most so long.
// Call done when the answer has been read.
func (p *patience) limited(ctx context.Context, most time.Duration) (in context.Context, done func()) {
	if p.lost.Load() {
		most = 0
	}
	in, cancel := context.WithTimeout(ctx, most)
	return in, func() {
		if in.Err() == context.DeadlineExceeded {
			p.lost.Store(true)
		}
		cancel()
	}
}

func patient(ctx context.Context, e Engine) (in context.Context, done func()) {
	if e == SQLite {
		return ctx, func() {}
	}
	p := patienceOf(ctx)
	return p.limited(ctx, p.most)
}

// Broken reports whether the error says that the database itself is in
// trouble (gone, full, locked, silent) rather than the question.
func Broken(err error) bool {
	return err != nil && !errors.Is(err, context.Canceled) && (cannotWrite(err) || gone(err))
}

// cannotWrite: the database is there and does not get its work onto the disk.
func cannotWrite(err error) bool {
	var said *pgconn.PgError
	var file *sqlite.Error
	switch {
	case errors.As(err, &said): // lacks something; its disk fails; it may only be read
		return strings.HasPrefix(said.Code, "53") || strings.HasPrefix(said.Code, "58") || said.Code == "25006"
	case errors.As(err, &file):
		return slices.Contains([]int{lite.SQLITE_FULL, lite.SQLITE_IOERR, lite.SQLITE_CANTOPEN, lite.SQLITE_READONLY,
			lite.SQLITE_BUSY, lite.SQLITE_LOCKED, lite.SQLITE_PROTOCOL}, file.Code()&0xff)
	}
	return false
}

// gone: the server cannot be reached, is being stopped, or says nothing.
func gone(err error) bool {
	var said *pgconn.PgError
	var connect *pgconn.ConnectError
	var network net.Error
	if errors.As(err, &said) {
		return strings.HasPrefix(said.Code, "08") || strings.HasPrefix(said.Code, "57")
	}
	return errors.As(err, &connect) || errors.As(err, &network) || pgconn.SafeToRetry(err) ||
		slices.ContainsFunc(broken, func(one error) bool { return errors.Is(err, one) })
}

var broken = []error{sql.ErrConnDone, sql.ErrTxDone, driver.ErrBadConn, net.ErrClosed, io.EOF, io.ErrUnexpectedEOF, context.DeadlineExceeded}

// cannotKeep is what became of a commit that failed.
func cannotKeep(err error) error { return fault.Wrap(fault.Unavailable, err, "db.cannot_keep") }

// cannotAnswer tells trouble of the database from a wrong question.
func cannotAnswer(err error) error {
	if !Broken(err) || fault.KindOf(err) != fault.Internal {
		return err
	}
	return fault.Wrap(fault.Unavailable, err, "db.cannot_answer")
}

// health remembers whether the latest write was refused by the disk.
type health struct{ trouble atomic.Pointer[error] }

func (h *health) note(err error) error {
	switch {
	case err == nil:
		h.trouble.Store(nil)
	case cannotWrite(err):
		h.trouble.Store(&err)
	}
	return err
}

// Sound reports whether the database answers, and whether the latest write
// could be kept: a full disk still answers. The next write that goes well makes
// it sound again; the jobs write every few seconds.
func (d *DB) Sound(ctx context.Context) error {
	if err := d.Ping(ctx); err != nil {
		return err
	}
	if trouble := d.health.trouble.Load(); trouble != nil {
		return *trouble
	}
	return nil
}
