package bench

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// bareTransactions is how many transactions of such statements a bare pgx client
// commits in a second.
func bareTransactions(ctx context.Context, address string, o Options, next func() []statement) (float64, error) {
	return bareClients(ctx, address, o, func(ctx context.Context, c *pgx.Conn) error {
		return pgx.BeginFunc(ctx, c, func(tx pgx.Tx) error { return askAll(ctx, tx, next()) })
	})
}

// bareQueries is how often a bare pgx client asks such statements in a second,
// reading every value of every row.
func bareQueries(ctx context.Context, address string, o Options, all []statement) (float64, error) {
	return bareClients(ctx, address, o, func(ctx context.Context, c *pgx.Conn) error { return askAll(ctx, c, all) })
}

type asked interface {
	Query(ctx context.Context, text string, args ...any) (pgx.Rows, error)
}

func askAll(ctx context.Context, c asked, all []statement) error {
	for _, s := range all {
		rows, err := c.Query(ctx, s.text, s.args...)
		if err != nil {
			return err
		}
		for rows.Next() {
			if _, err := rows.Values(); err != nil {
				rows.Close()
				return err
			}
		}
		if err := rows.Err(); err != nil {
			return err
		}
	}
	return nil
}

func bareClients(ctx context.Context, address string, o Options, do func(ctx context.Context, c *pgx.Conn) error) (float64, error) {
	config, err := pgxpool.ParseConfig(address)
	if err != nil {
		return 0, err
	}
	config.MaxConns = int32(o.Clients)
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return 0, err
	}
	defer pool.Close()
	var done atomic.Int64
	failures := make([]error, o.Clients)
	begun := time.Now()
	until := begun.Add(time.Duration(o.Seconds) * time.Second)
	var wg sync.WaitGroup
	for n := range o.Clients {
		wg.Go(func() {
			failures[n] = pool.AcquireFunc(ctx, func(c *pgxpool.Conn) error {
				for time.Now().Before(until) {
					if err := do(ctx, c.Conn()); err != nil {
						return err
					}
					done.Add(1)
				}
				return nil
			})
		})
	}
	wg.Wait()
	return float64(done.Load()) / time.Since(begun).Seconds(), errors.Join(failures...)
}
