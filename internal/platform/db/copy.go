package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"modernc.org/sqlite"
)

// CopySQLite writes a copy of the database file to a new file while the program
// goes on writing: the copy holds everything committed at one moment, and is on
// the disk when CopySQLite returns.
func CopySQLite(ctx context.Context, from, to string) error {
	pool, err := sql.Open("sqlite", fileName(from)+"?mode=rw&_pragma=busy_timeout(10000)")
	if err != nil {
		return err
	}
	defer pool.Close()
	conn, err := pool.Conn(ctx)
	if err != nil {
		return fmt.Errorf("opening %s: %w", from, err)
	}
	defer conn.Close()
	if err := conn.Raw(func(c any) error { return copyPages(c, to) }); err != nil {
		return fmt.Errorf("copying %s: %w", from, err)
	}
	return flush(to)
}

// copyPages copies in one step, under one reading of the source: it never has to
// begin again because somebody wrote meanwhile.
func copyPages(c any, to string) error {
	source, ok := c.(interface {
		NewBackup(to string) (*sqlite.Backup, error)
	})
	if !ok {
		return fmt.Errorf("%T cannot copy itself", c)
	}
	b, err := source.NewBackup(fileName(to))
	if err != nil {
		return err
	}
	_, err = b.Step(-1)
	return errors.Join(err, b.Finish())
}

func flush(path string) error {
	for _, name := range []string{path, filepath.Dir(path)} {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		if err := errors.Join(f.Sync(), f.Close()); err != nil {
			return err
		}
	}
	return nil
}

// CheckSQLite reads every page of a database file nobody writes to, and says
// what is broken in it. It leaves nothing beside the file.
func CheckSQLite(ctx context.Context, path string) error {
	pool, err := sql.Open("sqlite", fileName(path)+"?mode=ro&immutable=1")
	if err != nil {
		return err
	}
	defer pool.Close()
	var says string
	if err := pool.QueryRowContext(ctx, `PRAGMA integrity_check(1)`).Scan(&says); err != nil {
		return fmt.Errorf("checking %s: %w", path, err)
	}
	if says != "ok" {
		return fmt.Errorf("checking %s: %s", path, says)
	}
	return nil
}
