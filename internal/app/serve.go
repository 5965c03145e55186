package app

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"
)

// Serve answers on the listener and works on jobs until the context ends. Then
// it stops taking calls, finishes the ones it has, and returns; what was
// acknowledged is on the disk.
func (a *App) Serve(ctx context.Context, l net.Listener) error {
	server := &http.Server{
		Handler:           a.Router,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       5 * time.Minute, // five photos over a slow phone
		WriteTimeout:      5 * time.Minute,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(slog.Default().Handler(), slog.LevelDebug),
	}
	working, stop := context.WithCancel(context.WithoutCancel(ctx))
	var jobs sync.WaitGroup
	jobs.Go(func() { a.Runner.Run(working) })
	jobs.Go(func() { a.Mailroom.Run(working) })
	jobs.Go(func() { a.Partners.Run(working, a.Cities.All) })
	jobs.Go(func() { a.Hooks.Run(working, a.Cities.All) })
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	a.ready.Store(true)
	var err error
	select {
	case <-ctx.Done():
		err = a.shutDown(server)
	case err = <-ended:
	}
	stop()
	jobs.Wait()
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// graceful is how long calls in hand may take to finish.
const graceful = 20 * time.Second

func (a *App) shutDown(server *http.Server) error {
	a.ready.Store(false)
	ctx, cancel := context.WithTimeout(context.Background(), graceful)
	defer cancel()
	return server.Shutdown(ctx)
}
