package backup

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"mahalle/internal/platform/db"
)

// Check reads a whole backup: every page of the database, every byte of every
// file, and whether there are as many as there should be.
func Check(ctx context.Context, from string) (Account, error) {
	var a Account
	text, err := os.ReadFile(filepath.Join(from, accountName))
	if err != nil {
		return a, fmt.Errorf("%s is not a backup: %w", from, err)
	}
	if err := json.Unmarshal(text, &a); err != nil {
		return a, fmt.Errorf("%s in %s cannot be read: %w", accountName, from, err)
	}
	if err := checkDatabase(ctx, filepath.Join(from, databaseName), a.Hash); err != nil {
		return a, err
	}
	n, err := checkFiles(ctx, filepath.Join(from, filesName))
	if err != nil {
		return a, err
	}
	if n != a.Files {
		return a, fmt.Errorf("%s should hold %d files and holds %d", from, a.Files, n)
	}
	return a, nil
}

// checkDatabase wants the database as it was copied, and the copy sound in itself.
func checkDatabase(ctx context.Context, path, hash string) error {
	_, found, err := measure(path)
	if err != nil {
		return err
	}
	if found != hash {
		return fmt.Errorf("%s was damaged: it is not the database that was copied", path)
	}
	return db.CheckSQLite(ctx, path)
}

func checkFiles(ctx context.Context, folder string) (n int, err error) {
	err = eachFile(ctx, folder, func(rel string) error {
		n++
		return sameAsItsName(filepath.Join(folder, rel))
	})
	return n, err
}

// Restore checks a backup and puts it where a city is to stand. It writes over
// nothing: database and files must not be there yet. Who asked to be forgotten
// after the backup was made stands in the book that still lies in the folder, and
// in newer books that are named; when the city is opened they are erased again.
func Restore(ctx context.Context, from string, c City, books ...string) (Account, error) {
	path, err := sqlitePath(c.DB)
	if err != nil {
		return Account{}, err
	}
	files := filepath.Join(c.Folder, filesName)
	if err := errors.Join(absent(path), absent(path+"-wal"), absent(files), absent(filepath.Join(c.Folder, sealName))); err != nil {
		return Account{}, err
	}
	a, err := Check(ctx, from)
	if err != nil {
		return a, err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return a, err
	}
	if _, _, err := copyFiles(ctx, filepath.Join(from, filesName), files); err != nil {
		return a, err
	}
	if err := copyOne(from, c.Folder, sealName); err != nil {
		return a, err
	}
	if err := addBooks(c.Folder, append(books, filepath.Join(from, bookName))); err != nil {
		return a, err
	}
	_, err = copyFile(filepath.Join(from, databaseName), path)
	return a, err
}

// addBooks adds the lines of other books to the city's own. A line that stands
// there twice is one.
func addBooks(folder string, books []string) error {
	for _, path := range books {
		text, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) && filepath.Base(path) == bookName {
			continue // nobody was forgotten yet
		}
		if err != nil {
			return err
		}
		f, err := os.OpenFile(filepath.Join(folder, bookName), os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
		if err != nil {
			return err
		}
		_, err = f.Write(text)
		if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
			return err
		}
	}
	return nil
}
