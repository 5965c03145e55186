package db

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"testing/fstest"
	"time"
)

var schema = Schema{Name: "notes", Files: fstest.MapFS{
	"migrations/00001_notes.sql": {Data: []byte(`-- +goose Up
CREATE TABLE notes_notes (tenant_id text NOT NULL, id bigint NOT NULL, words text NOT NULL, PRIMARY KEY (tenant_id, id));
`)},
	"migrations/00002_only_there_postgres.sql": {Data: []byte("-- +goose Up\nCREATE EXTENSION nothing_of_the_kind;\n")},
}}

func opened(t *testing.T) (*DB, context.Context) {
	t.Helper()
	d, err := Open("sqlite:" + filepath.Join(t.TempDir(), "notes.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	ctx := WithTenant(context.Background(), "manisa")
	if err := d.Migrate(ctx, schema); err != nil {
		t.Fatal(err)
	}
	return d, ctx
}

func keep(ctx context.Context, tx *Tx, id int, words string) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO notes_notes (tenant_id, id, words) VALUES ($1, $2, $3)`, tx.Tenant(), id, words)
	return err
}

func count(t *testing.T, d *DB, ctx context.Context) int {
	t.Helper()
	n, err := One(ctx, d.Read(ctx), Value[int], `SELECT count(*) FROM notes_notes WHERE tenant_id = $1`, TenantFrom(ctx))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestManyWritersAreAllHeardAndAFailingOneUndoesOnlyItself(t *testing.T) {
	d, ctx := opened(t)
	refused := errors.New("refused")
	var wg sync.WaitGroup
	for i := range 200 {
		wg.Go(func() {
			err := d.Write(ctx, func(tx *Tx) error {
				if err := keep(ctx, tx, i, "a"); err != nil {
					return err
				}
				if i%10 == 0 {
					return refused
				}
				return nil
			})
			if want := i%10 == 0; errors.Is(err, refused) != want {
				t.Errorf("write %d: %v", i, err)
			}
		})
	}
	wg.Wait()
	if n := count(t, d, ctx); n != 180 {
		t.Errorf("kept %d notes, want 180", n)
	}
}

func TestAWriteOfManyRowsIsAllOrNothingAmongOthers(t *testing.T) {
	d, ctx := opened(t)
	var wg sync.WaitGroup
	for i := range 100 {
		wg.Go(func() {
			write := d.Write
			if i%10 == 0 {
				write = d.WriteMany
			}
			err := write(ctx, func(tx *Tx) error {
				if err := keep(ctx, tx, i, "a"); err != nil || i%20 != 0 {
					return err
				}
				return errors.New("half of it went wrong")
			})
			if (err != nil) != (i%20 == 0) {
				t.Errorf("write %d: %v", i, err)
			}
		})
	}
	wg.Wait()
	if n := count(t, d, ctx); n != 95 {
		t.Errorf("kept %d notes, want 95", n)
	}
}

func TestAPanicInOneWriteLeavesTheOthersAlone(t *testing.T) {
	d, ctx := opened(t)
	if err := d.Write(ctx, func(*Tx) error { panic("a slip") }); err == nil {
		t.Error("a panicking write reported success")
	}
	if err := d.Write(ctx, func(tx *Tx) error { return keep(ctx, tx, 1, "a") }); err != nil {
		t.Fatal(err)
	}
}

func TestNothingRunsAfterAWriteThatWasUndone(t *testing.T) {
	d, ctx := opened(t)
	called := 0
	_ = d.Write(ctx, func(tx *Tx) error { tx.AfterCommit(func() { called++ }); return errors.New("no") })
	_ = d.Write(ctx, func(tx *Tx) error { tx.AfterCommit(func() { called += 10 }); return nil })
	if called != 10 {
		t.Errorf("called = %d, want 10", called)
	}
}

func TestWhatIsLeftForTheEndIsInTheSameCommitAndNotDoneForWorkThatWasUndone(t *testing.T) {
	d, ctx := opened(t)
	last := func(id int, fail error) func(tx *Tx) error {
		return func(tx *Tx) error {
			tx.BeforeCommit(func() error { return keep(ctx, tx, id, "at the end") })
			return fail
		}
	}
	if err := d.Write(ctx, last(1, nil)); err != nil {
		t.Fatal(err)
	}
	if err := d.Write(ctx, last(2, errors.New("no"))); err == nil {
		t.Error("the work's own error was lost")
	}
	if err := d.Write(ctx, last(1, nil)); err == nil { // the row is there already
		t.Error("what failed at the end was reported as kept")
	}
	if err := d.WriteMany(ctx, last(3, nil)); err != nil {
		t.Fatal(err)
	}
	if n := count(t, d, ctx); n != 2 {
		t.Errorf("kept %d notes, want 2", n)
	}
}

func TestACallerWhoLeftBeforeItsTurnWritesNothing(t *testing.T) {
	d, ctx := opened(t)
	gone, leave := context.WithCancel(ctx)
	leave()
	if err := d.Write(gone, func(tx *Tx) error { return keep(ctx, tx, 1, "a") }); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if n := count(t, d, ctx); n != 0 {
		t.Errorf("kept %d notes, want none", n)
	}
}

func TestAfterClosingWritesAreRefusedInPlainWords(t *testing.T) {
	d, err := Open("sqlite:" + filepath.Join(t.TempDir(), "notes.db"))
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if err := d.Write(context.Background(), func(*Tx) error { return nil }); err == nil {
		t.Error("a closed database accepted a write")
	}
}

func TestMomentsSurviveTheDatabase(t *testing.T) {
	for _, at := range []time.Time{{}, time.Date(2026, 11, 24, 8, 14, 29, 123456000, time.UTC)} {
		if got := Time(Micros(at)); !got.Equal(at) {
			t.Errorf("Time(Micros(%v)) = %v", at, got)
		}
	}
}

func BenchmarkGroupCommit(b *testing.B) {
	d, err := Open("sqlite:" + filepath.Join(b.TempDir(), "notes.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer d.Close()
	ctx := WithTenant(context.Background(), "manisa")
	if err := d.Migrate(ctx, schema); err != nil {
		b.Fatal(err)
	}
	b.SetParallelism(16)
	ids := make(chan int, 1024)
	go func() {
		for i := range b.N {
			ids <- i
		}
		close(ids)
	}()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			id := <-ids
			if err := d.Write(ctx, func(tx *Tx) error { return keep(ctx, tx, id, fmt.Sprint(id)) }); err != nil {
				b.Error(err)
			}
		}
	})
}
