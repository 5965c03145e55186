package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"mahalle/internal/platform/fault"
)

// writer is the one hand that writes to an SQLite file. It takes the first
// write that is waiting, then every other that has arrived meanwhile, and
// commits them together: one flush to the disk serves them all.
type writer struct {
	pool   *sql.DB
	conn   *sql.Conn
	health *health
	stmts  statements
	queue  chan *write
	done   chan struct{}
	stop   sync.Once
	gate   sync.RWMutex // held for reading while a write is being queued
	ended  bool
}

type write struct {
	alone  bool // a transaction of its own, without a savepoint
	ctx    context.Context
	fn     func(*Tx) error
	tx     *Tx
	err    error
	answer chan error
}

const (
	gatherFor  = 2 * time.Millisecond // how long one commit may keep gathering
	gatherMost = 512                  // how many writes one commit may hold
)

func newWriter(pool *sql.DB, h *health) (*writer, error) {
	conn, err := pool.Conn(context.Background())
	if err != nil {
		return nil, err
	}
	w := &writer{pool: pool, conn: conn, health: h, queue: make(chan *write, 1024), done: make(chan struct{})}
	go w.run()
	return w, nil
}

func (w *writer) write(ctx context.Context, alone bool, fn func(*Tx) error) error {
	one := &write{alone: alone, ctx: ctx, fn: fn, answer: make(chan error, 1)}
	if err := w.enqueue(ctx, one); err != nil {
		return err
	}
	// Once queued the answer is awaited even if the caller has gone: what is
	// committed must not be reported as failed.
	return <-one.answer
}

