package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"mahalle/internal/platform/fault"
)

func TestTroubleOfTheDatabaseIsToldFromAWrongQuestion(t *testing.T) {
	for name, tt := range map[string]struct {
		err  error
		want bool
	}{
		"nothing":                           {nil, false},
		"no such row":                       {sql.ErrNoRows, false},
		"a table nobody has":                {&pgconn.PgError{Code: "42P01", Message: "relation does not exist"}, false},
		"a number twice":                    {&pgconn.PgError{Code: "23505"}, false},
		"two in each other's way":           {&pgconn.PgError{Code: "40001"}, false},
		"an error that speaks of a connect": {errors.New("connect the dots"), false},
		"a visitor who has left":            {fmt.Errorf("asking: %w", context.Canceled), false},
		"the server is being stopped":       {&pgconn.PgError{Code: "57P01"}, true},
		"the server is starting":            {&pgconn.PgError{Code: "57P03"}, true},
		"too many connections":              {&pgconn.PgError{Code: "53300"}, true},
		"the server's disk is full":         {fmt.Errorf("saving: %w", &pgconn.PgError{Code: "53100"}), true},
		"a server one may only read":        {&pgconn.PgError{Code: "25006"}, true},
		"nobody listens there":              {&net.OpError{Op: "dial", Err: errors.New("connection refused")}, true},
		"the line was cut":                  {io.ErrUnexpectedEOF, true},
		"the answer did not come in time":   {context.DeadlineExceeded, true},
		"the pool is closed":                {sql.ErrConnDone, true},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Broken(tt.err); got != tt.want {
				t.Errorf("Broken(%v) = %v", tt.err, got)
			}
		})
	}
}

func TestOnAFullDiskOnlyWhatIsKeptIsAcknowledgedAndThenItGoesOn(t *testing.T) {
	d, ctx := opened(t)
	if err := d.Sound(ctx); err != nil {
		t.Fatal(err)
	}
	limit := func(pages int) { // asked through the one hand that writes
		err := d.Write(ctx, func(tx *Tx) error {
			_, err := One(ctx, tx, Value[int], fmt.Sprintf(`PRAGMA max_page_count = %d`, pages))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	limit(60)
	var mu sync.Mutex
	kept, refused := 0, 0
	var all sync.WaitGroup
	for i := range 100 {
		all.Go(func() {
			err := d.Write(ctx, func(tx *Tx) error { return keep(ctx, tx, i, strings.Repeat("a", 6000)) })
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				kept++
			case fault.KindOf(err) == fault.Unavailable:
				refused++
			default:
				t.Errorf("write %d: %v", i, err)
			}
		})
	}
	all.Wait()
	if n := count(t, d, ctx); n != kept || kept == 0 || refused == 0 {
		t.Errorf("%d acknowledged, %d refused, %d there", kept, refused, n)
	}
	for i := 1000; ; i++ { // to the last page
		if err := d.Write(ctx, func(tx *Tx) error { return keep(ctx, tx, i, strings.Repeat("a", 6000)) }); err != nil {
			break
		}
	}
	if d.Sound(ctx) == nil {
		t.Error("a database that cannot keep anything says that all is well")
	}
	limit(100_000)
	if err := d.Write(ctx, func(tx *Tx) error { return keep(ctx, tx, 5000, "a") }); err != nil {
		t.Error(err)
	}
	if err := d.Sound(ctx); err != nil {
		t.Errorf("after a write that went well: %v", err)
	}
}

func TestWhoHasWaitedInVainIsNotKeptWaitingAgain(t *testing.T) {
	ctx := WithPatience(t.Context(), 10*time.Millisecond)
	in, done := patient(ctx, Postgres)
	<-in.Done()
	done()
	in, done = patient(ctx, Postgres)
	defer done()
	select {
	case <-in.Done():
	default:
		t.Error("the second question waits as long as the first")
	}
	other, end := patient(WithPatience(t.Context(), time.Minute), Postgres)
	defer end()
	if other.Err() != nil {
		t.Error("somebody else waits for nothing")
	}
}
