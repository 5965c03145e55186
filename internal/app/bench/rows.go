package bench

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// row is a question and its values, as it is handed to the bare handler.
type row struct {
	Text string `json:"text"`
	Args []any  `json:"args"`
}

// ServeRows is the ceiling for lists: a bare net/http handler that asks the
// database one prepared question, reads every value of every row, and sends so
// many bytes.
func ServeRows(ctx context.Context, listen, address, asked string) error {
	file, err := os.ReadFile(filepath.Clean(asked))
	if err != nil {
		return err
	}
	var all map[string][]row
	d := json.NewDecoder(bytes.NewReader(file))
	d.UseNumber()
	if err := d.Decode(&all); err != nil {
		return err
	}
	pool, err := openBare(address)
	if err != nil {
		return err
	}
	defer pool.Close()
	s := &rowServer{all: all, prepared: map[string]*sql.Stmt{}}
	for _, rows := range all {
		for i := range rows {
			for n, v := range rows[i].Args {
				if number, ok := v.(json.Number); ok {
					rows[i].Args[n], _ = number.Int64()
				}
			}
			if s.prepared[rows[i].Text] == nil {
				if s.prepared[rows[i].Text], err = pool.PrepareContext(ctx, rows[i].Text); err != nil {
					return err
				}
			}
		}
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /readyz", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("GET /rows", s.rows)
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

func openBare(address string) (*sql.DB, error) {
	path, lite := strings.CutPrefix(address, "sqlite:")
	if !lite {
		pool, err := sql.Open("pgx", address)
		if err == nil {
			pool.SetMaxOpenConns(32)
			pool.SetMaxIdleConns(32)
		}
		return pool, err
	}
	pool, err := sql.Open("sqlite", "file:"+path+"?_pragma=journal_mode(wal)&_pragma=cache_size(-12000)&_pragma=temp_store(memory)&_pragma=query_only(on)")
	if err == nil {
		pool.SetMaxOpenConns(max(4, runtime.NumCPU()))
		pool.SetMaxIdleConns(max(4, runtime.NumCPU()))
	}
	return pool, err
}

type rowServer struct {
	all      map[string][]row
	prepared map[string]*sql.Stmt
	next     atomic.Int64
}

var sameBytes = bytes.Repeat([]byte("x"), 4<<20)

func (s *rowServer) rows(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	n, err := strconv.Atoi(q.Get("n"))
	some := s.all[q.Get("of")]
	if err != nil || n < 0 || n > len(sameBytes) || len(some) == 0 {
		http.Error(w, "how many?", http.StatusBadRequest)
		return
	}
	one := some[int(s.next.Add(1))%len(some)]
	if err := scanAll(r.Context(), s.prepared[one.Text], one.Args); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(n))
	_, _ = w.Write(sameBytes[:n])
}

// scanAll reads every value into the kind of variable it is: texts and numbers.
func scanAll(ctx context.Context, stmt *sql.Stmt, args []any) error {
	rows, err := stmt.QueryContext(ctx, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	kinds, err := rows.ColumnTypes()
	if err != nil {
		return err
	}
	into := make([]any, len(kinds))
	for rows.Next() {
		for i, k := range kinds {
			switch k.DatabaseTypeName() {
			case "INT8", "INT4", "BIGINT", "bigint":
				into[i] = new(int64)
			default:
				into[i] = new(string)
			}
		}
		if err := rows.Scan(into...); err != nil {
			return err
		}
	}
	return rows.Err()
}