func (w *writer) enqueue(ctx context.Context, one *write) error {
	w.gate.RLock()
	defer w.gate.RUnlock()
	if w.ended {
		return fault.Wrap(fault.Unavailable, sql.ErrConnDone, "db.closing")
	}
	select {
	case w.queue <- one:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (w *writer) close() error {
	w.stop.Do(func() {
		w.gate.Lock()
		w.ended = true
		close(w.queue)
		w.gate.Unlock()
	})
	<-w.done
	w.stmts.close()
	return errors.Join(w.conn.Close(), w.pool.Close())
}

func (w *writer) run() {
	defer close(w.done)
	for first := range w.queue {
		for first != nil {
			first = w.serve(first)
		}
	}
}

// serve commits one write, or several together, and returns the one that was
// taken from the queue meanwhile and wants to be alone.
func (w *writer) serve(first *write) (next *write) {
	if first.alone {
		w.tell(first, w.commitAlone(first))
		return nil
	}
	return w.commitTogether(first)
}

// tell answers a caller, and remembers in the order of commits how it went.
func (w *writer) tell(one *write, err error) { one.answer <- w.health.note(err) }

// commitAlone is for many rows at once: a savepoint would keep a copy of every
// page they touch.
func (w *writer) commitAlone(one *write) error {
	if err := one.ctx.Err(); err != nil {
		return err
	}
	if err := w.begin(); err != nil {
		return cannotKeep(err)
	}
	tx := &Tx{tenant: TenantFrom(one.ctx), engine: SQLite, runner: w}
	if err := guarded(one.fn, tx); err != nil {
		return explain(errors.Join(err, w.command("ROLLBACK")), err)
	}
	if err := w.commit([]*Tx{tx}); err != nil {
		return err
	}
	tx.committed()
	return nil
}

// begin also leaves a transaction that an earlier trouble may have left open.
func (w *writer) begin() error {
	err := w.command("BEGIN IMMEDIATE")
	if err != nil && w.command("ROLLBACK") == nil {
		return w.command("BEGIN IMMEDIATE")
	}
	return err
}

// commit does what was left for the end and puts everything on the disk.
func (w *writer) commit(all []*Tx) error {
	for _, tx := range all {
		if err := tx.beforeCommit(); err != nil {
			return cannotKeep(errors.Join(err, w.command("ROLLBACK")))
		}
	}
	if err := w.command("COMMIT"); err != nil {
		_ = w.command("ROLLBACK")
		return cannotKeep(err)
	}
	return nil
}

// commitTogether is one transaction: begin, let everybody do their part,
// commit, tell everybody.
func (w *writer) commitTogether(first *write) (next *write) {
	if err := w.begin(); err != nil {
		w.tell(first, cannotKeep(err))
		return nil
	}
	together, next, lost := w.gather(first)
	if lost != nil {
		w.giveUp(together, lost)
		return next
	}
	var good []*Tx
	for _, one := range together {
		if one.err == nil {
			good = append(good, one.tx)
		}
	}
	err := w.commit(good)
	for _, one := range together {
		if one.err == nil {
			one.err = err
		}
		if one.err == nil {
			one.tx.committed()
		}
		w.tell(one, one.err)
	}
	return next
}

// giveUp answers everybody when the database has undone the transaction under
// our hands, as SQLite may when the disk is full.
func (w *writer) giveUp(together []*write, lost error) {
	_ = w.command("ROLLBACK") // there may be nothing left to roll back
	for _, one := range together {
		if one.err == nil {
			one.err = cannotKeep(lost)
		}
		w.tell(one, one.err)
	}
}

func (w *writer) gather(first *write) (together []*write, next *write, lost error) {
	until := time.Now().Add(gatherFor)
	together = append(make([]*write, 0, 32), first)
	lost = w.perform(first)
	for lost == nil && len(together) < gatherMost && time.Now().Before(until) {
		select {
		case next, open := <-w.queue:
			if !open {
				return together, nil, nil
			}
			if next.alone {
				return together, next, nil
			}
			lost = w.perform(next)
			together = append(together, next)
		default:
			return together, nil, nil
		}
	}
	return together, nil, lost
}

// perform does one caller's work under a savepoint, so that its error undoes
// only its own rows. It gives an error back when the savepoint could not be left:
// then nothing of this transaction can be trusted.
func (w *writer) perform(one *write) (lost error) {
	if one.err = one.ctx.Err(); one.err != nil {
		return nil
	}
	if err := w.command("SAVEPOINT one"); err != nil {
		one.err = cannotKeep(err)
		return err
	}
	one.tx = &Tx{tenant: TenantFrom(one.ctx), engine: SQLite, runner: w}
	one.err = guarded(one.fn, one.tx)
	if one.err != nil {
		lost = errors.Join(w.command("ROLLBACK TO one"), w.command("RELEASE one"))
		one.err = explain(errors.Join(one.err, lost), one.err)
		return lost
	}
	if err := w.command("RELEASE one"); err != nil {
		one.err = cannotKeep(err)
		return err
	}
	return nil
}

// explain keeps the caller's own error when undoing it went well.
func explain(joined, own error) error {
	if joined.Error() == own.Error() {
		return own
	}
	return joined
}

// guarded turns a panic in the caller's code into an error: the writer serves
// everybody and must survive anybody.
func guarded(fn func(*Tx) error, tx *Tx) (err error) {
	defer func() {
		if p := recover(); p != nil {
			slog.Error("db: a write panicked", "panic", p, "stack", string(debug.Stack()))
			err = fmt.Errorf("a write panicked: %v", p)
		}
	}()
	return fn(tx)
}

func (w *writer) command(text string) error {
	_, err := w.exec(context.Background(), text, nil)
	return err
}

func (w *writer) query(ctx context.Context, text string, args []any) (*sql.Rows, error) {
	stmt, err := w.stmts.get(ctx, text, w.conn.PrepareContext)
	if err != nil {
		return nil, err
	}
	// A cancelled caller must not interrupt the connection that others share.
	return stmt.QueryContext(context.WithoutCancel(ctx), args...)
}

func (w *writer) row(ctx context.Context, text string, args []any) Row {
	stmt, err := w.stmts.get(ctx, text, w.conn.PrepareContext)
	if err != nil {
		return failedRow{err}
	}
	return stmt.QueryRowContext(context.WithoutCancel(ctx), args...)
}

func (w *writer) exec(ctx context.Context, text string, args []any) (sql.Result, error) {
	stmt, err := w.stmts.get(ctx, text, w.conn.PrepareContext)
	if err != nil {
		return nil, err
	}
	return stmt.ExecContext(context.WithoutCancel(ctx), args...)
}
