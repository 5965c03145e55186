package bench

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"time"
)

// ServeBytes is the ceiling for reading over HTTP: a bare net/http server that
// sends as many bytes as it is asked for and does nothing else.
func ServeBytes(ctx context.Context, listen string) error {
	body := bytes.Repeat([]byte("x"), 4<<20)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /readyz", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("GET /bytes", func(w http.ResponseWriter, r *http.Request) {
		n, err := strconv.Atoi(r.URL.Query().Get("n"))
		if err != nil || n < 0 || n > len(body) {
			http.Error(w, "how many?", http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", strconv.Itoa(n))
		_, _ = w.Write(body[:n])
	})
	server := &http.Server{Addr: listen, Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	go func() {
		<-ctx.Done()
		_ = server.Close()
	}()
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// bareInserts is the ceiling for durable writing: the bare driver writes the
// same rows by the same statements into a copy, many callers sharing each commit
// with synchronous FULL, and nothing of ours in between. It returns how many
// such groups of rows it writes in a second.
func bareInserts(ctx context.Context, copyOf string, clients, count int, rows func() []statement) (float64, error) {
	dir, err := os.MkdirTemp(filepath.Dir(copyOf), "ceiling")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	source, err := sql.Open("sqlite", "file:"+copyOf)
	if err != nil {
		return 0, err
	}
	path := filepath.Join(dir, "copy.db")
	_, err = source.ExecContext(ctx, `VACUUM INTO '`+path+`'`)
	if err = errors.Join(err, source.Close()); err != nil {
		return 0, err
	}
	pool, err := sql.Open("sqlite", "file:"+path+"?_pragma=journal_mode(wal)&_pragma=synchronous(full)&_pragma=cache_size(-32000)&_pragma=wal_autocheckpoint(4000)&_pragma=temp_store(memory)")
	if err != nil {
		return 0, err
	}
	defer pool.Close()
	pool.SetMaxOpenConns(1)
	return grouped(ctx, pool, clients, count, rows)
}

type waiting struct {
	rows []statement
	done chan error
}

func grouped(ctx context.Context, pool *sql.DB, clients, count int, rows func() []statement) (float64, error) {
	queue := make(chan waiting, clients)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		writeTogether(ctx, pool, queue)
	}()
	var wg sync.WaitGroup
	var mu sync.Mutex
	var failed error
	begun := time.Now()
	for n := range clients {
		wg.Go(func() {
			for i := n; i < count; i += clients {
				one := waiting{rows: rows(), done: make(chan error, 1)}
				queue <- one
				if err := <-one.done; err != nil {
					mu.Lock()
					failed = err
					mu.Unlock()
					return
				}
			}
		})
	}
	wg.Wait()
	took := time.Since(begun)
	close(queue)
	<-ended
	return float64(count) / took.Seconds(), failed
}

// writeTogether commits what is waiting, as often as the disk allows.
func writeTogether(ctx context.Context, pool *sql.DB, queue chan waiting) {
	prepared := map[string]*sql.Stmt{}
	defer func() {
		for _, stmt := range prepared {
			_ = stmt.Close()
		}
	}()
	for first := range queue {
		together := []waiting{first}
		for more := true; more; {
			select {
			case next, open := <-queue:
				if more = open; open {
					together = append(together, next)
				}
			default:
				more = false
			}
		}
		err := writeGroup(ctx, pool, prepared, together)
		for _, one := range together {
			one.done <- err
		}
	}
}

func writeGroup(ctx context.Context, pool *sql.DB, prepared map[string]*sql.Stmt, together []waiting) error {
	for _, one := range together {
		for _, row := range one.rows {
			if prepared[row.text] != nil {
				continue
			}
			stmt, err := pool.PrepareContext(ctx, row.text)
			if err != nil {
				return fmt.Errorf("%s: %w", row.text, err)
			}
			prepared[row.text] = stmt
		}
	}
	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	for _, one := range together {
		for _, row := range one.rows {
			stmt := prepared[row.text]
			if stmt == nil {
				return errors.Join(fmt.Errorf("not prepared: %s", row.text), tx.Rollback())
			}
			if _, err := tx.StmtContext(ctx, stmt).ExecContext(ctx, row.args...); err != nil {
				return errors.Join(fmt.Errorf("%s: %w", row.text, err), tx.Rollback())
			}
		}
	}
	return tx.Commit()
}
