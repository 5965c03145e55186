package backup

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"mahalle/internal/platform/db"
)

// Account is what a backup says about itself.
type Account struct {
	Version  string    `json:"version"` // of the program that made it
	MadeAt   time.Time `json:"made_at"`
	Database int64     `json:"database_bytes"`
	Hash     string    `json:"database_sha256"`
	Files    int       `json:"files"`
	Bytes    int64     `json:"files_bytes"`
}

// Names of what lies in a backup.
const (
	databaseName = "mahalle.db"
	filesName    = "files"
	sealName     = "signet"
	bookName     = "forgotten"
	accountName  = "backup.json"
)

// ErrPostgres says that the program does not copy a PostgreSQL database.
var ErrPostgres = errors.New("a PostgreSQL database is backed up with pg_dump; see docs/operate/backup.md")

// City is where a running city keeps what it knows.
type City struct {
	DB      string // sqlite:PATH
	Folder  string // the data folder, with the files and the seal
	Version string // of this program
}

// Make copies the city into a new folder and checks the copy.
func Make(ctx context.Context, c City, to string) (Account, error) {
	path, err := sqlitePath(c.DB)
	if err != nil {
		return Account{}, err
	}
	if err := absent(to); err != nil {
		return Account{}, err
	}
	draft := to + ".partial"
	if err := errors.Join(os.RemoveAll(draft), os.MkdirAll(draft, 0o700)); err != nil {
		return Account{}, err
	}
	a := Account{Version: c.Version, MadeAt: time.Now().UTC().Truncate(time.Second)}
	if err := a.fill(ctx, path, c.Folder, draft); err != nil {
		return Account{}, err
	}
	if _, err := Check(ctx, draft); err != nil {
		return Account{}, fmt.Errorf("the copy is not sound: %w", err)
	}
	return a, os.Rename(draft, to)
}

// fill copies the database, then the files and the seal, then writes the account.
func (a *Account) fill(ctx context.Context, database, folder, to string) error {
	if err := db.CopySQLite(ctx, database, filepath.Join(to, databaseName)); err != nil {
		return err
	}
	var err error
	if a.Database, a.Hash, err = measure(filepath.Join(to, databaseName)); err != nil {
		return err
	}
	if err := os.Chmod(filepath.Join(to, databaseName), 0o600); err != nil {
		return err
	}
	if a.Files, a.Bytes, err = copyFiles(ctx, filepath.Join(folder, filesName), filepath.Join(to, filesName)); err != nil {
		return err
	}
	if err := errors.Join(copyOne(folder, to, sealName), copyOne(folder, to, bookName)); err != nil {
		return err
	}
	text, err := json.MarshalIndent(a, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(to, accountName), append(text, '\n'), 0o600)
}

// sqlitePath is the file behind a database address.
func sqlitePath(address string) (string, error) {
	path, ok := strings.CutPrefix(address, "sqlite:")
	if !ok {
		return "", ErrPostgres
	}
	return path, nil
}

func absent(path string) error {
	if _, err := os.Lstat(path); !errors.Is(err, os.ErrNotExist) {
		return errors.Join(fmt.Errorf("%s is there already; nothing is overwritten", path), err)
	}
	return nil
}
